/** Files that the Python client writes, opened by others: labels lie where DICOM has their slices. */

import { deepEqual } from "../assert.ts";
import { withFiles } from "../cli/support.ts";
import { faultsOf, hasReaders, madeSeries, readLabels, realSeries } from "../support/labelled.ts";
import { withLocalServer } from "../support/local_server.ts";
import { python, runWell } from "../support/programs.ts";

/** As `write_masks.py` has them. */
const ENDINGS = ["nrrd", "seg.nrrd", "nii", "nii.gz", "hdr", "mha", "vti"];

Deno.test({
  name: "masks that Python writes lie on the slices of made and of real series",
  ignore: !hasReaders("complete files of the Python client"),
  async fn() {
    const all = [...madeSeries(), ...await realSeries()];
    const files = all.flatMap(({ files, mask }, n) => [
      ...files.map(({ name, bytes }) => ({ name: `${n}/series/${name}`, bytes })),
      { name: `${n}/mask.npy`, bytes: mask },
    ]);
    await withFiles(files, async (folder) => {
      const script = new URL("write_masks.py", import.meta.url).pathname;
      const folders = all.map((_, n) => `${folder}/${n}`);
      await withLocalServer(async (origin) => {
        await runWell(python!, ["-B", script, ...folders], { env: { DCM2NHDR_URL: origin } });
      });
      const pathsOf = (folder: string) => ENDINGS.map((ending) => `${folder}/mask.${ending}`);
      const found = await readLabels(folders.flatMap(pathsOf));
      const faults = folders.flatMap((folder, n) =>
        pathsOf(folder).flatMap((path) => faultsOf(all[n]!, found[path]!))
      );
      deepEqual(faults, []);
    });
  },
});
