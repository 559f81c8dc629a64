/** Checks, for the tests of checks. */

import type { ClaimedHeader } from "../../lib/check/claimed_header.ts";
import { claimedText } from "../../lib/check/claimed_text.ts";
import {
  checkHeader as checkFrames,
  type CheckOptions,
  type CheckReply,
} from "../../lib/check/mod.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import type { Skipped } from "../../lib/errors.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { makeReply } from "../support/reply.ts";

/** Checks a header against objects, in the order sent. */
export function checkHeader(
  claimed: ClaimedHeader,
  objects: readonly DicomObject[],
  skipped: readonly Skipped[],
  options: CheckOptions,
): CheckReply {
  return checkFrames(claimed, readFrames(objects, skipped, undefined, options), options);
}

/** Checks a header; nobody says in which order the array is, unless the options do. */
export function check(
  objects: readonly DicomObject[],
  header: string | HeaderGeometry,
  options: Partial<CheckOptions> = {},
): CheckReply {
  const text = typeof header === "string" ? header : headerOf(header);
  return checkHeader(claimedText(text), objects, [], {
    ...DEFAULT_OPTIONS,
    orderStated: options.order !== undefined,
    volume: undefined,
    ...options,
  });
}

/** Codes of the diagnoses, sorted. */
export function named({ diagnoses }: CheckReply): string[] {
  return diagnoses.map(({ code }) => code).sort();
}

/** The right header of the first volume, sorted as Slicer and ITK sort it. */
export function rightGeometry(objects: readonly DicomObject[]): HeaderGeometry {
  const [volume] = makeReply(objects, [], DEFAULT_OPTIONS).volumes;
  return geometryOf(volume!.header);
}

/** What a header says, LPS. */
export function geometryOf(header: string): HeaderGeometry {
  const { directions, origin, sizes, spatialAxes } = readNrrdGeometry(header);
  const [columns, rows, slices] = spatialAxes.map((axis) => sizes[axis]!);
  return {
    space: "left-posterior-superior",
    directions,
    origin,
    sizes: [columns!, rows!, slices!],
  };
}
