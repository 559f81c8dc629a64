/**
 * A MetaImage header with other geometry: every other line stays as it was written.
 *
 * @module
 */

import { numbersText } from "../number_text.ts";
import {
  LAST_KEY,
  lineOf,
  lineThatCounts,
  METAIMAGE_KEYS,
  METAIMAGE_USUAL,
  type MetaImageField,
  type ReadMetaImage,
} from "./read.ts";

/** New numbers of each field; undefined stays. */
export type MetaImageChanges = {
  readonly [field in MetaImageField]?: readonly number[] | undefined;
};

/** A header as text, and the keys of the lines that are not what they were. */
export interface RewrittenMetaImage {
  readonly text: string;
  readonly changed: readonly string[];
}

/** Says which way the axes run; when they change, it would say something else than they do. */
const ORIENTATION = "AnatomicalOrientation";

/** Writes changes into a header. */
export function rewriteMetaImage(
  { lines }: ReadMetaImage,
  changes: MetaImageChanges,
): RewrittenMetaImage {
  const end = lines[0]?.endsWith("\r\n") ? "\r\n" : "\n";
  const out = [...lines];
  const changed: string[] = [];
  for (const [field, numbers] of Object.entries(changes)) {
    if (numbers === undefined) continue;
    const name = field as MetaImageField;
    const at = lineThatCounts(out, METAIMAGE_KEYS[name]);
    const key = at === undefined ? METAIMAGE_USUAL[name] : lineOf(out[at]!)!.key;
    const line = `${key} = ${numbersText(numbers)}${end}`;
    if (at !== undefined) out[at] = line;
    else {
      // MetaIO wants ElementDataFile last.
      const last = out.findIndex((line) => lineOf(line)?.key === LAST_KEY);
      out.splice(last < 0 ? out.length : last, 0, line);
    }
    changed.push(key);
  }
  if (changes.directions) {
    const at = out.findIndex((line) => lineOf(line)?.key === ORIENTATION);
    if (at >= 0) {
      out.splice(at, 1);
      changed.push(ORIENTATION);
    }
  }
  return { text: out.join(""), changed };
}
