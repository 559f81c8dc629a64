/**
 * The steps within a slice: right, without pixel spacing, or with its two numbers exchanged.
 *
 * @module
 */

import { dot, scale, type Vector } from "../geometry/vector.ts";
import type { Steps } from "./claimed_header.ts";
import type { Hypothesis } from "./hypothesis.ts";
import type { Mistake } from "./mistake.ts";
import type { Reference } from "./reference.ts";

/**
 * Ways to the first two directions.
 *
 * @param given Their vectors; the ways follow them where an axis runs backwards
 * @param along Axes of the space, if the header's axes follow these and not rows and columns
 */
export function inPlaneHypotheses(
  given: readonly [Vector, Vector],
  reference: Reference,
  along?: Steps,
): Hypothesis[] {
  const { spacing: [betweenColumns, betweenRows] } = reference;
  const [row, column] = along ?? [reference.row, reference.column];
  const ignored: Mistake[] = along ? [{ code: "orientation-ignored", axes: [0, 1] }] : [];
  const sign = [row, column].map((unit, axis) => dot(given[axis]!, unit) < 0 ? -1 : 1);
  const hypothesis = (first: number, second: number, ...mistakes: Mistake[]): Hypothesis => ({
    mistakes: [...ignored, ...mistakes],
    expected: [scale(row, sign[0]! * first), scale(column, sign[1]! * second)],
  });
  const missing = (...axes: number[]): Mistake => ({
    code: "in-plane-spacing-missing",
    axes,
    given: axes.map(() => 1),
    right: axes.map((axis) => axis === 0 ? betweenColumns : betweenRows),
  });
  return [
    hypothesis(betweenColumns, betweenRows),
    hypothesis(1, 1, missing(0, 1)),
    hypothesis(1, betweenRows, missing(0)),
    hypothesis(betweenColumns, 1, missing(1)),
    hypothesis(betweenRows, betweenColumns, {
      code: "rows-columns-swapped",
      given: [betweenRows, betweenColumns],
      right: [betweenColumns, betweenRows],
    }),
  ];
}
