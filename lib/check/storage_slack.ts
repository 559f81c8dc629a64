/**
 * What a form cannot hold: a right header in it is off by as much, and nobody is to blame.
 *
 * @module
 */

import { largestOf } from "../geometry/numbers.ts";
import { dot, length, scale, unit } from "../geometry/vector.ts";
import { storedTurn } from "../headers/nifti/read_quaternion.ts";
import { toSpace } from "../array/space.ts";
import type { Sizes, Steps } from "./claimed_header.ts";
import type { VoxelGrid } from "./corner_error.ts";
import { pointOf } from "./origin.ts";
import type { Reference } from "./reference.ts";
import type { Storage } from "./storage.ts";

/** The three components of a vector may be off at once, and lengths and angles both be rounded. */
const TOGETHER = 2 * Math.sqrt(3);

/** By how much a form may misplace a corner of a grid, mm. */
export function storageSlack(
  relative: number,
  turn: number,
  { origin, steps, sizes }: VoxelGrid & { readonly sizes: Sizes },
): number {
  const last = [sizes[0] - 1, sizes[1] - 1, sizes[2] - 1] as const;
  const across = steps.reduce((sum, step, axis) => sum + length(step) * last[axis]!, 0);
  const far = largestOf([...origin, ...pointOf(origin, steps, last)].map(Math.abs));
  return relative * TOGETHER * (far + across) + turn * across;
}

/** The same truth, for a form that cannot hold it better than this. */
export function asStored(reference: Reference, storage: Storage | undefined): Reference {
  if (storage === undefined) return reference;
  const { relative, quaternion } = storage;
  const turn = quaternion
    ? storedTurn(likeGiven(quaternion.steps, reference.steps), quaternion.halfUnit)
    : 0;
  const slack = storageSlack(relative, turn, reference);
  return {
    ...reference,
    limit: reference.limit + slack,
    planeSlack: reference.planeSlack + slack,
    stackSlack: reference.stackSlack + slack,
    formSlack: slack,
  };
}

/** The right axes in RAS, in the order and to the side in which a header has them. */
function likeGiven(given: Steps, right: Steps): Steps {
  const axes = right.map((step) => unit(toSpace(step, "RAS")));
  const [i, j, k] = given.map((step) => {
    const along = axes.map((axis) => Math.abs(dot(axis, step)));
    const axis = axes[along.indexOf(Math.max(...along))]!;
    return dot(axis, step) < 0 ? scale(axis, -1) : axis;
  });
  return [i!, j!, k!];
}
