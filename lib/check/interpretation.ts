/**
 * Readings of a header: in which space its numbers are, and which of its axes is which.
 *
 * @module
 */

import { length, scale, unit, type Vector } from "../geometry/vector.ts";
import type { SpaceName } from "../array/space.ts";
import { toSpace } from "../array/space.ts";
import type { ClaimedHeader, Sizes, Steps } from "./claimed_header.ts";

/** Which of DICOM's axes (columns, rows, slices) each axis of the header is. */
export type Axes = readonly [number, number, number];

/** How the vectors of a header may stand to DICOM's axes. */
export interface Arrangement {
  readonly axes: Axes;
  /** The matrix of directions is turned over: its columns are the steps. */
  readonly transposed: boolean;
  /**
   * Whether sizes and lengths are in that order, and the directions in that of DICOM's axes: an array
   * of numpy's, slices first, under a matrix for one whose columns come first.
   */
  readonly directionsOnly?: boolean;
}

/** A header's numbers, understood in one way. */
export interface Interpretation {
  readonly directionSpace: SpaceName;
  readonly originSpace: SpaceName;
  readonly arrangement: Arrangement;
  /** In the order of DICOM's axes, LPS mm; the slice step is absent from a single picture. */
  readonly steps: readonly [Vector, Vector, Vector | undefined];
  /** LPS mm. */
  readonly origin: Vector;
}

/** As everybody reads it. */
export const AS_IT_STANDS: Arrangement = { axes: [0, 1, 2], transposed: false };

const ARRANGEMENTS: readonly Arrangement[] = [
  AS_IT_STANDS,
  { axes: [0, 1, 2], transposed: true },
  ...([[1, 0, 2], [2, 1, 0], [0, 2, 1], [1, 2, 0], [2, 0, 1]] as const)
    .map((axes) => ({ axes, transposed: false })),
  { axes: [2, 1, 0], transposed: false, directionsOnly: true },
];

const SPACES: readonly SpaceName[] = ["LPS", "RAS", "LAS"];

/** Every reading of a header. */
export function interpretationsOf(given: ClaimedHeader): Interpretation[] {
  // A single picture has no third axis that could stand elsewhere.
  const arrangements = given.directions.length === 3 ? ARRANGEMENTS : [AS_IT_STANDS];
  return arrangements.flatMap((arrangement) =>
    SPACES.flatMap((directionSpace) =>
      SPACES.map((originSpace) => interpret(given, arrangement, directionSpace, originSpace))
    )
  );
}

/** One reading of a header. */
export function interpret(
  given: ClaimedHeader,
  arrangement: Arrangement,
  directionSpace: SpaceName = given.space,
  originSpace: SpaceName = given.space,
): Interpretation {
  const [first, second, third] = arrangement.transposed
    ? transposed(given.directions as Steps)
    : given.directions;
  const lps = (vector: Vector | undefined) => vector && toSpace(vector, directionSpace);
  const [a, b, c] = [0, 1, 2].map((axis) => {
    const vectors = [first, second, third];
    const vector = vectors[arrangement.axes.indexOf(axis)];
    return lps(
      arrangement.directionsOnly ? scale(unit(vectors[axis]!), length(vector!)) : vector,
    );
  });
  return {
    directionSpace,
    originSpace,
    arrangement,
    steps: [a!, b!, c],
    origin: toSpace(given.origin, originSpace),
  };
}

/** Values by DICOM's axes in the order of the header's. */
export function arranged<T>(values: readonly [T, T, T], { axes }: Arrangement): [T, T, T] {
  return [values[axes[0] as 0 | 1 | 2], values[axes[1] as 0 | 1 | 2], values[axes[2] as 0 | 1 | 2]];
}

/** Whether two arrays have the same sizes. */
export function sameSizes(a: Sizes, b: Sizes): boolean {
  return a.every((size, axis) => size === b[axis]);
}

function transposed([a, b, c]: Steps): Steps {
  return [[a[0], b[0], c[0]], [a[1], b[1], c[1]], [a[2], b[2], c[2]]];
}
