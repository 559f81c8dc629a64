/**
 * Corner voxels of volumes, compared as sets: which index is first along an axis does not matter.
 *
 * @module
 */

import type { NrrdGeometry } from "./nrrd_geometry.ts";

type Point = readonly number[];

/** Centres of the eight corner voxels of a header's grid, LPS mm. */
export function cornersOf({ origin, directions, sizes, spatialAxes }: NrrdGeometry): Point[] {
  const lasts = spatialAxes.map((axis) => sizes[axis]! - 1);
  const ends = [0, 1];
  return ends.flatMap((i) =>
    ends.flatMap((j) =>
      ends.map((k) =>
        origin.map((start, c) =>
          start + i * lasts[0]! * directions[0][c]! + j * lasts[1]! * directions[1][c]! +
          k * lasts[2]! * directions[2][c]!
        )
      )
    )
  );
}

/** Largest distance between two sets of points in which each has one partner in the other. */
export function setDistance(as: readonly Point[], bs: readonly Point[]): number {
  const farthest = (from: readonly Point[], to: readonly Point[]) =>
    Math.max(...from.map((a) => Math.min(...to.map((b) => distance(a, b)))));
  return Math.max(farthest(as, bs), farthest(bs, as));
}

function distance(a: Point, b: Point): number {
  return Math.hypot(...a.map((value, c) => value - b[c]!));
}
