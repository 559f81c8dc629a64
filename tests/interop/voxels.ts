/**
 * Voxels in the one order in which readings are compared.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** MD5 as the readings have it, of values in the same order. */
export function fingerprint(voxels: Uint8Array): string {
  return createHash("md5").update(voxels).digest("hex");
}

/** Values with the axes that are not in space moved behind those that are. */
export function componentsLast(
  values: Uint8Array,
  sizes: readonly number[],
  spatialAxes: readonly number[],
  sampleBytes: number,
): Uint8Array {
  const axes = [...sizes.keys()];
  const order = [...spatialAxes, ...axes.filter((axis) => !spatialAxes.includes(axis))];
  if (order.every((axis, n) => axis === n)) return values;
  const strides = axes.map((axis) =>
    sizes.slice(0, axis).reduce((product, size) => product * size, sampleBytes)
  );
  const result = new Uint8Array(values.length);
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < values.length; to += sampleBytes) {
    for (let byte = 0; byte < sampleBytes; byte++) result[to + byte] = values[from + byte]!;
    for (const axis of order) {
      from += strides[axis]!;
      if (++index[axis]! < sizes[axis]!) break;
      from -= sizes[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
