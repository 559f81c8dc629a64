/**
 * Bytes that wait to be understood, and CRC-32.
 *
 * @module
 */

import { GrowingBytes } from "../growing_bytes.ts";
import { once } from "../once.ts";

/**
 * A queue of bytes: lent chunks go in behind, and are looked at and taken in front. What is taken is
 * lent, too. The queue has one memory for all that waits: new ones for every chunk would be as much
 * as the whole body.
 */
export class ByteQueue {
  readonly #memory = new GrowingBytes();
  /** In the memory or in the chunk. */
  #bytes: Uint8Array = NOTHING;
  /** How many of them are taken. */
  #taken = 0;

  /** All bytes that wait. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(this.#taken);
  }

  /** How many bytes wait. */
  get length(): number {
    return this.#bytes.length - this.#taken;
  }

  /** Puts a chunk behind, takes steps while they get on, and keeps a copy of what is left. */
  feed(chunk: Uint8Array, step: () => boolean): void {
    const isNext = this.length > 0;
    this.#memory.drop(isNext ? this.#taken : this.#memory.length);
    if (isNext) this.#memory.add(chunk);
    this.#wait(isNext ? this.#memory.bytes : chunk);
    while (step());
    if (this.#bytes.buffer !== chunk.buffer) return;
    this.#memory.add(this.bytes);
    this.#wait(this.#memory.bytes);
  }

  #wait(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#taken = 0;
  }

  /** Takes at most `count` bytes. */
  take(count: number): Uint8Array {
    const start = this.#taken;
    return this.#bytes.subarray(start, start + this.skip(count));
  }

  /** Takes at most `count` bytes that nobody needs; returns how many. */
  skip(count: number): number {
    const skipped = Math.min(count, this.length);
    this.#taken += skipped;
    return skipped;
  }

  /** Takes exactly `count` bytes, or none. */
  takeAll(count: number): Uint8Array | undefined {
    return this.length < count ? undefined : this.take(count);
  }

  /** Forgets everything. */
  clear(): void {
    this.#wait(NOTHING);
  }
}

const NOTHING = new Uint8Array(0);

/**
 * Searches for a few bytes among many, in steps as long as they are (Horspool, 1980). It takes time in
 * proportion to the many as long as the first of the few is not repeated among them.
 */
export class Search {
  /** By the byte where the wanted ones would end: after how many they may end next. */
  readonly #steps: Uint32Array;

  /** @param wanted What is searched for */
  constructor(private readonly wanted: Uint8Array) {
    const last = wanted.length - 1;
    this.#steps = new Uint32Array(256).fill(wanted.length);
    for (let at = 0; at < last; at++) this.#steps[wanted[at]!] = last - at;
  }

  /** How many bytes are wanted. */
  get length(): number {
    return this.wanted.length;
  }

  /** Where they begin in `bytes`, or −1. */
  in(bytes: Uint8Array): number {
    const [wanted, steps] = [this.wanted, this.#steps];
    for (let end = wanted.length; end <= bytes.length; end += steps[bytes[end - 1]!]!) {
      const start = end - wanted.length;
      let same = 0;
      while (same < wanted.length && bytes[start + same] === wanted[same]) same++;
      if (same === wanted.length) return start;
    }
    return -1;
  }
}

/** View for reading little-endian numbers. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** CRCs of a byte with so many zeros behind it, for four bytes at a time. */
const crcTables = once(() => {
  const tables = [0, 1, 2, 3].map(() => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (const table of tables) {
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
      table[byte] = crc;
    }
  }
  return tables;
});

/** CRC-32 of ISO 3309, as zip and gzip use it; pass the previous result to go on. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  const [behind0, behind1, behind2, behind3] = crcTables() as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = ~previous;
  let k = 0;
  for (; k + 4 <= bytes.length; k += 4) {
    crc ^= bytes[k]! | bytes[k + 1]! << 8 | bytes[k + 2]! << 16 | bytes[k + 3]! << 24;
    crc = behind3[crc & 0xff]! ^ behind2[crc >>> 8 & 0xff]! ^ behind1[crc >>> 16 & 0xff]! ^
      behind0[crc >>> 24]!;
  }
  for (; k < bytes.length; k++) crc = (crc >>> 8) ^ behind0[(crc ^ bytes[k]!) & 0xff]!;
  return ~crc >>> 0;
}
