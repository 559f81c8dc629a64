/**
 * Readings of a header: in which space its numbers are, and which of its axes is which.
 *
 * @module
 */

import { length, scale, unit, type Vector } from "../geometry/vector.ts";
import { type SpaceName, toSpace } from "../array/space.ts";
import type { ClaimedHeader, Steps } from "./claimed_header.ts";

/** Which of DICOM's axes (columns, rows, slices) each axis of the header is. */
export type Axes = readonly [number, number, number];

/** How the vectors of a header may stand to DICOM's axes. */
export interface Arrangement {
  readonly axes: Axes;
  /** The matrix of directions is turned over: its columns are the steps. */
  readonly transposed: boolean;
  /**
   * Whether sizes and lengths are in that order, and the directions in that of DICOM's axes: an array
   * of numpy's, slices first, under a matrix for one whose columns come first. Where the sizes are in
   * DICOM's order, too, only the lengths are in the other.
   */
  readonly directionsOnly?: boolean;
  /** Of a matrix that is turned over: whether that was done before the lengths were put to it. */
  readonly unitsOnly?: boolean;
  /** … and whether it was done in LPS, before the numbers became those of another space. */
  readonly beforeSpace?: boolean;
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
  { axes: [0, 1, 2], transposed: true, unitsOnly: true },
  { axes: [0, 1, 2], transposed: true, beforeSpace: true },
  { axes: [0, 1, 2], transposed: true, unitsOnly: true, beforeSpace: true },
  ...([[1, 0, 2], [2, 1, 0], [0, 2, 1], [1, 2, 0], [2, 0, 1]] as const)
    .map((axes) => ({ axes, transposed: false })),
  { axes: [2, 1, 0], transposed: false, directionsOnly: true },
];

const SPACES: readonly SpaceName[] = ["LPS", "RAS", "LAS"];

/** Every reading of a header. */
export function interpretationsOf(given: ClaimedHeader): Interpretation[] {
  // A single picture has no third axis that could stand elsewhere.
  const arrangements = given.directions.length === 3
    ? ARRANGEMENTS.filter((arrangement) => isPossible(arrangement, given))
    : [AS_IT_STANDS];
  return arrangements.flatMap((arrangement) =>
    SPACES.flatMap((directionSpace) =>
      // In LPS it is the same before and after.
      arrangement.beforeSpace && directionSpace === "LPS"
        ? []
        : SPACES.map((originSpace) => interpret(given, arrangement, directionSpace, originSpace))
    )
  );
}

/** Where lengths stand apart from directions, nobody turns both over together. */
function isPossible({ transposed, unitsOnly }: Arrangement, { form: { name } }: ClaimedHeader) {
  return !transposed || unitsOnly === true || (name !== "simpleitk" && name !== "metaimage");
}

/** One reading of a header. */
export function interpret(
  given: ClaimedHeader,
  arrangement: Arrangement,
  directionSpace: SpaceName = given.space,
  originSpace: SpaceName = given.space,
): Interpretation {
  const lps = (vector: Vector): Vector => toSpace(vector, directionSpace);
  const vectors = arrangement.transposed
    ? turnedOver(given, arrangement, lps)
    : given.directions.map(lps);
  const [a, b, c] = [0, 1, 2].map((axis) => {
    const vector = vectors[arrangement.axes.indexOf(axis)];
    return arrangement.directionsOnly ? scale(unit(vectors[axis]!), length(vector!)) : vector;
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

/** SimpleITK's direction is row-major: its columns, not its rows, are the directions of the axes. */
function turnedOver(
  { directions, form }: ClaimedHeader,
  { unitsOnly, beforeSpace }: Arrangement,
  lps: (vector: Vector) => Vector,
): Steps {
  const [a, b, c] = directions as Steps;
  const columns: Steps = !unitsOnly
    ? [a, b, c]
    : form.name === "simpleitk"
    ? form.columns
    : [unit(a), unit(b), unit(c)];
  const [i, j, k] = beforeSpace
    ? transposed(mapped(columns, lps))
    : mapped(transposed(columns), lps);
  return unitsOnly
    ? [lengthened(i, a, columns[0]), lengthened(j, b, columns[1]), lengthened(k, c, columns[2])]
    : [i, j, k];
}

function mapped([a, b, c]: Steps, change: (vector: Vector) => Vector): Steps {
  return [change(a), change(b), change(c)];
}

/** As often as long as a step is longer than its direction. */
function lengthened(direction: Vector, step: Vector, column: Vector): Vector {
  return scale(direction, length(step) / length(column));
}

function transposed([a, b, c]: Steps): Steps {
  return [[a[0], b[0], c[0]], [a[1], b[1], c[1]], [a[2], b[2], c[2]]];
}
