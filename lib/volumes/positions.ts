/**
 * Frames sorted into positions along their normal.
 *
 * @module
 */

import type { Frame } from "../frames/frame.ts";
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
  const positions: { height: number; frames: Frame[] }[] = [];
  for (const { frame, height } of sorted) {
    let home: Frame[] | undefined;
    // Several positions may share a height, side by side; all within reach are asked.
    for (let k = positions.length - 1; k >= 0 && !home; k--) {
      const position = positions[k]!;
      if (height - position.height > SAME_POSITION) break;
      const gap = distance(position.frames[0]!.plane.position, frame.plane.position);
      if (gap <= SAME_POSITION) home = position.frames;
    }
    if (home) home.push(frame);
    else positions.push({ height, frames: [frame] });
  }
  return positions.map(({ frames }) => frames.sort((a, b) => a.place - b.place));
}
