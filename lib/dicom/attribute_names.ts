/**
 * Attributes as messages name them: DICOM's own name and the tag (PS3.6).
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "./attributes.ts";

/** DICOM's names of what messages speak of. */
const NAMES = {
  ImagePositionPatient: "Image Position (Patient)",
  ImagePositionVolume: "Image Position (Volume)",
  ImageOrientationPatient: "Image Orientation (Patient)",
  ImageOrientationVolume: "Image Orientation (Volume)",
  PixelSpacing: "Pixel Spacing",
  ImagerPixelSpacing: "Imager Pixel Spacing",
  NominalScannedPixelSpacing: "Nominal Scanned Pixel Spacing",
  SpacingBetweenSlices: "Spacing Between Slices",
  Rows: "Rows",
  Columns: "Columns",
  GridFrameOffsetVector: "Grid Frame Offset Vector",
  DetectorInformationSequence: "Detector Information Sequence",
  SliceVector: "Slice Vector",
  SegmentSequence: "Segment Sequence",
  SharedFunctionalGroupsSequence: "Shared Functional Groups Sequence",
  PerFrameFunctionalGroupsSequence: "Per-frame Functional Groups Sequence",
  PlanePositionSequence: "Plane Position Sequence",
  PlaneOrientationSequence: "Plane Orientation Sequence",
  PixelMeasuresSequence: "Pixel Measures Sequence",
} as const satisfies Partial<Record<Keyword, string>>;

/** An attribute that messages have a name for. */
export type Named = keyof typeof NAMES;

/** `Pixel Spacing (0028,0030)` */
export function nameOf(keyword: Named): string {
  const [tag] = ATTRIBUTES[keyword];
  return `${NAMES[keyword]} (${tag.slice(0, 4)},${tag.slice(4)})`;
}
