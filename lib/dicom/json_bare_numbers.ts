/**
 * Not-a-number and infinity as Python and DCMTK write them, though JSON has neither.
 *
 * @module
 */

import { BACKSLASH, QUOTE } from "./json_bytes.ts";
import { latin1 } from "./text_values.ts";

const [PLUS, MINUS] = [0x2b, 0x2d];
/** The bit that small letters have over capital ones. */
const SMALL = 0x20;
const [A, I, N] = [0x61, 0x69, 0x6e];

/** The longest is `infinity`, behind which one more character shows that the word ends. */
const WORD = /^(?:nan|infinity|inf)(?!\w)/i;
const LONGEST = 9;

/** What becomes of them. */
const NAN = new TextEncoder().encode('"NaN"');

/** Bytes that one of them may become longer by. */
const LONGER = NAN.length - 3;

/** Whether one of the words may begin here: `null`, `true` and `false` do not. */
export function mayBeBareNumber(bytes: Uint8Array, at: number): boolean {
  const letter = bytes[at]! | SMALL;
  if (letter === N) return (bytes[at + 1]! | SMALL) === A;
  return letter === I && (bytes[at + 1]! | SMALL) === N;
}

/**
 * The text with bare numbers, and their signs, replaced by the string `"NaN"`; strings are left alone.
 */
export function quoteBareNumbers(bytes: Uint8Array): Uint8Array {
  let most = 0;
  for (let at = 0; at < bytes.length; at++) if (mayBeBareNumber(bytes, at)) most++;
  const quoted = new Uint8Array(bytes.length + LONGER * most);
  let size = 0;
  let inString = false;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    const length = inString ? 0 : bareNumberLength(bytes, at);
    if (length > 0) {
      if (bytes[at - 1] === PLUS || bytes[at - 1] === MINUS) size--;
      quoted.set(NAN, size);
      size += NAN.length;
      at += length;
      continue;
    }
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH) quoted[size++] = bytes[at++]!;
    quoted[size++] = bytes[at++]!;
  }
  return quoted.subarray(0, size);
}

/** Length of the bare number that begins here; 0 where none does. */
function bareNumberLength(bytes: Uint8Array, at: number): number {
  if (!mayBeBareNumber(bytes, at) || at > 0 && /\w/.test(latin1(bytes, at - 1, at))) return 0;
  return WORD.exec(latin1(bytes, at, Math.min(at + LONGEST, bytes.length)))?.[0].length ?? 0;
}
