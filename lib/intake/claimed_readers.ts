/**
 * Readers of headers that are to be checked: NRRD, MetaImage, NIfTI, whichever it is.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { contentOf, ENOUGH } from "../content.ts";
import { GrowingBytes } from "../growing_bytes.ts";
import { metaImageHeaderLength } from "../headers/metaimage/read.ts";
import { niftiHeaderLength } from "../headers/nifti/read.ts";
import { headerTextOf } from "../headers/nrrd/read/geometry.ts";
import { headerLength } from "../headers/nrrd/read/lines.ts";
import { checkLimit } from "../limits.ts";
import type { Budget } from "../budget.ts";
import { Gzip } from "./gzip.ts";
import type { EntrySink, Sink } from "./sink.ts";

/** Where a header goes, and what it costs. */
export interface ClaimedTarget {
  /** Takes the header, as a field of that name is taken. */
  readonly claimed: { take(name: string, value: unknown): boolean };
  /** Counts its bytes. */
  readonly budget: Budget;
}

/** Finds the end of a header in the bytes so far. */
type FindEnd = (bytes: Uint8Array) => number | undefined;

/** Reads the header at the beginning of a file; the data behind it go by. */
class HeadReader implements EntrySink {
  readonly #bytes = new GrowingBytes();
  /** Size at which to look again: sizes double, so that a long header costs twice its reading. */
  #lookAt = 1;
  #length: number | undefined;

  /**
   * @param findEnd Finds the end of the header
   * @param value What of the header is taken
   */
  constructor(
    private readonly target: ClaimedTarget,
    private readonly findEnd: FindEnd,
    private readonly value: (head: Uint8Array) => unknown,
  ) {}

  push(chunk: Uint8Array): void {
    if (this.settled) return;
    this.#bytes.add(chunk);
    if (this.#bytes.length >= this.#lookAt) this.#look();
  }

  get settled(): boolean {
    return this.#length !== undefined;
  }

  get enough(): boolean {
    return this.settled;
  }

  end(): void {
    const head = this.#look();
    this.target.budget.count("requestHeaderBytes", head.length);
    this.target.claimed.take("header", this.value(head));
  }

  fail(error: Error): void {
    throw error;
  }

  /** The header, as far as it has come. */
  #look(): Uint8Array {
    const { bytes } = this.#bytes;
    this.#length ??= this.findEnd(bytes);
    const head = bytes.slice(0, this.#length);
    checkLimit("headerBytes", head.length, this.target.budget.limits);
    this.#lookAt = 2 * bytes.length;
    return head;
  }
}

/**
 * A reader of a NRRD header.
 *
 * @param isField It is the text of a form field, in which line breaks became CRLF (HTML,
 * multipart/form-data encoding)
 */
export function nrrdReader(target: ClaimedTarget, isField = false): EntrySink {
  return new HeadReader(target, headerLength, (head) => {
    const text = headerTextOf(head);
    return isField ? text.replaceAll("\r\n", "\n") : text;
  });
}

/** A reader of a MetaImage header. */
export function metaImageReader(target: ClaimedTarget): EntrySink {
  return new HeadReader(target, metaImageHeaderLength, headerTextOf);
}

/** A reader of a NIfTI header, not compressed. */
export function niftiReader(target: ClaimedTarget): EntrySink {
  return new HeadReader(target, niftiEnd, (head) => head);
}

/** A field of that name is always read as a header, whatever it is, so that its errors are reported. */
export class ClaimedReader implements EntrySink {
  #head: Uint8Array = new Uint8Array(0);
  #reader: Sink | undefined;

  /**
   * @param isField It is the text of a form field
   * @param gzip Whether it may be compressed
   */
  constructor(
    private readonly target: ClaimedTarget,
    private readonly isField = false,
    private readonly gzip = true,
  ) {}

  push(chunk: Uint8Array): void {
    if (this.#reader) return this.#reader.push(chunk);
    const head = concat([this.#head, chunk]);
    if (head.length < ENOUGH) this.#head = head;
    else this.#start(head);
  }

  get settled(): boolean {
    return this.#reader?.settled === true;
  }

  get enough(): boolean {
    return this.settled;
  }

  end(): void {
    if (!this.#reader) this.#start(this.#head);
    this.#reader!.end();
  }

  fail(error: Error): void {
    throw error;
  }

  #start(head: Uint8Array): void {
    this.#reader = this.#readerOf(head);
    this.#head = new Uint8Array(0);
    this.#reader.push(head);
  }

  #readerOf(head: Uint8Array): Sink {
    switch (contentOf(head)) {
      case "nifti":
        return niftiReader(this.target);
      case "metaimage":
        return metaImageReader(this.target);
      case "gzip":
        if (!this.gzip) break;
        return new Gzip(new ClaimedReader(this.target, this.isField, false), this.target.budget);
    }
    return nrrdReader(this.target, this.isField);
  }
}

/** Undefined until the whole header is there. */
function niftiEnd(bytes: Uint8Array): number | undefined {
  const length = niftiHeaderLength(bytes);
  return length !== undefined && bytes.length >= length ? length : undefined;
}
