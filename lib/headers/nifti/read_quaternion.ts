/**
 * The quaternion of NIfTI's qform (nifti1.h, "QUATERNION REPRESENTATION OF ROTATION MATRIX").
 *
 * @module
 */

import { cross, dot, type Vector } from "../../geometry/vector.ts";

/** A rotation. */
export interface Rotation {
  /** Unit vectors: where the three axes are turned to. */
  readonly columns: readonly [Vector, Vector, Vector];
  /** How far it may be off, radians: the header leaves the first number out. */
  readonly turn: number;
}

/** nifti1_io: below this a² counts as 0, and b, c, d are made a unit vector. */
const NO_SQUARE = 1e-7;

/**
 * The rotation of a quaternion (a, b, c, d) with a ≥ 0 of which the header has b, c, d.
 *
 * @param halfUnit By how much each of the three may be rounded
 */
export function rotationOf([b0, c0, d0]: Vector, halfUnit: number): Rotation {
  const square = 1 - (b0 * b0 + c0 * c0 + d0 * d0);
  const isHalfTurn = square < NO_SQUARE;
  const a = isHalfTurn ? 0 : Math.sqrt(square);
  const long = isHalfTurn ? Math.hypot(b0, c0, d0) : 1;
  const [b, c, d] = [b0 / long, c0 / long, d0 / long];
  // a² is off by 2·(|b| + |c| + |d|) half units; near 0 its root is off by far more.
  const spread = 2 * (Math.abs(b) + Math.abs(c) + Math.abs(d)) * halfUnit;
  const missing = isHalfTurn ? Math.sqrt(NO_SQUARE + spread) : spread / (2 * a);
  return {
    columns: [
      [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
      [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
      [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c],
    ],
    // Twice the angle between quaternions.
    turn: 2 * (missing + 2 * halfUnit),
  };
}

/** b, c, d of a rotation with a ≥ 0, and `qfac`: −1 where the third axis is turned round. */
export function quaternionOf(
  [i, j, third]: readonly [Vector, Vector, Vector],
): { readonly quatern: Vector; readonly qfac: 1 | -1 } {
  const qfac = dot(cross(i, j), third) < 0 ? -1 : 1;
  const k: Vector = [third[0] * qfac, third[1] * qfac, third[2] * qfac];
  // Each square from the diagonal; the largest is divided by, so that nothing is lost.
  const squares = [
    1 + i[0] + j[1] + k[2],
    1 + i[0] - j[1] - k[2],
    1 - i[0] + j[1] - k[2],
    1 - i[0] - j[1] + k[2],
  ];
  const largest = squares.indexOf(Math.max(...squares));
  const twice = Math.sqrt(squares[largest]!);
  const [x, y, z] = [j[2] - k[1], k[0] - i[2], i[1] - j[0]];
  const [xy, xz, yz] = [i[1] + j[0], i[2] + k[0], j[2] + k[1]];
  const all = [
    [twice * twice, x, y, z],
    [x, twice * twice, xy, xz],
    [y, xy, twice * twice, yz],
    [z, xz, yz, twice * twice],
  ][largest]!.map((value) => value / (2 * twice));
  const sign = all[0]! < 0 ? -1 : 1;
  return { quatern: [all[1]! * sign + 0, all[2]! * sign + 0, all[3]! * sign + 0], qfac };
}
