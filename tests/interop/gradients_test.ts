/** FSL's gradients through MRtrix3, beside ours for MRtrix3 and beside dcm2niix's. */

import { describe } from "../../lib/mod.ts";
import { equal, nearAll, ok } from "../assert.ts";
import type { Form } from "../headers/programs/places.ts";
import { isThere, python, pythonLacks, runWell } from "../support/programs.ts";
import type { Triple } from "../support/series.ts";
import { skipped } from "../support/skip.ts";
import {
  degreesBetween,
  STRAIGHT,
  turned,
  TWO_SHELLS,
  VENDORS,
  weightedSeries,
} from "../support/weighted_series.ts";
import { inFolder } from "./arrays.ts";
import { runPython } from "./readers.ts";

/** NIfTI-1 has axes in single precision, and MRtrix3 prints as many digits. */
const SINGLE = 1e-5;
/** Degrees that six printed digits of dcm2niix leave open. */
const PRINTED = 0.1;

const lacks = isThere("mrinfo") ? pythonLacks(["nibabel"]) : "there is no mrinfo in the path";
if (lacks !== undefined) skipped("gradients through MRtrix3", lacks);

const SITUATIONS = (["axial", "sagittal", "coronal"] as const).flatMap((plane) =>
  [STRAIGHT[plane], turned(plane, [20, -15, 10])].map((axes) => ({
    plane,
    axes,
    phase: "COL" as const,
  }))
);
/** Orders of the axes with the volumes last in the file, as NIfTI has them. */
const ARRAYS = ["tzyx", "tzxy", "tyzx", "tyxz", "txzy", "txyz"];

Deno.test({
  name: "MRtrix3 makes of bval and bvec what the table for MRtrix3 says",
  ignore: lacks !== undefined,
  fn: () =>
    inFolder(async (folder) => {
      const [vendor] = VENDORS;
      const cases = SITUATIONS.flatMap((placed, n) =>
        ARRAYS.flatMap((array, k) => {
          const step = (n + k) % 2 ? 2.5 : -2.5;
          const weightings = TWO_SHELLS;
          const { files } = weightedSeries({ vendor: vendor!, placed, weightings, step });
          const order = k % 3 ? "given" as const : "position" as const;
          const forms = ["bval", "bvec", "mrtrix", "nibabel"] as const;
          const { volumes: [volume] } = describe(files, { array, order, forms });
          const { bval, bvec, mrtrix, nibabel } = volume!.forms as Record<string, Form>;
          const rows = (table: number[][]) => table.map((row) => `${row.join(" ")}\n`).join("");
          const one = (name: string, others: object) => ({
            name: `${placed.plane}_${n}_${array}_${name}`,
            table: mrtrix.text as string,
            ...others,
          });
          return [
            one("file", {
              affine: volume!.geometry.affineRAS,
              shape: volume!.sizes,
              bval: bval.text,
              bvec: bvec.text,
            }),
            one("nibabel", {
              affine: nibabel.json.affine,
              shape: nibabel.json.shape,
              bval: rows([nibabel.json.bvals]),
              bvec: rows(nibabel.json.bvecs),
            }),
          ] as Case[];
        })
      );
      const images = cases.map((one) => ({ ...one, path: `${folder}/${one.name}.nii` }));
      Deno.writeTextFileSync(`${folder}/cases.json`, JSON.stringify(images));
      await runPython("write_niftis.py", [`${folder}/cases.json`]);
      for (const { name, path, bval, bvec, table } of images) {
        Deno.writeTextFileSync(`${folder}/bval`, bval);
        Deno.writeTextFileSync(`${folder}/bvec`, bvec);
        const found = await tableOf(path, `${folder}/bvec`, `${folder}/bval`);
        const wanted = numbers(table);
        equal(found.length, wanted.length);
        found.forEach((row, t) => {
          nearAll(row.slice(0, 3), wanted[t]!.slice(0, 3), SINGLE, `${name} ${t}`);
          equal(row[3], wanted[t]![3]);
        });
      }
    }),
});

interface Case {
  readonly name: string;
  readonly affine: number[][];
  readonly shape: number[];
  readonly bval: string;
  readonly bvec: string;
  readonly table: string;
}

const lacksConverter = lacks ?? pythonLacks(["dcm2niix"]);
Deno.test({
  name: "through MRtrix3, dcm2niix's gradients are those of the table for MRtrix3",
  ignore: lacksConverter !== undefined,
  fn: async () => {
    const converter = (await runWell(python!, ["-c", "import dcm2niix; print(dcm2niix.bin)"]))
      .trim();
    for (const name of ["Siemens, private elements", "Philips, enhanced", "Siemens XA"]) {
      const vendor = VENDORS.find((vendor) => vendor.name === name)!;
      for (const placed of SITUATIONS) {
        await inFolder(async (folder) => {
          const { files } = weightedSeries({ vendor, placed, weightings: TWO_SHELLS });
          for (const file of files) Deno.writeFileSync(`${folder}/${file.name}`, file.bytes);
          await runWell(converter, ["-b", "n", "-z", "n", "-f", "series", folder]);
          const theirs = await tableOf(
            `${folder}/series.nii`,
            `${folder}/series.bvec`,
            `${folder}/series.bval`,
          );
          const { volumes: [volume] } = describe(files, { forms: ["mrtrix"] });
          const ours = numbers((volume!.forms as Record<string, Form>)["mrtrix"].text);
          equal(theirs.length, ours.length);
          ours.forEach(([x, y, z, b], t) => {
            const [u, v, w, c] = theirs[t] as [number, number, number, number];
            equal(Math.round(c), b, `${name} ${placed.plane} ${t}`);
            if (b === 0) return;
            const degrees = degreesBetween([x, y, z] as Triple, [u, v, w]);
            ok(degrees < PRINTED, `${name} ${placed.plane} ${t}: ${degrees} degrees`);
          });
        });
      }
    }
  },
});

/** What MRtrix3 takes gradients for, in the scanner. */
async function tableOf(image: string, bvec: string, bval: string): Promise<number[][]> {
  return numbers(
    await runWell("mrinfo", ["-quiet", image, "-fslgrad", bvec, bval, "-dwgrad"]),
  );
}

function numbers(text: string): number[][] {
  return text.trim().split("\n").filter((line) => !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/).map(Number));
}
