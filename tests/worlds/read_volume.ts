/**
 * A volume of a reply as a reader of its header has it, every frame with the truth about it.
 *
 * @module
 */

import { type NrrdGeometry, readNrrdGeometry } from "../support/nrrd_geometry.ts";
import type { Triple } from "../support/series.ts";
import { apart, heightOf, times } from "./plane.ts";
import type { ReplySlice, ReplyVolume } from "./reply.ts";
import { byHeight, type TrueFrame, type World } from "./world.ts";

/** Something that is not true. */
export interface Fault {
  /** Kind, in kebab-case. */
  readonly kind: string;
  /** One line with the numbers. */
  readonly what: string;
}

/** A slice of the reply with the truth about it. */
export interface Placed {
  readonly slice: ReplySlice;
  readonly k: number;
  readonly t: number;
  readonly truth: TrueFrame;
  /** Among all frames sent. */
  readonly rank: number;
}

/** A volume of the reply as an independent reader has it. */
export interface ReadVolume {
  readonly volume: ReplyVolume;
  readonly header: NrrdGeometry;
  /** Which of the three spatial axes the columns, rows and slices are. */
  readonly axes: readonly [x: number, y: number, z: number];
  readonly placed: readonly Placed[];
  /** Positions that the grid was laid through, in their order. */
  readonly points: readonly Triple[];
}

/**
 * Reads a volume.
 *
 * @throws {Error} where the header is none, or is of other planes
 */
export function readVolume(world: World, volume: ReplyVolume): ReadVolume {
  const header = readNrrdGeometry(volume.header);
  const placed = volume.slices.map((slice): Placed => {
    const truth = world.objects[slice.given]!.frames[slice.frame]!;
    const rank = slice.given * 1e6 + slice.frame;
    return { slice, k: slice.index[0]!, t: slice.index[1] ?? 0, truth, rank };
  });
  const axes = axesOf(header, placed[0]!.truth);
  return { volume, header, axes, placed, points: pointsOf(world, placed) };
}

/** The volume's own; of a segment, whose planes are some of a grid's, all there are. */
function pointsOf({ objects, labels }: World, placed: readonly Placed[]): Triple[] {
  if (!labels) {
    const byPlace = new Map(placed.toReversed().map(({ k, truth }) => [k, truth.plane.position]));
    return [...byPlace].sort(([a], [b]) => a - b).map(([, position]) => position);
  }
  const frames = objects.flatMap(({ frames }) => frames);
  const byRank = new Map(frames.map((frame) => [heightOf(frame.plane).toFixed(4), frame]));
  return byHeight([...byRank.values()]).map(({ plane }) => plane.position);
}

/** As a part of its length, how far a step may be off in its direction. */
const SAME_STEP = 1e-3;

/** Columns and rows by their steps; what is left are the slices. */
function axesOf({ directions, sizes, spatialAxes }: NrrdGeometry, { plane }: TrueFrame) {
  const along = (step: Triple, size: number): number => {
    const fit = directions.findIndex((own, n) =>
      apart(own, step) <= SAME_STEP * Math.hypot(...step) && sizes[spatialAxes[n]!] === size
    );
    if (fit < 0) throw new Error(`no axis has the step ${step} and the size ${size}`);
    return fit;
  };
  const x = along(times(plane.row, plane.betweenColumns), plane.columns);
  const y = along(times(plane.column, plane.betweenRows), plane.rows);
  return [x, y, 3 - x - y] as const;
}
