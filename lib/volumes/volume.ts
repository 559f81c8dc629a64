/**
 * A volume: frames on one evenly spaced grid in the patient, perhaps several at each position.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import type { HeaderError } from "../errors.ts";
import type { Diffusion } from "../frames/diffusion/mod.ts";
import type { Frame } from "../frames/frame.ts";
import { pointAt } from "../geometry/line.ts";
import { largestOf, rootMeanSquare } from "../geometry/numbers.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { gridOfCosines } from "../geometry/rounding.ts";
import { distance, dot, scale, unit, type Vector } from "../geometry/vector.ts";
import type { GeometryOptions } from "../options/types.ts";
import type { Finding } from "./finding.ts";
import type { Spread } from "./fourth_axis/partition.ts";
import type { Alternative, Common } from "./fourth_axis/search.ts";
import type { VolumeSegmentation } from "./segmentation/layers.ts";
import { heldTwice, nearPairs, withoutPairs } from "./held_twice.ts";
import { fitStacks, type SliceShape, type Stack } from "./slice_fit.ts";

/** Three axes and an origin, LPS mm: the centre of (i, j, k) is origin + i·column + j·row + k·slice. */
export interface Grid {
  readonly origin: Vector;
  /** Step from column to column: along a row. */
  readonly columnStep: Vector;
  /** Step from row to row: along a column. */
  readonly rowStep: Vector;
  readonly sliceStep: Vector;
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
}

/** A frame and its place in the volume. */
export interface Slice {
  readonly frame: Frame;
  /** Grid place along the slice axis. */
  readonly k: number;
  /** Place along the fourth axis, or layer of a segmentation; 0 without either. */
  readonly t: number;
  /** Distance of its position from the grid point, mm. */
  readonly error: number;
}

/** The fourth axis: what separates the frames at one position. */
export interface Axis4 {
  /** Keyword of the attribute, or `Diffusion`. */
  readonly by: string;
  readonly unit: string;
  /** For each volume, in header order. */
  readonly values: readonly (number | string)[];
  /** How many different values there are, if they are numbered because they may not be shown. */
  readonly numbered?: number | undefined;
  readonly alternatives: readonly Alternative[];
  /** What tells these frames from others at the same positions, which another volume has. */
  readonly common: readonly Common[];
  /** Volumes were matched by rank: their slices have values of their own. */
  readonly ranked: boolean;
  /** Slices of one volume have values that differ by so much. */
  readonly spread?: Spread | undefined;
  readonly diffusion?: readonly Diffusion[] | undefined;
  /** Index in header order of every volume in the order of what separates them. */
  readonly sorted: readonly number[];
  /** Behind the slice axis, or before it. */
  readonly list: "last" | "third";
}

/** One volume, ready to be written down. */
export interface Volume {
  readonly grid: Grid;
  /** In the order of the header's array; places without a slice (`uneven=fill`) are not listed. */
  readonly slices: readonly Slice[];
  readonly axis4?: Axis4 | undefined;
  /** The voxels are segments; several frames may then make one slice. */
  readonly segmentation?: VolumeSegmentation | undefined;
  readonly stack: Stack;
  /** Whether (column, row, slice) steps form a right-handed or a left-handed system. */
  readonly handedness: "right" | "left";
  /** Even blocks into which `uneven=split` cut the stack that this volume is from; 1 if it did not. */
  readonly blocks: number;
  readonly findings: readonly Finding[];
}

/** A volume before anything is said about it. */
export type BareVolume = Omit<Volume, "findings">;

/** Frames that belong together but make no volume. */
export interface Refusal {
  readonly error: HeaderError;
  readonly frames: readonly Frame[];
}

/** The volumes of a request, and what would not become one. */
export interface Volumes {
  readonly volumes: readonly Volume[];
  readonly refused: readonly Refusal[];
}

/**
 * Volumes of frames that are in order; more than one only with `uneven=split`.
 *
 * @param volumes volumes[t][k] in header order, slices at distinct positions
 * @param axis4 What separates the volumes; undefined if there is one
 * @throws {HeaderError} missing-slices, irregular-spacing, duplicate-positions
 */
