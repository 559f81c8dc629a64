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
  { data }: Pick<WritingOptions, "data">,
): void {
  const { axisNames, segments } = array;
  const orders = wanted.map((names) => [...names].filter((name) => axisNames.includes(name)));
  if (orders.some((names) => names.join("") === axisNames)) return;
  const [now, then] = [[...axisNames].reverse(), orders[0]!.toReversed()];
  const move = `numpy.ascontiguousarray(numpy.transpose(array, (${
    then.map((name) => now.indexOf(name)).join(", ")
  })))`;
  const place = data === "dicom" ? "data=attached, " : "";
  const as = segments ? "as=labelmap, the array itself as a .npy, " : "";
  throw cannotHold(
    format,
    `the array has its axes as array=${now.join("")}; the format has them as array=${
      then.join("")
    }`,
    `${place}${as}in numpy, for an array in C order: ${move}, and array=${then.join("")}`,
    { array: now.join("") },
  );
}
