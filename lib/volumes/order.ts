/**
 * Frames of a group to slices, in the order that the header will describe.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { normal } from "../geometry/plane.ts";
import { distance, dot } from "../geometry/vector.ts";
import type { Order } from "../options.ts";
import type { Group } from "./group.ts";

/**
 * Frames closer than this, mm, lie at the same position. Far below any slice distance, far above
 * what is lost when the same position is printed twice (vtk-dicom sorts into bins of this size).
 */
export const SAME_POSITION = 1e-3;

/**
 * Puts a group's frames in order; no two neighbours share a position.
 *
 * @param order `position`: along row × column · `given`: as sent · `instance-number`
 * @throws {HeaderError} order-not-regular, instance-numbers-unusable, duplicate-positions
 */
export function orderSlices(group: Group, order: Order): Frame[] {
  const frames = sorted(group, order);
  const direction = normal(group[0].plane);
  const heights = frames.map((frame) => dot(frame.plane.position, direction));
  const rises = heights.slice(1).map((height, k) => height - heights[k]!);
  const falling = rises.filter((rise) => rise < 0).length;
  if (order !== "position" && falling > 0 && falling < rises.length) {
    const turn = rises.findIndex((rise) => Math.sign(rise) !== Math.sign(rises[0]!));
    throw new HeaderError(
      "order-not-regular",
      `the slices turn back after slice ${turn} of the order asked for; no header can describe that`,
      { order, after: turn, help: "order=position, and the array sorted by `order` of its reply" },
    );
  }
  for (let k = 1; k < frames.length; k++) {
    if (distance(frames[k - 1]!.plane.position, frames[k]!.plane.position) <= SAME_POSITION) {
      throw duplicatePositions(frames);
    }
  }
  return frames;
}

function sorted(group: Group, order: Order): Frame[] {
  switch (order) {
    case "given":
      return [...group];
    case "position": {
      const direction = normal(group[0].plane);
      return sortedBy(group, (frame) => dot(frame.plane.position, direction));
    }
    case "instance-number": {
      const numberOf = (frame: Frame): number =>
        finite(frame.object.dataset.numbers("InstanceNumber")) ?? NaN;
      const numbers = group.map(numberOf);
      if (!numbers.every(Number.isFinite) || new Set(numbers).size < numbers.length) {
        throw new HeaderError(
          "instance-numbers-unusable",
          "instance numbers are absent or repeated, so they give no order",
          { help: "order=position or order=given" },
        );
      }
      return sortedBy(group, numberOf);
    }
  }
}

/** Stable, and each key is computed once. */
function sortedBy(frames: readonly Frame[], key: (frame: Frame) => number): Frame[] {
  return frames.map((frame) => ({ frame, key: key(frame) })).sort((a, b) => a.key - b.key)
    .map(({ frame }) => frame);
}

function duplicatePositions(frames: readonly Frame[]): HeaderError {
  const distinct = frames.filter((frame, k) =>
    k === 0 || distance(frames[k - 1]!.plane.position, frame.plane.position) > SAME_POSITION
  );
  return new HeaderError(
    "duplicate-positions",
    `${frames.length} frames lie at ${distinct.length} positions; frames at equal positions (time points, echoes, copies) are not told apart yet`,
    { frames: frames.length, positions: distinct.length },
  );
}
