/**
 * An array for ITK-wasm.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { itkWasmForm } from "../adapters.ts";
import { indexNames, moveAdvice } from "../axis_order.ts";
import { cannotHold } from "../cannot_hold.ts";
import { type FormContext, jsonForm } from "../form.ts";

/**
 * The image without its `data`, a typed array of the samples as they lie in memory; `direction` must
 * be made a Float64Array.
 */
export const itkWasmArrayForm = jsonForm("itk-wasm", (array, { name, options }) => {
  demandComponentsFirst(array, options);
  return itkWasmForm(array, name);
});

/** ITK-wasm's pixels are whole: all that is not space is a component, and those are adjacent. */
function demandComponentsFirst(array: DescribedArray, { npy }: FormContext["options"]): void {
  const { axes } = array;
  const first = axes.findIndex(({ step }) => step);
  const apart = axes.slice(first).filter(({ step }) => !step);
  if (apart.length === 0) return;
  const letters = axes.map(({ name }) => name).reverse().join("");
  const together = letters.replace(/[tc]/g, "") + letters.replace(/[xyz]/g, "");
  const each = letters.includes("t") ? "; or axis4=none for a header of each volume" : "";
  throw cannotHold(
    "itk-wasm",
    `the array has its axes as ${
      indexNames(array, npy)
    }; ITK-wasm has all values of a voxel next to each other, array=${together}`,
    `${moveAdvice(array, together, npy)}${each}`,
    { array: letters },
  );
}
