/**
 * Every spelling of a tag or keyword that JSON dialects use for their keys.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import { entryOfTag, keywordNamed } from "./dictionary.ts";
import type { JsonRecord } from "./json_values.ts";

/** The meaning of a key: an attribute that is read, another tag, or no attribute at all. */
export type Meaning = Keyword | "other-tag" | undefined;

/** What the keys of an object name. */
export interface KeyIndex {
  /** Keys by the attribute that they name. */
  readonly keys: ReadonlyMap<Keyword, string>;
  /** Whether there is a tag that is no attribute which the project reads. */
  readonly otherTags: boolean;
}

/** Longer keys are no attribute's: the longest keyword of DICOM has 64 letters. */
export const LONGEST_KEY = 96;

/** Keys that are remembered, and lists of keys. A series has some hundreds of them. */
const MOST_KNOWN = 10_000;

/**
 * Reads keys; remembers them, since a series repeats the same ones a thousand times. One reader
 * serves one request.
 */
export class KeyReader {
  readonly #known = new Map<string, Meaning>();
  /** By number of keys and first key, the latest list of keys and what it names. */
  readonly #indices = new Map<string, { keys: readonly string[]; index: KeyIndex }>();
  /** The latest object, because most are asked for several times on end. */
  #latest: { readonly record: JsonRecord; readonly index: KeyIndex } | undefined;

  /** What the keys of an object name: attributes under the first of several spellings of each. */
  index(record: JsonRecord): KeyIndex {
    if (this.#latest?.record === record) return this.#latest.index;
    const index = this.#indexOf(Object.keys(record));
    this.#latest = { record, index };
    return index;
  }

  #indexOf(keys: readonly string[]): KeyIndex {
    const name = `${keys.length} ${keys[0]}`;
    const known = this.#indices.get(name);
    if (known?.keys.every((key, k) => key === keys[k])) return known.index;
    const named = new Map<Keyword, string>();
    let otherTags = false;
    for (const key of keys) {
      const meaning = this.meaning(key);
      if (meaning === "other-tag") otherTags = true;
      else if (meaning !== undefined && !named.has(meaning)) named.set(meaning, key);
    }
    const index = { keys: named, otherTags };
    if (this.#indices.size < MOST_KNOWN) this.#indices.set(name, { keys, index });
    return index;
  }

  /**
   * The meaning of a key: `00200032`, `0020,0032`, `0020|0032`, `(0020,0032)`, `x00200032`,
   * `0x00200032`, `ImagePositionPatient`, `Image Position (Patient)`, in any case.
   */
  meaning(key: string): Meaning {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const meaning = meaningOf(key);
    if (meaning !== undefined && this.#known.size < MOST_KNOWN) this.#known.set(key, meaning);
    return meaning;
  }
}

/** Digits of a tag. */
export const TAG_DIGITS = 8;

/**
 * Deciphers a key. There may be millions that are nothing, so that a string is made only of those
 * with as many letters as a name has, the same ones at their ends.
 */
function meaningOf(key: string): Meaning {
  if (key.length > LONGEST_KEY) return undefined;
  let [count, first, last, hexadecimal] = [0, 0, 0, 0];
  for (let at = 0; at < key.length; at++) {
    const code = lowerCase(key.charCodeAt(at));
    if (code === 0) continue;
    if (count++ === 0) first = code;
    last = code;
    if (code <= LAST_HEXADECIMAL) hexadecimal++;
  }
  if (hexadecimal >= TAG_DIGITS && count <= TAG_DIGITS + 2) {
    const tag = /^(?:0?x)?([0-9a-f]{8})$/.exec(plain(key))?.[1];
    if (tag !== undefined) return meaningOfTag(parseInt(tag, 16));
  }
  return OUTLINES.has(outline(count, first, last)) ? keywordNamed(plain(key)) : undefined;
}

/** The meaning of a tag, group × 65536 + element. */
export function meaningOfTag(tag: number): Meaning {
  return entryOfTag(tag)?.keyword ?? "other-tag";
}

/** Letters and digits alone, in lower case. */
function plain(key: string): string {
  return key.replace(/[^0-9A-Za-z]/g, "").toLowerCase();
}

const LAST_HEXADECIMAL = "f".charCodeAt(0);

/** Code of a letter in lower case, or of a digit; 0 for anything else. */
function lowerCase(code: number): number {
  if (code >= 0x61 && code <= 0x7a || code >= 0x30 && code <= 0x39) return code;
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : 0;
}

/** A number for how many letters a name has, and which it begins and ends with. */
function outline(count: number, first: number, last: number): number {
  return count << 16 | first << 8 | last;
}

const OUTLINES: ReadonlySet<number> = new Set(
  Object.keys(ATTRIBUTES).map((keyword) => {
    const name = keyword.toLowerCase();
    return outline(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1));
  }),
);
