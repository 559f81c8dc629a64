/**
 * Frames of segmentations to volumes.
 *
 * @module
 */

import type { Budget } from "../../budget.ts";
import { first } from "../../dicom/dataset.ts";
import { HeaderError, isHeaderError, orError } from "../../errors.ts";
import type { Frame } from "../../frames/frame.ts";
import { pointAt } from "../../geometry/line.ts";
import { smallestOf } from "../../geometry/numbers.ts";
import { normal } from "../../geometry/plane.ts";
import { gathered } from "../../geometry/spatial_hash.ts";
import { distance, length, unit } from "../../geometry/vector.ts";
import type { GeometryOptions } from "../../options/types.ts";
import { checkStep } from "../stated_step.ts";
import {
  groupFrames,
  SAME_ORIENTATION,
  SAME_SPACING,
  sameOrientation,
  sameSpacing,
} from "../group.ts";
import type { Refusal, Slice, Volume, Volumes } from "../volume.ts";
import { segmentationFindings } from "./findings.ts";
import { type Placed, placeFrames } from "./grid.ts";
import { SegmentedImages } from "./images.ts";
import {
  layerLookup,
  layersOf,
  type SegmentationGroup,
  segmentCountOf,
  type SegmentFrame,
  type VolumeSegmentation,
} from "./layers.ts";

/** Steps of one grid, found from different planes of it, differ by less than this part. */
const SAME_STEP = 1e-3;

/**
 * Describes segmentations: one volume for all objects whose label values lie on one grid, one for
 * every segment of fractions.
 *
 * @param images Volumes of the same request, on which the segmentations may lie
 * @param budget Of the answer
 */
export function describeSegmentations(
  frames: readonly SegmentFrame[],
  images: readonly Volume[],
  options: GeometryOptions,
  budget: Budget,
): Volumes {
  if (frames.length === 0) return { volumes: [], refused: [] };
  const volumes: Volume[] = [];
  const refused: Refusal[] = [];
  const context = { images: new SegmentedImages(images), options, budget };
  for (const parts of candidates(groupsOf(frames), budget)) {
    const single: PlacedPart[] = [];
    for (const part of parts) {
      attempt([part], refused, () => single.push([part, place([part], context)]));
    }
    const together = single.map(([part]) => part);
    const made = attempt(together, refused, () => {
      const placed = placeTogether(single, context);
      return placed && volumesOf(together, placed, context);
    });
    if (made === null) continue;
    const apart = (): Volume[] =>
      single.flatMap(([part, placed]) =>
        attempt([part], refused, () => volumesOf([part], placed, context)) ?? []
      );
    volumes.push(...made ?? apart());
  }
  return { volumes, refused };
}

/** What all segmentations of a request are described with. */
interface Context {
  readonly images: SegmentedImages;
  readonly options: GeometryOptions;
  readonly budget: Budget;
}

/** A part on a grid that it has alone. */
type PlacedPart = readonly [SegmentationGroup, Placed];

/** What was made of segmentations; null if they were refused instead. */
function attempt<T>(
  parts: readonly SegmentationGroup[],
  refused: Refusal[],
  make: () => T,
): T | null {
  const made = orError(make);
  if (!isHeaderError(made)) return made;
  refused.push(...parts.map(({ frames }) => ({ error: made, frames })));
  return null;
}

/** One group for each object; more if its frames differ in orientation, spacing or matrix. */
function groupsOf(frames: readonly SegmentFrame[]): SegmentationGroup[] {
  const byObject = Map.groupBy(frames, (frame) => frame.object);
  return [...byObject].flatMap(([object, own]) =>
    groupFrames(own).map((group) => ({
      object,
      of: group[0].segmentation!.of,
      frames: group as readonly SegmentFrame[],
    }))
  );
}

/** Parts that may lie on one grid: one space, one orientation, spacing and matrix, the same images. */
function candidates(parts: readonly SegmentationGroup[], budget: Budget): SegmentationGroup[][] {
  const isLike = (founder: SegmentationGroup, part: SegmentationGroup): boolean => {
    budget.count("comparisons", 1);
    return mayShareGrid(founder, part);
  };
  return [...Map.groupBy(parts, keyOf).values()]
    .flatMap((alike) => gathered(alike, REACH, shapeOf, isLike));
}

/** Shapes that are the same are not much farther apart than this in any number. */
const REACH = 1.01 * SAME_ORIENTATION;

