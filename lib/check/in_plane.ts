/**
 * The steps within a slice: right, without pixel spacing, or with its two numbers exchanged.
 *
 * @module
 */

import { dot, scale, type Vector } from "../geometry/vector.ts";
import type { Cause } from "./mistake.ts";
import type { Steps } from "./claimed_header.ts";
import type { Reference } from "./reference.ts";
import type { Way } from "./hypothesis.ts";

/**
 * Ways to the first two directions.
 *
 * @param given Their vectors; the ways follow them where an axis runs backwards
 * @param along Axes of the space, for somebody who went along these and not along rows and columns
 */
export function inPlaneWays(
  given: readonly [Vector, Vector],
  reference: Reference,
  along?: Steps,
): Way[] {
  const { spacing: [betweenColumns, betweenRows] } = reference;
  const [row, column] = along ?? [reference.row, reference.column];
  const ignored: Cause[] = along ? [{ code: "orientation-ignored", axes: [0, 1] }] : [];
  const sign = [row, column].map((unit, axis) => dot(given[axis]!, unit) < 0 ? -1 : 1);
  const way = (first: number, second: number, ...causes: Cause[]): Way => ({
    causes: [...ignored, ...causes],
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
