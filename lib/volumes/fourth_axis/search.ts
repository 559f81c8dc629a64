/**
 * Search for the attribute that separates frames at equal positions.
 *
 * @module
 */

import type { HeaderError } from "../../errors.ts";
import type { Frame } from "../../frames/frame.ts";
import type { Order } from "../../options/types.ts";
import { counted } from "../../text.ts";
import type { FrameValues } from "../frame_values.ts";
import { fewHeldTwice, heldTwice, someHeldTwice } from "../held_twice.ts";
import {
  AXIS_ATTRIBUTES,
  type AxisAttribute,
  BY_DIMENSIONS,
  BY_NUMBER,
  BY_PLACE,
  type Matching,
} from "./attributes.ts";
import { BY_DIFFUSION, type DiffusionPartition, partitionByDiffusion } from "./diffusion.ts";
import {
  fullest,
  type Incomplete,
  isComplete,
  type Partition,
  partitionBy,
  type Positions,
  valuesOf,
} from "./partition.ts";
import { alike, incompleteGrid, noSuchAxis, notByThis } from "./refusals.ts";
import { shown } from "./shown.ts";
import {
  isPure,
  keepers,
  keptApart,
  mixesNothing,
  splitPositions,
  volumesLieApart,
} from "./split.ts";

/** Another attribute that would separate the frames as completely. */
export interface Alternative {
  /** Name for `axis4=`. */
  readonly by: string;
  /** Volumes that it makes. */
  readonly count: number;
}

/** What all frames of a part have in common, where an attribute split them. */
export interface Common {
  readonly by: string;
  readonly unit: string;
  readonly value: number | string;
  /** How many values there are, if they are numbered because they may not be shown. */
  readonly numbered?: number;
}

/** The attribute that was chosen, and those that were not. */
export interface Separation {
  readonly partition: Partition | DiffusionPartition;
  readonly alternatives: readonly Alternative[];
  /** What tells this part from the others of the same frames; empty if there is one. */
  readonly common: readonly Common[];
}

/** Attributes that may split frames before another separates them: label and phase, then time. */
const MOST_SPLITS = 2;

/** What helps where a grid has holes. */
const EACH_VALUE = "axis4=none for one volume per value";

/** It says when a file was made, and follows no order of frames. */
const CLOCK_OF_FILES = "ContentTime";

/** Attributes that may make a grid together; more than these would cost more than they tell. */
const MOST_CHANGING = 8;

/** A grid with at least this many frames for each hole is a grid with holes, and no accident. */
const MOSTLY_FILLED = 2;

/** Every name that `axis4=` knows besides `auto` and `none`. */
export const AXIS_NAMES: readonly string[] = [
  BY_DIFFUSION,
  ...AXIS_ATTRIBUTES.map(({ by }) => by),
  BY_DIMENSIONS.by,
  BY_NUMBER.by,
];

/**
 * Finds the fourth axis of frames that share positions.
 *
 * Tried in turn: attributes that are equal within a volume; two or three of these, of which all but
 * one split the frames into several such volumes (echoes of a time series); times by rank;
 * dimension indices, then instance numbers by rank. A time of day gives way to an attribute that
 * makes the same volumes and says why. Where nothing of this tells frames apart, the order sent
 * does, if it is asked for.
 *
 * @param values Of the frames
 * @param wanted Name of the attribute to use; undefined for the first that fits
 * @returns One separation, or several where a second attribute splits the frames
 * @throws {HeaderError} incomplete-4d, duplicate-positions, no-such-axis, limit-exceeded
 */
export function separate(
  positions: Positions,
  order: Order,
  values: FrameValues,
  wanted?: string,
): Separation[] {
  if (wanted !== undefined) return [byName(positions, values, wanted)];
  const found = separations(positions, order, values);
  if (found) return found;
  throw notSeparable(positions, values);
}

/** Every volume by itself, whether or not they make a complete grid: frames by volume. */
export function singleVolumes(
  positions: Positions,
  order: Order,
  values: FrameValues,
): (readonly Frame[])[] {
  const found = separations(positions, order, values);
  if (found) return found.flatMap(({ partition }) => [...partition.volumes]);
  const incomplete = incompleteAxis(positions, values);
  if (incomplete) return [...incomplete.parts];
  throw someHeldTwice(positions) ? heldTwiceAt(positions) : alike(positions);
}

function notSeparable(positions: Positions, values: FrameValues): HeaderError {
  if (fewHeldTwice(positions)) return heldTwiceAt(positions);
  const incomplete = incompleteAxis(positions, values);
  if (incomplete) return incompleteGrid(positions, incomplete, EACH_VALUE);
  return someHeldTwice(positions) ? heldTwiceAt(positions) : alike(positions);
}

function heldTwiceAt(positions: Positions): HeaderError {
  return heldTwice(positions.filter(({ length }) => length > 1), positions.length);
}

