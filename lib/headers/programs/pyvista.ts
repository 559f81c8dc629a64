/**
 * An array for PyVista.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import type { Vector } from "../../geometry/vector.ts";
import type { Space } from "../../options/types.ts";
import { simpleItkForm } from "../adapters.ts";
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
  const { form, sizes, inC } = arranged(array, options, "*c");
  const points = sizes.reduce((product, size) => product * size, 1);
  const components = lengthOf(array, "c");
  const { origin, spacing, direction } = simpleItkForm(inC, space);
  return {
    ...form,
    shape: components === undefined ? [points] : [points, components],
    space,
    image: {
      dimensions: sizes.toReversed(),
      spacing,
      origin,
      direction_matrix: [0, 3, 6].map((at) => direction.slice(at, at + 3)),
    },
  };
}
