/**
 * The best evenly spaced grid through given positions, by convex optimisation.
 *
 * Independent of the library, which iterates weights; here the problem
 *
 *     minimise t over o, s   subject to   |p_k − o − k·s| ≤ t
 *
 * is a second-order cone program, solved by Newton's method along the central path of its
 * logarithmic barrier. The distance to the optimum is known at every step and is returned.
 *
 * @module
 */

import type { Triple } from "./series.ts";

/** An optimum and its proof. */
export interface BestFit {
  readonly origin: Triple;
  readonly step: Triple;
  /** Largest distance of a position from its grid point, millimetres. */
  readonly largest: number;
  /** No grid can do better than this: duality gap of the barrier method. */
  readonly atLeast: number;
}

/** How the grid may lie. */
export interface BestFitOptions {
  /** If given, the step is a multiple of it: a grid without shear. */
  readonly direction?: Triple;
  /** Grid place of each position; default 0, 1, 2, … Several positions may share one. */
  readonly places?: readonly number[];
}

/** Stop when the optimum is known to this part. */
const RELATIVE_GAP = 1e-6;
/** Residuals below this part of the coordinates are rounding of doubles, not geometry. */
const ROUNDING = 1e-15;
/** Each round asks for a gap smaller by this factor. */
const SHRINK = 10;
/** Newton's method needs a handful of steps a round; more than this means that nothing moves. */
const MOST_STEPS = 60;
/** A step that promises less, in the barrier's own measure, has arrived. */
const ARRIVED = 1e-10;

/** One position's constraint |p − Σ aₙ·xₙ| ≤ t. */
interface Cone {
  readonly p: Triple;
  readonly a: readonly Triple[];
}

