/**
 * Groups of frames that can share one volume.
 *
 * @module
 */

import { first } from "../dicom/dataset.ts";
import type { Frame } from "../frames/frame.ts";
import { formatKey } from "../frames/pixel_format.ts";
import { agree } from "../geometry/numbers.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { SpatialHash } from "../geometry/spatial_hash.ts";
import { add, angle, length, scale, subtract, unit, type Vector } from "../geometry/vector.ts";

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
  const known = frames.map(spaceOf);
  const tellApart = seriesInSeveralSpaces(known);
  const byKey = new Map<string, BySpacing>();
  for (const { frame, series, space } of known) {
    const { plane: { columns, rows }, stack, pixels } = frame;
    // What can be compared as text.
    const key = `${series} ${
      tellApart.has(series) ? space : undefined
    } ${columns} ${rows} ${stack} ${formatKey(pixels)}`;
    const alike = byKey.get(key) ?? new BySpacing();
    byKey.set(key, alike);
    alike.add(frame);
  }
  const groups = [...byKey.values()].flatMap((alike) => alike.groups).flatMap(byOrientation);
  return groups.length === 1 ? groups : groups.sort(([a], [b]) => a.place - b.place);
}

type GrowingGroup = [Frame, ...Frame[]];

/** Frames that point the same way, whatever the order in which they came. */
function byOrientation(frames: GrowingGroup): GrowingGroup[] {
  const loose = gathered(frames, 2 * LARGEST_JITTER);
  if (loose.length === 1 && jittersOnly(loose[0]!)) return loose;
  // Whoever comes first founds a group. Sorted by where they point, that is always the same one.
  const sorted = [...frames].sort((a, b) => {
    const [p, q] = [orientationOf(a), orientationOf(b)];
    const at = p.findIndex((x, n) => x !== q[n]);
    return at < 0 ? a.place - b.place : p[at]! - q[at]!;
  });
  return gathered(sorted, 2 * LARGEST_JITTER)
    .flatMap((group) => jittersOnly(group) ? [group] : gathered(group, SAME_ORIENTATION))
    .map((group) => group.sort((a, b) => a.place - b.place));
}

/** Each frame with the first that points the same way within an angle; nearly always the first of all. */
function gathered(frames: readonly Frame[], reach: number): GrowingGroup[] {
  const groups: GrowingGroup[] = [];
  const cells = new SpatialHash<GrowingGroup>(reach);
  for (const frame of frames) {
    const homes = groups[0] && pointsAlike(groups[0][0].plane, frame.plane, reach)
      ? [groups[0]]
      : groups.length > 0
      ? cells.near(orientationOf(frame))
      : [];
    const home = homes.find(([founder]) => pointsAlike(founder.plane, frame.plane, reach));
    if (home) {
      home.push(frame);
      continue;
    }
    const group: GrowingGroup = [frame];
    cells.add(orientationOf(frame), group);
    groups.push(group);
  }
  return groups;
}

/** Whether no frame's own orientation moves a corner visibly against the mean of all. */
function jittersOnly(frames: readonly Frame[]): boolean {
  const [{ plane: { row, column } }] = frames as GrowingGroup;
  if (frames.every(({ plane }) => same(plane.row, row) && same(plane.column, column))) return true;
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

function same(a: Vector, b: Vector): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
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

/** Frames whose pixels have the same size as those of the first of their group. */
class BySpacing {
  readonly groups: GrowingGroup[] = [];
  readonly #sizes = new SpatialHash<GrowingGroup>(1.01 * SAME_SPACING);

  add(frame: Frame): void {
    const isHome = ([founder]: GrowingGroup) => sameSpacing(founder.plane, frame.plane);
    const [first] = this.groups;
    // Nearly always all of them have.
    const homes = first && isHome(first) ? [first] : first ? this.#sizes.near(sizeOf(frame)) : [];
    const home = homes.find(isHome);
    if (home) {
      home.push(frame);
      return;
    }
    const founded: GrowingGroup = [frame];
    this.groups.push(founded);
    this.#sizes.add(sizeOf(frame), founded);
  }
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
  if (same(a.row, b.row) && same(a.column, b.column)) return true;
  return angle(a.row, b.row) <= reach && angle(normal(a), normal(b)) <= reach;
}
