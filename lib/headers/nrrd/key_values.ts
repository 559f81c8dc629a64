/**
 * Key/value pairs: `key:=value`, one a line.
 *
 * @module
 */

import { lineText } from "../../ascii.ts";
import { KNOWN_NAMES } from "./read/lines.ts";

/** A key and its value, as data. */
export type KeyValue = readonly [key: string, value: string];

/**
 * The lines of key/value pairs. Keys are the project's own words and are checked: one that is called
 * like a field, with its blank or without, breaks pynrrd, three and NiiVue. Values are made
 * harmless: one line, printable ASCII, backslashes escaped as NRRD asks.
 *
 * @throws {RangeError} for a key that a reader would misread, or that comes twice
 */
export function keyValueLines(pairs: readonly KeyValue[]): string[] {
  const seen = new Set<string>();
  return pairs.map(([key, value]) => {
    if (!/^[A-Za-z][\w .-]*$/.test(key) || KNOWN_NAMES.has(key.toLowerCase()) || seen.has(key)) {
      throw new RangeError(`the key ${key} cannot be written`);
    }
    seen.add(key);
    return `${key}:=${lineText(value).replaceAll("\\", "\\\\")}`;
  });
}
