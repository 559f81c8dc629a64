/**
 * Numbers as NRRD text: the shortest decimal that reads back as the same double.
 *
 * @module
 */

import type { Vector } from "../geometry/vector.ts";

/**
 * One number. `String` gives the shortest round-trip form of a double; every reader parses it.
 *
 * @throws {RangeError} for NaN and infinities, which no geometry field may hold
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError("NRRD numbers must be finite");
  return value === 0 ? "0" : String(value);
}

/** Numbers, with blanks between them. */
export function numbersText(values: readonly number[]): string {
  return values.map(numberText).join(" ");
}

/** One vector, without blanks: pynrrd and VTK fail on them. */
export function vectorText(vector: Vector): string {
  return `(${vector.map(numberText).join(",")})`;
}
