/**
 * Values of one attribute in any form that a JSON dialect gives them.
 *
 * @module
 */

import type { VR } from "./attributes.ts";
import type { PixelDataPlace } from "./dataset.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import { UNDEFINED_LENGTH } from "./encoding.ts";
import { decimal, finiteOrNaN, latin1, SINGLE_VALUED, trimPadding } from "./text_values.ts";

/** A JSON object. */
export type JsonRecord = { readonly [key: string]: unknown };

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Members that show that an object describes an attribute instead of being its value. */
const DESCRIBING = [
  "vr", // DICOM JSON Model, daikon
  "Value",
  "InlineBinary",
  "BulkDataURI",
  "value", // daikon
  "Type", // Orthanc
  "Alphabetic", // person names
  "dataOffset", // dicom-parser
] as const;

/** Whether an object describes an attribute: its VR, its value, where its bytes are. */
export function isDescription(record: JsonRecord): boolean {
  return DESCRIBING.some((member) => Object.hasOwn(record, member));
}

/** VRs of numbers in binary: dicom-parser joins theirs by slashes. */
const BINARY: ReadonlySet<VR> = new Set<VR>(["FD", "FL", "SL", "SS", "UL", "US"]);

/**
 * An attribute of objects that have the same keys. What it is decoded to is kept for the next object,
 * which may share the very same value.
 */
export class KeyedAttribute {
  #raw: unknown;
  #strings: readonly string[] | undefined;
  #numbers: readonly number[] | undefined;

  /** @param key Its key in all of them */
  constructor(readonly key: string, readonly vr: VR) {}

