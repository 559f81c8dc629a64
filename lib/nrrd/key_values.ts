/**
 * Key/value pairs: `key:=value`, one a line.
 *
 * @module
 */

import { lineText } from "./ascii.ts";

/** A key and its value, as data. */
export type KeyValue = readonly [key: string, value: string];

/**
 * Names that readers would take for fields, with and without their blank; a key equal to one breaks
 * pynrrd, three and NiiVue.
 */
const FIELD_NAMES: ReadonlySet<string> = new Set(
  ("type,dimension,sizes,space,space dimension,space directions,space origin,space units," +
    "spacings,axis mins,axis maxs,thicknesses,centerings,centers,kinds,labels,units,sample units," +
    "content,block size,number,min,max,old min,old max,line skip,byte skip,endian,encoding," +
    "data file,measurement frame").split(",").flatMap((name) => [name, name.replaceAll(" ", "")]),
);

/**
 * The lines of key/value pairs. Keys are the project's own words and are checked; values are made
 * harmless: one line, printable ASCII, backslashes escaped as NRRD asks.
 *
 * @throws {RangeError} for a key that a reader would misread, or that comes twice
 */
export function keyValueLines(pairs: readonly KeyValue[]): string[] {
  const seen = new Set<string>();
  return pairs.map(([key, value]) => {
    if (!/^[A-Za-z][\w .-]*$/.test(key) || FIELD_NAMES.has(key.toLowerCase()) || seen.has(key)) {
      throw new RangeError(`the key ${key} cannot be written`);
    }
    seen.add(key);
    return `${key}:=${lineText(value).replaceAll("\\", "\\\\")}`;
  });
}
