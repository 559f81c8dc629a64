/**
 * How coarse the numbers of a form are.
 *
 * @module
 */

import type { Vector } from "../geometry/vector.ts";

/** How coarse the numbers of a form are. */
export interface Storage {
  /** Each number may be off by this part of it. */
  readonly relative: number;
  /** Where directions are a quaternion: those that came out, RAS, and what its numbers are rounded by. */
  readonly quaternion?: {
    readonly steps: readonly [Vector, Vector, Vector];
    readonly halfUnit: number;
  } | undefined;
}

/** Numbers of single precision keep 24 bits, of double precision 53. */
export const SINGLE = 2 ** -24;
export const DOUBLE = 2 ** -53;
