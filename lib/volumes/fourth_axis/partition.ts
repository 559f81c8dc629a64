/**
 * Does an attribute make a complete grid of positions and volumes?
 *
 * @module
 */

import type { Frame } from "../../frames/frame.ts";
import { largestOf, median, smallestOf } from "../../geometry/numbers.ts";
import type { FrameValues } from "../frame_values.ts";
import type { AxisAttribute, Matching } from "./attributes.ts";
import { once } from "../../once.ts";

/** To compare two texts by what they count takes as long as so many comparisons of values. */
const COLLATION = 20;

/** Part of a day that a series can leave out: what is left holds the longest of scans, six hours. */
const LONGEST_PAUSE = 0.75;

/** Values of all positions, per frame of one, up to which positions share most of them. */
const FEW_MORE = 1.5;

/** A spread within a volume up to this part of what lies between two is printing, and not told. */
const UNTOLD_SPREAD = 0.01;
/** Beyond this part, values of one volume may as well be those of the next. */
const MOST_SPREAD = 0.5;

/** Frames by position. */
export type Positions = readonly (readonly Frame[])[];

/** Frames by volume and position, with what separates the volumes. */
export interface Partition {
  readonly by: string;
  readonly unit: string;
  readonly matching: Matching;
  readonly role: AxisAttribute["role"];
  /** What each volume has that the others have not, ascending, as the headers say it. */
  readonly values: readonly (number | string)[];
  /** volumes[t][k] */
  readonly volumes: readonly (readonly Frame[])[];
  /** By how much the slices of one volume differ in their values, counted from each slice's first. */
  readonly spread?: Spread;
}

/** Values that are not the same in all slices of a volume. */
export interface Spread {
  /** Largest difference within a volume, in `unit`. */
  readonly size: number;
  readonly unit: string;
  /** Too much for one value to stand for all: the volumes are counted instead. */
  readonly counted: boolean;
}

/** A grid that a value leaves open: this value has no frame at this position. */
export interface MissingFrame {
  readonly slice: number;
  readonly value: number | string;
}

/** A grid with holes, or none at all. */
export interface Incomplete extends Pick<Partition, "by" | "unit" | "role"> {
  /** The attributes that it is made of, if it is several together. */
  readonly together?: readonly AxisAttribute[] | undefined;
  /** As the headers say them. */
  readonly values: readonly (number | string)[];
  readonly holes: readonly MissingFrame[];
  /** Frames of each value, by position, without the positions where it has none. */
  readonly parts: readonly (readonly Frame[])[];
}

/**
 * Sorts frames into volumes by the values of an attribute.
 *
 * @param positions Frames by position
 * @param values Of the frames, which count what is compared
 * @returns A complete partition; the holes of an incomplete one; undefined when the attribute is
 *   absent somewhere, does not change, puts two frames into one place, or makes more holes than
 *   there are frames
 */
export function partitionBy(
  positions: Positions,
  separator: AxisAttribute,
  matching: Matching,
  values: FrameValues,
): Partition | Incomplete | undefined {
  if (!tellsApart(fullest(positions), separator)) return undefined;
  const valued = positions.map((frames) =>
    frames.map((frame) => ({ frame, value: separator.valueOf(frame)! }))
  );
  if (valued.some((frames) => frames.some(({ value }) => value === undefined))) return undefined;
  const { by, unit, role, together } = separator;
  const about = { by, unit, role, matching };
  const { period } = separator;
  const ongoing = period === undefined ? valued : unwrapped(valued, period);
  if (matching === "rank") return equalRanks(ongoing, about);
  const found = equalValues(ongoing, about, values);
  return found && !isComplete(found) ? { ...found, together } : found;
}

/**
 * Times of day that begin anew at midnight made to go on. They do so where they leave out most of a
 * day: no scan pauses that long, and one over midnight looks as if it did.
 */
