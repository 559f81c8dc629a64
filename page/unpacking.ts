/**
 * Whole files out of an archive that was dropped: arrays, and objects with their pixels.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { Budget } from "../lib/budget.ts";
import { ENOUGH } from "../lib/content.ts";
import type { HeaderError } from "../lib/errors.ts";
import { Gzip } from "../lib/intake/gzip.ts";
import { recognise } from "../lib/intake/recognise.ts";
import { DISCARD, type EntrySink, type OpenEntry, type Sink } from "../lib/intake/sink.ts";
import { Tar } from "../lib/intake/tar.ts";
import { Zip } from "../lib/intake/zip.ts";
import { DEFAULT_LIMITS, type Limits } from "../lib/limits.ts";

/** Bytes that are read at once. */
const PIECE = 4 * 2 ** 20;

/**
 * What holds in a person's own browser. A mask deflates by a thousand, as a bomb does; who drops a
 * bomb onto his own page can cancel it.
 */
export const PAGE_LIMITS: Limits = { ...DEFAULT_LIMITS, inflateRatio: Infinity };

/** A file of an archive. */
export interface Unpacked {
  readonly name: string;
  readonly content: Blob;
}

/**
 * Unpacks a zip, a tar or a compressed tar.
 *
 * @param wanted Whether a file of that name is wanted; the others are passed over
 * @returns The files in their order
 * @throws {HeaderError} bad-archive
 */
export async function unpack(
  archive: Blob,
  wanted: (name: string) => boolean,
): Promise<Unpacked[]> {
  const found: Unpacked[] = [];
  const budget = new Budget(PAGE_LIMITS);
  const container = new Container(
    (name) => wanted(name) ? new Kept((content) => found.push({ name, content })) : DISCARD,
    budget,
  );
  for (let at = 0; at < archive.size; at += PIECE) {
    const piece = new Uint8Array(await archive.slice(at, at + PIECE).arrayBuffer());
    budget.count("bodyBytes", piece.length);
    container.push(piece);
  }
  container.end();
  return found;
}

/** An archive, recognised by its first bytes; compressed or not. */
class Container implements EntrySink {
  readonly #open: OpenEntry;
  readonly #budget: Budget;
  #head: Uint8Array = new Uint8Array(0);
  #reader: Sink | undefined;

  constructor(open: OpenEntry, budget: Budget) {
    this.#open = open;
    this.#budget = budget;
  }

  push(chunk: Uint8Array): void {
    if (this.#reader) return this.#reader.push(chunk);
    this.#head = concat([this.#head, chunk]);
    if (this.#head.length >= ENOUGH) this.#start();
  }

  end(): void {
    if (!this.#reader) this.#start();
    this.#reader!.end();
  }

  fail(error: HeaderError): void {
    throw error;
  }

  #start(): void {
    this.#reader = this.#readerOf(this.#head);
    this.#reader.push(this.#head);
  }

  #readerOf(head: Uint8Array): Sink {
    switch (recognise(head)) {
      case "gzip":
        return new Gzip(new Container(this.#open, this.#budget), this.#budget);
      case "tar":
        return new Tar(this.#open);
      case "zip":
        return new Zip(this.#open, this.#budget);
      default:
        return DISCARD;
    }
  }
}

/** Keeps all bytes of a file. */
class Kept implements EntrySink {
  readonly #done: (content: Blob) => void;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];

  constructor(done: (content: Blob) => void) {
    this.#done = done;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(new Uint8Array(chunk));
  }

  end(): void {
    this.#done(new Blob(this.#chunks));
  }

  fail(error: HeaderError): void {
    throw error;
  }
}
