/**
 * Rotations as three axes and as quaternions.
 *
 * @module
 */

import { add, cross, dot, scale, unit, type Vector } from "./vector.ts";

/** Three axes, the columns of a matrix. */
export type Axes = readonly [Vector, Vector, Vector];

/** a + bi + cj + dk of length one. */
export type Quaternion = readonly [a: number, b: number, c: number, d: number];

/** The largest cosine between two of three steps: 0 where all stand at right angles. */
export function obliqueness(steps: Axes): number {
  const [i, j, k] = steps.map(unit) as [Vector, Vector, Vector];
  return Math.max(...[dot(i, j), dot(j, k), dot(k, i)].map(Math.abs));
}

/** Newton's iteration doubles the digits in each round; from a degree off, four rounds are all of them. */
const ROUNDS = 6;

/**
 * The rotation nearest to three axes: the orthogonal factor of their polar decomposition, by Newton's
 * iteration (Higham 1986), X ← (X + X⁻ᵀ) / 2.
 *
 * @param axes Nearly of length one and nearly at right angles; left-handed ones stay so, and are no
 * rotation
 * @param rounds More of them for axes that are far from that
 */
export function nearestRotation(axes: Axes, rounds = ROUNDS): Axes {
  let [x, y, z] = axes;
  for (let round = 0; round < rounds; round++) {
    // The columns of the inverse's transpose are the cross products by the determinant.
    const part = 1 / dot(cross(x, y), z);
    const half = (axis: Vector, b: Vector, c: Vector): Vector =>
      scale(add(axis, scale(cross(b, c), part)), 0.5);
    [x, y, z] = [half(x, y, z), half(y, z, x), half(z, x, y)];
  }
  return [x, y, z];
}

/** The quaternion of a rotation, a ≥ 0; from its largest component, so that no digit is lost. */
export function quaternionOf([x, y, z]: Axes): Quaternion {
  // Four times the product of each two components.
  const rows = [
    [1 + x[0] + y[1] + z[2], y[2] - z[1], z[0] - x[2], x[1] - y[0]],
    [y[2] - z[1], 1 + x[0] - y[1] - z[2], y[0] + x[1], z[0] + x[2]],
    [z[0] - x[2], y[0] + x[1], 1 - x[0] + y[1] - z[2], z[1] + y[2]],
    [x[1] - y[0], z[0] + x[2], z[1] + y[2], 1 - x[0] - y[1] + z[2]],
  ] as const;
  const largest = [1, 2, 3].reduce((best, n) => rows[n]![n]! > rows[best]![best]! ? n : best, 0);
  const row = rows[largest]!;
  const factor = (row[0] < 0 ? -0.5 : 0.5) / Math.sqrt(row[largest]!);
  const [a, b, c, d] = row;
  return [a * factor, b * factor, c * factor, d * factor];
}

/** The rotation of a quaternion. */
export function axesOf([a, b, c, d]: Quaternion): Axes {
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b],
  ];
}
