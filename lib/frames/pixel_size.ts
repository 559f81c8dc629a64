/**
 * Pixel sizes of an object that are not sizes in the patient (PS3.3 10.7, C.8.5.5, C.8.8.2).
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { type Dataset, finite, first } from "../dicom/dataset.ts";
import type { PixelSpacing } from "./image_plane.ts";

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
const ULTRASOUND_UNITS = "none % dB cm s Hz dB/s cm/s cm² cm²/s cm³ cm³/s °".split(" ");

const AT_DETECTOR = "at the detector";
const AT_IMAGE_PLANE = "at the image plane";

/** Whether a pixel spacing is that of a shadow, larger than what cast it by a factor nobody states. */
export function holdsAtDetector({ holds }: PixelSize): boolean {
  return holds === AT_DETECTOR || holds === AT_IMAGE_PLANE;
}

/** Every pixel spacing that the object states, each with the place where it holds. */
export function pixelSizesOf(dataset: Dataset): PixelSize[] {
  const sizes: PixelSize[] = [];
  const add = (attribute: Keyword, holds: string): void => {
    const [rows, columns] = dataset.numbers(attribute);
    if (Number.isFinite(rows) && Number.isFinite(columns)) {
      sizes.push({ attribute, spacing: [rows!, columns!], holds });
    }
  };
  add("ImagerPixelSpacing", AT_DETECTOR);
  add("NominalScannedPixelSpacing", "on the scanned film or page");
  add("ImagePlanePixelSpacing", AT_IMAGE_PLANE);
  add("PixelSpacing", calibration(dataset, sizes));
  return sizes;
}

/** Region Spatial Format (0018,6012) of a picture of tissue: 2D (PS3.3 C.8.5.5.1.1). */
const TWO_DIMENSIONAL = 1;

/** Millimetres of a centimetre. */
const MM_PER_CM = 10;

/**
 * The pixel spacing that ultrasound regions give the whole image: there is one region, two-dimensional,
 * calibrated in centimetres both ways, and it is all of the image. Of several no one is the image's,
 * and beside a region pixels have no size.
 */
export function regionSpacingOf(dataset: Dataset): PixelSpacing | undefined {
  const [region, ...others] = ultrasoundRegionsOf(dataset);
  if (region === undefined || others.length > 0) return undefined;
  const [item] = dataset.items("SequenceOfUltrasoundRegions");
  if (finite(item!.numbers("RegionSpatialFormat")) !== TWO_DIMENSIONAL) return undefined;
  const [left, top, right, bottom] = region.pixels;
  const columns = finite(dataset.numbers("Columns")) ?? NaN;
  const rows = finite(dataset.numbers("Rows")) ?? NaN;
  const isWhole = left === 0 && top === 0 && right! >= columns - 1 && bottom! >= rows - 1;
  return isWhole ? spacingOfRegion(region) : undefined;
}

/** The pixel spacing within a region, mm; undefined where a pixel is no length both ways. */
export function spacingOfRegion({ x, y }: UltrasoundRegion): PixelSpacing | undefined {
  const [across, down] = [x.perPixel ?? 0, y.perPixel ?? 0];
  if (x.unit !== "cm" || y.unit !== "cm" || !(across > 0) || !(down > 0)) return undefined;
  return { rowSpacing: MM_PER_CM * down, columnSpacing: MM_PER_CM * across };
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
    const one = (direction: "X" | "Y") => ({
      perPixel: finite(region.numbers(`PhysicalDelta${direction}`)),
      unit: ULTRASOUND_UNITS[finite(region.numbers(`PhysicalUnits${direction}Direction`)) ?? -1] ??
        "unknown",
    });
    return {
      pixels: ([
        "RegionLocationMinX0",
        "RegionLocationMinY0",
        "RegionLocationMaxX1",
        "RegionLocationMaxY1",
      ] as const).map((keyword) => finite(region.numbers(keyword))),
      x: one("X"),
      y: one("Y"),
    };
  });
}
