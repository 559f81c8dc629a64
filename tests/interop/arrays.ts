/**
 * The stack on which arrays are laid, and what the tests of arrays share.
 *
 * @module
 */

import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import { ok } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { makeReply, theVolume } from "../support/reply.ts";
import type { SeriesOptions, Triple } from "../support/series.ts";
import type { Answers, Reading } from "./readers.ts";

/** A file by name. */
export type File = { readonly name: string; readonly bytes: Uint8Array };

/** Axes of the oblique stack on which `write_arrays.py` has its values, and what it counts by. */
export const SIZES: Readonly<Record<string, number>> = { x: 11, y: 12, z: 13, c: 3 };
export const WEIGHTS: Readonly<Record<string, number>> = { x: 7, y: 31, z: 101, c: 53 };
/** Steps of its axes and its first pixel, LPS mm. */
export const STEPS: Readonly<Record<string, Triple>> = {
  x: [0.4, 0.3, 0],
  y: [0, 0, -0.9],
  z: [-1.2, 1.6, 0],
};
export const ORIGIN: Triple = [-3.25, 17, 99.5];
/** The stack as a series. */
export const oblique: SeriesOptions = {
  columns: SIZES["x"]!,
  rows: SIZES["y"]!,
  count: SIZES["z"]!,
  pixelSpacing: [0.9, 0.5],
  row: [0.8, 0.6, 0],
  column: [0, 0, -1],
  first: ORIGIN,
  step: STEPS["z"]!,
};

/** The reply about the only volume of these files. */
export const replyTo = (files: readonly File[], options: Partial<HeaderOptions>): VolumeReply => {
  const { objects, skipped } = collect(files);
  return theVolume(makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options }));
};

/** The reading of one reader, which must not have failed. */
export function reading(answers: Answers, reader: string, path: string): Reading {
  const answer = answers.get(reader)!.get(path)!;
  ok(!("error" in answer), `${reader}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Runs with a folder of its own, which is gone afterwards. */
export async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Pixels of a slice. */
export const PLANE = SIZES["x"]! * SIZES["y"]!;

/** 8 bits of red, green and blue, by pixel (0) or by plane (1). */
export const rgb = (planar: number): SeriesOptions => ({
  attributes: {
    SamplesPerPixel: 3,
    PhotometricInterpretation: "RGB",
    PlanarConfiguration: planar,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
  },
});
