/**
 * Parts of frames that an attribute keeps apart at every position.
 *
 * @module
 */

import type { Frame } from "../../frames/frame.ts";
import { largestOf, merged, smallestOf } from "../../geometry/numbers.ts";
import type { FrameValues } from "../frame_values.ts";
import { setsOf } from "../shared_values.ts";
import { type AxisAttribute, SAME_NUMBER } from "./attributes.ts";
import { lacksSome, type Partition, type Positions, shareMost, valuesOf } from "./partition.ts";

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
    volumes.every(([first, ...others]) => {
      const value = valueOf(first!);
      return others.every((frame) => valueOf(frame) === value);
    })
  );
}

/**
 * Values of one rank that differ by more than this part of what lies between two ranks may be those
 * of two: a frame took the place of one that is missing.
 */
const RANK_SPREAD = 0.5;

/** Whether volumes of one rank each have nearly the same values, far from those of other ranks. */
export function volumesLieApart(
  { by, volumes }: Pick<Partition, "by" | "volumes">,
  values: FrameValues,
): boolean {
  const { valueOf } = values.axis(by)!;
  return ranksLieApart(volumes.map((frames) => frames.map((frame) => Number(valueOf(frame)))));
}

/** @param ranks Values of each rank, at all positions */
function ranksLieApart(ranks: readonly (readonly number[])[]): boolean {
  const lowest = ranks.map(smallestOf);
  const highest = ranks.map(largestOf);
  const spread = largestOf(highest.map((high, t) => high - lowest[t]!));
  const gap = smallestOf(lowest.slice(1).map((low, t) => low - highest[t]!));
  return spread <= RANK_SPREAD * gap;
}

/** An attribute of which no volume may have two values, where frames with both lie at one position. */
export interface Keeper {
  readonly valueOf: (frame: Frame) => number | string | undefined;
  /** Values that share positions, directly or through others, are of one family. */
  readonly familyOf: ReadonlyMap<number | string | undefined, number>;
  /** Whether some values lack at some positions. */
  readonly hasHoles: boolean;
  readonly role: AxisAttribute["role"];
}

/**
 * More than this part of the places of a family must hold a frame. What has a value of its own at
 * nearly every position counts something, and keeps nothing apart.
 */
const MOSTLY_THERE = 0.5;

/** Of more positions only both ends and the middle are asked whether an attribute changes. */
const POSITIONS_ASKED = 4;

/**
 * Attributes that keep frames apart, even where a few of their values lack at some positions: times,
 * energies, echoes. Times of day and what jitters like them do not count, as they differ between the
 * slices of a volume.
 */
export function keepers(positions: Positions, values: FrameValues): Keeper[] {
  const asked = positions.length <= POSITIONS_ASKED
    ? positions
    : [positions[0]!, positions[positions.length >> 1]!, positions.at(-1)!];
  return values.axes.flatMap((separator) => {
    if (separator.role === "time") return [];
    const { valueOf } = separator;
    const differs = ([first, ...others]: readonly Frame[]): boolean => {
      const value = valueOf(first!);
      // What is absent somewhere separates nothing.
      return value !== undefined && others.some((frame) => valueOf(frame) !== value);
    };
    return asked.some(differs) ? keeper(positions, separator) ?? [] : [];
  });
}

/** Answers for frames of these positions only. */
function keeper(
  positions: Positions,
  { valueOf: read, role, matchings }: AxisAttribute,
): Keeper | undefined {
  const all = new Set(positions.flatMap((frames) => frames.map(read)));
  const close = merged([...all].filter((value) => typeof value === "number"), SAME_NUMBER);
  const valueOf = (frame: Frame): number | string | undefined => {
    const value = read(frame);
    return typeof value === "number" ? close.get(value) : value;
  };
  const at = positions.map((frames) => [...new Set(frames.map(valueOf))]);
  if (at.every(({ length }) => length < 2)) return undefined;
  const sets = setsOf(at.flat(), at.flatMap((values, k) => values.map(() => k)), at.length);
  const familyOf = new Map(at.flatMap((values, k) => values.map((value) => [value, sets[k]!])));
  const members = Map.groupBy(familyOf.values(), (family) => family);
  const filled = [...Map.groupBy(at.keys(), (k) => sets[k]!)].map(([family, places]) =>
    places.reduce((sum, k) => sum + at[k]!.length, 0) /
    (members.get(family)!.length * places.length)
  );
  if (!filled.every((part) => part > MOSTLY_THERE)) return undefined;
  const hasHoles = filled.some((part) => part < 1);
  // What may jitter from slice to slice keeps frames apart only where it does not.
  const mayJitter = hasHoles && matchings.includes("rank");
  return mayJitter && jitters(at) ? undefined : { valueOf, familyOf, role, hasHoles };
}

/**
 * Whether what differs between positions are the values of ranks, and no value is missing. Slices of
 * another heart rate begin alike.
 *
 * @param at Different values of each position
 */
function jitters(at: readonly (readonly (number | string | undefined)[])[]): boolean {
  const ranked = at.map((values) => values.map(Number).sort((a, b) => a - b));
  if (lacksSome(ranked)) return false;
  const count = largestOf(ranked.map(({ length }) => length));
  const ranks = Array.from(
    { length: count },
    (_, t) => ranked.flatMap((values) => values[t] ?? []),
  );
  return !shareMost(ranked) || new Set(ranks[0]).size === 1 || ranksLieApart(ranks);
}

/** Whether no volume holds two values that are kept apart. */
export function mixesNothing(
  volumes: readonly (readonly Frame[])[],
  kept: readonly Keeper[],
): boolean {
  return kept.every(({ valueOf, familyOf }) =>
    volumes.every((frames) => {
      const seen = new Map<unknown, number | string | undefined>();
      return frames.every((frame) => {
        const value = valueOf(frame);
        const family = familyOf.get(value);
        if (!seen.has(family)) seen.set(family, value);
        return seen.get(family) === value;
      });
    })
  );
}

/** Attributes that keep frames apart in the same way at every position; times of day do not count. */
export function keptApart(positions: Positions, values: FrameValues): AxisAttribute[] {
  return values.axes.filter((separator) =>
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
