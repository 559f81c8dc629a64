/**
 * Groups of frames that can share one volume.
 *
 * @module
 */

import { first } from "../dicom/dataset.ts";
import type { Frame } from "../frames/frame.ts";
import { sameFormat } from "../frames/pixel_format.ts";
import { agree } from "../geometry/numbers.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { SpatialHash } from "../geometry/spatial_hash.ts";
import { angle, unit } from "../geometry/vector.ts";

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
  const byKey = new Map<string, Candidates>();
  const groups: GrowingGroup[] = [];
  const known = frames.map(spaceOf);
  const tellApart = seriesInSeveralSpaces(known);
  for (const { frame, series, space } of known) {
    const { plane: { columns, rows }, stack } = frame;
    // What can be compared as text.
    const key = `${series} ${
      tellApart.has(series) ? space : undefined
    } ${columns} ${rows} ${stack}`;
    const candidates = byKey.get(key);
    const home = candidates && homeOf(frame, candidates);
    if (home) {
      home.push(frame);
      continue;
    }
    const group: GrowingGroup = [frame];
    const { cells } = candidates ?? { cells: new SpatialHash(SAME_ORIENTATION) };
    if (!candidates) byKey.set(key, { first: group, cells });
    cells.add(orientationOf(frame), group);
    groups.push(group);
  }
  return groups;
}

type GrowingGroup = [Frame, ...Frame[]];

/** Groups with one key. As many as frames are possible, in a stack that turns about an axis. */
interface Candidates {
  readonly first: GrowingGroup;
  readonly cells: SpatialHash<GrowingGroup>;
}

/** The first group that a frame belongs to; nearly always the first of all has room for all. */
function homeOf(frame: Frame, { first, cells }: Candidates): GrowingGroup | undefined {
  if (belongs(first[0], frame)) return first;
  return cells.near(orientationOf(frame)).find(([founder]) => belongs(founder, frame));
}

function orientationOf({ plane }: Frame): number[] {
  return [...unit(plane.row), ...normal(plane)];
}

/** A frame, and whose coordinates it is given in. */
interface Spaced {
  readonly frame: Frame;
  /** Series, and whether coordinates are the patient's or a volume's. */
  readonly series: string;
  /** Frame of reference; undefined if it is not said. */
  readonly space: string | undefined;
}

function spaceOf(frame: Frame): Spaced {
  const { object: { dataset }, coordinates } = frame;
  return {
    frame,
    series: `${first(dataset.strings("SeriesInstanceUID"))} ${coordinates}`,
    space: frameOfReferenceOf(frame),
  };
}

/** UID of the frame of reference in which a frame's position is given; undefined if it is not said. */
export function frameOfReferenceOf(
  { object: { dataset }, coordinates }: Frame,
): string | undefined {
  const keyword = coordinates === "volume" ? "VolumeFrameOfReferenceUID" : "FrameOfReferenceUID";
  return first(dataset.strings(keyword));
}

/** With fewer slices, as many frames of reference may be meant. */
const LEAST_SLICES = 3;

/**
 * Series whose frames of reference tell frames apart. A series has one (PS3.3 C.7.4.1.1.1): objects
 * that say nothing share it, and where every slice has another, an anonymiser made them up. Those of
 * objects with many frames are meant: each is a volume by itself.
 */
function seriesInSeveralSpaces(frames: readonly Spaced[]): Set<string> {
  const known = new Map<string, { frames: number; spaces: Set<string> }>();
  for (const { series, space } of frames) {
    const found = known.get(series) ?? { frames: 0, spaces: new Set() };
    known.set(series, found);
    found.frames++;
    if (space !== undefined) found.spaces.add(space);
  }
  const several = [...known].filter(([, { frames, spaces }]) =>
    spaces.size > 1 && (spaces.size < frames || frames < LEAST_SLICES)
  );
  return new Set(several.map(([series]) => series));
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
