/**
 * Where the geometry stands in an object's bytes, found by its tags alone.
 *
 * @module
 */

import type { Guarded } from "./mutate.ts";

/** Position, orientation, spacing, rows, columns. */
const GEOMETRY = [
  [0x20, 0x32],
  [0x20, 0x37],
  [0x28, 0x30],
  [0x28, 0x10],
  [0x28, 0x11],
] as const;

/** Longest value: six decimal strings, some of which have more characters than they may. */
const LONGEST = 200;

/** Elements of the geometry with tag and length, wherever bytes look like one. */
export function geometryBytes(bytes: Uint8Array): Guarded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const spans: [number, number][] = [];
  for (const little of [true, false]) {
    for (let at = 0; at + 8 <= bytes.length; at++) {
      const group = view.getUint16(at, little);
      const element = view.getUint16(at + 2, little);
      if (!GEOMETRY.some(([g, e]) => g === group && e === element)) continue;
      const explicit = bytes[at + 4]! > 0x40 && bytes[at + 5]! > 0x40;
      const length = explicit ? view.getUint16(at + 6, little) : view.getUint32(at + 4, little);
      if (length <= LONGEST) spans.push([at, at + 8 + length]);
    }
  }
  return spans;
}
