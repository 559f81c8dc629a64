/**
 * Pixel format of an object: PS3.3 C.7.6.3 and C.7.6.24.
 *
 * @module
 */

import { type Dataset, finite, first } from "../dicom/dataset.ts";

/** How one frame's pixels are stored (PS3.3 C.7.6.3); what is not said is undefined. */
export interface PixelFormat {
  readonly bitsAllocated: number | undefined;
  readonly bitsStored: number | undefined;
  readonly signed: boolean;
  /** `integer` for Pixel Data; Float and Double Float Pixel Data have their own attributes. */
  readonly values: "integer" | "float" | "double";
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string | undefined;
  /** Color by plane (1) instead of by pixel (0). */
  readonly planar: boolean;
}

/** Parametric Map Storage, the one class whose pixels may be floating point (PS3.3 A.75). */
const PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30";

/** Reads the pixel description; what is absent stays undefined or takes DICOM's only sense. */
export function pixelFormatOf(dataset: Dataset): PixelFormat {
  const bitsAllocated = finite(dataset.numbers("BitsAllocated"));
  return {
    bitsAllocated,
    bitsStored: finite(dataset.numbers("BitsStored")),
    signed: finite(dataset.numbers("PixelRepresentation")) === 1,
    values: valuesOf(dataset, bitsAllocated),
    samplesPerPixel: finite(dataset.numbers("SamplesPerPixel")) ?? 1,
    photometricInterpretation: first(dataset.strings("PhotometricInterpretation")),
    planar: finite(dataset.numbers("PlanarConfiguration")) === 1,
  };
}

/**
 * What the samples are. A header cut off before its pixels still tells: only integers have a Pixel
 * Representation (0028,0103), and must have one (C.7.6.3, C.7.6.24, C.7.6.25).
 */
function valuesOf(dataset: Dataset, bitsAllocated: number | undefined): PixelFormat["values"] {
  if (dataset.has("FloatPixelData")) return "float";
  if (dataset.has("DoubleFloatPixelData")) return "double";
  const mayFloat = !dataset.has("PixelRepresentation") && !dataset.has("PixelData") &&
    first(dataset.strings("SOPClassUID")) === PARAMETRIC_MAP;
  if (mayFloat && bitsAllocated === 32) return "float";
  return mayFloat && bitsAllocated === 64 ? "double" : "integer";
}

/**
 * What formats that can share one array have in common. Bits stored may differ: the container is the
 * same.
 */
export const CONTAINER = [
  "bitsAllocated",
  "signed",
  "values",
  "samplesPerPixel",
  "planar",
  "photometricInterpretation",
] as const satisfies readonly (keyof PixelFormat)[];
