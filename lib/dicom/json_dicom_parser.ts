/**
 * dicom-parser's own DataSet after `JSON.stringify`: elements that say where their values are, and
 * the bytes in which they are.
 *
 * @module
 */

import { isRecord, type JsonRecord } from "./json_values.ts";

/**
 * The object's bytes, as typed arrays come out of `JSON.stringify` (`{"0": 68, "1": 73, …}`) or
 * Node's buffers (`{"type": "Buffer", "data": [68, 73, …]}`).
 *
 * @returns undefined for any other record
 */
export function bytesOfDataSet(entry: JsonRecord): Uint8Array | undefined {
  const { elements, byteArray } = entry;
  if (!isRecord(elements) || !isRecord(byteArray)) return undefined;
  const { data } = byteArray;
  const values: readonly unknown[] = Array.isArray(data) ? data : Object.values(byteArray);
  const bytes = new Uint8Array(values.length);
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (!isByte(value)) return undefined;
    bytes[k] = value;
  }
  return bytes;
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;
}
