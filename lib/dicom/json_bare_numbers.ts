/**
 * Not-a-number and infinity as Python and DCMTK write them, though JSON has neither.
 *
 * @module
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [PLUS, MINUS] = [0x2b, 0x2d];
/** The bit that small letters have over capital ones. */
const SMALL = 0x20;
const [A, F, I, N, Y, T] = [0x61, 0x66, 0x69, 0x6e, 0x79, 0x74];

/** `nan`, `inf` and `infinity` in any case. */
const WORDS: readonly (readonly number[])[] = [
  [N, A, N],
  [I, N, F, I, N, I, T, Y],
  [I, N, F],
];

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
  if (!mayBeBareNumber(bytes, at) || isWordByte(bytes[at - 1])) return 0;
  for (const word of WORDS) {
    const matches = word.every((letter, k) => (bytes[at + k]! | SMALL) === letter);
    if (matches && !isWordByte(bytes[at + word.length])) return word.length;
  }
  return 0;
}

/** Whether a byte is a letter, a digit or `_`. */
function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | SMALL;
  return letter >= 0x61 && letter <= 0x7a || byte >= 0x30 && byte <= 0x39 || byte === 0x5f;
}
