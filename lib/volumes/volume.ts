/**
 * A volume: frames on one evenly spaced grid in the patient.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import type { Frame } from "../frames/frame.ts";
import { normal } from "../geometry/plane.ts";
import { dot, scale, type Vector } from "../geometry/vector.ts";
import type { GeometryOptions } from "../options.ts";
import type { Finding } from "./finding.ts";
import { geometryFindings } from "./geometry_findings.ts";
import { pixelFindings } from "./pixel_findings.ts";
import { layStacks, type SliceShape, type Stack } from "./stack.ts";

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

/** A frame and where it stands in the volume. */
export interface Slice {
  readonly frame: Frame;
  /** Grid place along the third axis. */
  readonly k: number;
  /** Distance of its position to the grid's, mm. */
  readonly error: number;
}

/** One volume, ready to be written down. */
export interface Volume {
  readonly grid: Grid;
  /** In header order; places without a slice (`uneven=fill`) are not listed. */
  readonly slices: readonly Slice[];
  readonly stack: Stack;
  /** Whether (column, row, slice) steps form a right-handed or a left-handed system. */
  readonly handedness: "right" | "left";
  readonly findings: readonly Finding[];
}

/**
 * Volumes of frames that stand in order; more than one only with `uneven=split`.
 *
 * @param frames One group in header order, neighbours at distinct positions
 * @throws {HeaderError} missing-slices, irregular-spacing
 */
export function volumesOf(frames: readonly Frame[], options: GeometryOptions): Volume[] {
  const positions = frames.map((frame) => frame.plane.position);
  const stacks = layStacks(positions, shapeOf(frames[0]!), options);
  return stacks.map((stack) => {
    const slices = stack.members.map((member, k) => ({
      frame: frames[member]!,
      k: stack.places[k]!,
      error: stack.errors[k]!,
    }));
    const { plane } = slices[0]!.frame;
    const grid: Grid = {
      origin: stack.origin,
      columnStep: scale(plane.row, plane.columnSpacing),
      rowStep: scale(plane.column, plane.rowSpacing),
      sliceStep: stack.step,
      columns: plane.columns,
      rows: plane.rows,
      slices: stack.count,
    };
    const volume = {
      grid,
      slices,
      stack,
      handedness: dot(normal(plane), stack.step) < 0 ? "left" : "right",
    } as const;
    return {
      ...volume,
      findings: [
        ...geometryFindings(volume, stacks.length, options),
        ...pixelFindings(slices.map((slice) => slice.frame)),
      ],
    };
  });
}

/** The attribute that gave a single slice its step; `none` means 1 mm. */
export type LoneStepSource = "SpacingBetweenSlices" | "SliceThickness" | "none";

/**
 * How far the next slice would be if there were one. Only the size of Spacing Between Slices
 * counts: its sign means something for nuclear medicine alone (PS3.3 C.8.4.15).
 */
export function loneStep(frame: Frame): { step: number; source: LoneStepSource } {
  for (const source of ["SpacingBetweenSlices", "SliceThickness"] as const) {
    const value = Math.abs(finite(frame.attributes.numbers(source)) ?? 0);
    if (value > 0) return { step: value, source };
  }
  return { step: 1, source: "none" };
}

function shapeOf(frame: Frame): SliceShape {
  const { plane } = frame;
  return {
    normal: normal(plane),
    pixelSide: Math.min(plane.columnSpacing, plane.rowSpacing),
    loneStep: loneStep(frame).step,
  };
}
