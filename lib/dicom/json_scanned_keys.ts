/**
 * Keys of a JSON text of bytes: a series repeats the same ones a thousand times, so that most are
 * recognised without a string being made of them.
 *
 * @module
 */

import { stringEnd } from "./json_bytes.ts";
import { KeyReader, LONGEST_KEY, type Meaning, meaningOfTag, TAG_DIGITS } from "./json_keys.ts";
import { latin1 } from "./text_values.ts";

/** A key of an object. */
export interface ScannedKey {
  readonly meaning: Meaning;
  /** Of its bytes. Others may have the same. */
  readonly hash: number;
  /** Whether it is not among the remembered ones. */
  readonly isNew: boolean;
  /** The number that it is, if it is the index of an array; else −1. */
  readonly index: number;
}

/** A key that is remembered by where it came first. */
interface KnownKey extends ScannedKey {
  readonly from: number;
  readonly to: number;
}

/** Keys that are remembered: those of some hundred attributes, and a name for every object. */
const MOST_KNOWN = 50_000;

/** Digits of an index. Eight digits are a tag. */
const MOST_DIGITS = 7;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [ZERO, NINE] = [0x30, 0x39];
const [A, F] = [0x61, 0x66];

/** Reads the keys of one text. */
export class ScannedKeys {
  /** Offset behind the closing quote of the key that was read last. */
  end = 0;
  readonly #reader = new KeyReader();
  readonly #known = new Map<number, KnownKey>();

  /** The key whose opening quote is at an offset. */
  read(bytes: Uint8Array, quote: number): ScannedKey {
    const from = quote + 1;
    const most = Math.min(bytes.length, from + LONGEST_KEY + 1);
    let hash = 0;
    let at = from;
    for (; at < most; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      hash = Math.imul(hash, 31) + byte | 0;
      if (byte === BACKSLASH) hash = Math.imul(hash, 31) + bytes[++at]! | 0;
    }
    if (at >= most) {
      this.end = stringEnd(bytes, quote);
      return { meaning: undefined, hash, isNew: true, index: -1 };
    }
    this.end = at + 1;
    const index = indexOf(bytes, from, at);
    if (index >= 0) return { meaning: undefined, hash, isNew: false, index };
    const known = this.#known.get(hash);
    if (known !== undefined && isSame(bytes, known, from, at)) return known;
    const tag = tagOf(bytes, from, at);
    const meaning = tag === undefined
      ? this.#reader.meaning(latin1(bytes, from, at))
      : meaningOfTag(tag);
    if (known === undefined && this.#known.size < MOST_KNOWN) {
      this.#known.set(hash, { meaning, hash, isNew: false, index: -1, from, to: at });
    }
    return { meaning, hash, isNew: true, index: -1 };
  }
}

function isSame(bytes: Uint8Array, key: KnownKey, from: number, to: number): boolean {
  if (key.to - key.from !== to - from) return false;
  for (let k = 0; k < to - from; k++) if (bytes[key.from + k] !== bytes[from + k]) return false;
  return true;
}

/** The tag that a key of eight hexadecimal digits is: of other spellings a string is made. */
function tagOf(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to - from !== TAG_DIGITS) return undefined;
  let tag = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    const letter = byte | 0x20;
    if (byte >= ZERO && byte <= NINE) tag = 16 * tag + byte - ZERO;
    else if (letter >= A && letter <= F) tag = 16 * tag + letter - A + 10;
    else return undefined;
  }
  return tag;
}

/** The number that an index key is, without a leading zero; −1 for any other key. */
function indexOf(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > MOST_DIGITS) return -1;
  if (bytes[from] === ZERO && to - from > 1) return -1;
  let index = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return -1;
    index = 10 * index + byte - ZERO;
  }
  return index;
}
