/**
 * A made-up series to try the page with: a tilted CT whose files run against the normal and whose
 * Slice Thickness is not the slice spacing, which is what goes wrong most often.
 *
 * @module
 */

const COUNT = 24;
/** From file to file, LPS mm. */
const STEP = [0, 1.2, -2.4];
const SERIES = "2.25.8";

/** Headers as JSON text: keyword dictionaries. */
export function exampleSeries(): string {
  const instances = Array.from({ length: COUNT }, (_, k) => ({
    file: `IM${String(k + 1).padStart(4, "0")}.dcm`,
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    SOPInstanceUID: `${SERIES}.${k + 1}`,
    SeriesInstanceUID: SERIES,
    FrameOfReferenceUID: `${SERIES}.0`,
    Modality: "CT",
    InstanceNumber: k + 1,
    // Decimal strings have few digits.
    ImagePositionPatient: [-90, -104, 40].map((first, axis) =>
      Number((first + k * STEP[axis]!).toFixed(3))
    ),
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [0.8, 0.8],
    SliceThickness: 5,
    Rows: 256,
    Columns: 224,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 1,
  }));
  return JSON.stringify({ instances });
}
