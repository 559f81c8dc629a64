/**
 * The same image under several UIDs: exports and conversions do that.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Frame } from "../frames/frame.ts";
import { type Finding, warning } from "./finding.ts";

/** What two different images of one series cannot all share. */
const IDENTIFYING: readonly Keyword[] = [
  "InstanceNumber",
  "AcquisitionNumber",
  "AcquisitionTime",
  "AcquisitionDateTime",
  "FrameAcquisitionDateTime",
  "ContentTime",
  "TriggerTime",
  "EchoTime",
  "RescaleSlope",
  "RescaleIntercept",
];

/**
 * The first frame of each position, if all frames at a position are copies of it: nothing that
 * tells images apart differs, and an instance number and a time are there to differ. Undefined if
 * they are not.
 *
 * @param positions Frames by position, as sent
 */
export function withoutCopies(positions: readonly (readonly Frame[])[]): Frame[] | undefined {
  const alike = positions.every(([first, ...others]) => {
    const identity = identityOf(first!);
    return identity !== undefined && others.every((frame) => identityOf(frame) === identity);
  });
  return alike ? positions.map(([first]) => first!) : undefined;
}

function identityOf({ attributes, number }: Frame): string | undefined {
  const values = IDENTIFYING.map((keyword) => attributes.strings(keyword).join("\\"));
  const [instance, , ...times] = values;
  if (instance === "" || times.slice(0, 4).every((time) => time === "")) return undefined;
  return [number, ...values].join(" ");
}

/** Which frames were left out as copies. */
export function copyFindings(copies: readonly Frame[]): Finding[] {
  if (copies.length === 0) return [];
  return [warning(
    "copies-left-out",
    `${copies.length} frames are copies of others under UIDs of their own: number, times and scaling are the same; the first of each is described`,
    { given: [...new Set(copies.map((frame) => frame.object.given))] },
  )];
}
