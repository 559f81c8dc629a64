/**
 * An array for ITK-wasm.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { itkWasmForm } from "../adapters.ts";
import { cannotHold } from "../cannot_hold.ts";
import { jsonForm } from "../form.ts";

/**
 * The image without its `data`, a typed array of the samples as they lie in memory; `direction` must
 * be made a Float64Array.
 */
export const itkWasmArrayForm = jsonForm("itk-wasm", (array, { name }) => {
  demandComponentsFirst(array);
  return itkWasmForm(array, name);
});

/** ITK-wasm's pixels are whole: all that is not space is a component, and those are adjacent. */
function demandComponentsFirst({ axes }: DescribedArray): void {
  const first = axes.findIndex(({ step }) => step);
  const apart = axes.slice(first).filter(({ step }) => !step);
  if (apart.length === 0) return;
  const letters = axes.map(({ name }) => name).reverse().join("");
  const together = letters.replace(/[tc]/g, "") + letters.replace(/[xyz]/g, "");
  const indices = [...together].map((name) => letters.indexOf(name));
  throw cannotHold(
    "itk-wasm",
    `the array has its axes as array=${letters}; ITK-wasm has all values of a voxel next to each other, array=${together}`,
    `in numpy, for an array in C order: numpy.ascontiguousarray(numpy.transpose(array, (${
      indices.join(", ")
    }))), and array=${together}; or axis4=none for a header of each volume`,
    { array: letters },
  );
}
