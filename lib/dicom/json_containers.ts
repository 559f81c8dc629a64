/**
 * Finds the datasets in a JSON document: one, a list, a table, a map, or several of these in one
 * another.
 *
 * @module
 */

import type { Budget } from "../budget.ts";
import type { ErrorCode } from "../codes/errors.ts";
import { isHeaderError, orError } from "../errors.ts";
import { checkLimit } from "../limits.ts";
import { once } from "../once.ts";
import type { Keyword } from "./attributes.ts";
import { recordsOf } from "./json_dataset.ts";
import type { KeyReader } from "./json_keys.ts";
import { faultOfScalar, parseJsonText } from "./json_text.ts";
import { bytesOfDataSet, isDescription, isRecord, type JsonRecord } from "./json_values.ts";

/** A place in the document where a dataset should be, and is not. */
export class NoDataset {
  constructor(readonly reason: ErrorCode, readonly message: string) {}
}

/** Members that name the file of a dataset. */
export const FILE_KEYS = ["file", "filename", "path"] as const;

/** A dataset of the document, where it stands. */
export interface FoundDataset {
  /** The dataset, or the table of which it is a row. */
  readonly record: JsonRecord;
  /** The row of a table. */
  readonly row?: string;
  /** Attributes, and a name, that stand once for all datasets in what holds it, from within. */
  readonly shared: readonly Shared[];
}

/** An entry of the document. */
export type JsonEntry = FoundDataset | NoDataset;

/** What all datasets in an object share, found when it is asked for. */
type Shared = () => JsonRecord;

/**
 * Strings in strings, lists in lists: more layers than any tool wraps around its datasets. A viewer's
 * document of studies, series, instances and metadata has seven.
 */
const MAX_LAYERS = 10;

/**
 * The entries of a document, in its order.
 *
 * @throws {HeaderError} limit-exceeded
 */
export function entriesOf(document: unknown, keys: KeyReader, budget: Budget): JsonEntry[] {
  const finder = new Finder(keys, budget);
  finder.find(document, 0, []);
  return finder.entries;
}

class Finder {
  readonly entries: JsonEntry[] = [];

  constructor(private readonly keys: KeyReader, private readonly budget: Budget) {}

  find(value: unknown, layer: number, shared: readonly Shared[]): void {
    if (layer > MAX_LAYERS) return this.#add(notADataset("wrapped too often"));
    if (typeof value === "string") return this.#findInText(value, layer, shared);
    if (Array.isArray(value)) return this.#findAll(value, layer, shared);
    if (isRecord(value)) return this.#findInRecord(value, layer, shared);
    this.#add(notADataset(value === null ? "null" : `a ${typeof value}`));
  }

  #findAll(values: readonly unknown[], layer: number, shared: readonly Shared[]): void {
    for (const value of values) this.find(value, layer + 1, shared);
  }

  /** JSON within a string; what is no JSON is one entry that is no dataset. */
  #findInText(text: string, layer: number, shared: readonly Shared[]): void {
    if (!mayHold(text)) {
      const fault = faultOfScalar(text);
      const known = fault && new NoDataset(fault.code, fault.message);
      return this.#add(known ?? notADataset("a number or a word"));
    }
    const value = orError(() => parseJsonText(text, this.budget, 0));
    if (!isHeaderError(value)) return this.find(value, layer + 1, shared);
    if (value.code === "limit-exceeded") throw value;
    this.#add(new NoDataset(value.code, value.message));
  }

  #findInRecord(value: JsonRecord, layer: number, shared: readonly Shared[]): void {
    const keys = this.keys;
    const held = heldBy(value, keys);
    if (held !== undefined) {
      return this.find(held, layer + 1, [once(() => sharedBy(value, keys)), ...shared]);
    }
    if (bytesOfDataSet(value)) return this.#add({ record: value, shared: [] });
    if (isDataset(value, keys)) {
      if (!isTable(value, keys)) return this.#add({ record: value, shared });
      for (const row of rowsOf(value, this.budget)) this.#add({ record: value, row, shared });
      return;
    }
    const inner = Object.keys(value).filter((key) => key !== "options").map((key) => value[key]);
    if (inner.some((entry) => holdsDatasets(entry, keys))) {
      return this.#findAll(inner, layer, shared);
    }
    this.#add(
      keys.index(value).otherTags
        ? { record: value, shared: [] }
        : notADataset("an object without a DICOM attribute"),
    );
  }

  #add(entry: JsonEntry): void {
    this.entries.push(entry);
    checkLimit("objects", this.entries.length, this.budget.limits);
  }
}

