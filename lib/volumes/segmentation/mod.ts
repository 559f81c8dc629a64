/**
 * Frames of segmentations to volumes.
 *
 * @module
 */

import { first } from "../../dicom/dataset.ts";
import { HeaderError, isHeaderError } from "../../errors.ts";
import type { Frame } from "../../frames/frame.ts";
import { pointAt } from "../../geometry/line.ts";
import { distance, length } from "../../geometry/vector.ts";
import type { GeometryOptions } from "../../options/types.ts";
import { groupFrames, sameOrientation, sameSpacing } from "../group.ts";
import type { Refusal, Slice, Volume, Volumes } from "../volume.ts";
import { segmentationFindings } from "./findings.ts";
import { type Placed, placeFrames } from "./grid.ts";
import {
  layerLookup,
  layersOf,
  type SegmentationGroup,
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
 */
export function describeSegmentations(
  frames: readonly SegmentFrame[],
  images: readonly Volume[],
  options: GeometryOptions,
): Volumes {
  const volumes: Volume[] = [];
  const refused: Refusal[] = [];
  for (const parts of candidates(groupsOf(frames))) {
    const single: [SegmentationGroup, Placed][] = [];
    for (const part of parts) {
      try {
        single.push([part, place([part], images, options)]);
      } catch (error) {
        if (!isHeaderError(error)) throw error;
        refused.push({ error, frames: part.frames });
      }
    }
    const together = single.length > 1 ? placeTogether(single, images, options) : undefined;
    if (together) {
      volumes.push(...volumesOf(single.map(([part]) => part), together, options));
    } else {
      for (const [part, placed] of single) volumes.push(...volumesOf([part], placed, options));
    }
  }
  return { volumes, refused };
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
function candidates(parts: readonly SegmentationGroup[]): SegmentationGroup[][] {
  const lists: SegmentationGroup[][] = [];
  for (const alike of Map.groupBy(parts, keyOf).values()) {
    const own: SegmentationGroup[][] = [];
    for (const part of alike) {
      const home = own.find(([founder]) => mayShareGrid(founder!, part));
      if (home) home.push(part);
      else own.push([part]);
    }
    lists.push(...own);
  }
  return lists;
}

/** What can be compared as text; the part itself where it can share no grid. */
function keyOf(part: SegmentationGroup): string | SegmentationGroup {
  const { object, of, frames } = part;
  const space = first(object.dataset.strings("FrameOfReferenceUID"));
  if (space === undefined || of.type === "FRACTIONAL") return part;
  const { columns, rows } = frames[0]!.plane;
  return [space, columns, rows, ...[...of.referencedSeries].sort()].join(" ");
}

/** What needs a tolerance. Parts of one object differ already. */
function mayShareGrid(a: SegmentationGroup, b: SegmentationGroup): boolean {
  const [p, q] = [a.frames[0]!.plane, b.frames[0]!.plane];
  return a.object !== b.object && sameSpacing(p, q) && sameOrientation(p, q);
}

/** Places frames and makes sure that no segment has two frames in one slice. */
function place(
  parts: readonly SegmentationGroup[],
  images: readonly Volume[],
  options: GeometryOptions,
): Placed {
  const placed = placeFrames(parts, images, options);
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

/** All parts on one grid, unless that is finer than every grid that they have alone. */
function placeTogether(
  single: readonly (readonly [SegmentationGroup, Placed])[],
  images: readonly Volume[],
  options: GeometryOptions,
): Placed | undefined {
  try {
    const placed = place(single.map(([part]) => part), images, options);
    const finest = Math.min(...single.map(([, { grid }]) => length(grid.sliceStep)));
    const same = single.every(([, { from }]) => from === placed.from) &&
      length(placed.grid.sliceStep) >= finest * (1 - SAME_STEP);
    return same ? placed : undefined;
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    return undefined;
  }
}

function volumesOf(
  parts: readonly SegmentationGroup[],
  placed: Placed,
  options: GeometryOptions,
): Volume[] {
  const kOf = (frame: Frame): number => placed.kOf.get(frame)!;
  const frames = parts.flatMap((part) => part.frames);
  const labels = layersOf(parts, kOf);
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