  /** Components as text; empty for what has none. */
  strings(raw: unknown): readonly string[] {
    if (raw !== this.#raw) this.#next(raw);
    return this.#strings ??= stringsOf(raw, this.vr);
  }

  /** Components as doubles; NaN for what is no number. */
  numbers(raw: unknown): readonly number[] {
    if (raw !== this.#raw) this.#next(raw);
    return this.#numbers ??= numbersOf(raw, this.vr);
  }

  #next(raw: unknown): void {
    this.#raw = raw;
    this.#strings = this.#numbers = undefined;
  }
}

function numbersOf(raw: unknown, vr: VR): number[] {
  return parts(raw, vr).map((part) =>
    typeof part === "number" ? finiteOrNaN(part) : typeof part === "string" ? decimal(part) : NaN
  );
}

function stringsOf(raw: unknown, vr: VR): string[] {
  return parts(raw, vr).map((part) => {
    if (typeof part === "string") return trimPadding(part);
    if (typeof part === "number") return String(part);
    const name = isRecord(part) ? part["Alphabetic"] : undefined;
    return typeof name === "string" ? trimPadding(name) : "";
  });
}

/** Items of a sequence as objects; an item that is null has no attributes. */
export function itemsOf(raw: unknown): JsonRecord[] {
  const value = valueOf(raw);
  const items = Array.isArray(value) ? value : [value];
  if (value === undefined || value === null) return [];
  return items.filter((item) => item === null || isRecord(item)).map((item) =>
    item === null ? {} : item["sublist"] === true ? daikonItem(item) : item
  );
}

/**
 * Bytes of a binary attribute, if they are in the JSON and valid base64.
 *
 * @throws {HeaderError} limit-exceeded when they are more than a header may have
 */
export function bytesOf(raw: unknown): Uint8Array | undefined {
  const encoded = isRecord(raw) ? raw["InlineBinary"] : undefined;
  if (typeof encoded !== "string") return undefined;
  // Four characters are three bytes.
  checkLimit("headerBytes", Math.floor(encoded.length / 4) * 3, DEFAULT_LIMITS);
  let text;
  try {
    text = atob(encoded);
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}

/**
 * Bytes of an object in dicom-parser's own DataSet after `JSON.stringify`, as typed arrays come out of
 * that (`{"0": 68, "1": 73, …}`) or Node's buffers (`{"type": "Buffer", "data": [68, 73, …]}`).
 *
 * @returns undefined for any other record
 */
export function bytesOfDataSet({ elements, byteArray }: JsonRecord): Uint8Array | undefined {
  if (!isRecord(elements) || !isRecord(byteArray)) return undefined;
  const { data } = byteArray;
  const values: readonly unknown[] = Array.isArray(data) ? data : Object.values(byteArray);
  const bytes = new Uint8Array(values.length);
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (!isCount(value) || value > 255) return undefined;
    bytes[k] = value;
  }
  return bytes;
}

/** Whether what describes an attribute has the address of its value instead of the value. */
export function isElsewhere(raw: unknown): boolean {
  return isRecord(raw) && typeof raw["BulkDataURI"] === "string" &&
    valueOf(raw) === undefined && !Object.hasOwn(raw, "InlineBinary");
}

/** Where dicom-parser saw the pixels in the bytes that it had. */
export function placeOf(raw: unknown): PixelDataPlace | undefined {
  if (!isRecord(raw)) return undefined;
  const { dataOffset, length } = raw;
  if (!isCount(dataOffset) || !isCount(length)) return undefined;
  return { offset: dataOffset, length: length === UNDEFINED_LENGTH ? undefined : length };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The value itself, out of the object that describes it. */
function valueOf(raw: unknown): unknown {
  if (!isRecord(raw)) return raw;
  // Most attributes of most requests: it is asked first.
  if (Object.hasOwn(raw, "Value")) return raw["Value"];
  if (!isDescription(raw)) return raw;
  if (Object.hasOwn(raw, "value")) return raw["value"];
  return Object.hasOwn(raw, "Alphabetic") ? raw : undefined;
}

/** Components, none for an empty value. */
function parts(raw: unknown, vr: VR): unknown[] {
  const value = valueOf(raw);
  if (value === null || value === undefined) return inlineParts(raw, vr);
  if (!Array.isArray(value)) return typeof value === "string" ? textParts(value, vr) : [value];
  const flat = value.every(isWhole)
    ? value
    : value.flatMap((part) => typeof part === "string" ? split(part, vr) : [part]);
  return flat.length === 1 && (flat[0] === null || flat[0] === "") ? [] : flat;
}

/** VRs whose values are bytes and no components. */
const BYTES: ReadonlySet<VR> = new Set<VR>(["OB", "OW", "SQ"]);

/** Bytes a number in binary, and how it is read. InlineBinary is little endian (PS3.18 F.2.7). */
const IN_BINARY: Readonly<
  Partial<Record<VR, readonly [size: number, read: (view: DataView, at: number) => number]>>
> = {
  US: [2, (view, at) => view.getUint16(at, true)],
  SS: [2, (view, at) => view.getInt16(at, true)],
  UL: [4, (view, at) => view.getUint32(at, true)],
  SL: [4, (view, at) => view.getInt32(at, true)],
  FL: [4, (view, at) => view.getFloat32(at, true)],
  FD: [8, (view, at) => view.getFloat64(at, true)],
};

/** Components of what stands in the JSON as bytes, as servers write values of unknown VR (UN). */
function inlineParts(raw: unknown, vr: VR): unknown[] {
  const bytes = isRecord(raw) && raw["vr"] === "UN" && !BYTES.has(vr) ? bytesOf(raw) : undefined;
  if (bytes === undefined) return [];
  const [size, read] = IN_BINARY[vr] ?? [];
  if (size === undefined || read === undefined) return textParts(latin1(bytes), vr);
  const view = new DataView(bytes.buffer);
  const values: number[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) values.push(read(view, at));
  return values;
}

/** How Python writes a list and a tuple. */
const LISTS = [["[", "]"], ["(", ")"]] as const;

/** Components of a text: `a\b`, or a Python list or tuple that was turned into text. */
function textParts(text: string, vr: VR): string[] {
  const trimmed = trimPadding(text);
  if (trimmed === "") return [];
  const isList = LISTS.some(([first, last]) => trimmed.startsWith(first) && trimmed.endsWith(last));
  if (!isList || trimmed.length === 1) return split(trimmed, vr);
  const filled = trimmed.slice(1, -1).trimEnd();
  const inner = filled.endsWith(",") ? filled.slice(0, -1) : filled;
  return inner === "" ? [] : inner.split(",").map((part) => unquoted(trimPadding(part)));
}

/** Whether a component is surely one: no text that separators could divide. */
function isWhole(part: unknown): boolean {
  return typeof part !== "string" || !(part.includes("\\") || part.includes("/"));
}

function split(text: string, vr: VR): string[] {
  if (SINGLE_VALUED.has(vr)) return [text];
  return text.split(BINARY.has(vr) ? /[\\/]/ : "\\");
}

function unquoted(text: string): string {
  const quote = text[0];
  const quoted = (quote === "'" || quote === '"') && text.length > 1 && text.endsWith(quote);
  return quoted ? text.slice(1, -1) : text;
}

/** daikon lists an item's tags in an array; each knows its own `id`. */
function daikonItem({ value }: JsonRecord): JsonRecord {
  const tags = Array.isArray(value) ? value : [];
  return Object.fromEntries(
    tags.flatMap((tag) => isRecord(tag) && typeof tag["id"] === "string" ? [[tag["id"], tag]] : []),
  );
}
