/**
 * Frames sorted into positions along their normal.
 *
 * @module
 */

import type { Frame } from "../frames/frame.ts";
import { largestOf, smallestOf } from "../geometry/numbers.ts";
import { COARSEST_ROUNDING } from "../geometry/rounding.ts";
import { TOLERATED_RESIDUAL } from "../geometry/spacing.ts";
import { SpatialHash } from "../geometry/spatial_hash.ts";
import { distance, dot, type Vector } from "../geometry/vector.ts";

/**
 * Frames closer than this, mm, lie at the same position. Far below any slice distance, far above
 * what is lost when the same position is printed twice (vtk-dicom sorts into bins of this size).
 */
const SAME_POSITION = 1e-3;
/** … and this part of a pixel, where pixels are micrometres. */
const SAME_POSITION_BY_PIXEL = 0.01;

/**
 * Volumes of a series repeat their positions, but not always to the digit: what was computed anew for
 * every time point, or printed where the last digit is undecided, differs. Frames up to this far
 * apart, mm, may lie at the same position: the coarsest rounding that there is.
 */
const REPEATED = COARSEST_ROUNDING;
/** They do if the next position is farther away by so much that the two cannot be confused … */
const REPEATED_BY_GAP = TOLERATED_RESIDUAL;
/** … and if the in-plane difference is invisible; in parts of the pixel side. */
const REPEATED_BY_PIXEL = 0.1;

/**
 * Frames by position: positions ascend along the normal, frames at one position keep their order.
 * Positions that every volume repeats nearly are one.
 *
 * @param frames Frames of one orientation
 * @param normal Their unit normal
 */
export function positionsOf(frames: readonly Frame[], normal: Vector): Frame[][] {
  const sorted = frames
    .map((frame) => ({ frame, height: dot(frame.plane.position, normal) }))
    .sort((a, b) => a.height - b.height);
  const exact = gathered(sorted, samePosition(frames[0]!));
  const crowded = exact.some((here, k) => k > 0 && between(exact[k - 1]!, here) <= REPEATED);
  // Where the caller says how far a frame is from the next, nearly repeated means close.
  const areLaid = frames.some(({ stated }) => stated?.step === "used");
  if (!crowded || isComplete(exact) || areLaid) return exact;
  const near = gathered(sorted, REPEATED);
  return isComplete(near) && repeats(near) ? near : exact;
}

/** Up to which distance frames with pixels like these lie at the same position, mm. */
export function samePosition({ plane: { columnSpacing, rowSpacing } }: Frame): number {
  return Math.min(SAME_POSITION, SAME_POSITION_BY_PIXEL * Math.min(columnSpacing, rowSpacing));
}

interface Placed {
  readonly frame: Frame;
  /** Along the normal. */
  readonly height: number;
}

/** Frames that lie no farther than `reach` from the first one of their position. */
function gathered(sorted: readonly Placed[], reach: number): Frame[][] {
  const positions: Frame[][] = [];
  let last: Frame[] = [];
  let previous = -Infinity;
  // Any number of positions may share a height, side by side; mostly there is one.
  let beside: SpatialHash<Frame[]> | undefined;
  for (const { frame, height } of sorted) {
    const { position } = frame.plane;
    const isHigher = height - previous > reach;
    const isHome = ([founder]: Frame[]) => distance(founder!.plane.position, position) <= reach;
    const home = isHigher
      ? undefined
      : isHome(last)
      ? last
      : (beside ??= new SpatialHash<Frame[]>(reach).add(last[0]!.plane.position, last))
        .near(position).findLast(isHome);
    previous = height;
    if (home) {
      home.push(frame);
      continue;
    }
    positions.push(last = [frame]);
    beside?.add(position, last);
  }
  return positions.map((frames) => frames.sort((a, b) => a.place - b.place));
}

/** Whether as many frames lie at every position, and more than one. */
function isComplete(positions: readonly (readonly Frame[])[]): boolean {
  const count = positions[0]!.length;
  return count > 1 && positions.every((frames) => frames.length === count);
}

/** Whether frames at one position are as good as at the same, and positions are far from each other. */
function repeats(positions: readonly (readonly Frame[])[]): boolean {
  const spread = largestOf(
    positions.flatMap(([first, ...others]) =>
      others.map((other) => distance(first!.plane.position, other.plane.position))
    ),
  );
  const gap = smallestOf(positions.slice(1).map((here, k) => between(positions[k]!, here)));
  const { columnSpacing, rowSpacing } = positions[0]![0]!.plane;
  return spread <=
    Math.min(REPEATED_BY_GAP * gap, REPEATED_BY_PIXEL * Math.min(columnSpacing, rowSpacing));
}

/** Distance of two positions, mm. */
function between([a]: readonly Frame[], [b]: readonly Frame[]): number {
  return distance(a!.plane.position, b!.plane.position);
}
