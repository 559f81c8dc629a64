/**
 * Frames whose functional groups say too little, by the macros that they lack.
 *
 * @module
 */

import { type Named, nameOf } from "../dicom/attribute_names.ts";
import type { Dataset } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import { list, verb } from "../text.ts";

/** What makes a plane besides its position: the macro, and what is read of it (PS3.3 C.7.6.16.2). */
const MACROS = [
  ["PlaneOrientationSequence", ["ImageOrientationPatient"]],
  ["PixelMeasuresSequence", ["PixelSpacing", "NominalScannedPixelSpacing"]],
] as const satisfies readonly (readonly [Named, readonly Named[]])[];

/** Runs of frame numbers that a message lists; more would not be read. */
const MOST_RUNS = 8;

/**
 * The error of an object of which frames lack macros, by their names and all frames that lack each;
 * undefined if that is not what is wrong.
 *
 * @param frames Attributes of every frame
 * @param hasPosition Whether a frame has a position of its own
 */
export function lackingMacros<Frame extends Dataset>(
  frames: readonly Frame[],
  hasPosition: (frame: Frame) => boolean,
): HeaderError | undefined {
  // Those of ultrasound volumes have other names, and are seldom.
  if (frames.some((frame) => frame.has("PlanePositionVolumeSequence"))) return undefined;
  const without = (has: (frame: Frame) => boolean): number[] =>
    frames.flatMap((frame, number) => has(frame) ? [] : [number]);
  const lacks = [
    { macro: "PlanePositionSequence" as const, without: without(hasPosition) },
    ...MACROS.map(([macro, keywords]) => ({
      macro,
      without: without((frame) => keywords.some((keyword) => frame.strings(keyword).length > 0)),
    })),
  ].filter(({ without }) => without.length > 0);
  if (lacks.length === 0) return undefined;
  const unplaced = lacks.some(({ macro }) => macro !== "PixelMeasuresSequence");
  const byFrames = Map.groupBy(lacks, ({ without }) => framesIn(without, frames.length));
  const told = [...byFrames].map(([where, macros]) =>
    `${list(macros.map(({ macro }) => nameOf(macro)))} ${
      verb(macros.length, "is", "are")
    } absent or empty in ${where}`
  );
  return new HeaderError(
    unplaced ? "no-geometry" : "bad-spacing",
    `${unplaced ? "there is no image plane: " : ""}${told.join("; ")}`,
    {
      frame: lacks[0]!.without[0]!,
      frames: frames.length,
      lacking: lacks.map(({ macro, without }) => ({ macro, frames: without.length })),
    },
  );
}

/** `all 12 frames`, `frame 3 of 12`, `frames 3, 5-7 and 9 of 12`; counted from 1. */
function framesIn(numbers: readonly number[], count: number): string {
  if (numbers.length === count) return count === 1 ? "the only frame" : `all ${count} frames`;
  const runs: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const told = runs.slice(0, MOST_RUNS)
    .map(([from, to]) => from === to ? `${from + 1}` : `${from + 1}-${to + 1}`);
  const more = numbers.length -
    runs.slice(0, MOST_RUNS).reduce((n, [from, to]) => n + to - from + 1, 0);
  if (more > 0) told.push(`${more} more`);
  return `frame${numbers.length === 1 ? "" : "s"} ${list(told)} of ${count}`;
}
