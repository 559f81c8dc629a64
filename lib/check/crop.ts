/**
 * Arrays that are part of a volume: a crop, or some of its slices, on the same grid.
 *
 * @module
 */

import { dot, length, scale, subtract, type Vector } from "../geometry/vector.ts";
import type { Interpretation } from "./interpretation.ts";
import type { ClaimedHeader, Sizes } from "./claimed_header.ts";
import type { Crop } from "./corner_error.ts";
import { coordinates, pointOf } from "./origin.ts";
import type { Reference } from "./reference.ts";

/** Places halfway between two voxels belong to the later: corners are taken for centres, not edges. */
const HALF_WAY = 1e-6;

/** A step may differ from a whole number of slices by this part of one. */
const WHOLE_STEP = 0.01;

/**
 * Parts of a volume that a header may describe, read in one way.
 *
 * @param mayReverse Whether the array's slices may also run the other way
 * @returns None where the sizes are those of the volume, or larger than it
 */
export function cropsOf(
  given: ClaimedHeader,
  whole: Reference,
  interpretation: Interpretation,
  mayReverse: boolean,
): Reference[] {
  const { sizes } = given;
  if (sizes === undefined) return [];
  const { arrangement } = interpretation;
  const own = ordered(sizes, interpretation);
  const fits = own.every((size, axis) => size <= whole.sizes[axis]!);
  if (!fits || own.every((size, axis) => size === whole.sizes[axis])) return [];
  const first = coordinates(subtract(interpretation.origin, whole.origin), whole.steps);
  if (first === undefined) return [];
  const said = given.cropOffset;
  if (said && first.every((place) => Math.abs(place) < 0.5)) {
    const offset = ordered(said, { arrangement });
    const inside = offset.every((start, axis) => start + own[axis]! <= whole.sizes[axis]!);
    if (inside) return part(whole, { offset, sizes: own, everySlice: 1 }, whole.origin);
  }
  const against = [0, 1, 2].map((axis) => {
    const step = interpretation.steps[axis];
    return step !== undefined && dot(step, whole.steps[axis]!) < 0;
  });
  const placed = (every: number, turned = against): Crop => {
    const offset = [0, 1, 2].map((axis) => {
      const length = (own[axis]! - 1) * (axis === 2 ? every : 1);
      const backwards = turned[axis]!;
      const start = Math.floor(first[axis]! + 0.5 + HALF_WAY) - (backwards ? length : 0);
      return Math.max(0, Math.min(whole.sizes[axis]! - 1 - length, start)) + 0;
    });
    return { offset: offset as unknown as Vector, sizes: own, everySlice: every };
  };
  const every = everySlice(whole, own, interpretation);
  const each = part(whole, placed(1));
  // In a known order the step alone may be wrong, and the origin be that of the first slice.
  if (against[2] && !mayReverse) {
    each.push(...part(whole, placed(1, [against[0]!, against[1]!, false])));
  }
  if (every === undefined) return each;
  const some = placed(every);
  // All slices that there are at this distance, or it is the step that is wrong.
  const all = some.offset[2] < every && some.offset[2] + own[2] * every >= whole.sizes[2];
  return all ? [...each, ...part(whole, some)] : each;
}

/** Whole slices, but only every second, third …: the number; undefined where nothing says so. */
function everySlice(
  { steps, sizes }: Reference,
  own: Sizes,
  { steps: [, , step] }: Interpretation,
): number | undefined {
  if (step === undefined || own[0] !== sizes[0] || own[1] !== sizes[1] || own[2] < 2) return;
  const every = length(step) / length(steps[2]);
  const whole = Math.round(every);
  if (whole < 2 || Math.abs(every - whole) > WHOLE_STEP) return;
  return (own[2] - 1) * whole < sizes[2] ? whole : undefined;
}

/** The part as a volume of its own, if there is a slice in it. */
function part(whole: Reference, crop: Crop, leftOut?: Vector): Reference[] {
  const { offset, sizes, everySlice } = crop;
  const positionOf = (k: number): Vector | undefined =>
    k >= 0 && k < sizes[2] ? whole.positionOf(offset[2] + k * everySlice) : undefined;
  let first = 0;
  while (first < sizes[2] && positionOf(first) === undefined) first++;
  if (first === sizes[2]) return [];
  const [right, down, next] = whole.steps;
  return [{
    ...whole,
    crop,
    leftOut,
    positionOf,
    sizes,
    origin: pointOf(whole.origin, whole.steps, offset),
    steps: [right, down, scale(next, everySlice)],
    lengths: [whole.lengths[0], whole.lengths[1], whole.lengths[2] * everySlice],
  }];
}

/** Values by the header's axes in the order of DICOM's. */
function ordered(
  values: Sizes,
  { arrangement: { axes } }: Pick<Interpretation, "arrangement">,
): Sizes {
  return [0, 1, 2].map((axis) => values[axes.indexOf(axis)]!) as unknown as Sizes;
}
