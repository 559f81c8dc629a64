/**
 * Every spelling of a tag or keyword that JSON dialects use for their keys.
 *
 * @module
 */

import { limitExceeded } from "../limits.ts";
import type { Keyword } from "./attributes.ts";
import { entryOfTag, keywordNamed } from "./dictionary.ts";
import type { JsonRecord } from "./json_values.ts";

/** The meaning of a key: an attribute that is read, another tag, or no attribute at all. */
export type Meaning = Keyword | "other-tag" | undefined;

/** Keys of one object by the attribute that they name. */
export type KeyIndex = ReadonlyMap<Keyword, string>;

/** Longer keys are no attribute's: the longest keyword of DICOM has 64 letters. */
const LONGEST = 96;

/** Keys that are remembered. A series has some hundreds of them, and an id for every object. */
const MOST_KNOWN = 10_000;

/**
 * Keys beyond these that are neither attributes nor indices of an array. Millions of different keys
 * take V8 ten times as long as a series of the same length.
 */
export const MAX_JSON_KEYS = 2_000_000;

/** Typed arrays become objects by `JSON.stringify`: `{"0": 68, "1": 73, …}`. */
const INDEX = /^\d+$/;

/**
 * Reads keys; remembers them, since a series repeats the same ones a thousand times. One reader
 * serves one request.
 */
export class KeyReader {
  readonly #known = new Map<string, Meaning>();
  #strange = 0;
  /** By number of keys and first key, the latest list of keys and what it names. */
  readonly #indices = new Map<string, { keys: readonly string[]; index: KeyIndex }>();

  /** The attributes that an object has, under the first of several spellings of each. */
  index(record: JsonRecord): KeyIndex {
    const keys = Object.keys(record);
    const name = `${keys.length} ${keys[0]}`;
    const known = this.#indices.get(name);
    if (known?.keys.every((key, k) => key === keys[k])) return known.index;
    const index = new Map<Keyword, string>();
    for (const key of keys) {
      const keyword = this.keyword(key);
      if (keyword !== undefined && !index.has(keyword)) index.set(keyword, key);
    }
    this.#indices.set(name, { keys, index });
    return index;
  }

  /** The attribute that a key names, if it is one that the project reads. */
  keyword(key: string): Keyword | undefined {
    const meaning = this.meaning(key);
    return meaning === "other-tag" ? undefined : meaning;
  }

  /**
   * The meaning of a key: `00200032`, `0020,0032`, `0020|0032`, `(0020,0032)`, `x00200032`,
   * `0x00200032`, `ImagePositionPatient`, `Image Position (Patient)`, in any case.
   *
   * @throws {HeaderError} limit-exceeded
   */
  meaning(key: string): Meaning {
    const known = this.#known.get(key);
    if (known !== undefined || this.#known.has(key)) return known;
    const meaning = key.length > LONGEST ? undefined : decipher(key);
    if (this.#known.size < MOST_KNOWN) this.#known.set(key, meaning);
    else if (meaning === undefined && !INDEX.test(key) && ++this.#strange > MAX_JSON_KEYS) {
      throw limitExceeded("JSON keys per request", MAX_JSON_KEYS);
    }
    return meaning;
  }
}

function decipher(key: string): Meaning {
  const plain = key.replace(/[^0-9A-Za-z]/g, "").toLowerCase();
  const tag = /^(?:0?x)?([0-9a-f]{8})$/.exec(plain)?.[1];
  if (tag === undefined) return keywordNamed(plain);
  return entryOfTag(parseInt(tag, 16))?.keyword ?? "other-tag";
}
