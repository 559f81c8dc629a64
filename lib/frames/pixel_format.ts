/**
 * How an object's pixels are stored: PS3.3 C.7.6.3 and C.7.6.24.
 *
 * @module
 */

import { type Dataset, finite, first } from "../dicom/dataset.ts";
import type { PixelFormat } from "./frame.ts";

/** Reads the pixel description; what is absent stays undefined or takes DICOM's only sense. */
export function pixelFormatOf(dataset: Dataset): PixelFormat {
  return {
    bitsAllocated: finite(dataset.numbers("BitsAllocated")),
    bitsStored: finite(dataset.numbers("BitsStored")),
    signed: finite(dataset.numbers("PixelRepresentation")) === 1,
    values: dataset.has("FloatPixelData")
      ? "float"
      : dataset.has("DoubleFloatPixelData")
      ? "double"
      : "integer",
    samplesPerPixel: finite(dataset.numbers("SamplesPerPixel")) ?? 1,
    photometricInterpretation: first(dataset.strings("PhotometricInterpretation")),
    planar: finite(dataset.numbers("PlanarConfiguration")) === 1,
  };
}

/** Whether two formats can stand in one array. Bits stored may differ: the container is the same. */
export function sameFormat(a: PixelFormat, b: PixelFormat): boolean {
  return a.bitsAllocated === b.bitsAllocated && a.signed === b.signed && a.values === b.values &&
    a.samplesPerPixel === b.samplesPerPixel && a.planar === b.planar &&
    a.photometricInterpretation === b.photometricInterpretation;
}
