/**
 * Judges replies about real series by DICOM's own planes.
 *
 * @module
 */

import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { Reply } from "../../lib/reply.ts";
import type { VolumeReply } from "../../lib/volume_reply.ts";
import type { CorpusFile } from "./corpus.ts";
import { type NrrdGeometry, readNrrdGeometry } from "./nrrd_geometry.ts";
import { collect } from "./objects.ts";
import { makeReply } from "./reply.ts";
import type { Triple } from "./series.ts";
import { sliceErrors, type TruePlane } from "./truth.ts";

/**
 * Largest distance of any corner from where DICOM has it, mm: what positions printed with one decimal
 * leave undecided.
 */
export const CLOSE = 0.1;

/** The reply to these files, for any options. */
export function repliesTo(
  files: readonly CorpusFile[],
): (options?: Partial<HeaderOptions>) => Reply {
  const { objects, skipped } = collect(files);
  return (options) => makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
}

/** How far a volume is from the planes of its frames. */
export interface Judgement {
  /** First pixels of its frames, LPS mm. */
  readonly positions: readonly Triple[];
  /** Places of its frames along the slice axis. */
  readonly places: readonly number[];
  /** Largest distance of a slice's corners, mm. */
  readonly corners: readonly number[];
  /** Distance of a slice's first pixel: what the choice of a grid decides, mm. */
  readonly offsets: readonly number[];
}

/** A volume's header as an independent reader has it, against DICOM's planes in its order. */
export function judge(
  volume: VolumeReply,
  planes: readonly (readonly TruePlane[])[],
): Judgement {
  const header: NrrdGeometry = readNrrdGeometry(volume.header);
  const own = volume.slices.map(({ given, frame }) => planes[given]![frame]!);
  const positions = own.map(({ position }) => position);
  const places = volume.slices.map(({ index: [k] }) => k);
  return {
    positions,
    places,
    corners: sliceErrors(header, own),
    offsets: positions.map((position, n) =>
      Math.hypot(
        ...position.map((c, i) => c - header.origin[i]! - places[n]! * header.directions[2][i]!),
      )
    ),
  };
}

/**
 * Columns, rows and slices of what holds the most frames and, if there are several at its place, how
 * many: along a list, or one by one where they are different kinds of image.
 */
export function largestShape({ volumes }: Reply): number[] {
  const shapes = volumes.map(({ sizes, kinds, geometry }) => ({
    spatial: sizes.filter((_, axis) => ["domain", "space"].includes(kinds[axis]!)),
    list: sizes.filter((_, axis) => kinds[axis] === "list").reduce((a, b) => a * b, 1),
    origin: geometry.origin.join(),
  })).sort((a, b) => b.spatial[2]! * b.list - a.spatial[2]! * a.list);
  const { spatial, origin } = shapes[0]!;
  const count = shapes.filter((shape) => shape.origin === origin)
    .reduce((sum, { list }) => sum + list, 0);
  return count > 1 ? [...spatial, count] : spatial;
}
