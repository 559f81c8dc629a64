/**
 * The quaternion of NIfTI's qform (nifti1.h, "QUATERNION REPRESENTATION OF ROTATION MATRIX").
 *
 * @module
 */

import { type Axes, axesOf, quaternionOf as rotationQuaternion } from "../../geometry/rotation.ts";
import { cross, dot, scale, type Vector } from "../../geometry/vector.ts";

/** nifti1_io: below this a² counts as 0, and b, c, d are made a unit vector. */
const NO_SQUARE = 1e-7;

/**
 * The rotation of which the header has b, c and d, a ≥ 0, as the reference implementation reads it
 * (nifti1_io, nifti_quatern_to_mat44).
 */
export function rotationOf([b, c, d]: Vector): Axes {
  const square = 1 - (b * b + c * c + d * d);
  if (square >= NO_SQUARE) return axesOf([Math.sqrt(square), b, c, d]);
  const long = Math.hypot(b, c, d);
  return axesOf([0, b / long, c / long, d / long]);
}

/**
 * How far a rotation is turned when a header has had it, radians: a follows from the others, and near
 * half a turn what these are rounded by is far more in it.
 *
 * @param halfUnit By how much b, c and d may be rounded
 */
export function storedTurn(axes: Axes, halfUnit: number): number {
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
  [i, j, third]: Axes,
): { readonly quatern: Vector; readonly qfac: 1 | -1 } {
  const qfac = dot(cross(i, j), third) < 0 ? -1 : 1;
  const [, b, c, d] = rotationQuaternion([i, j, scale(third, qfac)]);
  return { quatern: [b + 0, c + 0, d + 0], qfac };
}
