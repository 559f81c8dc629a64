/**
 * Spacing of a row of points: even, with points missing, or irregular.
 *
 * @module
 */

import { lineThroughEnds, pointAt, residuals, residualThroughEnds } from "./line.ts";
import { largestOf, median, smallestOf } from "./numbers.ts";
import { roundingAlong, roundingOf } from "./rounding.ts";
import { distance, length, subtract, type Vector } from "./vector.ts";

/** A residual up to this, mm, is silent: a thousandth of any clinical voxel, and what printing loses. */
export const SILENT_RESIDUAL = 1e-3;

/** Nor is it told if it is less than this part of the gap, where slices are micrometres apart. */
const SILENT_PART = 0.01;

/** What is silent where points lie so far apart, mm. */
export function silentResidual(gap: number): number {
  return Math.min(SILENT_RESIDUAL, SILENT_PART * gap);
}

/**
 * Residual that is still a header, as part of the gap: real series rounded to 0.1 mm reach 1.2 %
 * (a 7 mm gap off by 0.086 mm), real irregular ones start near 25 %.
 */
export const TOLERATED_RESIDUAL = 0.05;

/** Never more than this part of the gap, however coarse the rounding: beyond it slices trade places. */
const LARGEST_RESIDUAL = 0.25;

/** Residual up to which points make an even row, mm: what rounding explains is none of theirs. */
export function toleratedResidual(gap: number, rounding: number): number {
  return Math.min(Math.max(TOLERATED_RESIDUAL * gap, rounding), LARGEST_RESIDUAL * gap);
}

/** A gap beyond this multiple of the base gap is a hole, not unevenness. */
export const HOLE = 1.5;

/** How far a gap may be from a whole multiple of the base gap to count as missing slices. */
export const MULTIPLE_TOLERANCE = 0.2;

/** Gaps below this many grid steps of the rounding cannot be told even from uneven. */
const DECIDABLE_STEPS = 5;

/**
 * A row from which a point lacks may look even by rounding only if it is short: the more points, the
 * farther the hole moves some of them. Among 300,000 rows with one hole, made up with gaps of 0.3 to
 * 0.8 mm and rounded to 0.1 mm, none of more than eight points looked even.
 */
const HIDING_POINTS = 32;

/**
 * A hole that fits worse than evenness by less than this part of the rounding is not ruled out.
 * Chance decides between the two: with this margin none of the rows above passes, and of good ones
 * with gaps of 0.5 to 0.6 mm a few in a hundred of three points are refused, of more hardly any.
 */
const HIDING_MARGIN = 0.2;

/** A gap that is wider than the others. */
export interface Hole {
  /** Index of the point before the hole. */
  readonly after: number;
  /** Width of the gap, mm. */
  readonly gap: number;
  /** Number of points missing in it. */
  readonly missing: number;
}

/** The spacing of a row of points: distances from each point to the next (gaps), all in mm. */
export interface SpacingAnalysis {
  readonly verdict: "even" | "missing" | "irregular";
  /** Median gap. */
  readonly gap: number;
  /** The gap without holes: median of those below 1.5 × the smallest. */
  readonly base: number;
  /** Smallest gap. */
  readonly smallest: number;
  /** Largest gap. */
  readonly largest: number;
  /** Index of the point before the largest gap. */
  readonly largestAfter: number;
  /** Largest distance of a point from its place in the even row through both ends. */
  readonly residual: number;
  /** Largest residual that counts as even here. */
  readonly tolerance: number;
  /** Step of the decimal grid of the differences, for each of x, y and z. */
  readonly rounding: Vector;
  /** The rounding is too coarse for these gaps to decide. */
  readonly undecidable: boolean;
  readonly holes: readonly Hole[];
}

/**
 * Judges a row of at least two points, in their order.
 *
 * @param points Positions in millimetres, neighbours distinct
 */
export function analyseSpacing(points: readonly Vector[]): SpacingAnalysis {
  const gaps: number[] = [];
  for (let k = 1; k < points.length; k++) gaps.push(distance(points[k - 1]!, points[k]!));
  const smallest = smallestOf(gaps);
  const largest = largestOf(gaps);
  const gap = median(gaps);
  // To sort takes longer than all the rest.
  const base = largest < HOLE * smallest ? gap : median(gaps.filter((g) => g < HOLE * smallest));

  const places = points.map((_, k) => k);
  const line = lineThroughEnds(places, points);
  const errors = residuals(line, places, points);
  const residual = largestOf(errors);
  const worst = errors.indexOf(residual);
  const rounding = roundingOf(points);
  const rounded = roundingAlong(rounding, subtract(points[worst]!, pointAt(line, worst)));
  const tolerance = toleratedResidual(gap, rounded);

  const multiples = gaps.map((g) => Math.round(g / base));
  const whole = gaps.every((g, k) => Math.abs(g / base - multiples[k]!) <= MULTIPLE_TOLERANCE);
  const holes = gaps.flatMap((g, k) =>
    multiples[k]! >= 2 ? [{ after: k, gap: g, missing: multiples[k]! - 1 }] : []
  );
  // Gaps of 0.1 and 0.2 mm in turn are 0.15 mm, printed with one digit: nothing lacks for certain.
  const printed = holes.length > 0 && residual <= rounded;
  const verdict = whole && holes.length > 0 && !printed
    ? "missing"
    : largest > HOLE * base || residual > tolerance
    ? "irregular"
    : "even";
  const hidden = printed || verdict === "even" && mayHideHole(points, gap, residual, rounding);
  return {
    verdict: hidden ? "irregular" : verdict,
    gap,
    base,
    smallest,
    largest,
    largestAfter: gaps.indexOf(largest),
    residual,
    tolerance,
    rounding,
    undecidable: hidden || Math.max(...rounding) * DECIDABLE_STEPS > base && residual <= rounded,
    holes,
  };
}

/** Whether a row with a hole, rounded, explains the points as well as an even one that is off by `residual`. */
function mayHideHole(
  points: readonly Vector[],
  gap: number,
  residual: number,
  rounding: Vector,
): boolean {
  if (residual <= silentResidual(gap) || points.length > HIDING_POINTS) return false;
  // Each end of a row, and what lies between, is off by up to half a grid step per component.
  const rounded = length(rounding);
  const explained = Math.min(rounded, residual + HIDING_MARGIN * rounded);
  return points.slice(1).some((_, after) => {
    const places = points.map((_, k) => k <= after ? k : k + 1);
    return residualThroughEnds(places, points) <= explained;
  });
}
