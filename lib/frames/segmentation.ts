/**
 * Segmentations: frames as enhanced objects have them, each a mask of one segment or a map of all
 * (PS3.3 A.51, C.8.20).
 *
 * @module
 */

import { type Dataset, type DicomObject, finite, first } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import { framesOfGroups } from "./enhanced.ts";
import type { Family, UnplacedFrame } from "./frame.ts";
import { isSegmentNumber, type Segment, type Segmentation, segmentsOf } from "./segments.ts";

/** SOP classes that hold segments in frames (PS3.4 B.5). */
const SOP_CLASSES: ReadonlySet<string> = new Set([
  "1.2.840.10008.5.1.4.1.1.66.4", // Segmentation
  "1.2.840.10008.5.1.4.1.1.66.7", // Label Map Segmentation
]);

/** The code by which label maps name what is no segment (PS3.16, DCM 125040). */
const BACKGROUND_CODE = "125040";

/** The family of segmentations. */
export const segmentation: Family = {
  name: "segmentation",
  frames: (object, limits) => {
    if (!isSegmentation(object.dataset)) return undefined;
    refuseSlides(object);
    const description = descriptionOf(object.dataset);
    const known = new Map(description.segments.map((segment) => [segment.number, segment]));
    const frames = framesOfGroups(object, limits);
    const numbers = description.type === "LABELMAP" ? [] : frames.map(referencedSegment);
    for (const number of numbers) {
      // Frames may refer to what is not described.
      if (!known.has(number)) known.set(number, { number });
    }
    const of = { ...description, segments: [...known.values()] };
    return frames.map((frame, k): UnplacedFrame => ({
      ...frame,
      segmentation: { of, segment: numbers[k] },
    }));
  },
};

function isSegmentation(dataset: Dataset): boolean {
  const sopClass = first(dataset.strings("SOPClassUID"));
  return sopClass === undefined ? dataset.has("SegmentSequence") : SOP_CLASSES.has(sopClass);
}

/** Segmentations of whole slides have their coordinates on the glass (PS3.3 C.7.6.16.2.22). */
function refuseSlides({ dataset }: DicomObject): void {
  const groups = [
    ...dataset.items("SharedFunctionalGroupsSequence").slice(0, 1),
    ...dataset.items("PerFrameFunctionalGroupsSequence").slice(0, 1),
  ];
  const onSlide = dataset.has("TotalPixelMatrixColumns") ||
    groups.some((group) => group.has("PlanePositionSlideSequence"));
  if (!onSlide) return;
  throw new HeaderError(
    "no-geometry",
    "whole-slide segmentations have positions on the glass slide, not in the patient",
    { family: "whole-slide segmentation" },
  );
}

function descriptionOf(dataset: Dataset): Segmentation {
  const type = first(dataset.strings("SegmentationType"));
  if (type !== "BINARY" && type !== "FRACTIONAL" && type !== "LABELMAP") {
    throw new HeaderError(
      "unsupported-object",
      "Segmentation Type (0062,0001) is not BINARY, FRACTIONAL or LABELMAP",
      { family: "segmentation" },
    );
  }
  const background = finite(dataset.numbers("PixelPaddingValue")) ?? 0;
  const series = dataset.items("ReferencedSeriesSequence");
  const segments = [...segmentsOf(dataset).values()].filter((segment) =>
    type !== "LABELMAP" || !isBackground(segment, background)
  );
  return {
    type,
    segments,
    mayOverlap: type !== "LABELMAP" && first(dataset.strings("SegmentsOverlap")) !== "NO",
    maximum: finite(dataset.numbers("MaximumFractionalValue")),
    background,
    referencedSeries: series.flatMap((item) => item.strings("SeriesInstanceUID")),
    referencedInstances: new Set(
      series.flatMap((item) => item.items("ReferencedInstanceSequence"))
        .flatMap((item) => item.strings("ReferencedSOPInstanceUID")),
    ),
  };
}

/** What a label map calls background, or what readers of label maps do: zero. */
function isBackground({ number, type }: Segment, background: number): boolean {
  return number === 0 || number === background ||
    (type?.scheme === "DCM" && type.value === BACKGROUND_CODE);
}

/** Segment Identification (PS3.3 C.8.20.3.1). */
function referencedSegment({ attributes, number }: UnplacedFrame): number {
  const segment = finite(attributes.numbers("ReferencedSegmentNumber"));
  if (isSegmentNumber(segment) && segment > 0) return segment;
  throw new HeaderError(
    "unsupported-object",
    `frame ${number + 1} does not say which segment it shows (0062,000B)`,
    { family: "segmentation", frame: number },
  );
}
