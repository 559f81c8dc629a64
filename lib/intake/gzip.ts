/**
 * gzip (RFC 1952) with any content.
 *
 * @module
 */

import { HeaderError, isHeaderError } from "../errors.ts";
import type { Budget } from "../budget.ts";
import { ByteQueue, crc32, view } from "./bytes.ts";
import { Inflater } from "./inflate.ts";
import type { EntrySink, Sink } from "./sink.ts";

/** How a member starts: magic number and the one compression method that there is. */
const START = [0x1f, 0x8b, 0x08] as const;
/** Bytes of a member's header before what its flags announce. */
const FIXED_HEADER = 10;
/** Bits of FLG (2.3.1), in the order of the fields that they announce. */
const FLAG = { extra: 4, name: 8, comment: 16, checksum: 2, reserved: 0xe0 } as const;
/** Longest header: an extra field, which has up to 64 KiB, and names far longer than a path may be. */
const MAX_HEADER = 128 * 2 ** 10;
/** So much output comes in pieces of so much input. */
const FIRST_OUTPUT = 64 * 2 ** 10;
const FIRST_INPUT = 256;
/** Bytes behind the compressed data: CRC-32 and length of the content. */
const TRAILER = 8;

/** Inflates into another sink. Several members one after the other are one stream. */
export class Gzip implements Sink {
  readonly #queue = new ByteQueue();
  #state: "header" | "content" | "trailer" = "header";
  #members = 0;
  #inflater!: Inflater;
  #crc = 0;
  #length = 0;
  #failed = false;

  /** Whether the content is a header that wants no more: what is behind it need not be inflated. */
  get settled(): boolean {
    return this.content.enough === true;
  }

  /**
   * @param content Takes what is inside, and hears of damage
   * @param budget Counts what is inflated
   */
  constructor(private readonly content: EntrySink, private readonly budget: Budget) {}

  push(chunk: Uint8Array): void {
    if (this.#failed || this.settled) return;
    try {
      this.#queue.feed(chunk, () => this.#queue.length > 0 && this.#step());
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    if (this.#failed) return;
    // Of a header that is cut off, the last bytes wait for a piece to be full.
    if (!this.settled && this.#state === "content") this.content.push(this.#inflater.pending);
    const whole = this.#state === "header" && this.#members > 0 && this.#queue.length === 0;
    if (whole || this.settled) this.content.end();
    else this.#fail(new HeaderError("bad-archive", "The gzip stream ends early"));
  }

  /** Takes what can be taken; false when more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case "header":
        return this.#readHeader();
      case "content":
        return this.#inflate();
      case "trailer":
        return this.#readTrailer();
    }
  }

  #readHeader(): boolean {
    // Zeros behind a member are padding (tapes); anything else begins another member.
    if (this.#members > 0) this.#passZeros();
    const length = headerLength(this.#queue.bytes);
    if (length === undefined) {
      if (this.#queue.length > MAX_HEADER) throw damaged();
      return false;
    }
    this.#queue.skip(length);
    this.#members++;
    this.#crc = this.#length = 0;
    this.#inflater = new Inflater(this.budget, (chunk) => {
      this.#crc = crc32(chunk, this.#crc);
      this.#length += chunk.length;
      this.content.push(chunk);
    });
    this.#state = "content";
    return true;
  }

  #passZeros(): void {
    const { bytes } = this.#queue;
    let zeros = 0;
    while (bytes[zeros] === 0) zeros++;
    this.#queue.skip(zeros);
  }

  #inflate(): boolean {
    const { bytes } = this.#queue;
    // In small pieces at first: who wants only a header does not want what zeros behind it inflate to.
    const piece = this.#length < FIRST_OUTPUT ? bytes.subarray(0, FIRST_INPUT) : bytes;
    const behind = this.#inflater.push(piece);
    this.#queue.skip(piece.length - behind);
    if (this.settled) {
      // Nobody wants the rest.
      this.#queue.clear();
      return false;
    }
    if (!this.#inflater.ended) return this.#queue.length > 0;
    this.#state = "trailer";
    return true;
  }

  #readTrailer(): boolean {
    const bytes = this.#queue.takeAll(TRAILER);
    if (bytes === undefined) return false;
    const [crc, length] = [view(bytes).getUint32(0, true), view(bytes).getUint32(4, true)];
    if (crc !== this.#crc || length !== this.#length % 2 ** 32) throw damaged();
    this.#state = "header";
    return true;
  }

  #fail(error: unknown): void {
    if (!isHeaderError(error, "bad-archive")) throw error;
    this.#failed = true;
    this.#queue.clear();
    this.content.fail(error);
  }
}

/**
 * Length of the header of a member (2.3); undefined when it is not wholly there. Its name and comment
 * are passed over: the file's own name counts.
 */
function headerLength(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] ?? 0;
  const isMember = START.every((byte, k) => byte === (bytes[k] ?? byte));
  if (!isMember || (flags & FLAG.reserved) !== 0) throw damaged();
  let at = FIXED_HEADER;
  if (flags & FLAG.extra) {
    if (bytes.length < at + 2) return undefined;
    at += 2 + view(bytes).getUint16(at, true);
  }
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (flags & FLAG.checksum) at += 2;
  return at <= bytes.length ? at : undefined;
}

function damaged(): HeaderError {
  return new HeaderError("bad-archive", "The compressed data are damaged");
}
