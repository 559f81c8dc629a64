/**
 * Number of frames of an object: PS3.3 C.7.6.6.
 *
 * @module
 */

import { type Dataset, finite } from "../dicom/dataset.ts";
import { HeaderError, isHeaderError, orError } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import type { FrameLimits } from "./frame.ts";

/**
 * Number of Frames (0028,0008); 1 where it is absent, or 0, which is wrong and means a single image.
 *
 * @throws {HeaderError} bad-frame-count, limit-exceeded
 */
export function frameCountOf(dataset: Dataset, limits: FrameLimits = DEFAULT_LIMITS): number {
  if (dataset.strings("NumberOfFrames").length === 0) return 1;
  const count = finite(dataset.numbers("NumberOfFrames"));
  if (count === 0) return 1;
  if (count === undefined || !Number.isInteger(count) || count < 1) {
    throw new HeaderError(
      "bad-frame-count",
      "Number of Frames (0028,0008) is not a positive whole number",
    );
  }
  checkLimit("objectFrames", count, limits);
  return count;
}

/** The number of frames; undefined where the object says none that is of use. */
export function knownFrameCount(dataset: Dataset, limits?: FrameLimits): number | undefined {
  const count = orError(() => frameCountOf(dataset, limits));
  return isHeaderError(count) ? undefined : count;
}
