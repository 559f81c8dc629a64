/**
 * The step from slice to slice: right, backwards, of another length, or straightened.
 *
 * @module
 */

import { dot, length, scale, unit, type Vector } from "../geometry/vector.ts";
import type { Hypothesis } from "./hypothesis.ts";
import type { Mistake } from "./mistake.ts";
import type { Reference } from "./reference.ts";

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
  return directions.flatMap((direction, leaning) =>
    lengths.flatMap(([value, code]) => {
      if (value === undefined) return [];
      const mistakes: Mistake[] = along ? [{ code: "orientation-ignored", axes: [2] }] : [];
      if (leaning === 1 && sheared) mistakes.push(straightened);
      if (code) mistakes.push({ code, given: value, right });
      return [{
        mistakes,
        expected: [scale(direction, backwards ? -value : value)],
      }];
    })
  );
}

type WrongLength = "thickness-used-as-spacing" | "spacing-tag-used" | "slice-spacing-missing";
