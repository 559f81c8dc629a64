/**
 * A dataset in any JSON dialect.
 *
 * @module
 */

import { DEFAULT_LIMITS, limitExceeded } from "../limits.ts";
import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import type { Dataset, PixelDataPlace } from "./dataset.ts";
import type { KeyIndex, KeyReader } from "./json_keys.ts";
import {
  bytesOf,
  isElsewhere,
  isRecord,
  itemsOf,
  type JsonRecord,
  numbersOf,
  placeOf,
  stringsOf,
} from "./json_values.ts";

/**
 * The objects in which an entry keeps its attributes: dcmjs has meta information apart
 * (`{dict, meta}`, or `_meta` beside the naturalized attributes), daikon has `tags`.
 */
export function recordsOf(entry: JsonRecord): JsonRecord[] {
  const { dict, meta, _meta, tags } = entry;
  if (isRecord(dict)) return [dict, meta].filter(isRecord);
  if (isRecord(tags)) return [tags];
  return [entry, _meta].filter(isRecord);
}

/** Attributes of one object or of one item; indexed and decoded when first asked for. */
export class JsonDataset implements Dataset {
  readonly #records: readonly JsonRecord[];
  readonly #keys: KeyReader;
  readonly #depth: number;
  #indices: readonly KeyIndex[] | undefined;

  constructor(records: readonly JsonRecord[], keys: KeyReader, depth = 0) {
    this.#records = records;
    this.#keys = keys;
    this.#depth = depth;
  }

  strings(keyword: Keyword): readonly string[] {
    return stringsOf(this.#raw(keyword), ATTRIBUTES[keyword][1]);
  }

  numbers(keyword: Keyword): readonly number[] {
    return numbersOf(this.#raw(keyword), ATTRIBUTES[keyword][1]);
  }

  items(keyword: Keyword): readonly Dataset[] {
    const depth = this.#depth + 1;
    if (depth > DEFAULT_LIMITS.nesting) throw limitExceeded("nesting", DEFAULT_LIMITS.nesting);
    return itemsOf(this.#raw(keyword)).map((item) => new JsonDataset([item], this.#keys, depth));
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    return bytesOf(this.#raw(keyword));
  }

  has(keyword: Keyword): boolean {
    return this.#indexed().some((index) => index.has(keyword));
  }

  /** The first of these attributes in whose place an address stands (PS3.18 F.2.6). */
  elsewhere<K extends Keyword>(keywords: readonly K[]): K | undefined {
    for (const keyword of keywords) if (isElsewhere(this.#raw(keyword))) return keyword;
    return undefined;
  }

  /** Where the pixels lie in the object's bytes, if the dialect says so. */
  pixelData(): PixelDataPlace | undefined {
    return placeOf(this.#raw("PixelData"));
  }

  #raw(keyword: Keyword): unknown {
    const indices = this.#indexed();
    for (let k = 0; k < indices.length; k++) {
      const key = indices[k]!.get(keyword);
      if (key !== undefined) return this.#records[k]![key];
    }
    return undefined;
  }

  #indexed(): readonly KeyIndex[] {
    return this.#indices ??= this.#records.map((record) => this.#keys.index(record));
  }
}
