/**
 * Which frames can stand in one volume.
 *
 * @module
 */

import { first } from "../dicom/dataset.ts";
import type { Frame } from "../frames/frame.ts";
import { sameFormat } from "../frames/pixel_format.ts";
import { agree } from "../geometry/numbers.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { angle } from "../geometry/vector.ts";

/**
 * Largest angle between the normals, and between the rows, of one volume's frames, in radians.
 * Scanners repeat an orientation with jitter in the sixth digit; 1e-4 moves the far corner of a
 * 500 mm slice by 0.05 mm, which no one sees (vtk-dicom draws the line at the same angle).
 */
export const SAME_ORIENTATION = 1e-4;

/**
 * Relative difference of pixel spacings within one volume. 1e-5 of 500 mm is 0.005 mm: digits lost
 * in printing pass, another field of view does not.
 */
export const SAME_SPACING = 1e-5;

/**
 * Frames of one series, one frame of reference, one stack, one matrix, one pixel format, one
 * orientation.
 */
export type Group = readonly [Frame, ...Frame[]];

/**
 * Sorts frames into groups. Groups and their members keep the order sent.
 */
export function groupFrames(frames: readonly Frame[]): Group[] {
  const byKey = new Map<string, [Frame, ...Frame[]][]>();
  const groups: [Frame, ...Frame[]][] = [];
  for (const frame of frames) {
    const key = keyOf(frame);
    const candidates = byKey.get(key) ?? [];
    if (candidates.length === 0) byKey.set(key, candidates);
    const home = candidates.find(([founder]) => belongs(founder, frame));
    if (home) {
      home.push(frame);
    } else {
      const group: [Frame, ...Frame[]] = [frame];
      candidates.push(group);
      groups.push(group);
    }
  }
  return groups;
}

/** What can be compared as text. */
function keyOf(frame: Frame): string {
  const { object: { dataset }, plane, coordinates, stack } = frame;
  const origin = coordinates === "volume" ? "VolumeFrameOfReferenceUID" : "FrameOfReferenceUID";
  return [
    first(dataset.strings("SeriesInstanceUID")),
    origin,
    first(dataset.strings(origin)),
    plane.columns,
    plane.rows,
    stack,
  ].join(" ");
}

/** What needs a tolerance. */
function belongs(founder: Frame, frame: Frame): boolean {
  return sameFormat(founder.pixels, frame.pixels) &&
    agree(founder.plane.columnSpacing, frame.plane.columnSpacing, SAME_SPACING) &&
    agree(founder.plane.rowSpacing, frame.plane.rowSpacing, SAME_SPACING) &&
    sameOrientation(founder.plane, frame.plane);
}

/** Whether two planes point the same way within {@linkcode SAME_ORIENTATION}. */
export function sameOrientation(a: Plane, b: Plane): boolean {
  return angle(a.row, b.row) <= SAME_ORIENTATION && angle(normal(a), normal(b)) <= SAME_ORIENTATION;
}
