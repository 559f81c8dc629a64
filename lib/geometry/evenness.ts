/**
 * Are the points of a row evenly spaced, do some lack, or is there no rule?
 *
 * @module
 */

import { lineThroughEnds, residuals } from "./line.ts";
import { largestOf, median } from "./numbers.ts";
import { roundingOf } from "./rounding.ts";
import { distance, length, type Vector } from "./vector.ts";

/** A residual up to this, mm, is silent: a thousandth of any clinical voxel, and what printing loses. */
export const SILENT_RESIDUAL = 1e-3;

/**
 * Residual that is still a header, as part of the gap: real series rounded to 0.1 mm reach 1.2 %
 * (a 7 mm gap off by 0.086 mm), real irregular ones start near 25 %.
 */
export const TOLERATED_RESIDUAL = 0.05;

/** Never more than this part of the gap, whatever the rounding: beyond it slices trade places. */
export const LARGEST_RESIDUAL = 0.25;

/** A gap beyond this multiple of the base gap is a hole, not unevenness. */
export const HOLE = 1.5;

/** How far a gap may be from a whole multiple of the base gap to count as missing slices. */
export const MULTIPLE_TOLERANCE = 0.2;

/** Gaps below this many grid steps of the rounding cannot be told even from uneven. */
const DECIDABLE_STEPS = 5;

/** A gap that is wider than the others. */
export interface Hole {
  /** Index of the point before the hole. */
  readonly after: number;
  /** Width of the gap, mm. */
  readonly gap: number;
  /** Points that lack in it. */
  readonly missing: number;
}

/** What the gaps of a row of points say. Lengths in millimetres. */
export interface Evenness {
  readonly verdict: "even" | "missing" | "irregular";
  /** Median of the distances of neighbours. */
  readonly gap: number;
  /** The gap without holes: median of those below 1.5 × the smallest. */
  readonly base: number;
  readonly smallest: number;
  readonly largest: number;
  /** Index of the point before the largest gap. */
  readonly largestAfter: number;
  /** Largest distance to the even row through the ends. */
  readonly residual: number;
  /** Largest residual that counts as even here. */
  readonly tolerance: number;
  /** Decimal grid of the differences, per component. */
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
export function evennessOf(points: readonly Vector[]): Evenness {
  const gaps: number[] = [];
  for (let k = 1; k < points.length; k++) gaps.push(distance(points[k - 1]!, points[k]!));
  const smallest = -largestOf(gaps.map((g) => -g));
  const largest = largestOf(gaps);
  const gap = median(gaps);
  const base = median(gaps.filter((g) => g < HOLE * smallest));

  const places = points.map((_, k) => k);
  const residual = largestOf(residuals(lineThroughEnds(places, points), places, points));
  const rounding = roundingOf(points);
  const tolerance = Math.min(
    Math.max(SILENT_RESIDUAL, TOLERATED_RESIDUAL * gap, length(rounding)),
    LARGEST_RESIDUAL * gap,
  );

  const multiples = gaps.map((g) => Math.round(g / base));
  const whole = gaps.every((g, k) => Math.abs(g / base - multiples[k]!) <= MULTIPLE_TOLERANCE);
  const holes = gaps.flatMap((g, k) =>
    multiples[k]! >= 2 ? [{ after: k, gap: g, missing: multiples[k]! - 1 }] : []
  );
  const verdict = whole && holes.length > 0
    ? "missing"
    : largest > HOLE * base || residual > tolerance
    ? "irregular"
    : "even";
  return {
    verdict,
    gap,
    base,
    smallest,
    largest,
    largestAfter: gaps.indexOf(largest),
    residual,
    tolerance,
    rounding,
    undecidable: Math.max(...rounding) * DECIDABLE_STEPS > base,
    holes,
  };
}
