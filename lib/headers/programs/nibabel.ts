/**
 * An array for nibabel.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { rescaleOf } from "../../array/pixel_findings.ts";
import { length } from "../../geometry/vector.ts";
import { affine } from "../adapters.ts";
import { fslGradients } from "../diffusion/fsl.ts";
import type { Gradient } from "../diffusion/gradients.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { timeAxis } from "../time_axis.ts";
import { arranged, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** For `nibabel.Nifti1Image(array, affine)`. */
export interface NibabelForm extends NumpyForm {
  /**
   * Rows of the 4 × 4 matrix from the first three indices of the array, in their order, to RAS mm.
   * nibabel has no opinion on which index is which: with array[slice, row, column] the first column of
   * the matrix is the slice step.
   */
  readonly affine: readonly (readonly number[])[];
  /** For `header.set_zooms`: mm for the first three indices, time for volumes, else 1. */
  readonly zooms: readonly number[];
  /** For `header.set_xyzt_units`; of volumes at even times with their unit. */
  readonly units: readonly [space: "mm", time: "unknown" | "sec" | "msec"];
  /**
   * For `header.set_slope_inter`, what makes real values of DICOM's stored ones; 1 and 0 for an array
   * of other values, null where every slice has its own.
   */
  readonly slope: number | null;
  readonly intercept: number | null;
  /** b-values of the volumes, s/mm²; only of diffusion. */
  readonly bvals?: readonly number[];
  /**
   * FSL's three rows of gradients for the very image that is made of this array, whose axes are the
   * array's indices. The bvec of another order of axes has other numbers.
   */
  readonly bvecs?: readonly (readonly number[])[];
}

/** nibabel's names of them. */
const UNITS = { s: "sec", ms: "msec" } as const;

/**
 * Any order of the spatial indices is held as it is. Volumes are the fourth index of an image and
 * components the fifth (nifti1.h, dim).
 */
export const nibabelForm = jsonForm("nibabel", nibabelOf);

function nibabelOf(array: DescribedArray, { options }: FormContext): NibabelForm {
  const { form, axes, sizes, steps } = arranged(array, options, "*tc");
  const [t, c] = [lengthOf(array, "t"), lengthOf(array, "c")];
  const others = c !== undefined ? [t ?? 1, c] : t !== undefined ? [t] : [];
  const gradients = fslGradients(array, axes);
  const time = timeAxis(array);
  const rescale = rescaleOf(array.volume, options, array.type);
  return {
    ...form,
    shape: [...sizes, ...others],
    affine: affine(steps, array.origin, "RAS"),
    zooms: [...steps.map(length), ...others.map((_, n) => n === 0 && time ? time.step : 1)],
    units: ["mm", time ? UNITS[time.unit] : "unknown"],
    slope: rescale?.slope ?? null,
    intercept: rescale?.intercept ?? null,
    ...(gradients ? { bvals: gradients.map(({ b }) => b), bvecs: rows(gradients) } : {}),
  };
}

function rows(gradients: readonly Gradient[]): number[][] {
  return [0, 1, 2].map((row) => gradients.map(({ vector }) => vector[row]!));
}
