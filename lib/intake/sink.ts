/**
 * The one interface that all containers share: bytes are pushed in, in order, without waiting.
 *
 * @module
 */

import type { HeaderError } from "../errors.ts";

/** Takes bytes as they come. */
export interface Sink {
  /**
   * The next bytes. They are lent: what is kept must be copied, because the next ones
   * overwrite them.
   *
   * @throws {HeaderError} when the request cannot go on
   */
  push(chunk: Uint8Array): void;
  /**
   * No more bytes will come.
   *
   * @throws {HeaderError} when the request cannot go on
   */
  end(): void;
  /** Whether further bytes would only be counted, so that they need not be read. Absent: no. */
  readonly settled?: boolean;
  /** Whether it wants nothing more, not even to know how much there is. Absent: no. */
  readonly enough?: boolean;
  /** Counts bytes that were not read. Only after the sink was settled. */
  pass?(bytes: number): void;
}

/** Takes an entry of a container, which the container may find broken. */
export interface EntrySink extends Sink {
  /** The entry is unusable; what it has taken so far does not count. Instead of `end`. */
  fail(error: HeaderError): void;
}

/** Opens a file of an archive for its bytes. */
export type OpenEntry = (file: string) => EntrySink;

/** Discards everything. */
export const DISCARD: EntrySink = { push() {}, end() {}, fail() {} };
