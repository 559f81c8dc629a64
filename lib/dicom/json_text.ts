/**
 * JSON as tools write it, which is not always JSON.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import { checkLimit, DEFAULT_LIMITS, type JsonLimits } from "../limits.ts";
import { pruneJson, stringEnd } from "./json_prune.ts";

/** Not-a-number and infinity as Python and DCMTK write them, though JSON has neither. */
const BARE_NUMBER = /[-+]?\b(?:nan|inf(?:inity)?)\b/gi;

/** A scalar that is no string; sticky. */
const SCALAR =
  /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?|true|false|null|[-+]?(?:nan|infinity|inf)\b/iy;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Parses JSON, or lines of it (NDJSON: an array of the lines' values), without the attributes that
 * the project does not read. A byte order mark is passed over; the bare tokens `NaN`, `Infinity`,
 * `nan`, `inf` become the string `"NaN"`.
 *
 * @param limits Depth of the brackets, number of lines
 * @throws {HeaderError} `empty-request` for blank text; `bad-json` with the position (in characters)
 * of the fault and nothing of the text; `limit-exceeded`
 */
export function parseJsonText(text: string, limits: JsonLimits = DEFAULT_LIMITS): unknown {
  const body = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  if (body.trim() === "") throw new HeaderError("empty-request", "The JSON text is empty.");
  const lean = parse(pruneJson(body, limits.jsonDepth), limits);
  if ("value" in lean) return lean.value;
  // Where the fault lies, only the whole text tells.
  const whole = parse(body, limits);
  if ("value" in whole) return whole.value;
  const position = text.length - body.length + whole.fault;
  throw new HeaderError("bad-json", `The JSON is invalid at character ${position}.`, { position });
}

/** What a text holds; or, if it is broken, where. */
type Parsed = { readonly value: unknown } | { readonly fault: number };

function parse(text: string, limits: JsonLimits): Parsed {
  return attempt(text) ?? attempt(withoutBareNumbers(text)) ?? parseLines(text, limits);
}

/** The parsed value in a box, since undefined and null are values or look like them. */
function attempt(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The values of all lines; or, if one is broken, where the fault lies in the text. */
function parseLines(text: string, limits: JsonLimits): Parsed {
  const value: unknown[] = [];
  for (let start = 0, end; start < text.length; start = end + 1) {
    end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end);
    if (line.trim() !== "") {
      const parsed = attempt(line) ?? attempt(withoutBareNumbers(line));
      // If not even the first line stands for itself, the text was meant as one document.
      if (parsed === undefined) {
        return { fault: value.length === 0 ? firstFault(text) : start + firstFault(line) };
      }
      value.push(parsed.value);
      checkLimit("objects", value.length, limits);
    }
  }
  return { value };
}

/** The text with bare numbers replaced, strings left alone. */
function withoutBareNumbers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const outside = text.slice(at, quote < 0 ? text.length : quote);
    parts.push(outside.replace(BARE_NUMBER, '"NaN"'));
    if (quote < 0) break;
    const end = stringEnd(text, quote);
    parts.push(text.slice(quote, end));
    at = end;
  }
  return parts.join("");
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
    if (" \t\r\n".includes(c)) {
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
