/**
 * Keys of a JSON text of bytes: a series repeats the same ones a thousand times, so that most are
 * recognised without a string being made of them.
 *
 * @module
 */

import { BACKSLASH, QUOTE, stringEnd } from "./json_bytes.ts";
import { LONGEST_KEY, type Meaning, meaningOf } from "./json_keys.ts";
import { latin1 } from "./text_values.ts";

/** A key of an object. */
export interface ScannedKey {
  readonly meaning: Meaning;
  /** Of its bytes. Others may have the same. */
  readonly hash: number;
  /** The number that it is, if it is the index of an array; else −1. */
  readonly index: number;
  /** Whether other bytes are another key for sure: it is no index, nothing is escaped or damaged. */
  readonly isPlain: boolean;
  /** As it is written, one character a byte; empty if it is too long, or an index. */
  readonly name: string;
}

/** Keys that are remembered: those of some hundred attributes, and a name for every object. */
const MOST_KNOWN = 50_000;

/** Digits of an index. Eight digits are a tag. */
const MOST_DIGITS = 7;

const [ZERO, NINE] = [0x30, 0x39];

/** Reads the keys of one text. */
export class ScannedKeys {
  /** Offset behind the closing quote of the key that was read last. */
  end = 0;
  /** Whether that key is neither remembered nor an index. */
  isNew = false;
  readonly #known = new Map<number, ScannedKey>();

  /** The key whose opening quote is at an offset. */
  read(bytes: Uint8Array, quote: number): ScannedKey {
    const from = quote + 1;
    const most = Math.min(bytes.length, from + LONGEST_KEY + 1);
    let hash = 0;
    let bits = 0;
    let hasEscapes = false;
    let at = from;
    for (; at < most; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      bits |= byte;
      hash = Math.imul(hash, 31) + byte | 0;
      if (byte !== BACKSLASH) continue;
      hasEscapes = true;
      hash = Math.imul(hash, 31) + bytes[++at]! | 0;
    }
    const isLong = at >= most;
    this.end = isLong ? stringEnd(bytes, quote) : at + 1;
    const known = isLong ? undefined : this.#known.get(hash);
    this.isNew = known === undefined || !isSame(bytes, from, at, known.name);
    if (!this.isNew) return known!;
    const index = isLong ? -1 : indexOf(bytes, from, at);
    this.isNew = index < 0;
    const isName = !isLong && index < 0;
    // With its quotes, so that no blanks are taken off.
    const name = isName ? latin1(bytes, quote, at + 1).slice(1, -1) : "";
    const meaning = isName ? meaningOf(name) : undefined;
    const isPlain = isName && !hasEscapes && bits < 0x80;
    const key = { meaning, hash, index, isPlain, name };
    if (isName && known === undefined && this.#known.size < MOST_KNOWN) this.#known.set(hash, key);
    return key;
  }
}

function isSame(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (name.length !== to - from) return false;
  for (let k = 0; k < name.length; k++) if (name.charCodeAt(k) !== bytes[from + k]) return false;
  return true;
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
