/**
 * The place of an array as NIfTI has it: `sform`, any affine, and `qform`, a rotation by a quaternion
 * (nifti1.h, methods 3 and 2); with what is lost where numbers have single precision.
 *
 * @module
 */

import { toSpace } from "../../array/space.ts";
import type { DescribedArray } from "../../array/described_array.ts";
import { type Axes, axesOf, nearestRotation, quaternionOf } from "../../geometry/rotation.ts";
import { largestOf } from "../../geometry/numbers.ts";
import { add, cross, dot, length, scale, subtract, type Vector } from "../../geometry/vector.ts";
import { spatialSteps } from "../adapters.ts";
import { rotationOf } from "./read_quaternion.ts";

/** Where the first voxel is, and the steps to the next ones; RAS mm. */
export interface Placement {
  readonly origin: Vector;
  readonly steps: Axes;
}

/** A header's floating point. */
export interface Precision {
  /** The nearest number that a field holds. */
  readonly round: (value: number) => number;
  /** Relative distance of such numbers. */
  readonly epsilon: number;
}

export const SINGLE: Precision = { round: Math.fround, epsilon: 2 ** -23 };
export const DOUBLE: Precision = { round: (value) => value, epsilon: 2 ** -52 };

/** What the fields of the quaternion hold. */
export interface Qform {
  /** b, c and d; a is what is left. */
  readonly quatern: Vector;
  /** `pixdim[0]`: -1 where the third axis is turned round. */
  readonly qfac: 1 | -1;
  /** How far a corner voxel lies from its place, mm. */
  readonly error: number;
}

/**
 * Up to here the quaternion says the same as the array, mm: less than any tool resolves, and more than
 * single precision loses of most quaternions that stand near to half a turn.
 */
const SAME_PLACE = 0.01;

/** Numbers around one, in epsilons: below a power of two they lie twice as close. */
const NEIGHBOURS = [0, -0.5, 0.5, -1, 1] as const;

/** The array's place in NIfTI's space, which is RAS. */
export function placementOf(array: DescribedArray): Placement {
  const [i, j, k] = spatialSteps(array);
  return {
    origin: toSpace(array.origin, "RAS"),
    steps: [toSpace(i, "RAS"), toSpace(j, "RAS"), toSpace(k, "RAS")],
  };
}

/** A place with the digits that fields keep. */
export function rounded({ origin, steps }: Placement, { round }: Precision): Placement {
  const each = ([x, y, z]: Vector): Vector => [round(x), round(y), round(z)];
  return { origin: each(origin), steps: [each(steps[0]), each(steps[1]), each(steps[2])] };
}

/** Largest distance of a corner voxel in one place from the same in another, mm. */
export function cornerDistance(a: Placement, b: Placement, sizes: readonly number[]): number {
  const shift = subtract(a.origin, b.origin);
  const [i, j, k] = a.steps.map((step, axis) =>
    scale(subtract(step, b.steps[axis]!), sizes[axis]! - 1)
  );
  const ends = [0, 1];
  return largestOf(
    ends.flatMap((x) =>
      ends.flatMap((y) =>
        ends.map((z) => length(add(add(shift, scale(i!, x)), add(scale(j!, y), scale(k!, z)))))
      )
    ),
  );
}

/**
 * The quaternion that says the same; undefined where none does, as for a shear. Fields hold b, c and d
 * rounded, and a follows from them: near half a turn a hair in them is a great deal in a. So of the
 * numbers around each those are taken that are best by the standard's formula.
 */
export function qformOf(
  place: Placement,
  sizes: readonly number[],
  precision: Precision,
): Qform | undefined {
  const { round, epsilon } = precision;
  const [x, y, z] = place.steps;
  const qfac = dot(cross(x, y), z) < 0 ? -1 : 1;
  const spacing = place.steps.map(length);
  const along = (step: Vector, axis: number, sign: number): Vector =>
    scale(step, sign / spacing[axis]!);
  const [, ...exact] = quaternionOf(
    nearestRotation([along(x, 0, 1), along(y, 1, 1), along(z, 2, qfac)]),
  );
  const origin = rounded(place, precision).origin;
  const errorOf = ([i, j, k]: Axes): number => {
    const steps: Axes = [
      scale(i, round(spacing[0]!)),
      scale(j, round(spacing[1]!)),
      scale(k, qfac * round(spacing[2]!)),
    ];
    return cornerDistance({ origin, steps }, place, sizes);
  };
  // Most of them are the same number once they are rounded; of 0 all are.
  const [bs, cs, ds] = exact.map((value) => [
    ...new Set(NEIGHBOURS.map((part) => round(value * (1 + part * epsilon)))),
  ]);
  let best: (Qform & { readonly byStandard: number }) | undefined;
  for (const b of bs!) {
    for (const c of cs!) {
      for (const d of ds!) {
        const [byStandard, byLibrary] = readings([b, c, d]).map(errorOf) as [number, number];
        const error = Math.max(byStandard, byLibrary);
        if (error > SAME_PLACE || best && best.byStandard <= byStandard) continue;
        best = { quatern: [b, c, d], qfac, error, byStandard };
      }
    }
  }
  return best;
}

/** The axes of b, c and d by the standard's formula, and by its reference implementation. */
function readings([b, c, d]: Vector): readonly [Axes, Axes] {
  const a = Math.sqrt(Math.max(1 - (b * b + c * c + d * d), 0));
  return [axesOf([a, b, c, d]), rotationOf([b, c, d])];
}
