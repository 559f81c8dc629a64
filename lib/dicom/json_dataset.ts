/**
 * A dataset in any JSON dialect.
 *
 * @module
 */

import { checkLimit, DEFAULT_LIMITS, limitExceeded, type ObjectLimits } from "../limits.ts";
import type { Keyword } from "./attributes.ts";
import { nearestName } from "../options/nearest_name.ts";
import type { Dataset, PixelDataPlace } from "./dataset.ts";
import type { KeyIndex, KeyReader } from "./json_keys.ts";
import {
  bytesOf,
  isElsewhere,
  isRecord,
  itemsOf,
  type JsonRecord,
  type KeyedAttribute,
  placeOf,
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

/** No value. The very same list for all attributes that have none. */
const NONE: readonly never[] = [];

/** Attributes of one object or of one item; indexed and decoded when first asked for. */
export class JsonDataset implements Dataset {
  #indices: readonly KeyIndex[] | undefined;

  /**
   * @param records What keeps its attributes; of several with the same one, the first counts
   * @param keys Reads their keys
   * @param limits Of its sequences
   * @param depth Sequences that it stands in
   * @param row The first record is a table by columns, and the dataset is this row of it
   */
  constructor(
    private readonly records: readonly JsonRecord[],
    private readonly keys: KeyReader,
    private readonly limits: SequenceLimits = DEFAULT_LIMITS,
    private readonly depth = 0,
    private readonly row?: string,
  ) {}

  strings(keyword: Keyword): readonly string[] {
    const found = this.#find(keyword);
    return found === undefined ? NONE : found.attribute.strings(found.raw);
  }

  numbers(keyword: Keyword): readonly number[] {
    const found = this.#find(keyword);
    return found === undefined ? NONE : found.attribute.numbers(found.raw);
  }

  items(keyword: Keyword): readonly Dataset[] {
    const depth = this.depth + 1;
    const { nesting } = this.limits;
    if (depth > nesting) throw limitExceeded("nesting", nesting);
    const items = itemsOf(this.#raw(keyword));
    checkLimit("elements", items.length, this.limits);
    return items.map((item) => new JsonDataset([item], this.keys, this.limits, depth));
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    return bytesOf(this.#raw(keyword));
  }

  has(keyword: Keyword): boolean {
    return this.#find(keyword) !== undefined;
  }

  misspelt(keyword: Keyword): boolean {
    return this.records.some((record) =>
      Object.keys(record).some((key) =>
        this.keys.meaning(key) === undefined && nearestName(key, [keyword]) !== undefined
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
    return this.#find(keyword)?.raw;
  }

  #find(
    keyword: Keyword,
  ): { readonly attribute: KeyedAttribute; readonly raw: unknown } | undefined {
    const indices = this.#indices ??= this.records.map((record) => this.keys.index(record));
    for (let k = 0; k < indices.length; k++) {
      const attribute = indices[k]!.attributes.get(keyword);
      if (attribute === undefined) continue;
      const raw = this.records[k]![attribute.key];
      if (this.row === undefined || k > 0) return { attribute, raw };
      if (isRecord(raw) && Object.hasOwn(raw, this.row)) return { attribute, raw: raw[this.row] };
    }
    return undefined;
  }
}
