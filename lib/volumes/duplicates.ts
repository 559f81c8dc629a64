/**
 * The same image under several UIDs: exports and conversions do that.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Frame } from "../frames/frame.ts";
import { type Finding, warning } from "./finding.ts";
import { BY_DIMENSIONS, BY_NUMBER } from "./fourth_axis/attributes.ts";
import type { FrameValues } from "./frame_values.ts";

/** When a frame was taken: without one of these, images cannot be distinguished. */
const TIMES: readonly Keyword[] = [
  "AcquisitionTime",
  "AcquisitionDateTime",
  "FrameAcquisitionDateTime",
  "ContentTime",
];

/**
 * What else two different images of one series cannot all share, besides what may be a fourth axis:
 * numbers and times are often those of the slice, and the same in all images of it.
 */
const RECONSTRUCTION: readonly Keyword[] = [
  "RescaleSlope",
  "RescaleIntercept",
  "SliceThickness",
  "ConvolutionKernel",
];

/**
 * The first frame of each position, if all frames at a position are copies of it: nothing that
 * tells images apart differs, and an instance number and a time are there to differ. Undefined if
 * they are not.
 *
 * @param positions Frames by position, as sent
 * @param values Of the frames
 */
export function withoutCopies(
  positions: readonly (readonly Frame[])[],
  values: FrameValues,
): Frame[] | undefined {
  const alike = positions.every(([first, ...others]) => {
    const identity = identityOf(first!, values);
    return identity !== undefined &&
      others.every((frame) => identityOf(frame, values) === identity);
  });
  return alike ? positions.map(([first]) => first!) : undefined;
}

function identityOf(frame: Frame, values: FrameValues): string | undefined {
  const read = (keyword: Keyword): string => values.textOf(frame, keyword);
  // Of a frame it counts the place in its object and, as parts of one image have one instance
  // number, in its concatenation.
  const number = BY_NUMBER.valueOf(frame);
  const times = TIMES.map(read);
  if (number === undefined || times.every((time) => time === "")) return undefined;
  return JSON.stringify([
    number,
    BY_DIMENSIONS.valueOf(frame),
    times,
    RECONSTRUCTION.map(read),
    values.axes.map((separator) => separator.valueOf(frame)),
    values.diffusionOf(frame),
  ]);
}

/** Which frames were left out as copies. */
export function copyFindings(copies: readonly Frame[]): Finding[] {
  if (copies.length === 0) return [];
  return [warning(
    "copies-left-out",
    `${
      copies.length === 1
        ? "1 frame is a copy of another under a different UID"
        : `${copies.length} frames are copies of others under different UIDs`
    }: instance numbers, times, settings and scaling are the same; the first of each is used`,
    { given: [...new Set(copies.map((frame) => frame.object.given))] },
  )];
}
