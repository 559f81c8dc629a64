/**
 * An array for PyVista.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { toSpace } from "../../array/space.ts";
import { length, scale, type Vector } from "../../geometry/vector.ts";
import type { Space } from "../../options/types.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { arranged, demandOneVolume, demandReal, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** For `grid = pyvista.ImageData(**image)`, then `grid["values"] = array`. */
export interface PyvistaForm extends NumpyForm {
  /** Number of points, and of components where there are several: VTK has the points in one row. */
  readonly shape: readonly number[];
  /** Of all coordinates, by the option `space`: VTK does not say which they are. */
  readonly space: Space;
  /** Arguments by their names. */
  readonly image: {
    /** The spatial indices of the array backwards: VTK's first axis is the fastest. */
    readonly dimensions: readonly number[];
    /** mm */
    readonly spacing: readonly number[];
    /** Centre of the first voxel, mm. */
    readonly origin: Vector;
    /** Rows of the 3 × 3 matrix whose column k is the unit direction of axis k. */
    readonly direction_matrix: readonly (readonly number[])[];
  };
}

/** Voxels are the points of the image. */
export const pyvistaForm = jsonForm("pyvista", pyvistaOf);

function pyvistaOf(array: DescribedArray, { options }: FormContext): PyvistaForm {
  demandReal("pyvista", array);
  demandOneVolume("pyvista", array);
  const { space } = options;
  const { form, sizes, steps } = arranged(array, options, "*c");
  const points = sizes.reduce((product, size) => product * size, 1);
  const components = lengthOf(array, "c");
  const axes = steps.toReversed();
  const spacing = axes.map(length);
  const directions = axes.map((step, k) => toSpace(scale(step, 1 / spacing[k]!), space));
  return {
    ...form,
    shape: components === undefined ? [points] : [points, components],
    space,
    image: {
      dimensions: sizes.toReversed(),
      spacing,
      origin: toSpace(array.origin, space),
      direction_matrix: [0, 1, 2].map((row) => directions.map((direction) => direction[row]!)),
    },
  };
}
