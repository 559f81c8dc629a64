/**
 * Where the parts of a JSON text of bytes end, before it is known whether it is JSON.
 *
 * @module
 */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const [BRACKET, BRACKET_END] = [0x5b, 0x5d];
export const [BRACE, BRACE_END] = [0x7b, 0x7d];

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

/**
 * The text without some parts.
 *
 * @param cuts Where each one begins and where it ends, in the order of the text
 */
export function cutOut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array {
  if (cuts.length === 0) return bytes;
  const size = cuts.reduce((size, at, k) => size + (k % 2 === 0 ? at : -at), bytes.length);
  const kept = new Uint8Array(size);
  let [from, to] = [0, 0];
  for (let k = 0; k < cuts.length; k += 2) {
    kept.set(bytes.subarray(from, cuts[k]), to);
    to += cuts[k]! - from;
    from = cuts[k + 1]!;
  }
  kept.set(bytes.subarray(from), to);
  return kept;
}