function separations(
  positions: Positions,
  order: Order,
  values: FrameValues,
): Separation[] | undefined {
  const kept = keepers(positions, values);
  const isUnmixed = ({ volumes }: Partition): boolean => mixesNothing(volumes, kept);
  // Where nothing lacks, what is equal within a volume is reason enough.
  const holed = kept.filter(({ hasHoles }) => hasHoles);
  // Weightings may repeat: which of two goes with which has to be borne out by all settings.
  const settings = kept.filter(({ hasHoles, role }) => hasHoles || role === "setting");
  const singles = completePartitions(positions, values, "equal")
    .filter(({ by, volumes }) => mixesNothing(volumes, by === BY_DIFFUSION ? settings : holed));
  // What is equal within volumes has a rank there, too; only what is not equal is asked for it.
  const equal = new Set(singles.map(({ by }) => by));
  const ranks = completePartitions(positions, values, "rank", ({ by }) => !equal.has(by))
    .filter(isUnmixed);
  if (singles.length > 0) return [separation(preferred(singles), [...singles, ...ranks])];
  // With fewer splits more is left along the axis.
  for (let splits = 1; splits <= MOST_SPLITS; splits++) {
    const parts = separateParts(positions, values, splits);
    if (parts?.every(({ partition }) => isUnmixed(partition))) return parts;
  }
  // A rank would marry one echo to another where a cause leaves a few cells open; not where the
  // cells are open because what is ranked jitters from slice to slice.
  const jitters = new Set(
    ranks.filter((rank) => volumesLieApart(rank, values)).map(({ by }) => by),
  );
  const mayBeCause = ({ by }: AxisAttribute): boolean => by !== CLOCK_OF_FILES && !jitters.has(by);
  const cause = incompleteAxes(positions, values, mayBeCause)[0];
  if (cause && cause.holes.length * MOSTLY_FILLED <= positions.flat().length) return undefined;
  const last = ranks[0] ?? byNumber(positions, values).find(isUnmixed) ??
    (order === "given" ? byRank(positions, values, BY_PLACE).find(isUnmixed) : undefined);
  return last && [separation(last, ranks)];
}

function byName(positions: Positions, values: FrameValues, wanted: string): Separation {
  const all = [
    ...completePartitions(positions, values, "equal"),
    ...completePartitions(positions, values, "rank"),
    ...byNumber(positions, values),
  ];
  const isWanted = ({ by }: { readonly by: string }) => by.toLowerCase() === wanted.toLowerCase();
  const partition = all.find(isWanted);
  if (partition) return separation(partition, all);
  const help = helpInstead(positions, values);
  const incomplete = incompleteAxes(positions, values).find(isWanted);
  if (incomplete) throw incompleteGrid(positions, incomplete, help);
  const separator = [...values.axes, BY_DIMENSIONS, BY_NUMBER].find(isWanted);
  const instead = { complete: all, help };
  throw separator ? notByThis(positions, separator, instead) : noSuchAxis(instead);
}

/** What to ask for instead of a name that does not separate the frames. */
function helpInstead(positions: Positions, values: FrameValues): string | undefined {
  const found = separations(positions, "position", values);
  if (!found) return incompleteAxis(positions, values) && EACH_VALUE;
  const names = new Set(found.map(({ partition }) => partition.by));
  return `axis4=auto for ${counted(found.length, "volume")} along ${[...names].join(", ")}`;
}

/** By what orders frames without a word of what changes. */
function byNumber(positions: Positions, values: FrameValues): Partition[] {
  return byRank(positions, values, BY_DIMENSIONS, BY_NUMBER);
}

function byRank(
  positions: Positions,
  values: FrameValues,
  ...separators: readonly AxisAttribute[]
): Partition[] {
  return separators.map((one) => partitionBy(positions, values.remembered(one), "rank", values))
    .filter(isComplete);
}

/** The holes of candidates that are not complete, those with the fewest first. */
function incompleteAxes(
  positions: Positions,
  values: FrameValues,
  among: (separator: AxisAttribute) => boolean = () => true,
): Incomplete[] {
  return byHoles([
    partitionByDiffusion(positions, values),
    ...values.axes.filter(among)
      .map((separator) => partitionBy(positions, separator, "equal", values)),
  ]);
}

function byHoles(candidates: readonly (Partition | Incomplete | undefined)[]): Incomplete[] {
  return candidates
    .filter((found): found is Incomplete => found !== undefined && !isComplete(found))
    .sort((a, b) => a.holes.length - b.holes.length);
}

/**
 * The best candidate that is not complete and mixes nothing; undefined when there is none. Where no
 * attribute alone separates the frames, two or three together do.
 */
function incompleteAxis(positions: Positions, values: FrameValues): Incomplete | undefined {
  const kept = keepers(positions, values);
  const isUnmixed = ({ parts }: Incomplete): boolean => mixesNothing(parts, kept);
  return incompleteAxes(positions, values).find(isUnmixed) ??
    incompleteTogether(positions, values).find(isUnmixed);
}

