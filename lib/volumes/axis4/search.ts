/**
 * What separates frames at equal positions?
 *
 * @module
 */

import { HeaderError } from "../../errors.ts";
import type { Frame } from "../../frames/frame.ts";
import { BY_NUMBER, type Matching, type Separator, SEPARATORS } from "./attributes.ts";
import { BY_DIFFUSION, type DiffusionPartition, partitionByDiffusion } from "./diffusion.ts";
import { type Incomplete, isComplete, type Partition, partitionBy } from "./partition.ts";

/** Another attribute that would separate the frames as completely. */
export interface Alternative {
  /** Name for `axis4=`. */
  readonly by: string;
  /** Volumes that it makes. */
  readonly count: number;
}

/** The attribute that was chosen, and those that were not. */
export interface Separation {
  readonly partition: Partition | DiffusionPartition;
  readonly alternatives: readonly Alternative[];
}

/** Frames by position, all of one kind. */
type Positions = readonly (readonly Frame[])[];

/** A grid with at least this many frames for each hole is a grid with holes, and no accident. */
const MOSTLY_FILLED = 2;

/** Every name that `axis4=` knows besides `auto` and `none`. */
export const AXIS_NAMES: readonly string[] = [
  BY_DIFFUSION,
  ...SEPARATORS.map(({ by }) => by),
  BY_NUMBER.by,
];

/** Holes listed in an error; the count is always told. */
const HOLES_LISTED = 100;

/**
 * Finds the fourth axis of frames that share positions.
 *
 * Tried in turn: attributes that are equal within a volume; two of these, of which one splits the
 * frames into several such volumes (echoes of a time series); times by rank; instance numbers by
 * rank. A time of day gives way to an attribute that makes the same volumes and says why.
 *
 * @param wanted Name of the attribute to use; undefined for the first that fits
 * @returns One separation, or several where a second attribute splits the frames
 * @throws {HeaderError} incomplete-4d, duplicate-positions, no-such-axis
 */
export function separate(positions: Positions, wanted?: string): Separation[] {
  const found = wanted === undefined ? separations(positions) : [byName(positions, wanted)];
  if (found) return found;
  throw notSeparable(positions);
}

/** Every volume by itself, whether or not they make a complete grid: frames by volume. */
export function singleVolumes(positions: Positions): (readonly Frame[])[] {
  const found = separations(positions);
  if (found) return found.flatMap(({ partition }) => [...partition.volumes]);
  const incomplete = incompleteAxis(positions);
  if (incomplete) return [...incomplete.parts];
  throw notSeparable(positions);
}

function separations(positions: Positions): Separation[] | undefined {
  const singles = completePartitions(positions, "equal");
  // What is equal within volumes has a rank there, too; only what is not equal is asked for it.
  const equal = new Set(singles.map(({ by }) => by));
  const ranks = completePartitions(positions, "rank", ({ by }) => !equal.has(by));
  if (singles.length > 0) return [separation(preferred(singles), [...singles, ...ranks])];
  const pair = separatePair(positions);
  if (pair) return pair;
  // A rank would marry one echo to another where a cause leaves a few cells open.
  const cause = incompleteAxis(positions, (separator) => separator.role === "cause");
  if (cause && cause.holes.length * MOSTLY_FILLED <= positions.flat().length) return undefined;
  const last = ranks[0] ?? byNumber(positions)[0];
  return last && [separation(last, ranks)];
}

function byName(positions: Positions, wanted: string): Separation {
  const all = [
    ...completePartitions(positions, "equal"),
    ...completePartitions(positions, "rank"),
    ...byNumber(positions),
  ];
  const partition = all.find(({ by }) => by.toLowerCase() === wanted.toLowerCase());
  if (!partition) throw noSuchAxis(all);
  return separation(partition, all);
}

function byNumber(positions: Positions): Partition[] {
  return [partitionBy(positions, BY_NUMBER, "rank")].filter(isComplete);
}

/** The holes of the best candidate that is not complete; undefined when there is none. */
function incompleteAxis(
  positions: Positions,
  among: (separator: Separator) => boolean = () => true,
): Incomplete | undefined {
  const candidates = [
    partitionByDiffusion(positions),
    ...SEPARATORS.filter(among)
      .map((separator) => partitionBy(positions, separator, "equal")),
  ].filter((found): found is Incomplete => found !== undefined && !isComplete(found));
  return candidates.sort((a, b) => a.holes.length - b.holes.length)[0];
}

