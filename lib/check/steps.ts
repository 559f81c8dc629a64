/**
 * The steps along the axes: within a slice right, without pixel spacing, or with its two numbers
 * exchanged; from slice to slice right, backwards, of another length, or straightened.
 *
 * @module
 */

import { dot, length, scale, unit, type Vector } from "../geometry/vector.ts";
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
  const { squared } = reference;
  return [
    ...(squared && !along
      ? [{
        mistakes: [squaredOff(reference)],
        expected: [scale(squared[0], sign[0]!), scale(squared[1], sign[1]!)],
      }]
      : []),
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

/**
 * Ways to the third direction.
 *
 * @param given Its vector; the ways follow it where it runs backwards, which is told elsewhere
 * @param along Third axis of the space, if the header's slice axis follows it
 */
export function sliceHypotheses(given: Vector, reference: Reference, along?: Vector): Hypothesis[] {
  const { steps: [, , step], normal, thickness, spacingTag, volume, sheared } = reference;
  const right = length(step);
  const backwards = dot(given, along ?? step) < 0;
  const lengths: readonly (readonly [length: number | undefined, code?: WrongLength])[] = [
    [right],
    // Straightened stacks keep the step's length (ITK) or the slice spacing.
    [dot(step, normal)],
    [thickness, "thickness-used-as-spacing"],
    [spacingTag, "spacing-tag-used"],
    [1, "slice-spacing-missing"],
  ];
  const straightened: Mistake = { code: "shear-dropped", degrees: volume.stack.tilt.degrees };
  const directions = along ? [along] : [unit(step), normal];
  const { squared } = reference;
  const turned: Hypothesis[] = squared && !along
    ? [{
      mistakes: [squaredOff(reference)],
      expected: [scale(squared[2], dot(given, squared[2]) < 0 ? -1 : 1)],
    }]
    : [];
  return [
    ...turned,
    ...directions.flatMap((direction, leaning) =>
      lengths.flatMap(([value, code]) => {
        if (value === undefined) return [];
        const mistakes: Mistake[] = along ? [{ code: "orientation-ignored", axes: [2] }] : [];
        if (leaning === 1 && sheared) mistakes.push(straightened);
        if (code) mistakes.push({ code, given: value, right });
        return [{ mistakes, expected: [scale(direction, backwards ? -value : value)] }];
      })
    ),
  ];
}

/** Of all axes it is one mistake, made with each. */
function squaredOff({ volume }: Reference): Mistake {
  return { code: "shear-dropped", degrees: volume.stack.tilt.degrees, allAxes: true };
}

type WrongLength = "thickness-used-as-spacing" | "spacing-tag-used" | "slice-spacing-missing";
