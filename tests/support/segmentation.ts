/**
 * Makes synthetic segmentations (PS3.3 A.51).
 *
 * @module
 */

import type { Attributes } from "./dicom_writer.ts";
import { freshUid } from "./dicom_writer.ts";
import { type EnhancedFile, type EnhancedOptions, makeEnhanced } from "./enhanced.ts";
import type { Triple } from "./series.ts";

/** A frame: where it lies, and which segment it shows (none in label maps). */
export type SegmentFrame = readonly [position: Triple, segment?: number];

/** What a segmentation shall look like. */
export interface SegmentationOptions
  extends Partial<Omit<EnhancedOptions, "positions" | "frame" | "shared">> {
  readonly frames: readonly SegmentFrame[];
  /** BINARY, unless told otherwise. */
  readonly type?: string;
  /** Items of Segment Sequence; by default one for each number that frames name. */
  readonly segments?: readonly Attributes[];
  /** Segments Overlap; by default absent. */
  readonly overlap?: string;
  readonly spacingBetweenSlices?: number;
  readonly thickness?: number;
  readonly frameOfReference?: string;
  /** Series Instance UID of the images that were segmented. */
  readonly referencedSeries?: string;
}

const SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";
const LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7";
const [SERIES, FRAME_OF_REFERENCE] = [freshUid(), freshUid()];

/** One segmentation object. */
export function makeSegmentation(options: SegmentationOptions): EnhancedFile {
  const { frames, type = "BINARY", pixelSpacing = [1, 1], thickness } = options;
  const numbers = [...new Set(frames.flatMap(([, segment]) => segment ?? []))];
  const depth = type === "BINARY" ? 1 : 8;
  return makeEnhanced({
    name: "segmentation.dcm",
    ...options,
    positions: frames.map(([position]) => position),
    shared: {
      PixelMeasuresSequence: [{
        PixelSpacing: pixelSpacing,
        SliceThickness: thickness,
        SpacingBetweenSlices: options.spacingBetweenSlices,
      }],
    },
    frame: (k) => {
      const segment = frames[k]![1];
      return segment === undefined
        ? {}
        : { SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }] };
    },
    attributes: {
      SOPClassUID: type === "LABELMAP" ? LABEL_MAP : SEGMENTATION,
      Modality: "SEG",
      SeriesInstanceUID: SERIES,
      FrameOfReferenceUID: options.frameOfReference ?? FRAME_OF_REFERENCE,
      BitsAllocated: depth,
      BitsStored: depth,
      HighBit: depth - 1,
      SegmentationType: type,
      SegmentsOverlap: options.overlap,
      MaximumFractionalValue: type === "FRACTIONAL" ? 255 : undefined,
      SegmentSequence: options.segments ?? numbers.map((number) => segment(number)),
      ReferencedSeriesSequence: options.referencedSeries === undefined
        ? undefined
        : [{ SeriesInstanceUID: options.referencedSeries }],
      ...options.attributes,
    },
  });
}

/** An item of Segment Sequence: an organ of its own for every number. */
export function segment(number: number, others: Attributes = {}): Attributes {
  return {
    SegmentNumber: number,
    SegmentLabel: `Organ ${number}`,
    SegmentAlgorithmType: "MANUAL",
    SegmentedPropertyCategoryCodeSequence: [code("SCT", "123037004", "Anatomical Structure")],
    SegmentedPropertyTypeCodeSequence: [code("99TEST", `T-${number}`, `Type ${number}`)],
    ...others,
  };
}

/** An item of a code sequence. */
export function code(scheme: string, value: string, meaning: string): Attributes {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}
