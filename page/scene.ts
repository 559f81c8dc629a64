/**
 * The frames that were sent, as plain data that can be drawn and described.
 *
 * Made from the frames alone, so that it is there even when no header can be made.
 *
 * @module
 */

import { finite } from "../lib/dicom/dataset.ts";
import { isHeaderError } from "../lib/errors.ts";
import { type Frame, frameName } from "../lib/frames/frame.ts";
import type { Frames } from "../lib/frames/mod.ts";
import { normal } from "../lib/geometry/plane.ts";
import { analyseSpacing, type Hole } from "../lib/geometry/spacing.ts";
import {
  along,
  angle,
  dot,
  length,
  scale,
  subtract,
  unit,
  type Vector,
} from "../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS, type GeometryOptions } from "../lib/options/types.ts";
import { type Group, groupFrames } from "../lib/volumes/group.ts";
import { positionsOf } from "../lib/volumes/positions.ts";
import { laidOut } from "../lib/volumes/stated_step.ts";

/** One frame, in the order sent. */
export interface SceneFrame {
  /** Place of its object among the entries sent. */
  readonly given: number;
  /** Number within its object, from 0. */
  readonly frame: number;
  readonly file?: string;
  readonly instanceNumber?: number;
  /** Centre of the first pixel, LPS mm. */
  readonly position: Vector;
  /** Outer corner of the first pixel, LPS mm. */
  readonly corner: Vector;
  /** From that corner along the whole first row, LPS mm. */
  readonly across: Vector;
  /** From that corner along the whole first column, LPS mm. */
  readonly down: Vector;
}

/** Frames that could share one volume. */
export interface SceneGroup {
  /** Unit normal, row × column, LPS. */
  readonly normal: Vector;
  /** Indices into the frames, by position along the normal. */
  readonly positions: readonly (readonly number[])[];
  /** Frames at most positions: 1 for an image, more where there is a fourth axis. */
  readonly usual: number;
  /** Indices of positions that hold more frames than most. */
  readonly crowded: readonly number[];
  /** Places where slices should be and are not, by the position before each. */
  readonly gaps: readonly Hole[];
  /** Slice spacing without the gaps, mm; undefined for a single position. */
  readonly spacing: number | undefined;
  /** Slice Thickness of the first frame, mm; undefined where it says nothing of slices. */
  readonly thickness: number | undefined;
  /** Smallest and largest slice spacing, mm, where it is irregular. */
  readonly irregular: readonly [number, number] | undefined;
  /** Angle between the way from slice to slice and the normal, degrees. */
  readonly tilt: number;
}

/** Everything that was sent and has a place. */
export interface Scene {
  readonly frames: readonly SceneFrame[];
  readonly groups: readonly SceneGroup[];
}

/**
 * Looks at all frames.
 *
 * @param options By which frames without positions are laid out
 */
export function sceneOf(
  { frames }: Frames,
  options: GeometryOptions = DEFAULT_OPTIONS,
): Scene {
  const groups = groupFrames(frames).flatMap((group) => partsOf(group, options));
  const laid = new Map(groups.flat().map((frame) => [frameName(frame), frame]));
  const placed = options.step === undefined
    ? frames
    : frames.map((frame) => laid.get(frameName(frame))!);
  const indices = new Map(placed.map((frame, index) => [frame, index]));
  return {
    frames: placed.map(sceneFrame),
    groups: groups.map((group) => sceneGroup(group, indices)),
  };
}

/** Frames that share one volume, where the caller lays them; as they are where that fails. */
function partsOf(group: Group, options: GeometryOptions): Group[] {
  if (options.step === undefined) return [group];
  try {
    return laidOut(group, options).map((part) => part as [Frame, ...Frame[]]);
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    return [group];
  }
}

function sceneFrame({ object, number, plane }: Frame): SceneFrame {
  const { row, column, columnSpacing, rowSpacing, columns, rows } = plane;
  const instanceNumber = finite(object.dataset.numbers("InstanceNumber"));
  const edge = along(plane.position, row, -columnSpacing / 2);
  return {
    given: object.given,
    frame: number,
    ...(object.file === undefined ? {} : { file: object.file }),
    ...(instanceNumber === undefined ? {} : { instanceNumber }),
    position: plane.position,
    corner: along(edge, column, -rowSpacing / 2),
    across: scale(row, columns * columnSpacing),
    down: scale(column, rows * rowSpacing),
  };
}

function sceneGroup(
  group: Group,
  indices: ReadonlyMap<Frame, number>,
): SceneGroup {
  const [{ plane, attributes, segmentation }] = group;
  const direction = normal(plane);
  const positions = positionsOf(group, direction);
  const counts = positions.map((frames) => frames.length);
  const points = positions.map((frames) => frames[0]!.plane.position);
  const thickness = finite(attributes.numbers("SliceThickness"));
  const usual = mostCommon(counts);
  return {
    normal: direction,
    positions: positions.map((frames) => frames.map((frame) => indices.get(frame)!)),
    usual,
    crowded: counts.flatMap((count, k) => count > usual ? [k] : []),
    ...spacingOf(points, direction),
    // Planes without a segment are left out: that is no hole, and no mistake of anybody.
    ...(segmentation ? { gaps: [], irregular: undefined } : {}),
    thickness: thickness! > 0 && !segmentation ? thickness : undefined,
  };
}

function spacingOf(
  points: readonly Vector[],
  direction: Vector,
): Pick<SceneGroup, "gaps" | "spacing" | "irregular" | "tilt"> {
  if (points.length < 2) return { gaps: [], spacing: undefined, irregular: undefined, tilt: 0 };
  const { verdict, base, smallest, largest, holes } = analyseSpacing(points);
  const way = subtract(points[points.length - 1]!, points[0]!);
  const ahead = scale(direction, Math.sign(dot(way, direction)) || 1);
  return {
    gaps: verdict === "missing" ? holes : [],
    spacing: base,
    irregular: verdict === "irregular" ? [smallest, largest] : undefined,
    tilt: length(way) > 0 ? angle(unit(way), ahead) * 180 / Math.PI : 0,
  };
}

/** The value that occurs most often, the smaller of several. */
function mostCommon(values: readonly number[]): number {
  const [[value]] = [...Map.groupBy(values, (value) => value)]
    .sort(([a, m], [b, n]) => n.length - m.length || a - b) as [[number, number[]]];
  return value;
}
