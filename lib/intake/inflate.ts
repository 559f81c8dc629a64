/**
 * Inflates a stream piece by piece, and knows where it ends.
 *
 * `DecompressionStream` does not say how many bytes follow the end, which a zip entry of
 * unknown size (PKWARE APPNOTE 4.4.4, bit 3) asks for.
 *
 * @module
 */

import { Inflate, type ZStream } from "pako";
import { HeaderError } from "../errors.ts";
import type { Budget } from "../budget.ts";

/** Bytes of output at a time. An archive of many small files makes room for as much in each. */
const PIECE = 16 * 2 ** 10;

/** A stream of bare deflate (RFC 1951) that is being inflated. */
export class Inflater {
  readonly #stream: Inflate;
  /** zlib's own state, which the first push tells. */
  #zlib: ZStream | undefined;

  /**
   * @param budget Counts the output, and the room that is made for its first piece: a stream without
   * output costs as much as one with that
   * @param onData Called with each piece of output
   */
  constructor(budget: Budget, onData: (chunk: Uint8Array) => void) {
    budget.countInflatedBytes(PIECE);
    this.#stream = new Inflate({ raw: true, chunkSize: PIECE });
    this.#stream.onStart = (zlib) => {
      this.#zlib = zlib;
    };
    this.#stream.onData = (chunk) => {
      budget.countInflatedBytes(chunk.length);
      onData(chunk);
    };
  }

  /** Whether the stream has come to its end. */
  get ended(): boolean {
    return this.#stream.ended;
  }

  /**
   * Inflates the next chunk.
   *
   * @returns Number of bytes of the chunk after the end of the stream
   * @throws {HeaderError} bad-archive for a damaged stream, limit-exceeded for a bomb
   */
  push(chunk: Uint8Array): number {
    this.#stream.push(chunk);
    if (this.#stream.err !== 0) {
      throw new HeaderError("bad-archive", "The compressed data are damaged");
    }
    return this.ended ? this.#zlib!.avail_in : 0;
  }
}
