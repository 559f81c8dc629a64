/**
 * Points of an even row of which many may be absent.
 *
 * @module
 */

import { residualThroughEnds } from "./line.ts";
import { smallestOf } from "./numbers.ts";
import { roundingOf } from "./rounding.ts";
import {
  MULTIPLE_TOLERANCE,
  silentResidual,
  TOLERATED_RESIDUAL,
  toleratedResidual,
} from "./spacing.ts";
import { distance, length, type Vector } from "./vector.ts";

/** Into how many parts the smallest gap is cut at most: with ever finer steps any points fit. */
const MOST_PARTS = 10;

/** Longest row; no scan has as many slices, and points that need more have no common step. */
const MOST_PLACES = 10_000;

/** What is said about the step, millimetres; the points decide whether to believe it. */
export interface StepHints {
  /** A spacing that was declared: used if all points lie on it. */
  readonly spacing?: number | undefined;
  /** A length that may be the step: used if the smallest gap is not. */
  readonly thickness?: number | undefined;
}

/**
 * Places of points on an even row: by the declared spacing, else by the smallest gap, else by the
 * thickness, else by a half, a third, … of the smallest gap: the first on which all of them lie.
 *
 * A spacing that is declared, or seen between two points, may be met as loosely as an even stack
 * is; on the other rows the points must lie to the last digit.
 *
 * @param points At least two positions along a line, millimetres, neighbours distinct
 * @returns Whole numbers, ascending from 0; undefined when the points have no common step
 */
export function sparsePlaces(
  points: readonly Vector[],
  { spacing, thickness }: StepHints,
): number[] | undefined {
  const gaps = points.slice(1).map((point, k) => distance(points[k]!, point));
  const smallest = smallestOf(gaps);
  const rounding = length(roundingOf(points));
  const loose = (step: number): number => toleratedResidual(step, rounding);
  const strict = (step: number): number =>
    Math.min(Math.max(silentResidual(step), rounding), TOLERATED_RESIDUAL * step);
  const tryStep = (step: number | undefined, tolerance: (step: number) => number) =>
    step === undefined || !(step > 0) ? undefined : placesAt(points, gaps, step, tolerance(step));

  let places = tryStep(spacing, loose) ?? tryStep(smallest, loose) ?? tryStep(thickness, strict);
  for (let parts = 2; parts <= MOST_PARTS && !places; parts++) {
    places = tryStep(smallest / parts, strict);
  }
  return places;
}

/** Places if every gap is a multiple of the step and the even row comes near every point. */
function placesAt(
  points: readonly Vector[],
  gaps: readonly number[],
  step: number,
  tolerance: number,
): number[] | undefined {
  const multiples = new Array<number>(gaps.length);
  let extent = 0;
  let steps = 0;
  // Small gaps first: together they say the step better than it was known, as wide gaps need it.
  for (const at of [...gaps.keys()].sort((a, b) => gaps[a]! - gaps[b]!)) {
    const quotient = gaps[at]! / step;
    const multiple = Math.round(quotient);
    if (multiple < 1 || Math.abs(quotient - multiple) > MULTIPLE_TOLERANCE) return undefined;
    multiples[at] = multiple;
    extent += gaps[at]!;
    steps += multiple;
    step = extent / steps;
  }
  if (steps >= MOST_PLACES) return undefined;
  const places = [0];
  for (const multiple of multiples) places.push(places[places.length - 1]! + multiple);
  return residualThroughEnds(places, points) <= tolerance ? places : undefined;
}
