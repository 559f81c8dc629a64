/**
 * Geometry of a MetaImage header (MetaIO: `.mha`, `.mhd`) as it was written.
 *
 * Its numbers are LPS mm, as ITK has them; `AnatomicalOrientation` and `CenterOfRotation` are read by
 * nobody for the place of the array.
 *
 * @module
 */

import { HeaderError } from "../../errors.ts";

/** One line `Key = value`; MetaIO takes a colon, too. */
interface Line {
  readonly key: string;
  readonly value: string;
}

/** A header's geometry, and its lines. */
export interface ReadMetaImage {
  /** With their line breaks, up to and including `ElementDataFile`. */
  readonly lines: readonly string[];
  /** Of all axes, fastest first. */
  readonly sizes: readonly number[];
  /** Numbers as they are written: one for each axis; undefined where it is not said. */
  readonly spacing: readonly string[] | undefined;
  /** Unit direction of each axis, one after the other. */
  readonly directions: readonly string[] | undefined;
  readonly origin: readonly string[] | undefined;
}

/**
 * Keys of the fields that say where the array is. Of several the first one here counts, wherever it
 * stands (metaObject.cxx and metaImage.cxx, M_Read).
 */
export const METAIMAGE_KEYS = {
  sizes: ["DimSize"],
  spacing: ["ElementSpacing", "ElementSize"],
  directions: ["TransformMatrix", "Rotation", "Orientation"],
  origin: ["Origin", "Offset", "Position"],
} as const;

/** The key of each that MetaIO writes. */
export const METAIMAGE_USUAL = {
  sizes: "DimSize",
  spacing: "ElementSpacing",
  directions: "TransformMatrix",
  origin: "Offset",
} as const;

/** The fields of a place. */
export type MetaImageField = keyof typeof METAIMAGE_KEYS;

/** After this line come the pixels. */
export const LAST_KEY = "ElementDataFile";

/** No header has as many lines. */
const MOST_LINES = 1000;

/** How a header's first line looks. */
const FIRST_LINE = /^\s*(ObjectType|ObjectSubType|Comment|NDims|Name|ID)\s*[=:]/;

/** Whether a text begins as a MetaImage header does. */
export function isMetaImage(text: string): boolean {
  return FIRST_LINE.test(text);
}

/** Length of the header in a file that begins with one; undefined where its end is not there. */
export function metaImageHeaderLength(bytes: Uint8Array): number | undefined {
  const text = new TextDecoder("latin1").decode(bytes);
  const last = /^[ \t]*ElementDataFile[ \t]*[=:][^\n]*\n/m.exec(text);
  return last ? last.index + last[0].length : undefined;
}

/**
 * Reads a header.
 *
 * @param text Whole header; anything after `ElementDataFile` is ignored
 * @throws {HeaderError} bad-header, with the key
 */
export function readMetaImage(text: string): ReadMetaImage {
  const lines: string[] = [];
  for (const line of text.split(/(?<=\n)/).slice(0, MOST_LINES)) {
    lines.push(line);
    if (lineOf(line)?.key === LAST_KEY) break;
  }
  const valueOf = (keys: readonly string[]): readonly string[] | undefined => {
    const at = lineThatCounts(lines, keys);
    return at === undefined ? undefined : lineOf(lines[at]!)!.value.split(/\s+/);
  };
  const [axesText] = valueOf(["NDims"]) ?? [];
  const axes = Number(axesText);
  if (!(Number.isSafeInteger(axes) && axes >= 2 && axes <= 10)) {
    throw bad("NDims must say 2 to 10 axes", "NDims");
  }
  const field = (name: MetaImageField, count: number): readonly string[] | undefined => {
    const key = METAIMAGE_USUAL[name];
    const values = valueOf(METAIMAGE_KEYS[name]);
    if (values === undefined) return undefined;
    const areNumbers = values.every((value) => value !== "" && Number.isFinite(Number(value)));
    if (values.length === count && areNumbers) return values;
    throw bad(`${key} must have ${count} numbers`, key);
  };
  const sizes = field("sizes", axes)?.map(Number);
  if (!sizes?.every((size) => Number.isSafeInteger(size) && size >= 1)) {
    throw bad("DimSize must have whole numbers from 1", "DimSize");
  }
  return {
    lines,
    sizes,
    spacing: field("spacing", axes),
    directions: field("directions", axes * axes),
    origin: field("origin", axes),
  };
}

/**
 * Index of the line that readers take for a field; undefined where none says it. MetaIO overwrites a
 * key that it meets again (metaUtils.cxx, MET_Read), so the last one counts.
 *
 * @param keys Of the field, the one that counts before the others first
 */
export function lineThatCounts(
  lines: readonly string[],
  keys: readonly string[],
): number | undefined {
  const found = keys.map((key) => lines.findLastIndex((line) => lineOf(line)?.key === key));
  return found.find((at) => at >= 0);
}

/** A line `Key = value`; undefined for others. */
export function lineOf(line: string): Line | undefined {
  const [, key, value] = /^\s*([A-Za-z]\w*)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
  return key === undefined ? undefined : { key, value: value! };
}

function bad(message: string, field: string): HeaderError {
  return new HeaderError("bad-header", `MetaImage: ${message}`, { field });
}
