/**
 * A position that is held twice among many that are held once: two acquisitions that meet, or a slice
 * that was taken again.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { finite } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { median } from "../geometry/numbers.ts";
import { TOLERATED_RESIDUAL } from "../geometry/spacing.ts";
import { distance, dot, length, subtract, type Vector } from "../geometry/vector.ts";
import { brief, counted, list } from "../text.ts";
import { textOf } from "./frame_values.ts";
import { COMPARED } from "./settings.ts";

/** Pairs told in an error; how many there are is always told. */
const PAIRS_TOLD = 10;

/** Up to this part of all positions, or one of them, is an accident and no fourth axis. */
const FEW = 0.1;

/** What else may differ between two frames at one position, besides settings. */
const TIMES: readonly Keyword[] = [
  "AcquisitionNumber",
  "AcquisitionTime",
  "AcquisitionDateTime",
  "ContentTime",
  "TriggerTime",
  "SliceLocation",
  "SliceThickness",
];

/**
 * Pairs of neighbours that lie nearer to each other than slices may lie off their grid: one position,
 * held twice.
 *
 * @param positions In their order
 * @param normal Of the slices: what lies beside each other is no pair
 * @returns Index of the first of each pair
 */
export function nearPairs(positions: readonly Vector[], normal: Vector): number[] {
  if (positions.length < 3) return [];
  const steps = positions.slice(1).map((position, k) => subtract(position, positions[k]!));
  const near = TOLERATED_RESIDUAL * median(steps.map((step) => Math.abs(dot(step, normal))));
  return steps.flatMap((step, k) => length(step) <= near ? [k] : []);
}

/** Whether several frames lie at fewer than half of the positions, and one at each of the others. */
export function someHeldTwice(positions: readonly (readonly Frame[])[]): boolean {
  const several = positions.filter(({ length }) => length > 1).length;
  return several > 0 && 2 * several < positions.length;
}

/** Whether it is so few that no attribute makes a fourth axis of them. */
export function fewHeldTwice(positions: readonly (readonly Frame[])[]): boolean {
  const several = positions.filter(({ length }) => length > 1).length;
  return someHeldTwice(positions) && several <= Math.max(1, FEW * positions.length);
}

/**
 * Stacks without such pairs: by what tells the frames of all pairs apart, else as the frames are
 * numbered.
 *
 * @param frames One row in header order
 * @param pairs As {@linkcode nearPairs} has them
 * @returns Indices of the frames of each stack, ascending
 */
export function withoutPairs(frames: readonly Frame[], pairs: readonly number[]): number[][] {
  const seconds = new Set(pairs.map((k) => k + 1));
  let place = 0;
  const places = frames.map((_, k) => seconds.has(k) ? place : ++place);
  const hasNone = (run: readonly number[]): boolean =>
    new Set(run.map((k) => places[k])).size === run.length;
  for (const keyword of [...COMPARED, ...TIMES]) {
    const read = (k: number): string => textOf(frames[k]!, keyword);
    if (pairs.some((k) => read(k) === read(k + 1))) continue;
    const parts = [...Map.groupBy(frames.keys(), read).values()];
    // A value of its own for nearly every slice is no acquisition.
    if (parts.length <= pairs.length + 1 && parts.every(hasNone)) return parts;
  }
  const runs = runsByNumber(frames, places);
  // Numbered at random they say nothing; then each pair is where one stack ends.
  if (runs.length > 0 && runs.length <= pairs.length + 1 && runs.every(hasNone)) return runs;
  const cuts = [0, ...pairs.map((k) => k + 1), frames.length];
  return cuts.slice(1).map((end, n) =>
    Array.from({ length: end - cuts[n]! }, (_, k) => cuts[n]! + k)
  );
}

/** Cut where the numbers go on at a position that is held already, or turn back. */
function runsByNumber(frames: readonly Frame[], places: readonly number[]): number[][] {
  const numbered = frames.map((frame, k) => ({
    k,
    number: finite(frame.attributes.numbers("InstanceNumber")),
  }));
  const numbers = new Set(numbered.map(({ number }) => number));
  if (numbers.has(undefined) || numbers.size < frames.length) return [];
  numbered.sort((a, b) => a.number! - b.number!);
  const runs: number[][] = [];
  let direction = 0;
  for (const { k } of numbered) {
    const run = runs.at(-1);
    const goes = run ? Math.sign(places[k]! - places[run.at(-1)!]!) : 0;
    if (run && goes !== 0 && (direction === 0 || goes === direction)) {
      run.push(k);
      direction = goes;
    } else {
      runs.push([k]);
      direction = 0;
    }
  }
  return runs.map((run) => run.sort((a, b) => a - b));
}

/** Why such frames are no stack. */
export function heldTwice(held: readonly (readonly Frame[])[], positions: number): HeaderError {
  const told = held.slice(0, PAIRS_TOLD);
  const first = told[0]!;
  const differing = differingIn(held);
  const at = (frame: Frame): string => frame.plane.position.map(brief).join(", ");
  const shift = distance(first[0]!.plane.position, first[1]!.plane.position);
  const where = shift > 0
    ? `${brief(shift)} mm apart, at (${at(first[0]!)}) and (${at(first[1]!)}) mm,`
    : `at (${at(first[0]!)}) mm`;
  const others = held.length > 1 ? `, and so at ${counted(held.length - 1, "other position")}` : "";
  return new HeaderError(
    "duplicate-positions",
    `${first.length} frames lie ${where} where slices have one position each${
      numbersOf(first)
    }${others}; ${
      differing.length > 0 ? `they differ in ${list(differing)}` : "nothing else tells them apart"
    }`,
    {
      frames: held.reduce((sum, frames) => sum + frames.length, 0),
      positions,
      held: told.map((frames) => ({
        position: frames[0]!.plane.position,
        given: frames.map(({ object }) => object.given),
        ...instanceNumbers(frames),
        ...(frames.every(({ object }) => object.file !== undefined)
          ? { files: frames.map(({ object }) => object.file!) }
          : {}),
      })),
      differing,
      help: "uneven=split for a volume of each stack, or leave one of the two out",
    },
  );
}

function numbersOf(frames: readonly Frame[]): string {
  const { instanceNumbers: numbers } = instanceNumbers(frames);
  const files = frames.flatMap(({ object }) => object.file ?? []);
  const named = files.length === frames.length ? ` (${list(files)})` : "";
  return numbers ? `: instance numbers ${list(numbers.map(String))}${named}` : named && `:${named}`;
}

function instanceNumbers(frames: readonly Frame[]): { instanceNumbers?: readonly number[] } {
  const numbers = frames.flatMap(({ attributes }) =>
    finite(attributes.numbers("InstanceNumber")) ?? []
  );
  return numbers.length === frames.length ? { instanceNumbers: numbers } : {};
}

/** Attributes that differ within all of them. */
function differingIn(held: readonly (readonly Frame[])[]): string[] {
  return [...COMPARED, ...TIMES].filter((keyword) =>
    held.every(([first, ...others]) =>
      others.some((frame) => textOf(frame, keyword) !== textOf(first!, keyword))
    )
  );
}
