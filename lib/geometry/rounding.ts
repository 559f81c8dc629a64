/**
 * Rounding of positions: the decimal grid on which they were written.
 *
 * @module
 */

import { NUMERICAL_NOISE } from "./line.ts";
import { dot, length, type Vector } from "./vector.ts";

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
 * position. A component that does not change lies on every grid, which says nothing of its digits: no
 * rounding is to be seen in it.
 *
 * @param points Positions in millimetres
 * @returns Grid of x, y and z in millimetres
 */
export function roundingOf(points: readonly Vector[]): Vector {
  return [gridOf(points, 0), gridOf(points, 1), gridOf(points, 2)];
}

function gridOf(points: readonly Vector[], axis: 0 | 1 | 2): number {
  const start = points[0]![axis];
  if (points.every((point) => Math.abs(point[axis] - start) <= NUMERICAL_NOISE)) return 0;
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

/**
 * How far rounding may have moved points in the direction of a difference, when both of the numbers
 * that it is made of may be off by half a grid step: the grid's extent in that direction.
 *
 * A coarse grid of one component explains nothing along another: slices that are printed to whole
 * millimetres of z and to ten digits of y were not moved along y by printing.
 *
 * @param rounding Grid of each component, mm
 * @param difference Any vector that is not zero
 */
export function roundingAlong(rounding: Vector, difference: Vector): number {
  const size = length(difference);
  if (size === 0) return 0;
  return dot(rounding, [
    Math.abs(difference[0]) / size,
    Math.abs(difference[1]) / size,
    Math.abs(difference[2]) / size,
  ]);
}

/** Finest grid looked for in direction cosines, as a power of ten: single precision has seven digits. */
const FINEST_COSINES = 7;

/**
 * The coarsest decimal grid on which all numbers lie; zero where there is none, and where all are
 * whole: −1, 0 and 1 are the same with any number of digits.
 */
export function gridOfCosines(numbers: readonly number[]): number {
  if (numbers.every(Number.isInteger)) return 0;
  for (let power = 1; power <= FINEST_COSINES; power++) {
    const scaled = 10 ** power;
    if (numbers.every((x) => Math.abs(x * scaled - Math.round(x * scaled)) <= ON_GRID)) {
      return 1 / scaled;
    }
  }
  return 0;
}
