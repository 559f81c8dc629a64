/**
 * JSON as tools write it, which is not always JSON.
 *
 * @module
 */

import { Budget } from "../budget.ts";
import { HeaderError } from "../errors.ts";
import { checkLimit } from "../limits.ts";
import { isBlank } from "./json_bytes.ts";
import { KeptText } from "./json_kept_text.ts";
import { firstFault, JsonScanner, scanJson, type Scanned } from "./json_scan.ts";

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** The byte order mark in UTF-8. */
const MARK = [0xef, 0xbb, 0xbf];

/**
 * Parses JSON, or lines of it (NDJSON: an array of the lines' values), without the attributes that
 * the project does not read. A byte order mark is passed over; the bare tokens `NaN`, `Infinity`,
 * `nan`, `inf` become the string `"NaN"`.
 *
 * @param bytes UTF-8. Bytes that are not text become U+FFFD: names may be damaged, numbers are not
 * @param budget Counts the memory of the values, and limits depth and lines
 * @param newBytes Length of the text; 0 where it is part of a text that was counted before
 * @throws {HeaderError} `empty-request` for blank text; `bad-json` with the position (in characters)
 * of the fault and nothing of the text; `limit-exceeded`
 */
export function parseJson(
  bytes: Uint8Array,
  budget: Budget = new Budget(),
  newBytes: number = bytes.length,
): unknown {
  const mark = MARK.every((byte, k) => bytes[k] === byte) ? MARK.length : 0;
  const body = bytes.subarray(mark);
  const left = budget.jsonMemoryLeft(newBytes);
  const { jsonDepth } = budget.limits;
  let scanned = new JsonScanner(new KeptText(body), jsonDepth, "share").finish(left);
  if (scanned.repeats !== undefined) {
    const value = restoredValue(scanned, budget, newBytes);
    if (value !== undefined) return value;
    scanned = scanJson(body, jsonDepth, left);
  }
  budget.countJsonMemory(newBytes, scanned.memory);
  const text = DECODER.decode(scanned.bytes);
  const value = attempt(text);
  if (value !== undefined) return value;
  const values = valuesOfLines(text, budget);
  if (typeof values !== "number") return values;
  throw badJson((mark > 0 ? 1 : 0) + faultIn(DECODER.decode(body), values));
}

/** What a text holds that lacks what it repeats; undefined where there is any doubt. */
export function restoredValue(
  { bytes, memory, repeats }: Scanned,
  budget: Budget,
  newBytes: number,
): unknown {
  if (memory > budget.jsonMemoryLeft(newBytes)) return undefined;
  const short = attempt(DECODER.decode(bytes));
  const whole = short && repeats?.restored(short);
  if (whole !== undefined) budget.countJsonMemory(newBytes, memory);
  return whole;
}

/** What is wrong with a text that is neither an object nor a list; undefined for a number or a word. */
export function faultOfScalar(text: string): HeaderError | undefined {
  const fault = faultIn(text);
  return fault === text.length ? undefined : badJson(fault);
}

function badJson(position: number): HeaderError<"bad-json"> {
  return new HeaderError("bad-json", `The JSON is invalid at character ${position}.`, { position });
}

/**
 * Parses JSON text, as {@linkcode parseJson} does its bytes.
 *
 * @throws {HeaderError} `empty-request`, `bad-json`, `limit-exceeded`
 */
export function parseJsonText(text: string, budget?: Budget, newBytes?: number): unknown {
  return parseJson(ENCODER.encode(text), budget, newBytes);
}

/** What a text holds; undefined, which no text holds, if it is broken. */
function attempt(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the lines of a text hold; or which of those that are not blank is broken, from 0. */
function valuesOfLines(text: string, budget: Budget): unknown[] | number {
  const values: unknown[] = [];
  for (const [from, to] of linesOf(text)) {
    const value = attempt(text.slice(from, to));
    if (value === undefined) return values.length;
    values.push(value);
    checkLimit("objects", values.length, budget.limits);
  }
  if (values.length === 0) throw new HeaderError("empty-request", "The JSON text is empty.");
  return values;
}

/** Lines that are not blank, without the blanks before them. */
function* linesOf(text: string): Generator<readonly [from: number, to: number], void> {
  for (let from = 0; from < text.length; from++) {
    if (isBlank(text.charCodeAt(from))) continue;
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    yield [from, to];
    from = to;
  }
}

/**
 * Offset of the first character at which no JSON can go on.
 *
 * @param line Of lines of JSON the one to look at. If not even the first one stands for itself, the
 * text is one document
 */
function faultIn(text: string, line = 0): number {
  const [from, to] = line === 0 ? [0, text.length] : [...linesOf(text)][line]!;
  const bytes = ENCODER.encode(text.slice(from, to));
  return from + DECODER.decode(bytes.subarray(0, firstFault(bytes))).length;
}
