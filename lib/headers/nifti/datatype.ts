/**
 * `datatype` and `bitpix` (nifti1.h, DT_* and NIFTI_TYPE_*).
 *
 * @module
 */

import { type DescribedArray, isColour } from "../../array/described_array.ts";
import { bytesPerSample, type SampleType } from "../../array/sample_type.ts";

/** Codes of values that are one number. */
export const DATATYPES: Readonly<Record<SampleType, number>> = {
  "unsigned char": 2,
  "short": 4,
  "int": 8,
  "float": 16,
  "double": 64,
  "signed char": 256,
  "unsigned short": 512,
  "unsigned int": 768,
  "long long": 1024,
  "unsigned long long": 1280,
};

const COMPLEX64 = 32;
const COMPLEX128 = 1792;
const RGB24 = 128;

/** Whether voxels are red, green and blue, one byte each. */
export function hasRgbBytes(array: DescribedArray): boolean {
  return isColour(array) && array.type === "unsigned char";
}

/** Whether these are neighbours in memory, as RGB24 has them. */
export function isRgb24(array: DescribedArray): boolean {
  return hasRgbBytes(array) && array.axes[0]!.name === "c";
}

/** What one voxel is, and how many bits it has. */
export function datatypeOf(array: DescribedArray): { datatype: number; bitpix: number } {
  const bits = 8 * bytesPerSample(array.type);
  if (isRgb24(array)) return { datatype: RGB24, bitpix: 24 };
  if (!array.complex) return { datatype: DATATYPES[array.type], bitpix: bits };
  return { datatype: array.type === "float" ? COMPLEX64 : COMPLEX128, bitpix: 2 * bits };
}
