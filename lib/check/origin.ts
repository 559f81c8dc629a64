/**
 * The origin: right, of another slice, or shifted by half a voxel.
 *
 * @module
 */

import { add, along, cross, dot, scale, subtract, type Vector } from "../geometry/vector.ts";
import type { Steps } from "./claimed_header.ts";
import type { Hypothesis } from "./hypothesis.ts";
import type { Mistake } from "./mistake.ts";
import type { Reference } from "./reference.ts";

/**
 * Ways to the origin.
 *
 * @param given Where it is, LPS mm
 * @param corner Voxel that it should be the centre of: the last one along axes that run backwards
 * @param steps The given directions, which may lead to the origin from the right one
 */
export function originHypotheses(
  given: Vector,
  corner: Vector,
  steps: Steps,
  reference: Reference,
): Hypothesis[] {
  const right = pointOf(reference.origin, reference.steps, corner);
  const hypotheses: Hypothesis[] = [{ mistakes: [], expected: [right] }];
  // Zero is the same in every space, and a header without an origin is not a reversed array.
  if ([...given, ...corner].every((value) => value === 0)) {
    hypotheses.push({ mistakes: [{ code: "origin-missing" }], expected: [given] });
  }
  const { leftOut, crop } = reference;
  if (leftOut && crop) {
    const code = "crop-origin-missing" as const;
    hypotheses.push({ mistakes: [{ code, offset: crop.offset }], expected: [leftOut] });
  }
  for (const basis of [reference.steps, steps]) {
    const voxels = coordinates(subtract(given, right), basis);
    if (voxels === undefined) continue;
    const [i, j] = [nearestHalf(voxels[0]), nearestHalf(voxels[1])];
    for (const k of [0, 0.5, -0.5]) {
      // Corners are mistaken for centres along every axis, to the same side.
      if (i * j < 0 || i * k < 0 || j * k < 0) continue;
      const slices = Math.round(voxels[2] - k);
      const slice = corner[2] + slices;
      const mistakes: Mistake[] = [];
      if (i !== 0 || j !== 0 || k !== 0) {
        mistakes.push({ code: "half-voxel-shift", shift: [i, j, k] });
      }
      if (slices !== 0) mistakes.push({ code: "origin-of-other-slice", slice });
      if (mistakes.length === 0 || slice < 0 || slice >= reference.sizes[2]) continue;
      hypotheses.push({ mistakes, expected: [pointOf(right, basis, [i, j, k + slices])] });
    }
  }
  if (corner[0] === 0 && corner[1] === 0) {
    hypotheses.push(...slicePosition(given, corner[2], reference));
  }
  return hypotheses;
}

/** Slice spacing is never quite even: the origin may be the unchanged position of one slice. */
function slicePosition(given: Vector, right: number, reference: Reference): Hypothesis[] {
  const voxels = coordinates(subtract(given, reference.origin), reference.steps);
  const slice = voxels && Math.round(voxels[2]);
  const position = slice !== undefined && reference.positionOf(slice);
  if (!position) return [];
  return [{
    mistakes: slice === right ? [] : [{ code: "origin-of-other-slice", slice }],
    expected: [position],
  }];
}

/** The point at a place of a grid. */
export function pointOf(origin: Vector, steps: Steps, [i, j, k]: Vector): Vector {
  return add(origin, along(along(scale(steps[0], i), steps[1], j), steps[2], k));
}

/** A vector in terms of three others; undefined if they lie in a plane. */
export function coordinates(vector: Vector, [a, b, c]: Steps): Vector | undefined {
  const volume = dot(cross(a, b), c);
  if (!(Math.abs(volume) > 0)) return undefined;
  return [
    dot(cross(vector, b), c) / volume,
    dot(cross(a, vector), c) / volume,
    dot(cross(a, b), vector) / volume,
  ];
}

/** −0.5, 0 or 0.5. */
function nearestHalf(value: number): number {
  const halves = Math.round(2 * value);
  return Math.max(-1, Math.min(1, halves)) / 2;
}
