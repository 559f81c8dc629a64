/**
 * DICOM datasets in JSON, in every dialect that DICOM tools write: the DICOM JSON Model (PS3.18
 * annex F), pydicom, DCMTK, dcmjs, dicom-parser, daikon, Orthanc, ITK, tables.
 *
 * @module
 */

import { Budget } from "../budget.ts";
import { isPath } from "../content.ts";
import { HeaderError, isHeaderError, type Skipped } from "../errors.ts";
import { isOfOneObject, type ObjectLimits } from "../limits.ts";
import { type Named, nameOf } from "./attribute_names.ts";
import { type DicomObject, uid } from "./dataset.ts";
import { entriesOf, FILE_KEYS, type FoundDataset, NoDataset } from "./json_containers.ts";
import { JsonDataset, recordsOf } from "./json_dataset.ts";
import { KeyReader } from "./json_keys.ts";
import { parseJsonText } from "./json_text.ts";
import { bytesOfDataSet, isRecord, type JsonRecord } from "./json_values.ts";
import { adviceOnJson } from "./not_dicom.ts";
import { readHeader } from "./part10.ts";

export { parseJsonText } from "./json_text.ts";

/** One dataset of a document. */
export interface JsonObject extends Omit<DicomObject, "given" | "byteLength"> {
  /** Place among the entries of the document, from 0. */
  readonly index: number;
}

/** An entry that is no dataset: `not-dicom`, `bad-json`, `limit-exceeded` (of one object). */
export interface JsonSkipped extends Omit<Skipped, "given" | "file"> {
  /** Place among the entries of the document, from 0. */
  readonly index: number;
}

/** What a document holds. */
export interface JsonDocument {
  /** Its datasets, in its order. */
  readonly objects: readonly JsonObject[];
  /** Its entries that are no datasets. */
  readonly skipped: readonly JsonSkipped[];
  /** The member `options` of the document, unread. */
  readonly options: JsonRecord | undefined;
  /** Names of the other members beside `instances`. */
  readonly beside: readonly string[];
}

/**
 * The datasets of a parsed document: one, an array, `{"instances": …, "options": …}`, OHIF's
 * studies, series and instances with their metadata, lists under `data`, datasets by id, pandas'
 * tables by column, any of these once more as text.
 *
 * @throws {HeaderError} `not-dicom` when no entry is a dataset, `bad-option` when `options` is no
 * object, `bad-json` for a document that is text but not JSON, `empty-request`, `limit-exceeded`
 */
export function readJson(value: unknown, budget: Budget = new Budget()): JsonDocument {
  const document = typeof value === "string" && !isPath(value)
    ? parseJsonText(value, budget)
    : value;
  const keys = new KeyReader();
  const objects: JsonObject[] = [];
  const skipped: JsonSkipped[] = [];
  const entries = entriesOf(document, keys, budget);
  entries.forEach((entry, index) => {
    if (entry instanceof NoDataset) {
      skipped.push({ index, reason: entry.reason, message: entry.message });
      return;
    }
    try {
      objects.push(objectOf(entry, index, keys, budget.limits));
    } catch (error) {
      // Bytes within the JSON may be damaged, as files may; others are not to blame for that.
      if (!isHeaderError(error) || entries.length === 1) throw error;
      if (error.code === "limit-exceeded" && !isOfOneObject(error)) throw error;
      const { code, message, details } = error;
      skipped.push({ index, reason: code, message, details });
    }
  });
  if (entries.length === 0) {
    throw new HeaderError("empty-request", "The JSON has no entries.");
  }
  if (objects.length === 0) {
    throw new HeaderError(
      "not-dicom",
      entries.length === 1
        ? "The only entry of the JSON is not a DICOM dataset."
        : `None of the ${entries.length} entries of the JSON is a DICOM dataset.`,
      { entries: entries.length, ...adviceOnJson(document) },
    );
  }
  return { objects, skipped, options: optionsOf(document), beside: besideOf(document) };
}

function besideOf(document: unknown): string[] {
  if (!isRecord(document) || document["instances"] === undefined) return [];
  return Object.keys(document).filter((name) => name !== "instances" && name !== "options");
}

function objectOf(
  { record, row, shared: found }: FoundDataset,
  index: number,
  keys: KeyReader,
  limits: ObjectLimits,
): JsonObject {
  const bytes = row === undefined ? bytesOfDataSet(record) : undefined;
  if (bytes) {
    // dicom-parser has inflated them already, if need be.
    const { dataset, transferSyntax, pixelData } = readHeader(bytes, {
      ...limits,
      inflateRatio: 0,
    });
    return { index, dataset, transferSyntax, pixelData };
  }
  const own = row === undefined ? recordsOf(record) : [record];
  const shared = found.map((shared) => shared());
  const dataset = new JsonDataset([...own, ...shared], keys, limits, 0, row);
  checkAtHand(dataset);
  return {
    index,
    file: fileOf(row === undefined ? record : rowOf(record, row)) ??
      shared.map(fileOf).find((name) => name !== undefined),
    dataset,
    // (0002,0010) where the dialect keeps it, else (0008,3002).
    transferSyntax: uid(dataset.strings("TransferSyntaxUID")) ??
      uid(dataset.strings("AvailableTransferSyntaxUID")),
    pixelData: dataset.pixelData(),
  };
}

/** The name under one of the keys that may have it. */
function fileOf(record: JsonRecord): string | undefined {
  return FILE_KEYS.map((key) => record[key]).find((name) => typeof name === "string");
}

/** The names of files in a row of a table by columns. */
function rowOf(table: JsonRecord, row: string): JsonRecord {
  return Object.fromEntries(FILE_KEYS.map((key) => {
    const column = table[key];
    return [key, isRecord(column) && Object.hasOwn(column, row) ? column[row] : undefined];
  }));
}

/** What geometry may be made of, as far as servers leave it out where it is long. */
const OF_GEOMETRY: readonly Named[] = [
  "PerFrameFunctionalGroupsSequence",
  "SharedFunctionalGroupsSequence",
  "GridFrameOffsetVector",
  "DetectorInformationSequence",
  "SliceVector",
  "SegmentSequence",
  "ImagePositionPatient",
  "ImageOrientationPatient",
  "PixelSpacing",
];

/** Refuses JSON that has an address where the geometry should be: without this it would seem absent. */
function checkAtHand(dataset: JsonDataset): void {
  const keyword = dataset.elsewhere(OF_GEOMETRY);
  if (keyword === undefined) return;
  throw new HeaderError(
    "no-geometry",
    `${nameOf(keyword)} is not in the JSON, only its address (BulkDataURI)`,
    { help: "fetch it and add it as Value, or send the bytes of the object up to its pixels" },
  );
}

function optionsOf(document: unknown): JsonRecord | undefined {
  const options = isRecord(document) ? document["options"] : undefined;
  if (options === undefined || isRecord(options)) return options;
  throw new HeaderError("bad-option", "The member options of the JSON must be an object.");
}
