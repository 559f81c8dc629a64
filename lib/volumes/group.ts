/**
 * Groups of frames that can share one volume.
 *
 * @module
 */

import { first } from "../dicom/dataset.ts";
import { type Frame, telling } from "../frames/frame.ts";
import { CONTAINER } from "../frames/pixel_format.ts";
import { agree } from "../geometry/numbers.ts";
import { normal, type Plane, pointsAs } from "../geometry/plane.ts";
import { gathered } from "../geometry/spatial_hash.ts";
import { add, angle, length, scale, subtract, unit, type Vector } from "../geometry/vector.ts";
import { remembered } from "../once.ts";

/**
 * Angle between the normals, and between the rows, up to which two planes point the same way whatever
 * their size, in radians. Scanners repeat an orientation with jitter in the sixth digit; 1e-4 moves
 * the far corner of a 500 mm slice by 0.05 mm, which no one sees (vtk-dicom draws the line there).
 */
export const SAME_ORIENTATION = 1e-4;

/**
 * How far a frame's own orientation may move its corner against the mean of its group: what nobody
 * sees in 500 mm, or within a pixel.
 */
const CORNER_MM = 0.05;
const CORNER_PIXELS = 0.1;

/**
 * Whatever the corner does, angles beyond this, radians, are meant and no jitter: cosines that are
 * printed with four digits scatter by 1e-4.
 */
const LARGEST_JITTER = 3e-4;

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
 * Sorts frames into groups. Groups and their members keep the order sent; which frames are together
 * does not depend on it.
 */
export function groupFrames(frames: readonly Frame[]): Group[] {
  const runs = runsOf(frames);
  const alike = runs.length === 1 ? [frames] : likeFrames(runs);
  const groups = alike.flatMap(bySpacing).flatMap(byOrientation);
  return groups.length === 1 ? groups : groups.sort(([a], [b]) => a.place - b.place);
}

type GrowingGroup = [Frame, ...Frame[]];

/** Frames that follow each other and agree in all that can be compared as text; nearly always all. */
interface Run {
  readonly frames: GrowingGroup;
  /** UID of the series; undefined if it is not said. */
  readonly uid: string | undefined;
  /** Frame of reference; undefined if it is not said. */
  readonly space: string | undefined;
}

/** Frames of runs that have the same in common. */
function likeFrames(runs: readonly Run[]): Frame[][] {
  const tellApart = seriesInSeveralSpaces(runs);
  const alike = Map.groupBy(runs, (run) => {
    const { plane: { columns, rows }, stack, pixels } = run.frames[0];
    const series = seriesOf(run);
    return JSON.stringify([series, tellApart.has(series) && run.space, columns, rows, stack]) +
      JSON.stringify(pixels, CONTAINER as unknown as string[]);
  });
  return [...alike.values()].map((some) => some.flatMap((run) => run.frames));
}

function runsOf(frames: readonly Frame[]): Run[] {
  const runs: Run[] = [];
  const alike = telling(frames, "SeriesInstanceUID", ...SPACES).length === 1;
  for (const frame of frames) {
    const run = runs.at(-1);
    const before = run && isLike(run.frames[0], frame) ? run : undefined;
    if (before && alike) {
      before.frames.push(frame);
      continue;
    }
    const uid = first(frame.object.dataset.strings("SeriesInstanceUID"));
    const space = frameOfReferenceOf(frame);
    if (before && before.uid === uid && before.space === space) before.frames.push(frame);
    else runs.push({ frames: [frame], uid, space });
  }
  return runs;
}

/** The series of a run, and whether its coordinates are the patient's or a volume's. */
function seriesOf({ uid, frames: [{ coordinates }] }: Run): string {
  return `${uid} ${coordinates}`;
}

/** Whether frames have the same coordinates, stack, matrix and pixel format. */
function isLike(a: Frame, b: Frame): boolean {
  return a.coordinates === b.coordinates && a.stack === b.stack &&
    a.plane.columns === b.plane.columns && a.plane.rows === b.plane.rows &&
    CONTAINER.every((part) => a.pixels[part] === b.pixels[part]);
}

/** Frames whose pixels have the same size as those of the first of their group. */
function bySpacing(frames: readonly Frame[]): GrowingGroup[] {
  return gathered(
    frames,
    1.01 * SAME_SPACING,
    sizeOf,
    (founder, frame) => sameSpacing(founder.plane, frame.plane),
  );
}

