/**
 * What the contract lets a header be off by, mm: computed anew from the positions.
 *
 * @module
 */

import { apart, inner, moved, normalOf, type Plane } from "./plane.ts";
import type { Triple } from "../support/series.ts";

/** Below this nobody has to say a word. */
export const SILENT = 1e-3;

/** A slice may be off by this part of the slice spacing where a finding says so. */
const UNEVEN = 0.05;
/** Never by more than this part. */
const NEVER = 0.25;
/** A shear may be called rounding up to this part of a pixel's side. */
const INVISIBLE = 0.1;

/**
 * Length of the coarsest decimal grid, at most 0.1 mm, on which the differences of positions lie; a
 * component that does not change is not rounded.
 */
export function roundingOf(points: readonly Triple[]): number {
  const [start] = points;
  return Math.hypot(...[0, 1, 2].map((c) => {
    const steps = points.map((point) => point[c]! - start![c]!);
    if (steps.every((step) => step === 0)) return 0;
    for (let digits = 1; digits <= 6; digits++) {
      const onGrid = steps.every((step) => {
        const times = step * 10 ** digits;
        return Math.abs(times - Math.round(times)) <= 1e-3;
      });
      if (onGrid) return 10 ** -digits;
    }
    return 0;
  }));
}

/** Median distance of neighbours. */
export function spacingOf(points: readonly Triple[]): number {
  const gaps = points.slice(1).map((point, k) => apart(points[k]!, point)).sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  return gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
}

/** How far a slice may be off an even grid. */
export function unevenness(points: readonly Triple[]): number {
  const spacing = spacingOf(points);
  return Math.min(Math.max(SILENT, UNEVEN * spacing, roundingOf(points)), NEVER * spacing);
}

/** Largest distance to the even row through first and last. */
export function residualOf(points: readonly Triple[]): number {
  const [first, last, steps] = [points[0]!, points.at(-1)!, points.length - 1];
  return Math.max(...points.map((point, k) => {
    const at = [0, 1, 2].map((c) => first[c]! + (last[c]! - first[c]!) * k / steps);
    return apart(point, at as unknown as Triple);
  }));
}

/** How far slices may be shifted by calling their shear rounding. */
export function invisibleShear(points: readonly Triple[], plane: Plane): number {
  return Math.min(
    INVISIBLE * Math.min(plane.betweenColumns, plane.betweenRows),
    Math.max(SILENT, residualOf(points), roundingOf(points)),
  );
}

/** How far the last slice has moved within its plane, against the first. */
export function driftOf(points: readonly Triple[], plane: Plane): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  const step: Triple = [last[0] - first[0], last[1] - first[1], last[2] - first[2]];
  const normal = normalOf(plane);
  return Math.hypot(...moved(step, normal, -inner(step, normal)));
}
