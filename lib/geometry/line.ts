/**
 * Straight lines of evenly spaced points through measured points.
 *
 * A line is origin + t · step; `places` holds the whole number t that belongs to each point. Points
 * of a stack without holes have the places 0, 1, 2, …
 *
 * @module
 */

import { largestOf } from "./numbers.ts";
import { add, along, cross, distance, dot, scale, subtract, unit, type Vector } from "./vector.ts";

/**
 * Evenly spaced points: origin + t · step. Both are in the space of the points that the line was
 * fitted to: LPS millimetres for slices.
 */
export interface Line {
  /** The point at place 0. */
  readonly origin: Vector;
  /** From each point to the next. */
  readonly step: Vector;
}

/**
 * Below this, in millimetres, two points are the same to double arithmetic: coordinates of a few
 * hundred millimetres carry about 1e-13, and sums over thousands of slices stay below 1e-9.
 */
export const NUMERICAL_NOISE = 1e-9;

/** Point of a line at place t, in the line's own space. */
export function pointAt(line: Line, t: number): Vector {
  return along(line.origin, line.step, t);
}

/** Distances in millimetres between each point and the line's point at its place. */
export function residuals(
  line: Line,
  places: readonly number[],
  points: readonly Vector[],
): number[] {
  return points.map((point, k) => distance(point, pointAt(line, places[k]!)));
}

/** The line through the first and the last point. One point alone has step zero. */
export function lineThroughEnds(places: readonly number[], points: readonly Vector[]): Line {
  const last = points.length - 1;
  const span = places[last]! - places[0]!;
  const extent = subtract(points[last]!, points[0]!);
  // Dividing each component keeps (p_last − p_first)/(n − 1) exact to the last bit.
  const step: Vector = span === 0
    ? [0, 0, 0]
    : [extent[0] / span, extent[1] / span, extent[2] / span];
  return { origin: along(points[0]!, step, -places[0]!), step };
}

/** How far points lie off the line through both ends, at most, mm. */
export function residualThroughEnds(
  places: readonly number[],
  points: readonly Vector[],
): number {
  return largestOf(residuals(lineThroughEnds(places, points), places, points));
}

/** A line and how well it does; `bound` is proven: no line does better. */
export interface BestLine extends Line {
  /** Largest distance between a point and the line, mm. */
  readonly error: number;
  /** Lower bound of the largest distance over all lines, mm. */
  readonly bound: number;
}

/** How far, relatively, the found line may be from the proven bound; the contract asks for 2 %. */
const MINIMAX_GAP = 0.002;
/** Rounds of adding the worst point; each adds at most one, and a handful of points decide. */
const MAX_ROUNDS = 200;
/** Reweightings per round; convergence is linear and usually done within a hundred. */
const MAX_REWEIGHTINGS = 2000;

/**
 * The line with the smallest largest distance to the points (Chebyshev fit in the Euclidean norm).
 *
 * A few points decide the optimum, so the fit is made on a core set that grows by the worst point
 * until the line holds for all. Within the core set, Lawson's iteration reweights a least-squares
 * fit by its residuals; each weighted fit also proves a lower bound, which tells when to stop.
 *
 * @param places Whole number of each point, ascending
 * @param points Points in millimetres, at least one
 * @param direction If given, the step may only be a multiple of this unit vector
 */
export function bestLine(
  places: readonly number[],
  points: readonly Vector[],
  direction?: Vector,
): BestLine {
  if (!direction) {
    // Nothing is better than exact, and the ends' line has cleaner numbers than an iteration.
    const line = lineThroughEnds(places, points);
    const error = largestOf(residuals(line, places, points));
    if (error <= NUMERICAL_NOISE) return { ...line, error, bound: 0 };
  }
  const axes = direction ? basisAround(direction) : IDENTITY;
  const start = points[0]!;
  const local = points.map((point) => toAxes(axes, subtract(point, start)));
  const sloped = direction ? [true, false, false] : [true, true, true];

  const core = [0, points.length - 1].filter((k, i, all) => all.indexOf(k) === i);
  let best: BestLine | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fitted = lawson(core.map((k) => places[k]!), core.map((k) => local[k]!), sloped);
    const worst = worstPoint(fitted, places, local);
    if (!best || worst.error < best.error) {
      best = { ...fitted, error: worst.error, bound: Math.max(fitted.bound, best?.bound ?? 0) };
    } else {
      best = { ...best, bound: Math.max(fitted.bound, best.bound) };
    }
    const done = best.error <= best.bound * (1 + MINIMAX_GAP) + NUMERICAL_NOISE;
    if (done || core.includes(worst.index)) break;
    core.push(worst.index);
  }
  return {
    origin: add(start, fromAxes(axes, best!.origin)),
    step: fromAxes(axes, best!.step),
    error: best!.error,
    bound: best!.bound,
  };
}