function unwrapped(positions: Valued, period: number): Valued {
  const values = [...new Set(positions.flatMap((frames) => frames.map(({ value }) => value)))]
    .filter((value) => typeof value === "number").sort((a, b) => a - b);
  const start = values.find((value, k) => k > 0 && value - values[k - 1]! > LONGEST_PAUSE * period);
  if (start === undefined) return positions;
  return positions.map((frames) =>
    frames.map(({ frame, value }) => ({
      frame,
      value: typeof value === "number" && value < start ? value + period : value,
    }))
  );
}

/**
 * One position tells whether an attribute is worth reading from thousands of frames: at none may two
 * frames have one value.
 */
function tellsApart(frames: readonly Frame[], { valueOf }: AxisAttribute): boolean {
  const values = new Set<number | string>();
  for (const frame of frames) {
    const value = valueOf(frame);
    if (value === undefined || values.has(value)) return false;
    values.add(value);
  }
  return values.size > 1;
}

/** Different values of an attribute; undefined, at the first frame that has none, when it is not in all. */
export function valuesOf(
  frames: readonly Frame[],
  separator: AxisAttribute,
): Set<number | string> | undefined {
  const values = new Set<number | string>();
  for (const frame of frames) {
    const value = separator.valueOf(frame);
    if (value === undefined) return undefined;
    values.add(value);
  }
  return values;
}

/** Frames of the position that has most of them. */
export function fullest(positions: Positions): readonly Frame[] {
  return positions.reduce((most, frames) => frames.length > most.length ? frames : most);
}

/** Whether a partition is complete. */
export function isComplete(found: Partition | Incomplete | undefined): found is Partition {
  return found !== undefined && "volumes" in found;
}

/**
 * Whether a grid has more holes than frames: no grid with holes, but an attribute that changes all
 * the time. To list its holes could take as many as the square of the frames.
 */
export function mostlyHoles(cells: number, frames: number): boolean {
  return cells - frames > frames;
}

type Valued = readonly (readonly { readonly frame: Frame; readonly value: number | string }[])[];
type About = Pick<Partition, "by" | "unit" | "role" | "matching">;

function equalValues(
  positions: Valued,
  about: About,
  counter: FrameValues,
): Partition | Incomplete | undefined {
  const different = new Set(positions.flatMap((frames) => frames.map(({ value }) => value)));
  const frames = positions.reduce((sum, here) => sum + here.length, 0);
  if (different.size < 2 || mostlyHoles(different.size * positions.length, frames)) {
    return undefined;
  }
  const byValue = positions.map((frames) =>
    new Map(frames.map(({ frame, value }) => [value, frame]))
  );
  // Two frames with one value at one position: the attribute does not tell them apart.
  if (byValue.some((frames, k) => frames.size < positions[k]!.length)) return undefined;
  counter.count(costOfSorting([...different]));
  const values = inOrder([...different]);
  const holes = byValue.flatMap((frames, slice) =>
    values.filter((value) => !frames.has(value)).map((value) => ({ slice, value }))
  );
  if (holes.length > 0) {
    const parts = values.map((value) => byValue.flatMap((frames) => frames.get(value) ?? []));
    return { ...about, values, holes, parts };
  }
  return {
    ...about,
    values,
    volumes: values.map((value) => byValue.map((frames) => frames.get(value)!)),
  };
}

