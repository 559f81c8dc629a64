/**
 * What a form cannot hold: a right header in it is off by as much, and nobody is to blame.
 *
 * @module
 */

import { largestOf } from "../geometry/numbers.ts";
import { length } from "../geometry/vector.ts";
import type { Sizes } from "./claimed_header.ts";
import type { VoxelGrid } from "./corner_error.ts";
import { pointOf } from "./origin.ts";
import type { Reference } from "./reference.ts";

/** How coarse the numbers of a form are. */
export interface Storage {
  /** Each number may be off by this part of it. */
  readonly relative: number;
  /** All directions together may be turned by this angle, radians. */
  readonly turn: number;
}

/** Numbers of single precision keep 24 bits. */
export const SINGLE_STORAGE: Storage = { relative: 2 ** -24, turn: 0 };

/** The three components of a vector may be off at once, and lengths and angles both be rounded. */
const TOGETHER = 2 * Math.sqrt(3);

/** By how much a form may misplace a corner of a grid, mm. */
export function storageSlack(
  { relative, turn }: Storage,
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
  const slack = storageSlack(storage, reference);
  return {
    ...reference,
    limit: reference.limit + slack,
    planeSlack: reference.planeSlack + slack,
    stackSlack: reference.stackSlack + slack,
    formSlack: slack,
  };
}
