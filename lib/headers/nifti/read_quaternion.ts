/**
 * The quaternion of NIfTI's qform (nifti1.h, "QUATERNION REPRESENTATION OF ROTATION MATRIX").
 *
 * @module
 */

import { cross, dot, type Vector } from "../../geometry/vector.ts";

/** Three unit vectors: where the axes are turned to. */
export type Turned = readonly [Vector, Vector, Vector];

/** nifti1_io: below this a² counts as 0, and b, c, d are made a unit vector. */
const NO_SQUARE = 1e-7;

/** The rotation of a quaternion (a, b, c, d) with a ≥ 0 of which the header has b, c, d. */
export function rotationOf([b0, c0, d0]: Vector): Turned {
  const square = 1 - (b0 * b0 + c0 * c0 + d0 * d0);
  const isHalfTurn = square < NO_SQUARE;
  const a = isHalfTurn ? 0 : Math.sqrt(square);
  const long = isHalfTurn ? Math.hypot(b0, c0, d0) : 1;
  const [b, c, d] = [b0 / long, c0 / long, d0 / long];
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c],
  ];
}

/**
 * How far a rotation is turned when a header has had it, radians: a follows from the others, and near
 * half a turn what these are rounded by is far more in it.
 *
 * @param halfUnit By how much b, c and d may be rounded
 */
export function storedTurn(axes: Turned, halfUnit: number): number {
  const { quatern, qfac } = quaternionOf(axes);
  const [i, j, k] = axes;
  const a = Math.sqrt(Math.max(0, 1 + i[0] + j[1] + qfac * k[2])) / 2;
  const spread = 2 * quatern.reduce((sum, value) => sum + Math.abs(value), 0) * halfUnit;
  const [least, most] = [a * a - spread, a * a + spread];
  const missing = Math.max(
    least < NO_SQUARE ? a : a - Math.sqrt(least),
    most < NO_SQUARE ? 0 : Math.sqrt(most) - a,
  );
  // Twice the angle between quaternions.
  return 2 * (missing + 2 * halfUnit);
}

/** b, c, d of a rotation with a ≥ 0, and `qfac`: −1 where the third axis is turned round. */
export function quaternionOf(
  [i, j, third]: Turned,
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
