/**
 * Rounding of positions: the decimal grid on which they were written.
 *
 * @module
 */

import type { Vector } from "./vector.ts";

/** Coarsest grid that counts as rounding, mm: coarser steps are geometry, not lost digits. */
export const COARSEST_ROUNDING = 0.1;

/**
 * Finest grid looked for, as a power of ten. Decimal strings of positions carry at most 16
 * characters, and nanometres are never measured: what needs more digits is taken as not rounded.
 */
const FINEST_POWER = 6;

/** Two numbers are on the same grid point if they differ by less than this part of the grid. */
const ON_GRID = 1e-3;

/**
 * The coarsest decimal grid, at most 0.1 mm, on which all differences of the points lie, for each
 * component. Zero where there is none.
 *
 * Differences and not digits: −78.3063 can come in steps of 0.1, as an exact offset of a table
 * position.
 *
 * @param points Positions in millimetres
 * @returns Grid of x, y and z in millimetres
 */
export function roundingOf(points: readonly Vector[]): Vector {
  return [gridOf(points, 0), gridOf(points, 1), gridOf(points, 2)];
}

function gridOf(points: readonly Vector[], axis: 0 | 1 | 2): number {
  const start = points[0]![axis];
  for (let power = 1; power <= FINEST_POWER; power++) {
    // 10 / 100 instead of 0.1: whole numbers keep the quotient exact where the grid fits.
    const perMillimetre = 10 ** power;
    const fits = points.every((point) => {
      const steps = (point[axis] - start) * perMillimetre;
      return Math.abs(steps - Math.round(steps)) <= ON_GRID;
    });
    if (fits) return 1 / perMillimetre;
  }
  return 0;
}
