/**
 * Parts of frames that an attribute keeps apart at every position.
 *
 * @module
 */

import type { Frame } from "../../frames/frame.ts";
import { type Separator, SEPARATORS } from "./attributes.ts";
import { type Partition, valuesOf } from "./partition.ts";

/** Frames by position. */
type Positions = readonly (readonly Frame[])[];

/**
 * Frames by position for every value of an attribute, if each value stands as often at every
 * position: else no attribute could separate its frames.
 */
export function splitPositions(
  positions: Positions,
  splitter: Separator,
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
 */
export function isPure({ volumes }: Pick<Partition, "volumes">, positions: Positions): boolean {
  return keptApart(positions).every((separator) =>
    volumes.every((frames) =>
      frames.every((frame) => separator.valueOf(frame) === separator.valueOf(frames[0]!))
    )
  );
}

/** Attributes that keep frames apart in the same way at every position; times of day do not count. */
export function keptApart(positions: Positions): Separator[] {
  return SEPARATORS.filter((separator) =>
    separator.role !== "clock" && changesAlike(positions, separator)
  );
}

/** Whether an attribute takes the same values, more than one, at every position. */
function changesAlike(positions: Positions, separator: Separator): boolean {
  const valuesAt = (frames: readonly Frame[]): string =>
    frames.map((frame) => String(separator.valueOf(frame))).sort().join(" ");
  if ((valuesOf(positions[0]!, separator)?.size ?? 0) < 2) return false;
  const values = valuesAt(positions[0]!);
  return positions.every((frames) => valuesAt(frames) === values);
}
