/** The Slicer module and the snippets for its console, outside of Slicer, with the real vtk. */

import { equal } from "../assert.ts";
import { blocksOf } from "../docs/markdown.ts";
import { withLocalServer } from "../support/local_server.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { skipped } from "../support/skip.ts";

const root = new URL("../../", import.meta.url).pathname;

/** Where the service is in the snippets. */
const DOCUMENTED = "http://127.0.0.1:8000";

const lacks = pythonLacks(["numpy", "pydicom", "vtk"]);
if (lacks !== undefined) skipped("the Slicer module", lacks);

Deno.test(
  { name: "the Slicer module and the snippets", ignore: lacks !== undefined },
  () =>
    withLocalServer((origin) =>
      withSeriesFolder(async (folder) => {
        const page = await Deno.readTextFile(`${root}docs/slicer.md`);
        const snippets = blocksOf(page).filter(({ untested }) => untested);
        equal(snippets.length, 3);
        const code = snippets.map((block) => block.code).join("\n").replaceAll(DOCUMENTED, origin);
        await Deno.writeTextFile(`${folder}/console.py`, code);
        const script = `${root}tests/clients/test_slicer.py`;
        await runWell(python!, ["-B", script, folder, `${folder}/console.py`], {
          env: { DCM2NHDR_URL: origin, PYTHONPATH: `${root}clients/slicer` },
        });
      })
    ),
);
