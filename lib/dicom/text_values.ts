/**
 * Text to values, the same for bytes and JSON.
 *
 * @module
 */

/** Decimal String and Integer String of PS3.5 6.2: no comma, no hexadecimal, no words. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Text VRs in which a backslash separates nothing (PS3.5 6.2). */
export const SINGLE_VALUED: ReadonlySet<string> = new Set(["LT", "ST", "UR", "UT"]);

/** Bytes from an offset up to another as text of one byte a character, without padding. */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  while (end > start && isBlank(bytes[end - 1]!)) end--;
  while (start < end && isBlank(bytes[start]!)) start++;
  let text = "";
  // Eight at a time, without a view of the bytes or a decoder: values are short, and these cost more.
  for (; start + 8 <= end; start += 8) {
    text += String.fromCharCode(
      bytes[start]!,
      bytes[start + 1]!,
      bytes[start + 2]!,
      bytes[start + 3]!,
      bytes[start + 4]!,
      bytes[start + 5]!,
      bytes[start + 6]!,
      bytes[start + 7]!,
    );
  }
  for (; start < end; start++) text += String.fromCharCode(bytes[start]!);
  return text;
}

/** White space and NUL. */
const PADDING = /[\s\0]/;

/**
 * Text without the blanks and NULs that pad values to even length. Not by one regular expression:
 * its time grows with the square of a run of blanks within the text.
 */
export function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > start && isPadding(text, end - 1)) end--;
  while (start < end && isPadding(text, start)) start++;
  return end - start === text.length ? text : text.slice(start, end);
}

function isPadding(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isBlank(code) || (code > 0x7e && PADDING.test(text[at]!));
}

/** Whether a code of ASCII is a blank, a line break, a tabulator or NUL. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0 || (code >= 0x09 && code <= 0x0d);
}

/** The double nearest to a decimal string with all its digits; NaN for anything else. */
export function decimal(text: string): number {
  const trimmed = trimPadding(text);
  return DECIMAL.test(trimmed) ? finiteOrNaN(Number(trimmed)) : NaN;
}

/** Digits that a double holds exactly, whichever they are (2⁵³ has sixteen). */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);
const [MINUS, PLUS, POINT, ZERO, BACKSLASH] = [0x2d, 0x2b, 0x2e, 0x30, 0x5c] as const;

/**
 * Decimal strings in bytes, separated by backslashes: each the double nearest to it, since digits and
 * power of ten are exact and the one division is rounded (IEEE 754). Undefined for what is written in
 * another way, which only `decimal` can tell.
 */
export function plainDecimals(bytes: Uint8Array, start: number, end: number): number[] | undefined {
  const values: number[] = [];
  for (let at = start;; at++) {
    while (at < end && isBlank(bytes[at]!)) at++;
    const sign = at < end ? bytes[at] : undefined;
    if (sign === MINUS || sign === PLUS) at++;
    let digits = 0;
    let whole = -1;
    let number = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit >= 0 && digit <= 9) {
        number = 10 * number + digit;
        digits++;
      } else if (bytes[at] === POINT && whole < 0) whole = digits;
      else break;
    }
    if (digits === 0 || digits > EXACT_DIGITS) return undefined;
    const value = whole < 0 ? number : number / POWERS_OF_TEN[digits - whole]!;
    values.push(sign === MINUS ? -value : value);
    while (at < end && isBlank(bytes[at]!)) at++;
    if (at >= end) return values;
    if (bytes[at] !== BACKSLASH || values.length === MOST_COMPONENTS) return undefined;
  }
}

/** NaN for what is no finite number, so that callers have one case. */
export function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Components of one value that are told apart: as many as frames that an object may be made to have. */
const MOST_COMPONENTS = 1_000_000;

/** Components of a backslash-separated value; none when the whole is empty. */
export function components(text: string): string[] {
  const trimmed = trimPadding(text);
  if (trimmed === "") return [];
  return trimmed.includes("\\") ? trimmed.split("\\", MOST_COMPONENTS).map(trimPadding) : [trimmed];
}
