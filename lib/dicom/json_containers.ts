/**
 * Finds the datasets in a JSON document: one, a list, a table, a map, or several of these in one
 * another.
 *
 * @module
 */

import type { ErrorCode } from "../codes/errors.ts";
import { isHeaderError } from "../errors.ts";
import { checkLimit, type JsonLimits } from "../limits.ts";
import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import { recordsOf } from "./json_dataset.ts";
import { bytesOfDataSet } from "./json_dicom_parser.ts";
import type { KeyReader } from "./json_keys.ts";
import { parseJsonText } from "./json_text.ts";
import { isDescription, isRecord, type JsonRecord } from "./json_values.ts";

/** A place in the document where a dataset should be, and is not. */
export class NoDataset {
  constructor(readonly reason: ErrorCode, readonly message: string) {}
}

/** Members that name the file of a dataset. */
export const FILE_KEYS = ["file", "filename", "path"] as const;

/** An entry of the document. */
export type JsonEntry = JsonRecord | NoDataset;

/**
 * Strings in strings, lists in lists: more layers than any tool wraps around its datasets. A viewer's
 * document of studies, series, instances and metadata has seven.
 */
const MAX_LAYERS = 10;

/**
 * The entries of a document, in its order, one by one: there may be more than are wanted.
 *
 * @throws {HeaderError} limit-exceeded
 */
export function* entriesOf(
  value: unknown,
  keys: KeyReader,
  limits: JsonLimits,
  layer = 0,
  above?: JsonRecord,
): Generator<JsonEntry, void> {
  if (layer > MAX_LAYERS) return yield notADataset("wrapped too often");
  const all = function* (inner: readonly unknown[], of = above): Generator<JsonEntry, void> {
    for (const one of inner) yield* entriesOf(one, keys, limits, layer + 1, of);
  };
  if (typeof value === "string") {
    const parsed = parsedText(value, limits);
    return parsed instanceof NoDataset ? yield parsed : yield* all([parsed]);
  }
  if (Array.isArray(value)) return yield* all(value);
  if (!isRecord(value)) return yield notADataset(value === null ? "null" : `a ${typeof value}`);
  const held = heldBy(value, keys);
  if (held !== undefined) return yield* all([held], completed(sharedBy(value, keys), above));
  if (bytesOfDataSet(value)) return yield value;
  if (isDataset(value, keys)) {
    const entries = isTable(value, keys) ? rowsOf(value, limits) : [value];
    for (const entry of entries) yield completed(entry, above);
    return;
  }
  const inner = Object.keys(value).filter((key) => key !== "options").map((key) => value[key]);
  if (inner.some((entry) => holdsDatasets(entry, keys))) return yield* all(inner);
  const tags = Object.keys(value).some((key) => keys.meaning(key) === "other-tag");
  yield tags ? value : notADataset("an object without a DICOM attribute");
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
    if (!Array.isArray(list) || !list.some((one) => isRecord(one) || isJsonText(one))) continue;
    const names = keys.index(value);
    return OF_AN_INSTANCE.some((keyword) => names.has(keyword)) ? undefined : list;
  }
  return undefined;
}

function isJsonText(value: unknown): boolean {
  return typeof value === "string" && /^\s*[[{"]/.test(value);
}

/** Attributes, and a name, that stand once for all datasets that an object holds. */
function sharedBy(value: JsonRecord, keys: KeyReader): JsonRecord {
  const names = [...keys.index(value)].filter(([keyword]) => ATTRIBUTES[keyword][1] !== "SQ")
    .map(([, key]) => key);
  const files = FILE_KEYS.filter((key) => typeof value[key] === "string");
  return Object.fromEntries([...names, ...files].map((key) => [key, value[key]]));
}

/** A dataset, and behind it what stands above it: of two spellings the first counts. */
function completed(value: JsonRecord, above: JsonRecord | undefined): JsonRecord {
  if (above === undefined || Object.keys(above).length === 0) return value;
  return {
    ...value,
    ...Object.fromEntries(Object.entries(above).filter(([key]) => !Object.hasOwn(value, key))),
  };
}

/** JSON within a string; what is no JSON is one entry that is no dataset. */
function parsedText(text: string, limits: JsonLimits): unknown {
  try {
    return parseJsonText(text, limits);
  } catch (error) {
    if (!isHeaderError(error) || error.code === "limit-exceeded") throw error;
    return new NoDataset(error.code, error.message);
  }
}

/** Whether an object has an attribute that the project reads. */
function isDataset(value: JsonRecord, keys: KeyReader): boolean {
  return recordsOf(value).some((record) => keys.index(record).size > 0);
}

/** Whether a member of an object of datasets by id is a dataset, or a list of one. */
function holdsDatasets(value: unknown, keys: KeyReader): boolean {
  const one = Array.isArray(value) ? value[0] : value;
  return isRecord(one) && (bytesOfDataSet(one) !== undefined || isDataset(one, keys));
}

/** Whether an object is pandas' `{column: {row: value}}` instead of one dataset. */
function isTable(value: JsonRecord, keys: KeyReader): boolean {
  for (const [keyword, key] of keys.index(value)) {
    if (ATTRIBUTES[keyword][1] === "SQ") continue;
    const column = value[key];
    return isRecord(column) && !isDescription(column) && Object.keys(column).length > 0;
  }
  return false;
}

function rowsOf(table: JsonRecord, limits: JsonLimits): JsonRecord[] {
  const rows = new Map<string, [string, unknown][]>();
  for (const [column, cells] of Object.entries(table)) {
    if (!isRecord(cells)) continue;
    for (const row of Object.keys(cells)) {
      const values = rows.get(row) ?? [];
      values.push([column, cells[row]]);
      rows.set(row, values);
      checkLimit("objects", rows.size, limits);
    }
  }
  return [...rows.values()].map((cells) => Object.fromEntries(cells));
}

function notADataset(what: string): NoDataset {
  return new NoDataset("not-dicom", `This entry is not a DICOM dataset but ${what}.`);
}