/** Frames that point the same way, whatever the order in which they came. */
function byOrientation(frames: GrowingGroup): GrowingGroup[] {
  const loose = pointingAlike(frames, 2 * LARGEST_JITTER);
  if (loose.length === 1 && jittersOnly(loose[0]!)) return loose;
  // Whoever comes first founds a group. Sorted by where they point, that is always the same one.
  const sorted = [...frames].sort((a, b) => {
    const [p, q] = [orientationOf(a), orientationOf(b)];
    const at = p.findIndex((x, n) => x !== q[n]);
    return at < 0 ? a.place - b.place : p[at]! - q[at]!;
  });
  return pointingAlike(sorted, 2 * LARGEST_JITTER)
    .flatMap((group) => jittersOnly(group) ? [group] : pointingAlike(group, SAME_ORIENTATION))
    .map((group) => group.sort((a, b) => a.place - b.place));
}

/** Each frame with the first that points the same way within an angle. */
function pointingAlike(frames: readonly Frame[], reach: number): GrowingGroup[] {
  return gathered(
    frames,
    reach,
    orientationOf,
    (founder, frame) => pointsAlike(founder.plane, frame.plane, reach),
  );
}

/** Whether no frame's own orientation moves a corner visibly against the mean of all. */
function jittersOnly(frames: readonly Frame[]): boolean {
  if (frames.every(({ plane }) => pointsAs(plane, frames[0]!.plane))) return true;
  const directions = frames.map(({ plane }) => [unit(plane.row), unit(plane.column)] as const);
  const mean = ([0, 1] as const).map((axis) =>
    unit(directions.reduce<Vector>((sum, own) => add(sum, own[axis]), [0, 0, 0]))
  );
  return frames.every(({ plane }, n) => {
    const [u, v] = ([0, 1] as const).map((axis) => subtract(directions[n]![axis], mean[axis]!));
    const along = scale(u!, plane.columns * plane.columnSpacing);
    const down = scale(v!, plane.rows * plane.rowSpacing);
    // The far corner is moved by both; the others by one of them.
    const moved = Math.max(length(along), length(down), length(add(along, down)));
    const pixel = Math.min(plane.columnSpacing, plane.rowSpacing);
    return moved <= Math.max(CORNER_MM, CORNER_PIXELS * pixel) &&
      Math.max(length(u!), length(v!)) <= LARGEST_JITTER;
  });
}

function orientationOf({ plane }: Frame): number[] {
  return [...unit(plane.row), ...normal(plane)];
}

/** Where the frame of reference is said: of the patient, or of an ultrasound volume. */
export const SPACES = ["FrameOfReferenceUID", "VolumeFrameOfReferenceUID"] as const;

/** UID of the frame of reference in which a frame's position is given; undefined if it is not said. */
export function frameOfReferenceOf(
  { object: { dataset }, coordinates }: Frame,
): string | undefined {
  return first(dataset.strings(SPACES[coordinates === "volume" ? 1 : 0]));
}

/** With fewer slices, as many frames of reference may be meant. */
const LEAST_SLICES = 3;

/**
 * Series whose frames of reference tell frames apart. A series has one (PS3.3 C.7.4.1.1.1): objects
 * that say nothing share it, and where every slice has another, an anonymiser made them up. Those of
 * objects with many frames are meant: each is a volume by itself.
 */
function seriesInSeveralSpaces(runs: readonly Run[]): Set<string> {
  const known = new Map<string, { frames: number; spaces: Set<string> }>();
  for (const run of runs) {
    const { space, frames } = run;
    const series = seriesOf(run);
    const found = remembered(known, series, () => ({ frames: 0, spaces: new Set() }));
    found.frames += frames.length;
    if (space !== undefined) found.spaces.add(space);
  }
  const several = [...known].filter(([, { frames, spaces }]) =>
    spaces.size > 1 && (spaces.size < frames || frames < LEAST_SLICES)
  );
  return new Set(several.map(([series]) => series));
}

/** Pixel spacings such that a part of them is a distance. */
function sizeOf({ plane }: Frame): number[] {
  return [Math.log(plane.columnSpacing), Math.log(plane.rowSpacing)];
}

/** Whether pixels have the same size within {@linkcode SAME_SPACING}. */
export function sameSpacing(a: Plane, b: Plane): boolean {
  return agree(a.columnSpacing, b.columnSpacing, SAME_SPACING) &&
    agree(a.rowSpacing, b.rowSpacing, SAME_SPACING);
}

/** Whether two planes point the same way within {@linkcode SAME_ORIENTATION}. */
export function sameOrientation(a: Plane, b: Plane): boolean {
  return pointsAlike(a, b, SAME_ORIENTATION);
}

function pointsAlike(a: Plane, b: Plane, reach: number): boolean {
  // Nearly always they are the very same numbers.
  if (pointsAs(a, b)) return true;
  return angle(a.row, b.row) <= reach && angle(normal(a), normal(b)) <= reach;
}
