/**
 * JSON as tools write it, which is not always JSON.
 *
 * @module
 */

import { Budget } from "../budget.ts";
import { HeaderError } from "../errors.ts";
import { checkLimit } from "../limits.ts";
import { isBlank } from "./json_bytes.ts";
import { scanJson } from "./json_scan.ts";

/** A scalar that is no string; sticky. */
const SCALAR =
  /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?|true|false|null|[-+]?(?:nan|infinity|inf)\b/iy;

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
  const scanned = scanJson(body, budget.limits.jsonDepth, budget.jsonMemoryLeft(newBytes));
  budget.countJsonMemory(newBytes, scanned.memory);
  const text = decoded(scanned.bytes);
  const parsed = attempt(text) ?? parseLines(text, budget);
  if ("value" in parsed) return parsed.value;
  const position = (mark > 0 ? 1 : 0) + faultIn(decoded(body), parsed.line);
  throw badJson(position);
}

/** What is wrong with a text that is neither an object nor a list; undefined for a number or a word. */
export function faultOfScalar(text: string): HeaderError | undefined {
  const fault = firstFault(text);
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

function decoded(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}

/** What a text holds; or, if it is broken, in which of its lines that are not blank, from 0. */
type Parsed = { readonly value: unknown } | { readonly line: number };

/** The parsed value in a box, since undefined and null are values or look like them. */
function attempt(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function parseLines(text: string, budget: Budget): Parsed {
  const value: unknown[] = [];
  for (const [from, to] of linesOf(text)) {
    const parsed = attempt(text.slice(from, to));
    if (parsed === undefined) return { line: value.length };
    value.push(parsed.value);
    checkLimit("objects", value.length, budget.limits);
  }
  if (value.length === 0) throw new HeaderError("empty-request", "The JSON text is empty.");
  return { value };
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

/** Offset of the first fault. If not even the first line stands for itself, the text is one document. */
function faultIn(text: string, line: number): number {
  if (line === 0) return firstFault(text);
  let k = 0;
  for (const [from, to] of linesOf(text)) {
    if (k++ === line) return from + firstFault(text.slice(from, to));
  }
  return text.length;
}

/**
 * Offset of the first character at which no JSON text can go on; the length of the text when it
 * ends too early, or when what is wrong lies inside a string. Messages of JSON.parse cannot serve: they quote the text.
 */
function firstFault(text: string): number {
  const closers: string[] = [];
  let expected: "value" | "key" | "colon" | "separator" = "value";
  let fresh = false; // right behind an opening bracket, where a closing one may follow
  for (let at = 0; at < text.length;) {
    const c = text[at]!;
    const closing = c === closers.at(-1) && (fresh || expected === "separator");
    if (isBlank(text.charCodeAt(at))) {
      at++;
      continue;
    }
    if (closing) {
      closers.pop();
      expected = "separator";
      at++;
    } else if (expected === "separator") {
      if (c !== "," || closers.length === 0) return at;
      expected = closers.at(-1) === "}" ? "key" : "value";
      at++;
    } else if (expected === "colon") {
      if (c !== ":") return at;
      expected = "value";
      at++;
    } else if (c === '"') {
      at = stringEnd(text, at);
      expected = expected === "key" ? "colon" : "separator";
    } else if (expected === "key") {
      return at;
    } else if (c === "{" || c === "[") {
      closers.push(c === "{" ? "}" : "]");
      expected = c === "{" ? "key" : "value";
      fresh = true;
      at++;
      continue;
    } else {
      SCALAR.lastIndex = at;
      if (!SCALAR.test(text)) return at;
      at = SCALAR.lastIndex;
      expected = "separator";
    }
    fresh = false;
  }
  return text.length;
}

/** Offset behind the string that starts at a quote; the length of the text when it does not end. */
function stringEnd(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === "\\") at++;
  }
  return text.length;
}
