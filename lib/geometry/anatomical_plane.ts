/**
 * Planes as radiology calls them: axial, sagittal, coronal, or oblique near one of them.
 *
 * @module
 */

import type { Vector } from "./vector.ts";

/** A plane of the body. */
export type MainPlane = "sagittal" | "coronal" | "axial";

/** A plane in words; an oblique one with the plane of the body that it is nearest to. */
export type AnatomicalPlane = MainPlane | `oblique ${MainPlane}`;

/** By the axis of LPS that runs through the plane. */
const MAIN_PLANES = ["sagittal", "coronal", "axial"] as const satisfies readonly MainPlane[];

/**
 * A plane that is off by less, degrees, has the plain name: that lifts the edge of a slice of a head,
 * 200 mm wide, by less than 2 mm, which is less than most slices are thick.
 */
export const STRAIGHT_DEGREES = 1;

/** The plane of the body that is nearest, by the largest component of the normal, and the angle to it. */
export interface NearestPlane {
  readonly plane: MainPlane;
  /** Axis of LPS that runs through that plane. */
  readonly axis: 0 | 1 | 2;
  readonly degrees: number;
}

/** @param normal Unit vector, LPS, of either sign */
export function nearestPlane(normal: Vector): NearestPlane {
  const parts = normal.map(Math.abs);
  const axis = parts.indexOf(Math.max(...parts)) as 0 | 1 | 2;
  const across = Math.hypot(...parts.toSpliced(axis, 1));
  const degrees = Math.atan2(across, parts[axis]!) * 180 / Math.PI;
  return { plane: MAIN_PLANES[axis], axis, degrees };
}

/** @param normal Unit vector, LPS, of either sign */
export function anatomicalPlane(normal: Vector): AnatomicalPlane {
  const { plane, degrees } = nearestPlane(normal);
  return degrees < STRAIGHT_DEGREES ? plane : `oblique ${plane}`;
}
