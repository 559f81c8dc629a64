/**
 * Parts of frames that an attribute keeps apart at every position.
 *
 * @module
 */

import type { Frame } from "../../frames/frame.ts";
import { largestOf, smallestOf } from "../../geometry/numbers.ts";
import { AXIS_ATTRIBUTES, type AxisAttribute } from "./attributes.ts";
import { type Partition, valuesOf } from "./partition.ts";

/** Frames by position. */
type Positions = readonly (readonly Frame[])[];

/**
 * Frames by position for every value of an attribute, if each value stands as often at every
 * position: else no attribute could separate its frames.
 */
export function splitPositions(
  positions: Positions,
  splitter: AxisAttribute,
): Frame[][][] | undefined {
  const values = valuesOf(positions[0]!, splitter);
  if (values === undefined || values.size < 2) return undefined;
  if (values.size * positions.length > positions.flat().length) return undefined;
  const parts = new Map([...values].map((value) => [value, positions.map((): Frame[] => [])]));
  for (const [k, frames] of positions.entries()) {
    for (const frame of frames) {
      const value = splitter.valueOf(frame);
      const part = value === undefined ? undefined : parts.get(value);
      if (part === undefined) return undefined;
      part[k]!.push(frame);
    }
  }
  const all = [...parts.values()];
  const isEven = (part: Positions) =>
    part.every((frames) => frames.length > 0 && frames.length === part[0]!.length);
  return all.every(isEven) ? all : undefined;
}

/**
 * Whether frames of one rank go together: an attribute that takes the same values at every position
 * has one of them in each volume. Some scanners number the images of a series at random.
 *
 * @param separators Attributes that are asked, of those that {@linkcode keptApart} finds
 */
export function isPure(
  { volumes }: Pick<Partition, "volumes">,
  separators: readonly AxisAttribute[],
): boolean {
  return separators.every(({ valueOf }) =>
    volumes.every((frames) => frames.every((frame) => valueOf(frame) === valueOf(frames[0]!)))
  );
}

/**
 * Values of one rank that differ by more than this part of what lies between two ranks may be those
 * of two: a frame took the place of one that is missing.
 */
const RANK_SPREAD = 0.5;

/** Whether the values of each rank, in all volumes, are nearly the same and far from other ranks'. */
export function ranksLieApart({ by, volumes }: Pick<Partition, "by" | "volumes">): boolean {
  const { valueOf } = AXIS_ATTRIBUTES.find((separator) => separator.by === by)!;
  const values = volumes.map((frames) => frames.map((frame) => Number(valueOf(frame))));
  const lowest = values.map(smallestOf);
  const highest = values.map(largestOf);
  const spread = largestOf(highest.map((high, t) => high - lowest[t]!));
  const gap = smallestOf(lowest.slice(1).map((low, t) => low - highest[t]!));
  return spread <= RANK_SPREAD * gap;
}

/** Attributes that keep frames apart in the same way at every position; times of day do not count. */
export function keptApart(positions: Positions): AxisAttribute[] {
  return AXIS_ATTRIBUTES.filter((separator) =>
    separator.role !== "time" && changesAlike(positions, separator)
  );
}

/** Whether an attribute takes the same values, more than one, at every position. */
function changesAlike(positions: Positions, separator: AxisAttribute): boolean {
  const valuesAt = (frames: readonly Frame[]): string =>
    frames.map((frame) => String(separator.valueOf(frame))).sort().join(" ");
  if ((valuesOf(positions[0]!, separator)?.size ?? 0) < 2) return false;
  const values = valuesAt(positions[0]!);
  return positions.every((frames) => valuesAt(frames) === values);
}
