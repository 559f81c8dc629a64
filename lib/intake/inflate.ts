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

/** A deflate or gzip stream that is being inflated. */
export class Inflater {
  readonly #stream: Inflate;
  /** zlib's own state, which the first push tells. */
  #zlib: ZStream | undefined;

  /**
   * @param form Bare deflate (RFC 1951) or gzip (RFC 1952)
   * @param budget Counts the output
   * @param onData Called with each piece of output
   */
  constructor(form: "deflate" | "gzip", budget: Budget, onData: (chunk: Uint8Array) => void) {
    // windowBits 31 is zlib's way to say gzip and nothing else.
    const options = form === "gzip" ? { windowBits: 31 } : { raw: true };
    this.#stream = new Inflate({ ...options, chunkSize: PIECE });
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
