/**
 * Inflates a stream piece by piece, and knows where it ends.
 *
 * `DecompressionStream` does not say how many bytes follow the end, which a zip entry of
 * unknown size (PKWARE APPNOTE 4.4.4, bit 3) asks for.
 *
 * @module
 */

import type { ZStream } from "pako";
// @ts-types="pako"
import { Inflate } from "pako/browser/inflate";
import { HeaderError } from "../errors.ts";
import type { Budget } from "../budget.ts";

/** Bytes of output at a time. An archive of many small files makes room for as much in each. */
const PIECE = 16 * 2 ** 10;

/** Bytes of input at a time. */
const STEP = 64 * 2 ** 10;

/**
 * Least output for a byte of input, but for what waits in a piece. What does not get shorter is
 * stored, with five bytes more for each 64 KiB (RFC 1951 3.2.4): a stream that becomes less consists
 * of tables of codes that nothing uses.
 */
const LEAST_RATIO = 0.5;

/** A stream of bare deflate (RFC 1951) that is being inflated. */
export class Inflater {
  readonly #stream: Inflate;
  /** zlib's own state, which the first push tells. */
  #zlib: ZStream | undefined;
  #taken = 0;
  #given = 0;

  /**
   * @param budget Counts input and output, and the room that is made for the first piece: a stream
   * without output costs as much as one with that
   * @param onData Called with each piece of output
   */
  constructor(private readonly budget: Budget, onData: (chunk: Uint8Array) => void) {
    budget.countInflatedBytes(PIECE);
    this.#stream = new Inflate({ raw: true, chunkSize: PIECE });
    this.#stream.onStart = (zlib) => {
      this.#zlib = zlib;
    };
    this.#stream.onData = (chunk) => {
      budget.countInflatedBytes(chunk.length);
      this.#given += chunk.length;
      onData(chunk);
    };
  }

  /** Whether the stream has come to its end. */
  get ended(): boolean {
    return this.#stream.ended;
  }

  /** Output of a stream that has not come to its end, which waits for more. */
  get pending(): Uint8Array {
    const { output, next_out } = this.#zlib ?? {};
    return this.ended || !output ? new Uint8Array(0) : output.slice(0, next_out);
  }

  /**
   * Inflates the next chunk.
   *
   * @returns Number of bytes of the chunk after the end of the stream
   * @throws {HeaderError} bad-archive for a damaged stream, limit-exceeded for a bomb
   */
  push(chunk: Uint8Array): number {
    for (let at = 0; at < chunk.length; at += STEP) {
      const step = chunk.subarray(at, at + STEP);
      this.#stream.push(step);
      const behind = this.ended ? this.#zlib!.avail_in : 0;
      this.#taken += step.length - behind;
      this.budget.countDeflatedBytes(step.length - behind);
      const wasted = this.#given + PIECE < LEAST_RATIO * this.#taken;
      if (this.#stream.err !== 0 || wasted) {
        throw new HeaderError("bad-archive", "The compressed data are damaged");
      }
      if (this.ended) return chunk.length - at - step.length + behind;
    }
    return 0;
  }
}
