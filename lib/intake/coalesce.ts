/**
 * Short pieces, put together.
 *
 * @module
 */

import { GrowingBytes } from "../growing_bytes.ts";
import type { Sink } from "./sink.ts";

/**
 * Pieces from this length on are passed on as they are, without a copy. Each piece costs its reader a look at what
 * waits: a body that comes byte by byte must not cost the square of its length.
 */
export const LONG_PIECE: number = 16 * 2 ** 10;

/** Passes bytes on in long pieces, the last one excepted. */
export class Coalesce implements Sink {
  readonly #waiting = new GrowingBytes();

  /** @param sink Takes the pieces */
  constructor(private readonly sink: Sink) {}

  push(chunk: Uint8Array): void {
    if (chunk.length >= LONG_PIECE) {
      this.#passOn();
      return this.sink.push(chunk);
    }
    this.#waiting.add(chunk);
    if (this.#waiting.length >= LONG_PIECE) this.#passOn();
  }

  end(): void {
    this.#passOn();
    this.sink.end();
  }

  #passOn(): void {
    const { bytes, length } = this.#waiting;
    this.#waiting.drop(length);
    if (length > 0) this.sink.push(bytes);
  }
}
