/**
 * Directions from b-matrices (PS3.3 C.8.13.5.9): the gradient is the principal axis.
 *
 * @module
 */

import type { Keyword } from "../../dicom/attributes.ts";
import { dot, length, unit, type Vector } from "../../geometry/vector.ts";

/** Its elements in DICOM, row by row from the diagonal on. */
export const B_MATRIX = [
  "DiffusionBValueXX",
  "DiffusionBValueXY",
  "DiffusionBValueXZ",
  "DiffusionBValueYY",
  "DiffusionBValueYZ",
  "DiffusionBValueZZ",
] as const satisfies readonly Keyword[];

/** xx, xy, xz, yy, yz, zz in s/mm². */
export type BMatrix = readonly [number, number, number, number, number, number];

/** Six numbers as a b-matrix, if they are one and not zero. */
export function bMatrix(values: readonly number[]): BMatrix | undefined {
  if (values.length !== 6 || !values.every(Number.isFinite)) return undefined;
  const matrix = values as unknown as BMatrix;
  return trace(matrix) > 0 ? matrix : undefined;
}

/** The b-value: the sum of the diagonal. */
export function trace([xx, , , yy, , zz]: BMatrix): number {
  return xx + yy + zz;
}

/**
 * Part of the trace that must lie along the principal axis. One gradient has all of it, the imaging
 * gradients take some percent, an isotropic weighting has a third.
 */
const ALONG_ONE_AXIS = 2 / 3;

/** Squarings of the matrix; each doubles the ratio of the exponents, so 2^8 of them are plenty. */
const SQUARINGS = 8;

/** Unit vector along which the matrix weights, of either sign; undefined if it has no such axis. */
export function principalAxis(matrix: BMatrix): Vector | undefined {
  let rows = rowsOf(matrix);
  for (let n = 0; n < SQUARINGS; n++) {
    const square = rows.map((row) => rows.map((other) => dot(row, other)));
    const sum = square[0]![0]! + square[1]![1]! + square[2]![2]!;
    rows = square.map(([x, y, z]): Vector => [x! / sum, y! / sum, z! / sum]);
  }
  const axis = unit(rows.reduce((longest, row) => length(row) > length(longest) ? row : longest));
  const along = dot(axis, rowsOf(matrix).map((row) => dot(row, axis)) as unknown as Vector);
  return along >= ALONG_ONE_AXIS * trace(matrix) ? axis : undefined;
}

function rowsOf([xx, xy, xz, yy, yz, zz]: BMatrix): Vector[] {
  return [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]];
}
