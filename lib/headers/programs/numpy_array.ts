/**
 * The caller's numpy array as a program takes it: which indices have to be where.
 *
 * A described array lists its axes as they lie in memory. Programs count indices: the first index of
 * a C-ordered array is the slowest axis, that of a Fortran-ordered array the fastest.
 *
 * @module
 */

import type { DescribedArray, PlacedAxis } from "../../array/described_array.ts";
import type { Vector } from "../../geometry/vector.ts";
import type { FormName } from "../../options/table.ts";
import type { HeaderOptions } from "../../options/types.ts";
import { COMPONENT_TYPES } from "../adapters.ts";
import { cannotHold } from "../cannot_hold.ts";

/**
 * What a program is handed: `array.reshape(arrayShape).transpose(transpose).reshape(shape)`. For the
 * array as it is described, the first step changes nothing; it gives back indices of length 1 that the
 * caller's array lacks, and parts frames of several volumes that are stacked in one index.
 */
export interface NumpyForm {
  /** Indices of the caller's array, the first one first, as the option `array` names them. */
  readonly array: string;
  /** Their lengths. */
  readonly arrayShape: readonly number[];
  /**
   * For `numpy.transpose`; 0, 1, 2 … where nothing has to be moved. It is always there, because
   * numpy reverses all indices where it gets None.
   */
  readonly transpose: readonly number[];
  /** The shape that the program takes, first index first; only indices of length 1 are new. */
  readonly shape: readonly number[];
  /** numpy's name of the type: `int16`, `complex64`. */
  readonly dtype: string;
}

/** An array with its indices in the order that a program takes. */
export interface ArrangedArray {
  /** Of the caller's array and the way from there; `shape` is that of `axes`. */
  readonly form: NumpyForm;
  /** First index first, after the transposition. */
  readonly axes: readonly PlacedAxis[];
  /** Steps of the three spatial indices in their order, LPS mm. */
  readonly steps: readonly [Vector, Vector, Vector];
  /** Their lengths. */
  readonly sizes: readonly number[];
  /** The same array as one in C order, whose last index is the fastest axis. */
  readonly inC: DescribedArray;
}

/**
 * Arranges an array.
 *
 * @param order Names of indices, the first one first; `*` stands for x, y and z in the order that the
 * caller's array has them, and names that it lacks do not count
 */
export function arranged(
  array: DescribedArray,
  { npy }: Pick<HeaderOptions, "npy">,
  order: string,
): ArrangedArray {
  // By index of the caller's array, the first one first.
  const own = npy?.fortranOrder ? array.axes : array.axes.toReversed();
  const names = own.map(({ name }) => name).join("");
  const wanted = [...order.replace("*", names.replace(/[tc]/g, ""))]
    .filter((name) => names.includes(name));
  const transpose = wanted.map((name) => names.indexOf(name));
  const axes = transpose.map((index) => own[index]!);
  const steps = axes.flatMap(({ step }) => step ? [step] : []);
  return {
    form: {
      array: names,
      arrayShape: own.map(({ size }) => size),
      transpose,
      shape: axes.map(({ size }) => size),
      dtype: dtypeOf(array),
    },
    axes,
    steps: [steps[0]!, steps[1]!, steps[2]!],
    sizes: axes.flatMap(({ step, size }) => step ? [size] : []),
    inC: { ...array, axes: axes.toReversed(), axisNames: wanted.toReversed().join("") },
  };
}

/** Length of an index that is not space; undefined where the array has none of the name. */
export function lengthOf({ axes }: DescribedArray, wanted: "t" | "c"): number | undefined {
  return axes.find(({ name }) => name === wanted)?.size;
}

/**
 * Makes sure that the values are real numbers.
 *
 * @throws {HeaderError} format-cannot-hold
 */
export function demandReal(format: FormName, { complex }: DescribedArray): void {
  if (!complex) return;
  throw cannotHold(
    format,
    "the array has complex values; this program takes real ones",
    "in numpy: numpy.abs(array), or array.real and array.imag as two arrays",
  );
}

/**
 * Makes sure that there is one volume.
 *
 * @throws {HeaderError} format-cannot-hold
 */
export function demandOneVolume(format: FormName, array: DescribedArray): void {
  const volumes = lengthOf(array, "t");
  if (volumes === undefined) return;
  throw cannotHold(
    format,
    `the array has ${volumes} volumes; this form holds one`,
    "axis4=none for a header of each volume",
    { volumes },
  );
}

function dtypeOf({ type, complex }: DescribedArray): string {
  if (!complex) return COMPONENT_TYPES[type];
  return type === "float" ? "complex64" : "complex128";
}
