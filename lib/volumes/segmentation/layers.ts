/**
 * Layers of segments: the layer of each, and its label value there.
 *
 * @module
 */

import type { DicomObject } from "../../dicom/dataset.ts";
import type { Frame } from "../../frames/frame.ts";
import type { Segment, Segmentation } from "../../frames/segments.ts";
import { checkLimit, type Limits } from "../../limits.ts";
import { remembered } from "../../once.ts";

/** A frame of a segmentation. */
export type SegmentFrame = Frame & Required<Pick<Frame, "segmentation">>;

/** Frames of one object that may go into one volume. */
export interface SegmentationGroup {
  readonly object: DicomObject;
  readonly of: Segmentation;
  /** Frames of one orientation, pixel spacing and matrix. */
  readonly frames: readonly SegmentFrame[];
}

/** A segment of a volume. */
export interface LabelledSegment {
  readonly segment: Segment;
  readonly object: DicomObject;
  /** Once in the volume, made of numbers alone. */
  readonly id: string;
  readonly layer: number;
  /** Value of its voxels in its layer. */
  readonly labelValue: number;
}

/** The segments of a volume. */
export interface VolumeSegmentation {
  /** Voxels are label values, or one segment's fractions. */
  readonly voxels: "labels" | "fractions";
  /** Size of the axis in front of the columns; with one layer there is no such axis. */
  readonly layers: number;
  readonly segments: readonly LabelledSegment[];
}

/**
 * Gives every segment a layer and a label value. Segments of one object that cannot overlap share a
 * layer, where they have their own numbers; segments that can have a layer each and the value 1, as
 * masks do. Objects know nothing of each other, so they share none.
 *
 * @param k Slice index of a frame
 * @param limits How many there may be
 * @throws {HeaderError} limit-exceeded
 */
export function layersOf(
  parts: readonly SegmentationGroup[],
  k: (frame: Frame) => number,
  limits: Pick<Limits, "volumeSegments">,
): VolumeSegmentation {
  checkLimit("volumeSegments", segmentCountOf(parts), limits);
  let layers = 0;
  const segments = parts.flatMap(({ object, of, frames }, index) => {
    const apart = of.mayOverlap && shareSlices(frames, k);
    const first = layers;
    layers += apart ? of.segments.length : 1;
    return of.segments.map((segment, place): LabelledSegment => ({
      segment,
      object,
      id: parts.length === 1
        ? `Segment_${segment.number}`
        : `Segment_${index + 1}_${segment.number}`,
      layer: apart ? first + place : first,
      labelValue: apart ? 1 : segment.number,
    }));
  });
  return { voxels: "labels", layers, segments };
}

/** How many segments there are in all. */
export function segmentCountOf(parts: readonly SegmentationGroup[]): number {
  return parts.reduce((sum, part) => sum + part.of.segments.length, 0);
}

/** Returns a lookup of the layer of a frame. */
export function layerLookup({ segments }: VolumeSegmentation): (frame: SegmentFrame) => number {
  const layers = new Map<DicomObject, Map<number | undefined, number>>();
  for (const { object, segment, layer } of segments) {
    // Under no number: label maps, whose frames show all segments of one layer.
    remembered(layers, object, () => new Map([[undefined, layer]])).set(segment.number, layer);
  }
  return ({ object, segmentation }) => layers.get(object)?.get(segmentation.segment) ?? 0;
}

/** Whether two segments have frames in one slice. */
function shareSlices(frames: readonly SegmentFrame[], k: (frame: Frame) => number): boolean {
  const owners = new Map<number, number | undefined>();
  return frames.some((frame) => {
    const { segment } = frame.segmentation;
    const slice = k(frame);
    if (!owners.has(slice)) owners.set(slice, segment);
    return owners.get(slice) !== segment;
  });
}
