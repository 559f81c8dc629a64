/**
 * Error of a geometry: largest distance of its voxels from their positions in DICOM.
 *
 * @module
 */

import { pixelCentre } from "../geometry/plane.ts";
import { along, distance, type Vector } from "../geometry/vector.ts";
import type { Slice } from "../volumes/volume.ts";

/** Where voxels lie, in the order of DICOM's columns, rows and slices: LPS mm. */
export interface VoxelGrid {
  /** Centre of the first voxel. */
  readonly origin: Vector;
  readonly steps: readonly [Vector, Vector, Vector];
}

/** The largest distance of a slice's corner from its position in DICOM, mm, and the slice. */
export interface CornerError {
  readonly error: number;
  readonly slice: Slice;
}

/**
 * The largest distance, over the corner pixels of all slices, between a geometry and DICOM.
 *
 * Within a slice the difference is linear in column and row, so no other pixel is further off than
 * the worst corner.
 */
export function cornerError(slices: readonly Slice[], { origin, steps }: VoxelGrid): CornerError {
  let worst: CornerError = { error: -1, slice: slices[0]! };
  for (const slice of slices) {
    const { plane } = slice.frame;
    const first = along(origin, steps[2], slice.k);
    for (const i of [0, plane.columns - 1]) {
      for (const j of [0, plane.rows - 1]) {
        const there = along(along(first, steps[0], i), steps[1], j);
        const error = distance(there, pixelCentre(plane, i, j));
        if (error > worst.error) worst = { error, slice };
      }
    }
  }
  return worst;
}
