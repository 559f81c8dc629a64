/**
 * DICOM files as the data files of a header: which, in what order, from which byte on.
 *
 * A header has one byte skip for all of its files; no reader knows one for each. It is counted from
 * their start if the pixels begin at the same byte of all. Mostly they do not, because a date or a
 * number has a digit more, but all end alike: then it is counted from the end, -1 for no byte behind
 * the pixels, -2 for one. Only where neither is the same there is no header.
 *
 * @module
 */

import type { ErrorCode } from "../codes/errors.ts";
import type { DicomObject } from "../dicom/dataset.ts";
import { hasBigEndianPixels } from "../dicom/transfer_syntax.ts";
import { type DetailsOf, HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { largestOf, smallestOf } from "../geometry/numbers.ts";
import { counted, verb } from "../text.ts";
import { type Finding, info } from "../volumes/finding.ts";
import type { Volume } from "../volumes/volume.ts";
import { product } from "./array_axes.ts";
import { isTemplate, listedFileName } from "./file_name.ts";
import type { DataFile, DataFiles } from "./data_place.ts";
import { frameBytes, pixelFault } from "./stored_pixels.ts";

/** The samples of a volume where DICOM keeps them. */
export interface DicomData {
  readonly place: DataFile | DataFiles;
  readonly endian: "little" | "big";
  readonly findings: readonly Finding[];
}

/** Consecutive frames of one object. */
interface Run {
  readonly object: DicomObject;
  /** First frame, from 0. */
  readonly start: number;
  length: number;
}

/**
 * Where the volume's samples lie in the files that were sent.
 *
 * @param sizes Of the array's axes, fastest first
 * @param planeAxes How many of them one frame has
 * @throws {HeaderError} byte-offset-unknown, compressed-pixels, tiled-pixels,
 * unsupported-pixel-format, missing-slices, frames-not-in-order, mixed-pixel-formats, skips-differ,
 * file-names-unusable, header-injection
 */
export function dicomData(
  volume: Volume,
  sizes: readonly number[],
  planeAxes: number,
): DicomData {
  const frames = volume.slices.map(({ frame }) => frame);
  const needed = product(sizes.slice(planeAxes));
  if (frames.length !== needed) {
    throw new HeaderError(
      "missing-slices",
      `the array has ${
        counted(needed, "slice")
      }, the files ${frames.length}: the rest is in no file`,
      { slices: needed, present: frames.length, help: "data=attached or the name of a file" },
    );
  }
  for (const frame of frames) {
    const fault = pixelFault(frame);
    if (fault) throw refusal(fault.code, fault.reason, fault.details);
  }
  const runs = runsOf(frames);
  const endian = commonEndian(runs);
  const byteSkip = commonSkip(runs, frameBytes(frames[0]!));
  const skipFindings = byteSkip < 0 ? fromEnd(runs, byteSkip) : undefined;
  const files = namesOf(runs);
  const axes = axesPerFile(runs, sizes, planeAxes);
  const alone = files.length === 1 && !isTemplate(files[0]!);
  return {
    place: alone ? { file: files[0]!, byteSkip } : { files, axes, byteSkip },
    endian,
    findings: [...listFindings(alone), ...(skipFindings ?? trailingFindings(runs, alone))],
  };
}

/** Frames of the array, in its order, as pieces of files. */
function runsOf(frames: readonly Frame[]): Run[] {
  const runs: Run[] = [];
  const seen = new Set<DicomObject>();
  for (const { object, number } of frames) {
    const run = runs.at(-1);
    if (run?.object === object && number === run.start + run.length) {
      run.length++;
      continue;
    }
    if (seen.has(object)) throw notInOrder(frames);
    seen.add(object);
    runs.push({ object, start: number, length: 1 });
  }
  if (runs.some(({ length }) => length !== runs[0]!.length)) throw notInOrder(frames);
  return runs;
}

function notInOrder(frames: readonly Frame[]): HeaderError {
  const backwards = frames.every(({ object, number }, k) =>
    k === 0 || object === frames[0]!.object && number < frames[k - 1]!.number
  );
  return refusal(
    "frames-not-in-order",
    backwards
      ? "the file has the slices in reverse order"
      : "the files have their frames in another order than the header",
    backwards ? { help: "order=given" } : {},
  );
}

function commonEndian(runs: readonly Run[]): "little" | "big" {
  const bigs = runs.filter(({ object }) => hasBigEndianPixels(object.transferSyntax)).length;
  if (bigs > 0 && bigs < runs.length) {
    throw refusal(
      "mixed-pixel-formats",
      `${bigs} of ${runs.length} files ${verb(bigs, "is", "are")} big-endian`,
      { bigEndian: bigs, files: runs.length },
    );
  }
  return bigs > 0 ? "big" : "little";
}

/** Bytes from the start of every file to its pixels; or from the end, as NRRD counts them: from -1. */
function commonSkip(runs: readonly Run[], bytes: number): number {
  const skips = runs.map(({ object, start }) => object.pixelData!.offset + start * bytes);
  const skip = skips[0]!;
  const other = skips.findIndex((value) => value !== skip);
  if (other < 0) return skip;
  const behind = runs.map((run, at) => bytesBehind(run, skips[at]! + run.length * bytes));
  if (behind[0] !== undefined && behind.every((count) => count === behind[0])) {
    return -1 - behind[0];
  }
  const unknown = behind.includes(undefined);
  const ends = unknown
    ? "where the files end was not seen"
    : "the files do not end alike behind them";
  throw refusal(
    "skips-differ",
    `the pixels begin at byte ${skip} of one file and at byte ${
      skips[other]
    } of another, and ${ends}; a header has one byte skip for all`,
    {
      smallest: Math.min(...skips),
      largest: Math.max(...skips),
      given: [runs[0]!.object.given, runs[other]!.object.given],
      help: `${
        unknown ? "the whole files, which may all end with their pixels; or " : ""
      }the pixels in one file, in numpy: array.tofile("volume.raw"), and data=volume.raw`,
    },
  );
}

/** Bytes behind a place of a file; undefined if it was cut before or only described. */
function bytesBehind({ object: { byteLength } }: Run, end: number): number | undefined {
  return byteLength === undefined || byteLength < end ? undefined : byteLength - end;
}

function namesOf(runs: readonly Run[]): string[] {
  const files = runs.map(({ object }) => fileOf(object));
  const unnamed = files.filter((file) => file === undefined).length;
  if (unnamed > 0) {
    throw refusal(
      "file-names-unusable",
      `${unnamed} of ${counted(files.length, "file")} had no name`,
    );
  }
  const names = files.map((file) => listedFileName(file!));
  const different = new Set(names).size;
  if (different < names.length) {
    throw refusal(
      "file-names-unusable",
      `${names.length} files were sent under ${
        counted(different, "name")
      }; include their folders to make them unique`,
      { files: names.length, names: different },
    );
  }
  return names;
}

/** A JSON text that describes an object is not the file with its pixels. */
function fileOf({ file, byteLength }: DicomObject): string | undefined {
  return byteLength === undefined && /json$/i.test(file ?? "") ? undefined : file;
}

/** How many axes of the array one file holds; all of them for equal parts of the last. */
function axesPerFile(runs: readonly Run[], sizes: readonly number[], planeAxes: number): number {
  const frames = runs[0]!.length;
  let axes = planeAxes;
  let held = 1;
  while (held < frames && axes < sizes.length) held *= sizes[axes++]!;
  if (held === frames) return axes;
  const lastStep = product(sizes.slice(planeAxes, -1));
  if (frames % lastStep === 0) return sizes.length;
  throw refusal(
    "frames-not-in-order",
    `each file has ${frames} frames, which do not fill whole axes of the array`,
    { frames, sizes },
  );
}

function listFindings(alone: boolean): Finding[] {
  if (alone) return [];
  return [info(
    "data-file-list",
    "teem, ITK and Slicer read lists of data files; pynrrd, VTK and JavaScript readers do not; save the header in the folder to which the names are relative",
  )];
}

/** A skip that files keep only as long as nobody appends anything to them. */
function fromEnd(runs: readonly Run[], byteSkip: number): Finding[] {
  const offsets = runs.map(({ object }) => object.pixelData!.offset);
  const [smallest, largest] = [smallestOf(offsets), largestOf(offsets)];
  const behind = -1 - byteSkip;
  return [info(
    "skip-from-end",
    `the pixels begin between byte ${smallest} and byte ${largest} of the files, but all files end ${
      behind === 0 ? "with them" : `${counted(behind, "byte")} behind them`
    }: the byte skip counts from the end, which teem, ITK and Slicer read; it holds as long as the files keep their ends`,
    { byteSkip, smallest, largest },
  )];
}

function trailingFindings(runs: readonly Run[], alone: boolean): Finding[] {
  const lengths = runs.map((run) => {
    const { offset, length } = run.object.pixelData!;
    return bytesBehind(run, offset + length!) ?? 0;
  });
  const files = lengths.filter((length) => length > 0).length;
  if (files === 0) return [];
  const largest = largestOf(lengths);
  return [info(
    "trailing-bytes",
    `${files} of ${counted(runs.length, "file")} ${
      verb(files, "continues after its", "continue after their")
    } pixels, by up to ${largest} bytes: this byte skip is right, one of -1 would not be${
      alone ? "; pynrrd refuses such a file" : ""
    }`,
    { files, largest },
  )];
}

function refusal<Code extends ErrorCode>(
  code: Code,
  reason: string,
  details?: DetailsOf<Code>,
): HeaderError {
  const help = "data=attached, or data=volume.raw for the pixels in a separate file";
  return new HeaderError(
    code,
    `a header cannot point at these files: ${reason}`,
    { help, ...details } as DetailsOf<Code>,
  );
}
