/** A mask becomes a DICOM segmentation with highdicom's form: every frame and pixel where it belongs. */

import { describe } from "../../lib/mod.ts";
import { equal, nearAll } from "../assert.ts";
import type { Form } from "../headers/programs/places.ts";
import { python, runWell } from "../support/programs.ts";
import { inFolder } from "./arrays.ts";
import { hasPython, reportAbsentReaders, runPython } from "./readers.ts";

reportAbsentReaders();

/** What the decimal strings of highdicom's planes leave of a position, mm. */
const PRINTED = 1e-6;

const SHAPE: Readonly<Record<string, number>> = { x: 8, y: 6, z: 60 };

interface Answer {
  readonly marked: readonly (readonly number[])[];
  readonly read: readonly (readonly number[])[];
}

Deno.test({
  name: "mask to DICOM segmentation, by volume and by frames",
  ignore: !hasPython,
  fn: () =>
    inFolder(async (folder) => {
      const script = new URL("mask_to_seg.py", import.meta.url).pathname;
      await runWell(python!, [script, "images", folder]);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      equal(names.length, SHAPE["z"]);
      const read = (name: string) => ({ name, bytes: Deno.readFileSync(`${folder}/${name}`) });
      const cases = ["zyx", "xyz", "yxz"].flatMap((letters) =>
        (["position", "given"] as const).flatMap((order) =>
          [false, true].flatMap((fortran) => {
            // Sent from the last to the first, so that the two orders differ.
            const sent = names.toReversed();
            const { volumes: [volume] } = describe(sent.map(read), {
              npy: {
                shape: [...letters].map((name) => SHAPE[name]!),
                dtype: "uint8",
                fortran_order: fortran,
              },
              array: letters,
              as: "labelmap",
              order,
              forms: ["highdicom"],
            });
            const form = (volume!.forms as Readonly<Record<string, Form>>)["highdicom"].json;
            const files = order === "given" ? sent : names;
            return ["volume", "frames"].map((way) => ({ form, letters, fortran, files, way }));
          })
        )
      );
      Deno.writeTextFileSync(`${folder}/cases.json`, JSON.stringify(cases));
      const args = ["segment", folder, `${folder}/cases.json`];
      const answers = await runPython("mask_to_seg.py", args) as Answer[];
      equal(answers.length, cases.length);
      for (const [n, { marked, read }] of answers.entries()) {
        const { letters, fortran, way, files } = cases[n]!;
        const what = `${letters} ${fortran} ${way} ${files[0]}`;
        equal(read.length, marked.length, what);
        const [found, wanted] = [sorted(read), sorted(marked)];
        found.forEach((voxel, k) => nearAll(voxel, wanted[k]!, PRINTED, what));
      }
    }),
});

/** By segment, then by place; the marks are whole voxels apart. */
function sorted(voxels: Answer["read"]): (readonly number[])[] {
  return voxels.toSorted((a, b) => a[0]! - b[0]! || a[1]! + 2 * a[2]! - b[1]! - 2 * b[2]!);
}
