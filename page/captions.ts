/**
 * Captions of the drawing's slices.
 *
 * @module
 */

import { brief, ordinal } from "../lib/text.ts";
import type { SceneFrame } from "./scene.ts";

/** One frame of a slice, and what the reply says of it. */
export interface Member {
  readonly frame: SceneFrame;
  /** Distance of the header's slice from DICOM's, mm. */
  readonly error: number;
}

/** A frame in the order sent. */
export function sentCaption(place: number, frame: SceneFrame): string {
  return `${ordinal(place + 1)} sent: ${frameWords([frame])}`;
}

/** Frames at one position, where no header describes them. */
export function positionCaption(k: number, count: number, frames: readonly SceneFrame[]): string {
  return `position ${k} of ${count}: ${frameWords(frames)}`;
}

/**
 * A slice of a header.
 *
 * @param segments Whether it is a segmentation, whose frames may leave slices out
 */
export function sliceCaption(
  k: number,
  count: number,
  members: readonly Member[],
  segments: boolean,
): string {
  if (members.length === 0) {
    return `slice ${k} of ${count}: ${segments ? "without segment" : "not sent"}`;
  }
  const worst = Math.max(...members.map(({ error }) => error));
  const words = frameWords(members.map(({ frame }) => frame));
  return `slice ${k} of ${count}: ${words}, header off by ${brief(Number(worst.toFixed(6)))} mm`;
}

function frameWords(frames: readonly SceneFrame[]): string {
  const { file, frame, instanceNumber, position } = frames[0]!;
  const name = [
    file?.split("/").pop() ?? "",
    instanceNumber === undefined ? "" : `instance ${instanceNumber}`,
    frame > 0 ? `frame ${frame}` : "",
  ].filter((word) => word !== "").join(", ") || "one object";
  const others = frames.length > 1 ? ` and ${frames.length - 1} more` : "";
  const place = position.map((value) => value.toFixed(1)).join(", ");
  return `${name}${others}, first pixel at (${place})`;
}