function completePartitions(
  positions: Positions,
  matching: Matching,
  among: (separator: Separator) => boolean = () => true,
): Partition[] {
  const found = SEPARATORS.filter((one) => one.matchings.includes(matching) && among(one))
    .map((separator) => partitionBy(positions, separator, matching));
  if (matching === "equal") found.unshift(partitionByDiffusion(positions));
  return found.filter(isComplete);
}

/** The first; but a clock only if no attribute tells what the clock's volumes differ in. */
function preferred(partitions: readonly Partition[]): Partition {
  const [chosen] = partitions;
  if (chosen!.role !== "clock") return chosen!;
  const reason = partitions.find((other) => other.role === "cause" && sameVolumes(other, chosen!));
  return reason ?? chosen!;
}

function sameVolumes(a: Partition, b: Partition): boolean {
  if (a.volumes.length !== b.volumes.length) return false;
  const volumeOf = new Map(b.volumes.flatMap((volume, t) => volume.map((frame) => [frame, t])));
  return a.volumes.every((volume) =>
    volume.every((frame) => volumeOf.get(frame) === volumeOf.get(volume[0]!))
  );
}

/** One attribute splits the frames, another separates each part. */
function separatePair(positions: Positions): Separation[] | undefined {
  let best: { rank: number; parts: Separation[] } | undefined;
  for (const splitter of SEPARATORS) {
    if (splitter.role === "clock" || !splitter.matchings.includes("equal")) continue;
    const parts = splitPositions(positions, splitter);
    if (!parts) continue;
    const separated: Separation[] = [];
    for (const part of parts) {
      const found = [
        ...completePartitions(part, "equal"),
        ...completePartitions(part, "rank"),
      ];
      if (found.length === 0) break;
      separated.push(separation(preferred(found), found));
    }
    if (separated.length < parts.length) continue;
    const rank = rankOf(separated[0]!.partition.by);
    if (!best || rank < best.rank) best = { rank, parts: separated };
  }
  return best?.parts;
}

function rankOf(by: string): number {
  return by === BY_DIFFUSION ? -1 : SEPARATORS.findIndex((separator) => separator.by === by);
}

/** Frames by position for every value of an attribute, if each value stands at every position. */
function splitPositions(positions: Positions, splitter: Separator): Frame[][][] | undefined {
  const values = new Set(positions[0]!.map((frame) => splitter.valueOf(frame)));
  if (values.size < 2 || values.has(undefined)) return undefined;
  if (values.size * positions.length > positions.flat().length) return undefined;
  const parts = new Map([...values].map((value) => [value, positions.map((): Frame[] => [])]));
  for (const [k, frames] of positions.entries()) {
    for (const frame of frames) {
      const part = parts.get(splitter.valueOf(frame));
      if (part === undefined) return undefined;
      part[k]!.push(frame);
    }
  }
  const all = [...parts.values()];
  return all.every((part) => part.every((frames) => frames.length > 0)) ? all : undefined;
}

function separation(partition: Partition, all: readonly Partition[]): Separation {
  const alternatives = all.filter((other) => other.by !== partition.by)
    .map(({ by, volumes }) => ({ by, count: volumes.length }))
    .filter(({ by }, k, list) => list.findIndex((other) => other.by === by) === k);
  return { partition, alternatives };
}

function noSuchAxis(all: readonly Partition[]): HeaderError {
  const names = [...new Set(all.map(({ by }) => by))];
  return new HeaderError(
    "no-such-axis",
    names.length > 0
      ? `the attribute asked for does not separate the frames; ${names.join(", ")} would`
      : "the attribute asked for does not separate the frames, and no other does",
    { alternatives: all.map(({ by, volumes }) => ({ by, count: volumes.length })) },
  );
}

function notSeparable(positions: Positions): HeaderError {
  const frames = positions.flat().length;
  const incomplete = incompleteAxis(positions);
  if (incomplete) {
    const { by, values, holes } = incomplete;
    return new HeaderError(
      "incomplete-4d",
      `${frames} frames lie at ${positions.length} positions and ${by} has ${values.length} values, but ${holes.length} of ${
        positions.length * values.length
      } cells are empty`,
      {
        by,
        positions: positions.length,
        values,
        holes: holes.slice(0, HOLES_LISTED),
        holeCount: holes.length,
        help: "axis4=none for a volume of each value",
      },
    );
  }
  return new HeaderError(
    "duplicate-positions",
    `${frames} frames lie at ${positions.length} positions, and no attribute tells those at one position apart`,
    { frames, positions: positions.length },
  );
}
