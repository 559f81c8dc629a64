/**
 * Every spelling of a tag or keyword that JSON dialects use for their keys.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import { attributeOfTag, ENTRIES, keywordNamed } from "./dictionary.ts";
import { type JsonRecord, KeyedAttribute } from "./json_values.ts";

/** The meaning of a key: an attribute that is read, another tag, or no attribute at all. */
export type Meaning = Keyword | "other-tag" | undefined;

/** What the keys of an object name. */
export interface KeyIndex {
  /** Attributes that they name. */
  readonly attributes: ReadonlyMap<Keyword, KeyedAttribute>;
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
    const attributes = new Map<Keyword, KeyedAttribute>();
    let otherTags = false;
    for (const key of keys) {
      const meaning = this.meaning(key);
      if (meaning === "other-tag") otherTags = true;
      else if (meaning !== undefined && !attributes.has(meaning)) {
        attributes.set(meaning, new KeyedAttribute(key, ATTRIBUTES[meaning][1]));
      }
    }
    const index = { attributes, otherTags };
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

const TAG = /^(?:0?x)?([0-9a-f]{8})$/i;

/** The meaning of a key, each time anew. */
export function meaningOf(key: string): Meaning {
  if (key.length > LONGEST_KEY) return undefined;
  let tag = TAG.exec(key);
  if (tag === null) {
    const name = key.replace(/[^0-9A-Za-z]/g, "");
    tag = TAG.exec(name);
    if (tag === null) return keywordNamed(name.toLowerCase());
  }
  return ENTRIES[attributeOfTag(parseInt(tag[1]!, 16)) ?? -1]?.keyword ?? "other-tag";
}
