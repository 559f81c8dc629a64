/**
 * Pixel sizes of an object that are not sizes in the patient (PS3.3 10.7, C.8.5.5, C.8.8.2).
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { type Dataset, finite, first } from "../dicom/dataset.ts";

/** A spacing by the name of its attribute, and where it holds. */
export interface PixelSize {
  /** Where the object says it. */
  readonly attribute: Keyword;
  /** Between rows, between columns (PS3.3 10.7.1.3), mm. */
  readonly spacing: readonly [number, number];
  /** For people: "at the detector". */
  readonly holds: string;
}

/** A calibrated region of an ultrasound image (PS3.3 C.8.5.5). */
export interface UltrasoundRegion {
  /** Columns and rows of the first and the last pixel. */
  readonly pixels: readonly (number | undefined)[];
  /** What one column more means; not a length as a matter of course. */
  readonly x: { readonly perPixel: number | undefined; readonly unit: string };
  /** What one row more means. */
  readonly y: { readonly perPixel: number | undefined; readonly unit: string };
}

/** Physical Units X and Y Direction (0018,6024), (0018,6026), PS3.3 C.8.5.5.1.15. */
const ULTRASOUND_UNITS: readonly string[] = [
  "none",
  "%",
  "dB",
  "cm",
  "s",
  "Hz",
  "dB/s",
  "cm/s",
  "cm²",
  "cm²/s",
  "cm³",
  "cm³/s",
  "°",
];

/** Every pixel spacing that the object states, each with the place where it holds. */
export function pixelSizesOf(dataset: Dataset): PixelSize[] {
  const sizes: PixelSize[] = [];
  const add = (attribute: Keyword, holds: string): void => {
    const [rows, columns] = dataset.numbers(attribute);
    if (Number.isFinite(rows) && Number.isFinite(columns)) {
      sizes.push({ attribute, spacing: [rows!, columns!], holds });
    }
  };
  add("ImagerPixelSpacing", "at the detector");
  add("NominalScannedPixelSpacing", "on the scanned film or page");
  add("ImagePlanePixelSpacing", "at the image plane");
  add("PixelSpacing", calibration(dataset, sizes));
  return sizes;
}

/** What Pixel Spacing of a projection means: PS3.3 10.7.1.1 and 10.7.1.2. */
function calibration(dataset: Dataset, others: readonly PixelSize[]): string {
  switch (first(dataset.strings("PixelSpacingCalibrationType"))) {
    case "GEOMETRY":
      return "corrected for magnification at an assumed depth";
    case "FIDUCIAL":
      return "calibrated at an object of known size";
  }
  if (others.length === 0) return "calibrated or not: the object does not say";
  const [rows, columns] = dataset.numbers("PixelSpacing");
  const same = others.find(({ spacing }) => spacing[0] === rows && spacing[1] === columns);
  return same?.holds ?? "corrected or calibrated, how is not said";
}

/** Regions of Sequence of Ultrasound Regions (0018,6011), with their units as DICOM names them. */
export function ultrasoundRegionsOf(dataset: Dataset): UltrasoundRegion[] {
  return dataset.items("SequenceOfUltrasoundRegions").map((region) => {
    const unit = (keyword: Keyword): string =>
      ULTRASOUND_UNITS[finite(region.numbers(keyword)) ?? -1] ?? "unknown";
    return {
      pixels: ([
        "RegionLocationMinX0",
        "RegionLocationMinY0",
        "RegionLocationMaxX1",
        "RegionLocationMaxY1",
      ] as const).map((keyword) => finite(region.numbers(keyword))),
      x: {
        perPixel: finite(region.numbers("PhysicalDeltaX")),
        unit: unit("PhysicalUnitsXDirection"),
      },
      y: {
        perPixel: finite(region.numbers("PhysicalDeltaY")),
        unit: unit("PhysicalUnitsYDirection"),
      },
    };
  });
}