/** Members that lists of datasets stand under, in what viewers and servers hand out. */
const LISTS = ["studies", "series", "data"] as const;

/** Attributes of one object, in contrast to those of its series or study. */
const OF_AN_INSTANCE: readonly Keyword[] = ["SOPInstanceUID", "Rows", "ImagePositionPatient"];

/**
 * What an object holds that is none itself: our own `instances`; the `metadata` beside a `url`, and
 * the `studies`, `series` and `instances` around it, of OHIF's "DICOM JSON"; a list under `data`.
 */
function heldBy(value: JsonRecord, keys: KeyReader): unknown {
  const { instances, metadata } = value;
  if (Array.isArray(instances) || isRecord(instances)) return instances;
  if (holdsDatasets(metadata, keys)) return metadata;
  for (const name of LISTS) {
    const list = value[name];
    if (
      !Array.isArray(list) ||
      !list.some((one) => isRecord(one) || typeof one === "string" && mayHold(one))
    ) continue;
    const { attributes } = keys.index(value);
    return OF_AN_INSTANCE.some((keyword) => attributes.has(keyword)) ? undefined : list;
  }
  return undefined;
}

/** Whether a text may hold a dataset, by how it begins. */
function mayHold(text: string): boolean {
  return /^\s*[[{"]/.test(text);
}

/** Attributes, and a name, that stand once for all datasets that an object holds. */
function sharedBy(value: JsonRecord, keys: KeyReader): JsonRecord {
  const attributes = [...keys.index(value).attributes.values()];
  const names = attributes.filter(({ vr }) => vr !== "SQ").map(({ key }) => key);
  const files = FILE_KEYS.filter((key) => typeof value[key] === "string");
  return Object.fromEntries([...names, ...files].map((key) => [key, value[key]]));
}

/** Whether an object has an attribute that the project reads. */
function isDataset(value: JsonRecord, keys: KeyReader): boolean {
  return recordsOf(value).some((record) => keys.index(record).attributes.size > 0);
}

/** Whether a member of an object of datasets by id is a dataset, or a list of one. */
function holdsDatasets(value: unknown, keys: KeyReader): boolean {
  const one = Array.isArray(value) ? value[0] : value;
  return isRecord(one) && (bytesOfDataSet(one) !== undefined || isDataset(one, keys));
}

/** Whether an object is pandas' `{column: {row: value}}` instead of one dataset. */
function isTable(value: JsonRecord, keys: KeyReader): boolean {
  for (const { key, vr } of keys.index(value).attributes.values()) {
    if (vr === "SQ") continue;
    const column = value[key];
    return isRecord(column) && !isDescription(column) && Object.keys(column).length > 0;
  }
  return false;
}

/** Names of the rows of a table, in the order in which its columns have them. */
function rowsOf(table: JsonRecord, budget: Budget): ReadonlySet<string> {
  const rows = new Set<string>();
  for (const cells of Object.values(table)) {
    if (!isRecord(cells)) continue;
    for (const row in cells) {
      rows.add(row);
      checkLimit("objects", rows.size, budget.limits);
    }
  }
  return rows;
}

function notADataset(what: string): NoDataset {
  return new NoDataset("not-dicom", `This entry is not a DICOM dataset but ${what}.`);
}
