/**
 * Strings and blanks in a JSON text of bytes.
 *
 * @module
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How far a string is looked through byte by byte; a search costs more than so many of them. */
const SHORT = 64;

/** Offset behind the string that starts at a quote; the length of the text when it does not end. */
export function stringEnd(bytes: Uint8Array, quote: number): number {
  const near = Math.min(quote + SHORT, bytes.length);
  let at = quote + 1;
  for (; at < near; at++) {
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] === BACKSLASH) at++;
  }
  for (at = bytes.indexOf(QUOTE, at); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let first = at;
    while (bytes[first - 1] === BACKSLASH) first--;
    if ((at - first) % 2 === 0) return at + 1;
  }
  return bytes.length;
}

/** Whether a byte is a blank of JSON. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
