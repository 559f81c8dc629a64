/**
 * Frames sorted into positions along their normal.
 *
 * @module
 */

import type { Frame } from "../frames/frame.ts";
import { Cells } from "../geometry/cells.ts";
import { distance, dot, type Vector } from "../geometry/vector.ts";

/**
 * Frames closer than this, mm, lie at the same position. Far below any slice distance, far above
 * what is lost when the same position is printed twice (vtk-dicom sorts into bins of this size).
 */
export const SAME_POSITION = 1e-3;

/**
 * Frames by position: positions ascend along the normal, frames at one position keep their order.
 *
 * @param frames Frames of one orientation
 * @param normal Their unit normal
 */
export function positionsOf(frames: readonly Frame[], normal: Vector): Frame[][] {
  const sorted = frames
    .map((frame) => ({ frame, height: dot(frame.plane.position, normal) }))
    .sort((a, b) => a.height - b.height);
  const positions: Frame[][] = [];
  // Any number of positions may share a height, side by side.
  const cells = new Cells<Frame[]>(SAME_POSITION);
  let previous = -Infinity;
  for (const { frame, height } of sorted) {
    const { position } = frame.plane;
    const isHigher = height - previous > SAME_POSITION;
    const home = isHigher ? undefined : cells.near(position)
      .findLast(([founder]) => distance(founder!.plane.position, position) <= SAME_POSITION);
    previous = height;
    if (home) {
      home.push(frame);
    } else {
      const founded = [frame];
      positions.push(founded);
      cells.add(position, founded);
    }
  }
  return positions.map((frames) => frames.sort((a, b) => a.place - b.place));
}
