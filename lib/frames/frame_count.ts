/**
 * How many frames an object holds: PS3.3 C.7.6.6.
 *
 * @module
 */

import { type Dataset, finite } from "../dicom/dataset.ts";
import { limitExceeded } from "../dicom/limits.ts";
import { HeaderError } from "../errors.ts";

/**
 * Frames of one object. A number costs the sender nothing, a frame costs memory: this is more than
 * any real object holds and still cheap.
 */
export const MAX_FRAMES = 100_000;

/**
 * Number of Frames (0028,0008); 1 where it is absent.
 *
 * @throws {HeaderError} bad-frame-count, limit-exceeded
 */
export function frameCountOf(dataset: Dataset): number {
  if (dataset.strings("NumberOfFrames").length === 0) return 1;
  const count = finite(dataset.numbers("NumberOfFrames"));
  if (count === undefined || !Number.isInteger(count) || count < 1) {
    throw new HeaderError(
      "bad-frame-count",
      "Number of Frames (0028,0008) is not a positive whole number",
    );
  }
  if (count > MAX_FRAMES) throw limitExceeded("frames per object", MAX_FRAMES, count);
  return count;
}
