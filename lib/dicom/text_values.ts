/**
 * Text to values, the same for bytes and JSON.
 *
 * @module
 */

/** Decimal String and Integer String of PS3.5 6.2: no comma, no hexadecimal, no words. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Text VRs in which a backslash separates nothing (PS3.5 6.2). */
export const SINGLE_VALUED: ReadonlySet<string> = new Set(["LT", "ST", "UR", "UT"]);

/** Characters made at once: each is an argument, and arguments take room on the stack. */
const AT_ONCE = 4096;

/** Bytes from an offset up to another as text of one byte a character, without padding. */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  while (end > start && isBlank(bytes[end - 1]!)) end--;
  while (start < end && isBlank(bytes[start]!)) start++;
  let text = "";
  for (; start < end; start += AT_ONCE) {
    const some = bytes.subarray(start, Math.min(start + AT_ONCE, end));
    text += String.fromCharCode.apply(null, some as unknown as number[]);
  }
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

/** NaN for what is no finite number, so that callers have one case. */
export function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Components of a backslash-separated value; none when the whole is empty. */
export function components(text: string): string[] {
  const trimmed = trimPadding(text);
  if (trimmed === "") return [];
  return trimmed.includes("\\") ? trimmed.split("\\").map(trimPadding) : [trimmed];
}