/** Grids with holes of two attributes together, else of three; those with the fewest first. */
function incompleteTogether(positions: Positions, values: FrameValues): Incomplete[] {
  const frames = fullest(positions);
  const changing = values.axes.filter((separator) =>
    separator.by !== CLOCK_OF_FILES && (valuesOf(frames, separator)?.size ?? 0) > 1
  ).slice(0, MOST_CHANGING);
  let sets = changing.map((separator, n) => ({ separator, n }));
  for (let together = 2; together <= MOST_SPLITS + 1; together++) {
    sets = sets.flatMap(({ separator, n }) =>
      changing.slice(n + 1).map((other, m) => ({
        separator: both(separator, other),
        n: n + 1 + m,
      }))
    );
    const found = byHoles(
      sets.map(({ separator }) => partitionBy(positions, separator, "equal", values)),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** Two attributes as one, whose values are pairs. */
function both(a: AxisAttribute, b: AxisAttribute): AxisAttribute {
  return {
    by: `${a.by} and ${b.by}`,
    unit: "",
    role: "setting",
    matchings: ["equal"],
    together: [...a.together ?? [a], ...b.together ?? [b]],
    valueOf: (frame) => {
      const [x, y] = [a.valueOf(frame), b.valueOf(frame)];
      return x === undefined || y === undefined ? undefined : `${x}, ${y}`;
    },
  };
}

function completePartitions(
  positions: Positions,
  values: FrameValues,
  matching: Matching,
  among: (separator: AxisAttribute) => boolean = () => true,
): Partition[] {
  const found = values.axes.filter((one) => one.matchings.includes(matching) && among(one))
    .map((separator) => partitionBy(positions, separator, matching, values));
  if (matching === "equal") found.unshift(partitionByDiffusion(positions, values));
  const complete = found.filter(isComplete);
  if (matching === "equal" || complete.length === 0) return complete;
  const others = keptApart(positions, values);
  return complete.filter((one) => isPure(one, others));
}

/** The first; but a clock only if no attribute tells what the clock's volumes differ in. */
function preferred(partitions: readonly Partition[]): Partition {
  const [chosen] = partitions;
  if (chosen!.role !== "time") return chosen!;
  const reason = partitions.find((other) =>
    other.role === "setting" && sameVolumes(other, chosen!)
  );
  return reason ?? chosen!;
}

function sameVolumes(a: Partition, b: Partition): boolean {
  if (a.volumes.length !== b.volumes.length) return false;
  const volumeOf = new Map(b.volumes.flatMap((volume, t) => volume.map((frame) => [frame, t])));
  return a.volumes.every((volume) =>
    volume.every((frame) => volumeOf.get(frame) === volumeOf.get(volume[0]!))
  );
}

/** One attribute splits the frames, another separates each part, perhaps after another split. */
function separateParts(
  positions: Positions,
  values: FrameValues,
  splits: number,
): Separation[] | undefined {
  let best: { rank: number; separations: Separation[] } | undefined;
  for (const splitter of values.axes) {
    if (splitter.role === "time" || !splitter.matchings.includes("equal")) continue;
    const separations: Separation[] = [];
    const parts = splitPositions(positions, splitter) ?? [];
    const { values: told, ...others } = shown(
      parts.map((part) => splitter.valueOf(part[0]![0]!)!),
      splitter,
    );
    for (const [n, part] of parts.entries()) {
      const found = separatePart(part, values, splits - 1);
      if (!found) {
        separations.length = 0;
        break;
      }
      const { by, unit } = splitter;
      const common = { by, unit, value: told[n]!, ...others };
      separations.push(...found.map((one) => ({ ...one, common: [common, ...one.common] })));
    }
    if (separations.length === 0) continue;
    const rank = rankOf(separations[0]!.partition.by);
    if (!best || rank < best.rank) best = { rank, separations };
  }
  return best?.separations;
}

function separatePart(
  part: Positions,
  values: FrameValues,
  splits: number,
): Separation[] | undefined {
  const found = [
    ...completePartitions(part, values, "equal"),
    ...completePartitions(part, values, "rank"),
  ];
  if (found.length > 0) return [separation(preferred(found), found)];
  return splits > 0 ? separateParts(part, values, splits) : undefined;
}

function rankOf(by: string): number {
  return by === BY_DIFFUSION ? -1 : AXIS_ATTRIBUTES.findIndex((separator) => separator.by === by);
}

function separation(partition: Partition, all: readonly Partition[]): Separation {
  const alternatives = all.filter((other) => other.by !== partition.by)
    .map(({ by, volumes }) => ({ by, count: volumes.length }))
    .filter(({ by }, k, list) => list.findIndex((other) => other.by === by) === k);
  return { partition, alternatives, common: [] };
}
