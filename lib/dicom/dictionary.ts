/**
 * The attribute table looked up from the other side: by tag and by any spelling of a keyword.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword, type VR } from "./attributes.ts";
import { once } from "../once.ts";

/** What is known of a tag. */
export interface Entry {
  readonly keyword: Keyword;
  readonly vr: VR;
  /** The tag as dicom-parser writes it: `xggggeeee` in lower case. */
  readonly key: string;
}

const entries = Object.entries(ATTRIBUTES) as [Keyword, readonly [string, VR]][];

const byTag: ReadonlyMap<number, Entry> = new Map(
  entries.map(([keyword, [tag, vr]]) => [
    parseInt(tag, 16),
    { keyword, vr, key: `x${tag.toLowerCase()}` },
  ]),
);

const keys: ReadonlyMap<Keyword, string> = new Map(
  [...byTag.values()].map(({ keyword, key }) => [keyword, key]),
);

const byName = once((): ReadonlyMap<string, Keyword> =>
  new Map(entries.map(([keyword]) => [keyword.toLowerCase(), keyword]))
);

/** The attribute with a tag, group × 65536 + element; undefined when the project does not read it. */
export function entryOfTag(tag: number): Entry | undefined {
  return byTag.get(tag);
}

/** The attribute with a keyword written in lower case; undefined when the project does not read it. */
export function keywordNamed(lowerCase: string): Keyword | undefined {
  return byName().get(lowerCase);
}

/** The tag of an attribute as dicom-parser writes it. */
export function keyOf(keyword: Keyword): string {
  return keys.get(keyword)!;
}
