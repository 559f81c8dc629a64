/**
 * A header against the right one, in numbers.
 *
 * @module
 */

import { angle, distance, length, subtract, type Vector } from "../geometry/vector.ts";
import { toSpace } from "../array/space.ts";
import type { ClaimedHeader, Steps } from "./claimed_header.ts";
import type { Explanation } from "./explanation.ts";
import { coordinates } from "./origin.ts";

/** One axis of the header against the right one. */
export interface AxisDifference {
  /** Angle between the directions. */
  readonly degrees: number;
  /** Step along the axis, mm. */
  readonly given: number;
  /** What it must be, mm. */
  readonly right: number;
  /** What the difference comes to at the last voxel of the axis, mm. */
  readonly error: number;
}

/** The header's origin against the right one. */
export interface OriginDifference {
  /** Distance, mm. */
  readonly error: number;
  /** Where the origin lies, in voxels of the right header. */
  readonly voxel?: Vector | undefined;
}

/** All differences. */
export interface Differences {
  /** In the order of the header's axes. */
  readonly axes: readonly AxisDifference[];
  /** The first voxel. */
  readonly origin: OriginDifference;
}

/** Compares axis by axis, as the header's readers understand it. */
export function differencesOf(given: ClaimedHeader, { right }: Explanation): Differences {
  const origin = toSpace(given.origin, given.space);
  return {
    axes: given.directions.map((direction, axis) => {
      const step = toSpace(direction, given.space);
      const rightStep = right.steps[axis as 0 | 1 | 2];
      return {
        degrees: angle(rightStep, step) * 180 / Math.PI,
        given: length(step),
        right: length(rightStep),
        error: distance(step, rightStep) * (right.sizes[axis as 0 | 1 | 2] - 1),
      };
    }),
    origin: {
      error: distance(origin, right.origin),
      voxel: coordinates(subtract(origin, right.origin), right.steps as Steps),
    },
  };
}
