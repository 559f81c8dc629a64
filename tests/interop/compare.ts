/**
 * A reader's opinion against a header's own words.
 *
 * @module
 */

import { deepEqual, equal, nearAll } from "../assert.ts";
import type { NrrdGeometry } from "../support/nrrd_geometry.ts";
import type { Reading } from "./readers.ts";

/** Part of a voxel's size that may be lost: readers keep doubles, ITK as cosines and lengths. */
const KEPT = 1e-9;

/** Bytes of a sample, by numpy's name of its type. */
export const SAMPLE_BYTES: Readonly<Record<string, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** Fails unless sizes, type, place and voxels (see `fingerprint`) are the header's. */
export function compare(reading: Reading, header: NrrdGeometry, voxels: string): void {
  const { sizes, directions, spatialAxes, sampleBytes } = header;
  deepEqual(reading.sizes, spatialAxes.map((axis) => sizes[axis]));
  const others = sizes.filter((_, axis) => !spatialAxes.includes(axis));
  equal(reading.components, others.reduce((a, b) => a * b, 1));
  equal(SAMPLE_BYTES[reading.type], sampleBytes);
  const lengths = directions.map((step) => Math.hypot(...step));
  const tolerance = KEPT * Math.min(...lengths);
  nearAll(reading.spacing, lengths, tolerance, "spacing");
  if (reading.origin !== null) {
    nearAll(reading.origin, header.origin, KEPT * Math.hypot(...header.origin), "origin");
  }
  reading.directions?.forEach((step, axis) =>
    nearAll(step, directions[axis]!, tolerance, `direction ${axis}`)
  );
  equal(reading.voxels, voxels, "other voxels");
}
