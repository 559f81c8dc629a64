/**
 * The volumes that a header may describe, in the orders that its array may have.
 *
 * @module
 */

import type { Budget } from "../budget.ts";
import { HeaderError } from "../errors.ts";
import { type Frame, frameName } from "../frames/frame.ts";
import type { Frames } from "../frames/mod.ts";
import type { HeaderOptions } from "../options/types.ts";
import { describeVolumes } from "../volumes/mod.ts";
import { noSuchVolume, nothingLeft } from "../volumes/nothing_left.ts";
import type { Slice, Volume } from "../volumes/volume.ts";
import { type Reference, referenceOf } from "./reference.ts";

/** How a header is checked. */
export interface CheckOptions extends HeaderOptions {
  /** Whether the array is known to be in the order `order`; otherwise that as sent is tried too. */
  readonly orderStated: boolean;
  /** Index of the volume that the header describes; undefined for the one that fits best. */
  readonly volume: number | undefined;
}

/** Grids that a header is compared with, in half a second; with more, the caller must name one. */
const MOST_GRIDS = 50;

/**
 * Describes what was sent.
 *
 * @param found Frames of what was sent
 * @param budget Of the answer
 * @throws {HeaderError} when there is no true header to compare with; no-such-volume,
 * several-volumes, limit-exceeded
 */
export function referencesOf(
  found: Frames,
  options: CheckOptions,
  budget: Budget,
): Reference[] {
  const { order, orderStated, volume: wanted } = options;
  const { frames } = found;
  const { volumes, refused } = describeVolumes(frames, options, budget);
  if (volumes.length === 0) throw nothingLeft(refused, found);
  if (wanted !== undefined && volumes[wanted] === undefined) {
    throw noSuchVolume(wanted, volumes.length);
  }
  const candidates = distinct(volumes, wanted);
  if (candidates.size > MOST_GRIDS) throw severalVolumes(candidates.size);
  const described = [...candidates.values()];
  const reversed = orderStated || described.every(isAsSent)
    ? new Map<string, Volume>()
    : reversedAsSent(frames, options, budget);
  return [...candidates].flatMap(([index, volume]) => {
    const asSent = reversed.get(frameName(volume.slices[0]!.frame));
    return [
      referenceOf(volume, order, index),
      ...(asSent ? [referenceOf(asSent, "given", index)] : []),
    ];
  });
}

/** By index, the volume that is wanted, or the first on each grid: the others are no different. */
function distinct(volumes: readonly Volume[], wanted: number | undefined): Map<number, Volume> {
  if (wanted !== undefined) return new Map([[wanted, volumes[wanted]!]]);
  const grids = new Set<string>();
  return new Map([...volumes.entries()].filter(([, { grid, axis4 }]) => {
    const before = grids.size;
    return grids.add(JSON.stringify([grid, axis4?.values.length])).size > before;
  }));
}

function severalVolumes(count: number): HeaderError {
  return new HeaderError(
    "several-volumes",
    `the headers make volumes on ${count} grids; a header is compared with ${MOST_GRIDS} at most`,
    { grids: count, help: "volume=0 for the first" },
  );
}

/** Whether slices were sent in the order in which they lie: nothing is reversed then. */
function isAsSent({ slices }: Volume): boolean {
  const last = new Map<number, Slice>();
  return slices.every((slice) => {
    const before = last.get(slice.t);
    last.set(slice.t, slice);
    return before === undefined ||
      before.k < slice.k === before.frame.place < slice.frame.place;
  });
}

/** By name of their frames, volumes that were sent against row × column: sorted they are reversed. */
function reversedAsSent(
  frames: readonly Frame[],
  options: HeaderOptions,
  budget: Budget,
): Map<string, Volume> {
  const { volumes } = describeVolumes(frames, { ...options, order: "given" }, budget);
  const reversed = volumes.filter(({ handedness }) => handedness === "left");
  return new Map(
    reversed.flatMap((volume) =>
      volume.slices.map(({ frame }) => [frameName(frame), volume] as const)
    ),
  );
}