/** Orientation and pixel spacing, all of which may differ by as much. */
function shapeOf({ frames }: SegmentationGroup): number[] {
  const { plane } = frames[0]!;
  const scale = SAME_ORIENTATION / SAME_SPACING;
  return [
    ...unit(plane.row),
    ...normal(plane),
    scale * Math.log(plane.columnSpacing),
    scale * Math.log(plane.rowSpacing),
  ];
}

/** What can be compared as text; the part itself where it can share no grid. */
function keyOf(part: SegmentationGroup): string | SegmentationGroup {
  const { object, of, frames } = part;
  const space = first(object.dataset.strings("FrameOfReferenceUID"));
  if (space === undefined || of.type === "FRACTIONAL") return part;
  const { columns, rows } = frames[0]!.plane;
  return JSON.stringify([space, columns, rows, ...[...of.referencedSeries].sort()]);
}

/** What needs a tolerance. Parts of one object differ already. */
function mayShareGrid(a: SegmentationGroup, b: SegmentationGroup): boolean {
  const [p, q] = [a.frames[0]!.plane, b.frames[0]!.plane];
  return a.object !== b.object && sameSpacing(p, q) && sameOrientation(p, q);
}

/** Places frames and makes sure that no segment has two frames in one slice. */
function place(parts: readonly SegmentationGroup[], { images, options, budget }: Context): Placed {
  const placed = placeFrames(parts, images, options, budget);
  for (const { frames } of parts) {
    const seen = new Set<string>();
    for (const frame of frames) {
      const k = placed.kOf.get(frame)!;
      const key = `${k} ${frame.segmentation.segment}`;
      if (seen.has(key)) throw twice(frame, k);
      seen.add(key);
    }
  }
  return placed;
}

/**
 * All parts on one grid, unless that is finer than every grid that they have alone, or has more
 * segments than one volume may.
 *
 * @throws {HeaderError} limit-exceeded
 */
function placeTogether(single: readonly PlacedPart[], context: Context): Placed | undefined {
  const parts = single.map(([part]) => part);
  const { volumeSegments } = context.budget.limits;
  if (single.length < 2 || segmentCountOf(parts) > volumeSegments) return undefined;
  try {
    const placed = place(parts, context);
    const finest = smallestOf(single.map(([, { grid }]) => length(grid.sliceStep)));
    const same = single.every(([, { from }]) => from === placed.from) &&
      length(placed.grid.sliceStep) >= finest * (1 - SAME_STEP);
    return same ? placed : undefined;
  } catch (error) {
    // That it was not tried is no answer.
    if (!isHeaderError(error) || error.code === "limit-exceeded") throw error;
    return undefined;
  }
}

function volumesOf(
  parts: readonly SegmentationGroup[],
  placed: Placed,
  { options, budget }: Context,
): Volume[] {
  const kOf = (frame: Frame): number => placed.kOf.get(frame)!;
  const frames = parts.flatMap((part) => part.frames);
  const labels = layersOf(parts, kOf, budget.limits);
  if (parts[0]!.of.type !== "FRACTIONAL") {
    return [volumeOf(frames, labels, parts, placed, options)];
  }
  const bySegment = Map.groupBy(frames, (frame) => frame.segmentation.segment);
  return labels.segments.flatMap((labelled) => {
    const own = bySegment.get(labelled.segment.number);
    if (!own) return [];
    const fractions: VolumeSegmentation = {
      voxels: "fractions",
      layers: 1,
      segments: [{ ...labelled, layer: 0 }],
    };
    return [volumeOf(own, fractions, parts, placed, options)];
  });
}

function volumeOf(
  frames: readonly SegmentFrame[],
  segmentation: VolumeSegmentation,
  parts: readonly SegmentationGroup[],
  placed: Placed,
  options: GeometryOptions,
): Volume {
  const { grid, stack, handedness } = placed;
  const layerOf = layerLookup(segmentation);
  const slices = frames.map((frame): Slice => {
    const k = placed.kOf.get(frame)!;
    return {
      frame,
      k,
      t: layerOf(frame),
      error: distance(frame.plane.position, pointAt(stack, k)),
    };
  }).sort((a, b) => a.t - b.t || a.k - b.k);
  const volume = { grid, slices, segmentation, stack, handedness, blocks: 1 };
  checkStep(volume, options);
  return { ...volume, findings: segmentationFindings(volume, parts, placed, options) };
}

function twice({ number, segmentation: { segment } }: SegmentFrame, k: number): HeaderError {
  const what = segment === undefined ? "the label map" : `segment ${segment}`;
  return new HeaderError(
    "duplicate-positions",
    `${what} has two frames in slice ${k}; the second is frame ${number + 1}`,
    { frame: number, ...(segment === undefined ? {} : { segment }), slice: k },
  );
}
