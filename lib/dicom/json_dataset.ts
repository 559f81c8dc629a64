/**
 * A dataset in any JSON dialect.
 *
 * @module
 */

import { checkLimit, DEFAULT_LIMITS, limitExceeded, type ObjectLimits } from "../limits.ts";
import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import { nearestName } from "../options/nearest_name.ts";
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

/** How deep sequences may lie in one another, and how many items one may have. */
type SequenceLimits = Pick<ObjectLimits, "nesting" | "elements">;

/** Attributes of one object or of one item; indexed and decoded when first asked for. */
export class JsonDataset implements Dataset {
  readonly #records: readonly JsonRecord[];
  readonly #keys: KeyReader;
  readonly #limits: SequenceLimits;
  readonly #depth: number;
  readonly #row: string | undefined;
  #indices: readonly KeyIndex[] | undefined;

  /**
   * @param records What keeps its attributes; of several with the same one, the first counts
   * @param keys Reads their keys
   * @param limits Of its sequences
   * @param depth Sequences that it stands in
   * @param row The first record is a table by columns, and the dataset is this row of it
   */
  constructor(
    records: readonly JsonRecord[],
    keys: KeyReader,
    limits: SequenceLimits = DEFAULT_LIMITS,
    depth = 0,
    row?: string,
  ) {
    this.#records = records;
    this.#keys = keys;
    this.#limits = limits;
    this.#depth = depth;
    this.#row = row;
  }

  strings(keyword: Keyword): readonly string[] {
    return stringsOf(this.#raw(keyword), ATTRIBUTES[keyword][1]);
  }

  numbers(keyword: Keyword): readonly number[] {
    return numbersOf(this.#raw(keyword), ATTRIBUTES[keyword][1]);
  }

  items(keyword: Keyword): readonly Dataset[] {
    const depth = this.#depth + 1;
    const { nesting } = this.#limits;
    if (depth > nesting) throw limitExceeded("nesting", nesting);
    const items = itemsOf(this.#raw(keyword));
    checkLimit("elements", items.length, this.#limits);
    return items.map((item) => new JsonDataset([item], this.#keys, this.#limits, depth));
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    return bytesOf(this.#raw(keyword));
  }

  has(keyword: Keyword): boolean {
    return this.#find(keyword) !== undefined;
  }

  misspelt(keyword: Keyword): boolean {
    return this.#records.some((record) =>
      Object.keys(record).some((key) =>
        this.#keys.meaning(key) === undefined && nearestName(key, [keyword]) !== undefined
      )
    );
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
    const [record, key] = this.#find(keyword) ?? [];
    return record?.[key!];
  }

  /** The record that has an attribute, and the key under which. */
  #find(keyword: Keyword): readonly [record: JsonRecord, key: string] | undefined {
    const indices = this.#indices ??= this.#records.map((record) => this.#keys.index(record));
    for (let k = 0; k < indices.length; k++) {
      const key = indices[k]!.keys.get(keyword);
      if (key === undefined) continue;
      const record = this.#records[k]!;
      if (this.#row === undefined || k > 0) return [record, key];
      const column = record[key];
      if (isRecord(column) && Object.hasOwn(column, this.#row)) return [column, this.#row];
    }
    return undefined;
  }
}
