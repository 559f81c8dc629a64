/**
 * The attribute table looked up from the other side: by tag and by any spelling of a keyword.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword, type VR } from "./attributes.ts";
import type { WantedAttributes } from "./element_scanner.ts";
import { vrCode } from "./encoding.ts";
import { once } from "../once.ts";

/** What is known of a tag. */
export interface Entry {
  readonly keyword: Keyword;
  readonly vr: VR;
  /** Group × 65536 + element. */
  readonly tag: number;
}

/** All attributes by their numbers, which ascend with the tags. */
export const ENTRIES: readonly Entry[] = Object.entries(ATTRIBUTES)
  .map(([keyword, [tag, vr]]) => ({ keyword: keyword as Keyword, vr, tag: parseInt(tag, 16) }))
  .sort((a, b) => a.tag - b.tag);

/** Four times as many places as there are attributes, so that most tags are looked up once. */
const PLACE_BITS = 10;
const FREE = -1;
const tagAtPlace = new Uint32Array(1 << PLACE_BITS);
const numberAtPlace = new Int16Array(1 << PLACE_BITS).fill(FREE);
const numbers = new Map<Keyword, number>();
for (const [number, { keyword, tag }] of ENTRIES.entries()) {
  const place = placeOf(tag);
  tagAtPlace[place] = tag;
  numberAtPlace[place] = number;
  numbers.set(keyword, number);
}

const byName = once(() => new Map(ENTRIES.map(({ keyword }) => [keyword.toLowerCase(), keyword])));

/**
 * The number of the attribute with a tag; undefined when the project does not read it. A table of its
 * own: it is asked for every element, and a Map makes an object of every number from 2³⁰ on.
 */
export function attributeOfTag(tag: number): number | undefined {
  const number = numberAtPlace[placeOf(tag)]!;
  return number === FREE ? undefined : number;
}

/** Where a tag stands in the table, or the free place where it would (Knuth's multiplicative hash). */
function placeOf(tag: number): number {
  let place = Math.imul(tag, 0x9e3779b1) >>> (32 - PLACE_BITS);
  while (tagAtPlace[place] !== tag && numberAtPlace[place] !== FREE) {
    place = (place + 1) & ((1 << PLACE_BITS) - 1);
  }
  return place;
}

const vrs = Uint16Array.from(ENTRIES, ({ vr }) => vrCode(vr));

/** What the scanner has to know of the table. */
export const READ_ATTRIBUTES: WantedAttributes = {
  numberOf: attributeOfTag,
  vrOf: (number) => vrs[number]!,
};

/** The number of an attribute. */
export function attributeNumber(keyword: Keyword): number {
  return numbers.get(keyword)!;
}

/** The attribute with a keyword written in lower case; undefined when the project does not read it. */
export function keywordNamed(lowerCase: string): Keyword | undefined {
  return byName().get(lowerCase);
}
