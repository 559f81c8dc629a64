/** The forms of programs, handed to the programs themselves. */

import { describe } from "../../lib/mod.ts";
import type { FormName } from "../../lib/options/table.ts";
import { deepEqual, equal, nearAll } from "../assert.ts";
import type { Form } from "../headers/programs/places.ts";
import { pointOf, SIZES, stack } from "../headers/programs/series.ts";
import { pythonLacks } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { inFolder } from "./arrays.ts";
import { runPython } from "./readers.ts";

/** Of doubles, mm: programs multiply in an order of their own. */
const ARITHMETIC = 1e-9;

const PROGRAMS = [
  "nibabel",
  "simpleitk",
  "highdicom",
  "monai",
  "torchio",
  "pyvista",
  "slicer",
] as const satisfies readonly FormName[];
const ORDERS = ["zyx", "zxy", "yzx", "yxz", "xzy", "xyz"];
const OTHERS = ["*", "t*", "*t", "*c", "c*", "t*c", "ct*"];

type Name = keyof typeof SIZES;

const modules = ["nibabel", "SimpleITK", "highdicom", "pyvista", "vtk"];
const lacks = pythonLacks(modules);
if (lacks !== undefined) skipped("forms of programs in the programs", lacks);

Deno.test({
  name: "every program has every voxel where DICOM has it",
  ignore: lacks !== undefined,
  fn: (t) =>
    inFolder(async (folder) => {
      const cases = ORDERS.flatMap((order) =>
        OTHERS.flatMap((others) =>
          [false, true].flatMap((fortran) =>
            casesOf(others.replace("*", order), fortran, fortran ? "RAS" : "LPS")
          )
        )
      );
      Deno.writeTextFileSync(`${folder}/cases.json`, JSON.stringify(cases));
      const answers = await runPython("take_forms.py", [`${folder}/cases.json`]) as number[][][];
      equal(answers.length, cases.length);
      for (const program of PROGRAMS) {
        await t.step(program, () => {
          let arrays = 0;
          for (const [n, { letters, fortran, ...other }] of cases.entries()) {
            if (other.program !== program) continue;
            liesRightly(answers[n]!, `${program} ${letters} ${fortran ? "F" : "C"}`, letters);
            arrays++;
          }
          // All that it can hold: nothing is left out by a refusal that nobody sees.
          const one = program === "highdicom";
          const volumes = !["pyvista", "slicer"].includes(program);
          equal(arrays, 2 * 6 * (one ? 1 : volumes ? 7 : 3));
        });
      }
    }),
});

function casesOf(letters: string, fortran: boolean, space: "LPS" | "RAS") {
  const shape = [...letters].map((name) => SIZES[name as Name]);
  const kind = { volumes: letters.includes("t"), colour: letters.includes("c") };
  const { volumes: [volume] } = describe(stack(kind) as never, {
    npy: { shape, dtype: "int16", fortran_order: fortran },
    array: letters,
    space,
    forms: PROGRAMS,
  } as never);
  const forms = volume!.forms as Readonly<Record<string, Form>>;
  return PROGRAMS.flatMap((program) => {
    const { json: form } = forms[program];
    return form ? [{ program, form, letters, shape, fortran }] : [];
  });
}

/** Every value at the point, in the volume and in the component that it counts. */
function liesRightly(voxels: readonly number[][], what: string, letters: string): void {
  const seen = new Set<number>();
  for (const [value, ...place] of voxels) {
    const c = value! % SIZES.c;
    const [x, y, z, t] = [
      Math.floor(value! / 3) % SIZES.x,
      Math.floor(value! / 15) % SIZES.y,
      Math.floor(value! / 60) % SIZES.z,
      Math.floor(value! / 180),
    ] as const;
    nearAll(place.slice(0, 3), pointOf(x, y, z), ARITHMETIC, what);
    deepEqual(place.slice(3), [t, c], what);
    seen.add(value!);
  }
  equal(seen.size, [...letters].reduce((all, name) => all * SIZES[name as Name], 1), what);
}
