/**
 * The steps within a slice: right, without pixel spacing, or with its two numbers exchanged.
 *
 * @module
 */

import { dot, scale, type Vector } from "../geometry/vector.ts";
import type { Cause } from "./cause.ts";
import type { Reference } from "./reference.ts";
import type { Way } from "./way.ts";

/**
 * Ways to the first two directions.
 *
 * @param given Their vectors; the ways follow them where an axis runs backwards
 */
export function inPlaneWays(given: readonly [Vector, Vector], reference: Reference): Way[] {
  const { row, column, steps, spacing: [betweenColumns, betweenRows] } = reference;
  const sign = given.map((vector, axis) => dot(vector, steps[axis]!) < 0 ? -1 : 1);
  const way = (first: number, second: number, ...causes: Cause[]): Way => ({
    causes,
    expected: [scale(row, sign[0]! * first), scale(column, sign[1]! * second)],
  });
  const missing = (...axes: number[]): Cause => ({
    code: "in-plane-spacing-missing",
    axes,
    given: axes.map(() => 1),
    right: axes.map((axis) => axis === 0 ? betweenColumns : betweenRows),
  });
  return [
    way(betweenColumns, betweenRows),
    way(1, 1, missing(0, 1)),
    way(1, betweenRows, missing(0)),
    way(betweenColumns, 1, missing(1)),
    way(betweenRows, betweenColumns, {
      code: "rows-columns-swapped",
      given: [betweenRows, betweenColumns],
      right: [betweenColumns, betweenRows],
    }),
  ];
}
