/**
 * Formats that say where a voxel lies by its index have one order of axes in memory.
 *
 * @module
 */

import type { DescribedArray } from "../array/described_array.ts";
import type { FormName } from "../options/table.ts";
import type { WritingOptions } from "../options/types.ts";
import { cannotHold } from "./cannot_hold.ts";

/** Names of the three spatial axes, fastest first. */
export function spatialNames({ axes }: DescribedArray): string {
  return axes.map(({ name, step }) => step ? name : "").join("");
}

/**
 * Makes sure that an array lies in memory as its format has it.
 *
 * @param wanted Axes that the format can hold, fastest first; names that the array lacks do not count.
 * The first of them is what the array is advised to become.
 * @throws {HeaderError} format-cannot-hold, with the line of numpy that moves the axes
 */
export function demandOrder(
  array: DescribedArray,
  wanted: readonly string[],
  format: FormName,
  { data, npy }: Pick<WritingOptions, "data" | "npy">,
): void {
  const { axisNames, segments } = array;
  const orders = wanted.map((names) => [...names].filter((name) => axisNames.includes(name)));
  if (orders.some((names) => names.join("") === axisNames)) return;
  const now = indexNames(array, npy);
  const then = orders[0]!.toReversed().join("");
  const place = data === "dicom" ? "data=attached, " : "";
  const as = segments ? "as=labelmap, the array itself as a .npy, " : "";
  throw cannotHold(
    format,
    `the array has its axes as ${now}; the format has them as array=${then}`,
    `${place}${as}${moveAdvice(array, then, npy)}`,
    { array: reversed(axisNames) },
  );
}

/** Axes as the option `array` names them, by the indices that the caller's array has. */
export function indexNames({ axisNames }: DescribedArray, npy: WritingOptions["npy"]): string {
  return npy?.fortranOrder ? `array=${axisNames} in Fortran order` : `array=${reversed(axisNames)}`;
}

/**
 * The line of numpy that moves the axes of an array, for its own indices.
 *
 * @param then Axes that are wanted, slowest first
 */
export function moveAdvice(
  { axisNames }: DescribedArray,
  then: string,
  npy: WritingOptions["npy"],
): string {
  const indices = npy?.fortranOrder ? axisNames : reversed(axisNames);
  const order = npy?.fortranOrder ? "your array" : "an array in C order";
  return `in numpy, for ${order}: numpy.ascontiguousarray(numpy.transpose(array, (${
    [...then].map((name) => indices.indexOf(name)).join(", ")
  }))), and array=${then}`;
}

function reversed(names: string): string {
  return [...names].reverse().join("");
}
