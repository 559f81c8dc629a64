/**
 * An array for nibabel.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { length } from "../../geometry/vector.ts";
import { affine } from "../adapters.ts";
import { fslGradients } from "../diffusion/fsl.ts";
import type { Gradient } from "../diffusion/gradients.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { arranged, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** For `nibabel.Nifti1Image(array, affine)`. */
export interface NibabelForm extends NumpyForm {
  /**
   * Rows of the 4 × 4 matrix from the first three indices of the array, in their order, to RAS mm.
   * nibabel has no opinion on which index is which: with array[slice, row, column] the first column of
   * the matrix is the slice step.
   */
  readonly affine: readonly (readonly number[])[];
  /** For `header.set_zooms`: mm for the first three indices, 1 for others. */
  readonly zooms: readonly number[];
  /** For `header.set_xyzt_units`. */
  readonly units: readonly [space: "mm", time: "unknown"];
  /** b-values of the volumes, s/mm²; only of diffusion. */
  readonly bvals?: readonly number[];
  /**
   * FSL's three rows of gradients for the very image that is made of this array, whose axes are the
   * array's indices. The bvec of another order of axes has other numbers.
   */
  readonly bvecs?: readonly (readonly number[])[];
}

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
  return {
    ...form,
    shape: [...sizes, ...others],
    affine: affine(steps, array.origin, "RAS"),
    zooms: [...steps.map(length), ...others.map(() => 1)],
    units: ["mm", "unknown"],
    ...(gradients ? { bvals: gradients.map(({ b }) => b), bvecs: rows(gradients) } : {}),
  };
}

function rows(gradients: readonly Gradient[]): number[][] {
  return [0, 1, 2].map((row) => gradients.map(({ vector }) => vector[row]!));
}
