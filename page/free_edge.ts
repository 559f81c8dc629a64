/**
 * At which edge of a box an axis is drawn: one with nothing behind it or before it.
 *
 * @module
 */

import { add, scale, type Vector } from "../lib/geometry/vector.ts";
import type { Point } from "./labels.ts";
import type { Arrow, Block } from "./picture.ts";
import type { Seen } from "./projection.ts";

/** An edge beside the one at the first voxel, and the side where nothing is. */
export interface FreeEdge {
  /** From the first voxel's edge to this one, mm. */
  readonly shift: Vector;
  /** A step of one pixel away from the box. */
  readonly away: Point;
}

/** Pixels that corners of one line may be out of it by. */
const STRAIGHT = 0.5;

/** The two axes that are not the arrow's: from one of its edges to the others. */
const SIDES = {
  columns: ["down", "along"],
  rows: ["across", "along"],
  slices: ["across", "down"],
} as const;

/**
 * Of the four edges of a box along one axis, those that are outermost on the screen: the first
 * voxel's before the others, near ones before far ones.
 */
export function freeEdges(
  { kind, from, to }: Arrow & { kind: keyof typeof SIDES },
  box: Block,
  see: (point: Vector) => Seen,
): FreeEdge[] {
  const [one, other] = SIDES[kind];
  const shifts: Vector[] = [0, 1].flatMap((a) =>
    [0, 1].map((b) => add(scale(box[one], a), scale(box[other], b)))
  );
  const corners = shifts.flatMap((shift) => [see(add(from, shift)), see(add(to, shift))]);
  const free = shifts.flatMap((shift, k) => {
    const [a, b] = [see(add(from, shift)), see(add(to, shift))];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const side: Point = [(b[1] - a[1]) / length, (a[0] - b[0]) / length];
    const offs = corners.map(([x, y]) => (x - a[0]) * side[0] + (y - a[1]) * side[1]);
    const near = k === 0 ? Infinity : a[2] + b[2];
    if (Math.max(...offs) < STRAIGHT) return [{ shift, near, away: side }];
    const behind: Point = [-side[0], -side[1]];
    return Math.min(...offs) > -STRAIGHT ? [{ shift, near, away: behind }] : [];
  });
  return free.sort((a, b) => b.near - a.near);
}
