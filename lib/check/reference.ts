/**
 * The right geometry of a volume, and everything that a wrong one may have been made from.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { normal } from "../geometry/plane.ts";
import { nearestRotation } from "../geometry/rotation.ts";
import { dot, length, scale, unit, type Vector } from "../geometry/vector.ts";
import type { Order } from "../options/types.ts";
import type { Volume } from "../volumes/volume.ts";
import type { Sizes, Steps } from "./claimed_header.ts";
import { cornerError, type Crop, type VoxelGrid } from "./corner_error.ts";

/** A header is right if no corner is further off than this, mm; for what DICOM itself leaves open, more. */
export const RIGHT = 1e-3;

/** One volume in one order, as a truth to compare with. Vectors are LPS, lengths mm. */
export interface Reference extends VoxelGrid {
  readonly order: Order;
  /** Index among the volumes of that order. */
  readonly index: number;
  readonly volume: Volume;
  readonly sizes: Sizes;
  /** Part of the volume that it is; undefined for all of it. */
  readonly crop?: Crop | undefined;
  /** Origin of the whole volume, where a part may have been given that one. */
  readonly leftOut?: Vector | undefined;
  /** Position of a slice as DICOM has it; undefined where the grid has none. */
  readonly positionOf: (k: number) => Vector | undefined;
  readonly lengths: Vector;
  /** Between columns and between rows, as DICOM has it. */
  readonly spacing: readonly [number, number];
  /** Directions along a row and along a column, as DICOM has them: unit vectors up to rounding. */
  readonly row: Vector;
  readonly column: Vector;
  /** Unit normal of the slices, towards the next slice. */
  readonly normal: Vector;
  /** Slice Thickness and Spacing Between Slices without their signs, where they say something. */
  readonly thickness: number | undefined;
  readonly spacingTag: number | undefined;
  /** Whether the slices are really shifted against each other. */
  readonly sheared: boolean;
  /** The steps, turned until they stand at right angles; undefined where they do. */
  readonly squared: Steps | undefined;
  /** Largest corner error of this geometry itself: slices do not lie quite evenly. */
  readonly error: number;
  /** Up to here another geometry is as right as this one, mm at any corner. */
  readonly limit: number;
  /** By how much right directions within the slices may differ at the far corner. */
  readonly planeSlack: number;
  /** By how much right positions of slices may differ. */
  readonly stackSlack: number;
  /** What of all that is only because the header's form cannot hold it better. */
  readonly formSlack: number;
}

/** The truth about a volume. */
export function referenceOf(volume: Volume, order: Order, index: number): Reference {
  const { grid, stack, slices } = volume;
  const { frame } = slices[0]!;
  const steps: Steps = [grid.columnStep, grid.rowStep, grid.sliceStep];
  const { plane } = frame;
  const towards = Math.sign(dot(normal(plane), grid.sliceStep)) || 1;
  const positive = (value: number | undefined): number | undefined =>
    value !== undefined && value !== 0 ? Math.abs(value) : undefined;
  const placement = { steps, origin: grid.origin };
  const positions = new Map(slices.map(({ frame, k }) => [k, frame.plane.position]));
  const error = cornerError(slices, placement).error;
  const turn = orthonormality(plane.row, plane.column) *
    (grid.columns * plane.columnSpacing + grid.rows * plane.rowSpacing);
  const sheared = stack.tilt.outcome === "kept" && stack.tilt.drift > RIGHT;
  const straightened = stack.tilt.outcome === "rounding" ? stack.tilt.otherError : 0;
  return {
    ...placement,
    order,
    index,
    volume,
    sizes: [grid.columns, grid.rows, grid.slices],
    positionOf: (k) => positions.get(k),
    lengths: [length(steps[0]), length(steps[1]), length(steps[2])],
    spacing: [plane.columnSpacing, plane.rowSpacing],
    row: plane.row,
    column: plane.column,
    normal: scale(normal(plane), towards),
    thickness: positive(finite(frame.attributes.numbers("SliceThickness"))),
    spacingTag: positive(finite(frame.attributes.numbers("SpacingBetweenSlices"))),
    sheared,
    squared: sheared ? atRightAngles(steps) : undefined,
    error,
    limit: RIGHT + error + turn,
    planeSlack: RIGHT + turn,
    // Endpoints or best, kept or straightened: each is off by as much, in opposite directions.
    formSlack: 0,
    stackSlack: RIGHT + 2 * Math.max(stack.maxError, straightened),
  };
}

/** How far two directions are from orthonormal: tools turn and stretch them by as much, or do not. */
function orthonormality(row: Vector, column: Vector): number {
  return Math.abs(length(row) - 1) + Math.abs(length(column) - 1) +
    Math.abs(dot(unit(row), unit(column)));
}

/** Steps of the iteration that finds right angles; each doubles the digits that are right. */
const ITERATIONS = 12;

/**
 * The orthogonal matrix nearest to the unit directions, as nibabel's `set_qform` and ITK's writer of
 * NIfTI take it; lengths stay.
 */
function atRightAngles(steps: Steps): Steps {
  const [a, b, c] = nearestRotation([unit(steps[0]), unit(steps[1]), unit(steps[2])], ITERATIONS);
  return [scale(a, length(steps[0])), scale(b, length(steps[1])), scale(c, length(steps[2]))];
}
