/**
 * Where programs put the voxels of an array that they are handed with its form: each program's own
 * rule, as its documentation has it, without a look at the library.
 *
 * @module
 */

import { equal } from "../../assert.ts";
import type { Triple } from "../../support/series.ts";

/** A voxel as a program has it. */
export interface Place {
  /** LPS mm. */
  readonly point: Triple;
  /** Which volume and which component it is of. */
  readonly t: number;
  readonly c: number;
}

/** A form, as JSON has it. */
// deno-lint-ignore no-explicit-any
export type Form = any;

type Rows = readonly (readonly number[])[];

/** The index of a voxel after `array.transpose(form.transpose).reshape(form.shape)`. */
export function handed(
  form: Form,
  shape: readonly number[],
  index: readonly number[],
): number[] {
  const moved = form.transpose.map((from: number) => [shape[from], index[from]]);
  equal(moved.length, shape.length, "an index is lost");
  let place = 0;
  for (const [size, at] of moved) place = place * size + at;
  const all = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);
  equal(all(form.shape), all(shape));
  return unravel(place, form.shape);
}

/** What each program makes of the index that it is handed, of `components` to a volume. */
export const PLACES: Readonly<
  Record<string, (form: Form, index: readonly number[], components: number) => Place>
> = {
  // nibabel.affines.apply_affine(affine, (i, j, k)); dim[4] is time, dim[5] components (nifti1.h).
  nibabel: ({ affine }, [i, j, k, t = 0, c = 0]) => ({
    point: lps(apply(affine, [i!, j!, k!])),
    t,
    c,
  }),
  // GetImageFromArray: the last index is the first axis; of vectors, the last are components.
  simpleitk: ({ origin, spacing, direction, isVector, size }, index) => {
    const axes = [...(isVector ? index.slice(0, -1) : index)].reverse();
    const n = size.length;
    equal(axes.length, n);
    const point = Array.from(
      { length: n },
      (_, row) =>
        axes.reduce((sum, at, k) => sum + direction[n * row + k] * spacing[k] * at, origin[row]),
    );
    equal(point[3] ?? 0, axes[3] ?? 0, "the fourth axis is one of itself");
    return {
      point: point.slice(0, 3) as unknown as Triple,
      t: axes[3] ?? 0,
      c: isVector ? index.at(-1)! : 0,
    };
  },
  // Volume: affine from (slice, row, column) to LPS.
  highdicom: ({ affine, coordinateSystem }, index) => {
    equal(coordinateSystem, "PATIENT");
    return { point: apply(affine, index), t: 0, c: 0 };
  },
  // MetaTensor and Image: channels first, an affine of the others to RAS.
  monai: tensor,
  torchio: tensor,
  // ImageData: point n has the index of VTK, whose first axis is the fastest.
  pyvista: ({ image, space }, [point, c = 0]) => {
    const { dimensions, origin, spacing, direction_matrix: rows } = image;
    const [i, j, k] = unravel(point!, dimensions.toReversed()).reverse();
    const at = [i! * spacing[0], j! * spacing[1], k! * spacing[2]];
    const place = origin.map((start: number, row: number) =>
      start + at.reduce((sum, value, axis) => sum + rows[row][axis] * value, 0)
    );
    return { point: space === "RAS" ? lps(place) : place, t: 0, c };
  },
  // updateVolumeFromArray: indices k, j, i and components.
  slicer: ({ ijkToRAS }, [k, j, i, c = 0]) => ({
    point: lps(apply(ijkToRAS, [i!, j!, k!])),
    t: 0,
    c,
  }),
};

function tensor(
  { affine }: Form,
  [channel, i, j, k]: readonly number[],
  components: number,
): Place {
  return {
    point: lps(apply(affine, [i!, j!, k!])),
    t: Math.floor(channel! / components),
    c: channel! % components,
  };
}

/** Index of the nth element in C order. */
export function unravel(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const size of shape.toReversed()) {
    index.unshift(place % size);
    place = Math.floor(place / size);
  }
  return index;
}

function apply(rows: Rows, index: readonly number[]): Triple {
  return rows.slice(0, 3).map((row) =>
    index.reduce((sum, at, k) => sum + row[k]! * at, row[3]!)
  ) as unknown as Triple;
}

function lps([x, y, z]: Triple): Triple {
  return [-x, -y, z];
}
