/**
 * Error of a geometry: largest distance of its voxels from their positions in DICOM.
 *
 * @module
 */

import { pixelCentre } from "../geometry/plane.ts";
import { along, distance, type Vector } from "../geometry/vector.ts";
import type { Slice } from "../volumes/volume.ts";
import type { Sizes } from "./claimed_header.ts";

/** Where voxels lie, in the order of DICOM's columns, rows and slices: LPS mm. */
export interface VoxelGrid {
  /** Centre of the first voxel. */
  readonly origin: Vector;
  readonly steps: readonly [Vector, Vector, Vector];
}

/** Voxels of a volume that an array has, by DICOM's axes. */
export interface Crop {
  /** Voxel of the volume that is the array's first. */
  readonly offset: Vector;
  readonly sizes: Sizes;
  /** 1 for every slice, 2 for every second … */
  readonly everySlice: number;
}

/** The largest distance of a slice's corner from its position in DICOM, mm, and the slice. */
export interface CornerError {
  readonly error: number;
  readonly slice: Slice;
  /** The corner pixel where the geometry has it, and where DICOM has it: LPS mm. */
  readonly header: Vector;
  readonly dicom: Vector;
}

/**
 * The largest distance, over the corner pixels of all slices, between a geometry and DICOM.
 *
 * Within a slice the difference is linear in column and row, so no other pixel is further off than
 * the worst corner.
 *
 * @param slices Of the volume
 * @param crop Part of it, with at least one of the slices, where it is not all of it
 */
export function cornerError(
  slices: readonly Slice[],
  { origin, steps }: VoxelGrid,
  crop?: Crop,
): CornerError {
  let worst: CornerError = { error: -1, slice: slices[0]!, header: origin, dicom: origin };
  const { offset = [0, 0, 0], everySlice = 1 } = crop ?? {};
  for (const slice of slices) {
    const { plane } = slice.frame;
    const k = (slice.k - offset[2]) / everySlice;
    if (crop && !(Number.isInteger(k) && k >= 0 && k < crop.sizes[2])) continue;
    const [columns, rows] = crop?.sizes ?? [plane.columns, plane.rows];
    const first = along(origin, steps[2], k);
    for (const i of [0, columns - 1]) {
      for (const j of [0, rows - 1]) {
        const header = along(along(first, steps[0], i), steps[1], j);
        const dicom = pixelCentre(plane, offset[0] + i, offset[1] + j);
        const error = distance(header, dicom);
        if (error > worst.error) worst = { error, slice, header, dicom };
      }
    }
  }
  return worst;
}
