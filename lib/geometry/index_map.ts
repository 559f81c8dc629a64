/**
 * Maps from the indices of a right-angled grid to those of a stack of planes that it covers.
 *
 * A point of the grid lies within the slice at its height, or between two. Within a slice its index is
 * found from the slice's own steps, which need not be at right angles; between two, slices are taken
 * to begin on the straight line from one's first pixel to the other's: linear interpolation.
 *
 * @module
 */

import type { Line } from "./line.ts";
import { dot, length, subtract, type Vector } from "./vector.ts";

/**
 * Place in a list or along an axis, from 0.
 *
 * @asType integer
 * @minimum 0
 */
export type Index = number;

/**
 * From (i, j, k) of a grid to (i, j, k) of an array; columns, rows, slices. Neither has to be whole,
 * and a point of the grid that the array does not reach has an index outside of it.
 */
export interface IndexMap {
  /**
   * `identity`: the grid is the array's own. `shear`: an affine map. `uneven`: another one for each
   * slice of the grid.
   */
  readonly kind: "identity" | "shear" | "uneven";
  /** Four rows of four: the array's index is this matrix times (i, j, k, 1). */
  readonly matrix: readonly (readonly number[])[];
  /**
   * Only of `uneven`: what is added to that for each slice k of the grid, along columns, rows and
   * slices. The third is the whole slice index; the matrix has none.
   */
  readonly offsets?: readonly Vector[];
}

/** A grid by its first voxel, with the in-plane spacings of a stack, and the stack's in-plane steps. */
export interface InPlane {
  readonly columnStep: Vector;
  readonly rowStep: Vector;
  /** Of the grid: along the columns' step, within the planes at a right angle to it, along the normal. */
  readonly directions: readonly [Vector, Vector, Vector];
  /** First voxel of the grid. */
  readonly origin: Vector;
}

/**
 * Numbers this near to a whole one are whole: rounding of sums of a few hundred millimetres, in
 * voxels. Without that, voxels of the edge are outside of the array by a bit in the last place.
 */
const NOISE = 1e-11;
/** Of factors, which indices of some thousands multiply. */
const NOISE_OF_FACTORS = 1e-14;

/**
 * The map to slices on an even line, for a grid that has a slice at the height of each.
 *
 * @param line First pixels of the slices
 */
export function mapOfLine(grid: InPlane, line: Line): IndexMap {
  const [i, j] = inPlaneSteps(grid);
  const drift = indexOf(grid, line.step);
  const [di, dj] = indexOf(grid, subtract(grid.origin, line.origin));
  return {
    kind: "shear",
    matrix: [
      [...i, clean(-drift[0], NOISE_OF_FACTORS), clean(di, NOISE)],
      [...j, clean(-drift[1], NOISE_OF_FACTORS), clean(dj, NOISE)],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ],
  };
}

/**
 * The map to slices anywhere.
 *
 * @param positions First pixels of the slices
 * @param heights Of the slices along the grid's third direction, from the first, ascending, mm
 * @param wanted Of the grid's slices, between the first and the last of them
 */
export function mapOfSlices(
  grid: InPlane,
  positions: readonly Vector[],
  heights: readonly number[],
  wanted: readonly number[],
): IndexMap {
  const [i, j] = inPlaneSteps(grid);
  const starts = positions.map((position) => indexOf(grid, subtract(grid.origin, position)));
  let below = 0;
  const offsets = wanted.map((height): Vector => {
    while (below < heights.length - 2 && heights[below + 1]! <= height) below++;
    const part = clean(
      (height - heights[below]!) / (heights[below + 1]! - heights[below]!),
      NOISE,
    );
    const between = (axis: 0 | 1): number =>
      clean((1 - part) * starts[below]![axis] + part * starts[below + 1]![axis], NOISE);
    return [between(0), between(1), below + part];
  });
  return {
    kind: "uneven",
    matrix: [[...i, 0, 0], [...j, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]],
    offsets,
  };
}

/** Array index per index of the grid, within a slice: rows of a 2 × 2 matrix, for columns and rows. */
function inPlaneSteps(grid: InPlane): readonly [Row, Row] {
  const across = dot(grid.directions[1], grid.rowStep);
  const stretch = length(grid.rowStep) / across;
  const lean = dot(grid.directions[0], grid.rowStep) / length(grid.columnStep);
  return [
    [1, clean(-stretch * lean, NOISE_OF_FACTORS)],
    [0, clean(stretch, NOISE_OF_FACTORS)],
  ];
}

type Row = readonly [perColumn: number, perRow: number];

/** How many columns and rows of the array lie in the in-plane part of a vector. */
function indexOf({ columnStep, rowStep, directions }: InPlane, vector: Vector): Row {
  const rows = dot(vector, directions[1]) / dot(rowStep, directions[1]);
  const rest = dot(vector, directions[0]) - rows * dot(rowStep, directions[0]);
  return [rest / length(columnStep), rows];
}

/** The whole number, where there is one; no −0. */
function clean(value: number, noise: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= noise ? whole + 0 : value;
}