function equalRanks(positions: Valued, about: About): Partition | undefined {
  const count = positions[0]!.length;
  if (count < 2 || positions.some((frames) => frames.length !== count)) return undefined;
  const different = new Set<number | string>();
  for (const frames of positions) {
    const here = new Set(frames.map(({ value }) => value));
    if (here.size < count) return undefined;
    for (const value of here) different.add(value);
  }
  const rankOf = new Map(inOrder([...different]).map((value, rank) => [value, rank]));
  const ranked = positions.map((frames) =>
    [...frames].sort((a, b) => rankOf.get(a.value)! - rankOf.get(b.value)!)
  );
  const ranks = [...Array(count).keys()];
  const found = ranked.map((frames) => frames.map(({ value }) => value));
  if (lacksSome(found)) return undefined;
  // A volume's value is where its slices lie in the middle: times of slices scatter within it.
  const numbers = found.every((here) => here.every((value) => typeof value === "number"))
    ? found as number[][]
    : undefined;
  const values = numbers
    ? ranks.map((t) => median(numbers.map((frames) => frames[t]!)))
    : [...ranks];
  const rising = values.every((value, t) => t === 0 || value > values[t - 1]!);
  const spread = numbers && rising ? spreadOf(numbers, values, about.unit) : undefined;
  const counts = about.role === "index" || !rising || spread?.counted === true;
  return {
    ...about,
    unit: spread?.counted ? "" : about.unit,
    values: counts ? ranks : values,
    volumes: ranks.map((t) => ranked.map((frames) => frames[t]!.frame)),
    ...(spread ? { spread } : {}),
  };
}

/**
 * Whether some positions lack the first volume: their first value is a later one at others, and all
 * positions together have few more values than one. Slices excited together share values at one
 * rank, and those of another heart rate begin alike.
 *
 * @param values Different values of each position, ascending
 */
export function lacksSome(values: readonly (readonly unknown[])[]): boolean {
  const firsts = new Set(values.map(([first]) => first));
  const returns = values.some(([, ...later]) => later.some((value) => firsts.has(value)));
  return returns && shareMost(values);
}

/** Whether all positions together have few more values than one: what each lacks, others have. */
export function shareMost(values: readonly (readonly unknown[])[]): boolean {
  return new Set(values.flat()).size <= FEW_MORE * largestOf(values.map(({ length }) => length));
}

/**
 * Slices that are taken one after the other have times of their own, which is no spread if volumes
 * follow each other in the same time everywhere: only what goes on after a slice's first is compared.
 *
 * @param times times[k][t]
 * @param values One for each volume, ascending
 */
export function spreadOf(
  times: readonly (readonly number[])[],
  values: readonly number[],
  unit: string,
): Spread | undefined {
  const step = smallestOf(values.slice(1).map((value, t) => value - values[t]!));
  const size = largestOf(values.map((_, t) => {
    const after = times.map((own) => own[t]! - own[0]!);
    return largestOf(after) - smallestOf(after);
  }));
  return size <= UNTOLD_SPREAD * step
    ? undefined
    : { size, unit, counted: size > MOST_SPREAD * step };
}

function costOfSorting(values: readonly (number | string)[]): number {
  const each = values.every((value) => typeof value === "number") ? 1 : COLLATION;
  return each * values.length * Math.ceil(Math.log2(values.length));
}

/**
 * Sorts `*ep_b50t` before `*ep_b400t`: texts that count something do so in numbers. Runtimes load
 * tables of languages for it, which takes 12 ms.
 */
const natural = once(() => new Intl.Collator("en", { numeric: true }));

/** Counts, one or several: what Dimension Index Values are. */
const COUNTS = /^\d{1,9}(?:\\\d{1,9})*$/;

/** Values in their order. Lists of counts are taken apart once, not in every comparison. */
function inOrder(values: readonly (number | string)[]): (number | string)[] {
  const isCounts = values.every((value) => typeof value === "string" && COUNTS.test(value));
  if (!isCounts) return values.toSorted(ascending);
  return values.map((value) => ({ value, counts: String(value).split("\\").map(Number) }))
    .sort((a, b) => compareCounts(a.counts, b.counts))
    .map(({ value }) => value);
}

function compareCounts(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length && k < b.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
  return a.length - b.length;
}

/** For `sort`: numbers by size, texts by what they count, else by their letters. */
export function ascending(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [s, t] = [String(a), String(b)];
  return natural().compare(s, t) || (s < t ? -1 : s > t ? 1 : 0);
}