/** The evenly spaced grid with the smallest largest error. */
export function bestFit(positions: readonly Triple[], options: BestFitOptions = {}): BestFit {
  const { direction, places = positions.map((_, k) => k) } = options;
  const middle = (Math.min(...places) + Math.max(...places)) / 2;
  const half = Math.max(Math.max(...places) - middle, 1);
  // Unknowns: the grid's middle, and half its length along each free direction.
  const axes: readonly Triple[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const free = direction === undefined ? axes : [direction];
  const cones = positions.map((p, k): Cone => {
    const u = (places[k]! - middle) / half;
    return { p, a: [...axes, ...free.map(([a, b, c]): Triple => [a * u, b * u, c * u])] };
  });
  const { x, largest, atLeast } = minimise(cones, chord(positions, free));
  const step = [0, 1, 2].map((c) =>
    free.reduce((sum, axis, n) => sum + axis[c]! * x[3 + n]! / half, 0)
  );
  const origin = step.map((c, n) => x[n]! - middle * c);
  return {
    origin: origin as unknown as Triple,
    step: step as unknown as Triple,
    largest,
    atLeast,
  };
}

/** Follows the central path from a start until the gap closes. */
function minimise(
  cones: readonly Cone[],
  start: readonly number[],
): { x: readonly number[]; largest: number; atLeast: number } {
  const largestAt = (x: readonly number[]) => Math.max(...cones.map((cone) => distance(cone, x)));
  const rounding = ROUNDING * Math.max(...cones.flatMap(({ p }) => p).map(Math.abs));
  let best = { x: start, largest: largestAt(start) };
  let atLeast = 0;
  let point = { x: start, t: 1.5 * best.largest };
  if (best.largest <= rounding) return { ...best, atLeast };
  for (
    let gap = 4 * best.largest;
    gap > Math.max(RELATIVE_GAP * best.largest, rounding);
    gap /= SHRINK
  ) {
    // On the central path with weight μ the gap is 2n/μ (Boyd, Vandenberghe, section 11.6.2).
    point = centre(cones, point, 2 * cones.length / gap);
    const largest = largestAt(point.x);
    if (largest < best.largest) best = { x: point.x, largest };
    // The bound holds on the path; one more gap pays for not being exactly on it.
    atLeast = Math.max(atLeast, point.t - 2 * gap);
  }
  return { ...best, atLeast };
}

interface Point {
  readonly x: readonly number[];
  readonly t: number;
}

/** The point of the central path for one weight, by Newton's method with backtracking. */
function centre(cones: readonly Cone[], start: Point, weight: number): Point {
  let point = start;
  for (let round = 0; round < MOST_STEPS; round++) {
    const { step, decrement } = newton(cones, point, weight);
    const value = barrier(cones, point, weight);
    const moved = (length: number): Point => ({
      x: point.x.map((v, n) => v + length * step[n]!),
      t: point.t + length * step[point.x.length]!,
    });
    let length = 1;
    while (!(barrier(cones, moved(length), weight) <= value - 0.1 * length * decrement)) {
      length /= 2;
      if (length < 1e-12) return point;
    }
    point = moved(length);
    if (decrement < ARRIVED) return point;
  }
  return point;
}

function residual({ p, a }: Cone, x: readonly number[]): number[] {
  return p.map((c, i) => c - a.reduce((sum, v, n) => sum + v[i]! * x[n]!, 0));
}

function distance(cone: Cone, x: readonly number[]): number {
  return Math.hypot(...residual(cone, x));
}

/** The grid from the first position to the last, as unknowns. */
function chord(positions: readonly Triple[], free: readonly Triple[]): number[] {
  const [a, b] = [positions[0]!, positions.at(-1)!];
  const centre = a.map((c, n) => (c + b[n]!) / 2);
  return [
    ...centre,
    ...free.map((axis) => {
      const length2 = axis.reduce((sum, c) => sum + c * c, 0);
      return axis.reduce((sum, c, n) => sum + c * (b[n]! - a[n]!) / 2, 0) / length2;
    }),
  ];
}

/** weight·t − Σ log(t² − |r|²); infinite outside the cones. */
function barrier(cones: readonly Cone[], { x, t }: Point, weight: number): number {
  let value = weight * t;
  for (const cone of cones) {
    const length = distance(cone, x);
    if (!(t > length)) return Infinity;
    value -= Math.log((t - length) * (t + length));
  }
  return value;
}

/** Newton's step of the barrier over (x, t), and twice what it promises to gain. */
function newton(
  cones: readonly Cone[],
  { x, t }: Point,
  weight: number,
): { step: number[]; decrement: number } {
  const unknowns = x.length;
  const n = unknowns + 1;
  const gradient = new Array<number>(n).fill(0);
  const hessian = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  gradient[unknowns] = weight;
  for (const cone of cones) {
    const r = residual(cone, x);
    const length = Math.hypot(...r);
    const f = (t - length) * (t + length);
    const df = [...cone.a.map((v) => 2 * v.reduce((sum, c, i) => sum + c * r[i]!, 0)), 2 * t];
    for (let i = 0; i < n; i++) {
      gradient[i]! -= df[i]! / f;
      for (let j = 0; j < n; j++) hessian[i]![j]! += df[i]! * df[j]! / (f * f);
    }
    for (let i = 0; i < unknowns; i++) {
      for (let j = 0; j < unknowns; j++) {
        hessian[i]![j]! += 2 / f * cone.a[i]!.reduce((sum, c, k) => sum + c * cone.a[j]![k]!, 0);
      }
    }
    hessian[unknowns]![unknowns]! -= 2 / f;
  }
  const step = solve(hessian, gradient.map((g) => -g));
  return { step, decrement: -step.reduce((sum, s, i) => sum + s * gradient[i]!, 0) };
}

/** Gaussian elimination with pivots; the matrix is small. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let i = c + 1; i < n; i++) {
      if (Math.abs(rows[i]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = i;
    }
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let i = c + 1; i < n; i++) {
      const factor = rows[i]![c]! / rows[c]![c]!;
      for (let j = c; j <= n; j++) rows[i]![j]! -= factor * rows[c]![j]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= rows[i]![j]! * x[j]!;
    x[i] = sum / rows[i]![i]!;
  }
  return x;
}