function worstPoint(
  line: Line,
  places: readonly number[],
  points: readonly Vector[],
): { index: number; error: number } {
  let index = 0;
  let error = -1;
  for (let k = 0; k < points.length; k++) {
    const d = distance(points[k]!, pointAt(line, places[k]!));
    if (d > error) [index, error] = [k, d];
  }
  return { index, error };
}

/** Lawson's iteration on a few points; see {@linkcode bestLine}. */
function lawson(
  places: readonly number[],
  points: readonly Vector[],
  sloped: readonly boolean[],
): BestLine {
  let weights = points.map(() => 1 / points.length);
  let best: BestLine | undefined;
  let bound = 0;
  for (let round = 0; round < MAX_REWEIGHTINGS; round++) {
    const line = weightedLine(places, points, weights, sloped);
    const errors = residuals(line, places, points);
    const error = largestOf(errors);
    // The weighted mean square of the best weighted fit cannot exceed the largest square of any fit.
    bound = Math.max(bound, Math.sqrt(errors.reduce((sum, e, k) => sum + weights[k]! * e * e, 0)));
    if (!best || error < best.error) best = { ...line, error, bound };
    if (best.error <= bound * (1 + MINIMAX_GAP / 2) + NUMERICAL_NOISE) break;
    const next = weights.map((w, k) => w * errors[k]!);
    const total = next.reduce((sum, w) => sum + w, 0);
    weights = next.map((w) => w / total);
  }
  return { ...best!, bound };
}

/** Weighted least squares, component by component; weights add up to 1. */
function weightedLine(
  places: readonly number[],
  points: readonly Vector[],
  weights: readonly number[],
  sloped: readonly boolean[],
): Line {
  const origin: [number, number, number] = [0, 0, 0];
  const step: [number, number, number] = [0, 0, 0];
  let meanPlace = 0;
  for (let k = 0; k < places.length; k++) meanPlace += weights[k]! * places[k]!;
  let spread = 0;
  for (let k = 0; k < places.length; k++) spread += weights[k]! * (places[k]! - meanPlace) ** 2;
  for (let axis = 0; axis < 3; axis++) {
    let mean = 0;
    let covariance = 0;
    for (let k = 0; k < places.length; k++) {
      mean += weights[k]! * points[k]![axis]!;
      covariance += weights[k]! * (places[k]! - meanPlace) * points[k]![axis]!;
    }
    step[axis] = sloped[axis] && spread > 0 ? covariance / spread : 0;
    origin[axis] = mean - meanPlace * step[axis]!;
  }
  return { origin, step };
}

type Axes = readonly [Vector, Vector, Vector];

const IDENTITY: Axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

/** Three orthonormal axes, the first of them the given unit vector. */
function basisAround(direction: Vector): Axes {
  const [x, y, z] = direction.map(Math.abs) as [number, number, number];
  const other: Vector = x <= y && x <= z ? [1, 0, 0] : y <= z ? [0, 1, 0] : [0, 0, 1];
  const second = unit(cross(direction, other));
  return [direction, second, cross(direction, second)];
}

function toAxes(axes: Axes, point: Vector): Vector {
  return axes === IDENTITY
    ? point
    : [dot(axes[0], point), dot(axes[1], point), dot(axes[2], point)];
}

function fromAxes(axes: Axes, point: Vector): Vector {
  if (axes === IDENTITY) return point;
  return add(add(scale(axes[0], point[0]), scale(axes[1], point[1])), scale(axes[2], point[2]));
}
