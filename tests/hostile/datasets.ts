/**
 * The smallest datasets that reach geometry, as DICOM JSON by keyword.
 *
 * @module
 */

/** Attributes by keyword. */
export type Dataset = Readonly<Record<string, unknown>>;

const AXIAL = [1, 0, 0, 0, 1, 0];

/** Axial slice of an MR series; `others` win. */
export function slice(n: number, others: Dataset = {}): Dataset {
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
    SOPInstanceUID: `1.2.3.${n}`,
    SeriesInstanceUID: "1.2.3",
    FrameOfReferenceUID: "1.2.9",
    Modality: "MR",
    Rows: 4,
    Columns: 4,
    PixelSpacing: [1, 1],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 0,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    ImageOrientationPatient: AXIAL,
    ImagePositionPatient: [0, 0, n],
    InstanceNumber: n + 1,
    SliceThickness: 1,
    ...others,
  };
}

/** Only what a volume of one slice cannot do without. */
export function bareSlice(n: number, others: Dataset = {}): Dataset {
  return {
    Rows: 4,
    Columns: 4,
    PixelSpacing: [1, 1],
    ImageOrientationPatient: AXIAL,
    ImagePositionPatient: [0, 0, 0],
    SeriesInstanceUID: `1.2.${n}`,
    ...others,
  };
}

/** A place of a segmentation's frame, mm. */
type Place = readonly [x: number, y: number, z: number];

/** A segmentation of one segment with frames at these places, in a frame of reference of its own. */
export function segmentation(
  n: number,
  places: readonly Place[] = [[0, 0, 0]],
  others: Dataset = {},
  spacing: readonly number[] = [1, 1],
): Dataset {
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.66.4",
    SOPInstanceUID: `1.5.${n}`,
    SeriesInstanceUID: `1.6.${n}`,
    FrameOfReferenceUID: `1.3.${n}`,
    SegmentationType: "BINARY",
    Rows: 4,
    Columns: 4,
    BitsAllocated: 1,
    NumberOfFrames: places.length,
    SegmentSequence: [{ SegmentNumber: 1, SegmentLabel: "a" }],
    SharedFunctionalGroupsSequence: [{
      PixelMeasuresSequence: [{ PixelSpacing: spacing, SpacingBetweenSlices: 1 }],
      PlaneOrientationSequence: [{ ImageOrientationPatient: AXIAL }],
    }],
    PerFrameFunctionalGroupsSequence: places.map((place) => ({
      PlanePositionSequence: [{ ImagePositionPatient: place }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: 1 }],
    })),
    ...others,
  };
}

/** Enhanced MR with planes in shared groups, or in those of each frame. */
export function enhanced(
  frames: number,
  groups: readonly Dataset[],
  others: Dataset = {},
): Dataset {
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.4.1",
    SOPInstanceUID: "1.7.1",
    SeriesInstanceUID: "1.7",
    FrameOfReferenceUID: "1.7.9",
    Modality: "MR",
    Rows: 4,
    Columns: 4,
    BitsAllocated: 16,
    NumberOfFrames: frames,
    SharedFunctionalGroupsSequence: [{
      PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 1 }],
      PlaneOrientationSequence: [{ ImageOrientationPatient: AXIAL }],
    }],
    PerFrameFunctionalGroupsSequence: groups,
    ...others,
  };
}
