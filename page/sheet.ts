/**
 * A rectangle in space.
 *
 * @module
 */

import { add, type Vector } from "../lib/geometry/vector.ts";

/** A rectangle in space, LPS mm. */
export interface Sheet {
  readonly corner: Vector;
  readonly across: Vector;
  readonly down: Vector;
}

/** Corners of a sheet, around. */
export function cornersOf({ corner, across, down }: Sheet): [Vector, Vector, Vector, Vector] {
  const right = add(corner, across);
  return [corner, right, add(right, down), add(corner, down)];
}