export function volumesOf(
  volumes: readonly (readonly Frame[])[],
  axis4: Axis4 | undefined,
  options: GeometryOptions,
): BareVolume[] {
  const slices = volumes[0]!;
  const { plane } = slices[0]!;
  const positions = slices.map((frame) => frame.plane.position);
  const pairs = nearPairs(positions, normal(plane));
  if (pairs.length > 0 && (options.uneven === "refuse" || options.uneven === "fill")) {
    throw heldTwice(pairs.map((k) => [slices[k]!, slices[k + 1]!]), positions.length);
  }
  const runs = pairs.length > 0 && options.uneven === "split"
    ? withoutPairs(slices, pairs)
    : undefined;
  const stacks = fitStacks(positions, shapeOf(slices[0]!, options), options, runs);
  return stacks.map((stack) => {
    const placed = inArrayOrder(volumes, stack, axis4?.list ?? "last");
    return {
      grid: gridOf(plane, stack),
      slices: placed,
      axis4,
      stack: volumes.length === 1 ? stack : withErrorsOf(placed, stack),
      handedness: dot(normal(plane), stack.step) < 0 ? "left" : "right",
      blocks: stacks.length,
    };
  });
}

/** The stack was laid through one volume; the others lie on the same positions within a hair. */
function withErrorsOf(slices: readonly Slice[], stack: Stack): Stack {
  const errors = slices.map(({ error }) => error);
  return { ...stack, maxError: largestOf(errors), rmsError: rootMeanSquare(errors) };
}

/** The grid whose slices have a plane's pixels and a stack's places. */
export function gridOf(plane: Plane, stack: Stack): Grid {
  return {
    origin: stack.origin,
    columnStep: scale(plane.row, plane.columnSpacing),
    rowStep: scale(plane.column, plane.rowSpacing),
    sliceStep: stack.step,
    columns: plane.columns,
    rows: plane.rows,
    slices: stack.count,
  };
}

/** Slices fastest, or with the list axis third, volumes fastest. */
function inArrayOrder(
  volumes: readonly (readonly Frame[])[],
  stack: Stack,
  list: Axis4["list"],
): Slice[] {
  const cell = (t: number, member: number): Slice => {
    const frame = volumes[t]![stack.members[member]!]!;
    const k = stack.places[member]!;
    return { frame, k, t, error: distance(frame.plane.position, pointAt(stack, k)) };
  };
  const members = [...stack.members.keys()];
  return list === "last"
    ? volumes.flatMap((_, t) => members.map((member) => cell(t, member)))
    : members.flatMap((member) => volumes.map((_, t) => cell(t, member)));
}

/** What gave a single slice its step: an attribute, or the caller; `none` means 1 mm. */
export type LoneStepSource = "SpacingBetweenSlices" | "SliceThickness" | "stated" | "none";

/**
 * How far the next slice would be if there were one: what the caller states, else what DICOM says. A
 * negative step counts where the order is not by position, which is along the normal. Only the size of Spacing Between Slices
 * counts: its sign means something for nuclear medicine alone (PS3.3 C.8.4.15).
 */
export function loneStep(
  frame: Frame,
  { step, order }: GeometryOptions,
): { step: number; source: LoneStepSource } {
  if (step !== undefined) {
    return { step: order === "position" ? Math.abs(step) : step, source: "stated" };
  }
  for (const source of ["SpacingBetweenSlices", "SliceThickness"] as const) {
    const value = Math.abs(finite(frame.attributes.numbers(source)) ?? 0);
    if (value > 0) return { step: value, source };
  }
  return { step: 1, source: "none" };
}

/**
 * Six cosines with half a step of their last digit each turn the normal by at most about this many
 * steps.
 */
const NORMAL_BY_DIGIT = Math.sqrt(3);

/**
 * Angle by which a normal may be off, radians: cosines were rounded to their last digit, and two
 * directions that do not stand at a right angle are off by as much as that.
 */
function normalError({ row, column }: Plane): number {
  return Math.abs(dot(unit(row), unit(column))) +
    NORMAL_BY_DIGIT * gridOfCosines([...row, ...column]);
}

/** What a stack needs to know of its slices. */
export function shapeOf(frame: Frame, options: GeometryOptions): SliceShape {
  const { plane } = frame;
  return {
    normal: normal(plane),
    pixelSide: Math.min(plane.columnSpacing, plane.rowSpacing),
    loneStep: loneStep(frame, options).step,
    normalError: normalError(plane),
  };
}
