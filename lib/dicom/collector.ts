/**
 * Takes an object's bytes as they arrive and keeps its header alone.
 *
 * @module
 */

import { HeaderError, isHeaderError, orError } from "../errors.ts";
import { GrowingBytes } from "../growing_bytes.ts";
import { DEFAULT_LIMITS, limitExceeded, type ObjectLimits } from "../limits.ts";
import { endsBeforeGeometry } from "./completeness.ts";
import type { Dataset, PixelDataPlace } from "./dataset.ts";
import { HeaderStore } from "./header_store.ts";
import { BYTES_TO_DECIDE, dicomStart, type Header, readHeader } from "./part10.ts";

/** A header, and how long the object was. */
export interface CollectedObject {
  /** Attributes of the header. */
  readonly dataset: Dataset;
  /** UID; undefined when the object does not say how its encapsulated pixels are compressed. */
  readonly transferSyntax: string | undefined;
  /** Undefined when the pixels were not seen, or lie in a deflated stream. */
  readonly pixelData: PixelDataPlace | undefined;
  /** Length of the whole object in bytes. */
  readonly byteLength: number;
}

/**
 * Collects one object. Bytes are kept until the header is complete and only counted from then on;
 * errors wait for {@linkcode HeaderCollector.finish}, so that `push` can be called for whatever
 * comes.
 *
 * @example A file in pieces, as a stream gives them
 * ```ts
 * import { assert, assertEquals, assertThrows } from "@std/assert";
 * import { HeaderCollector, isHeaderError } from "@dcm2nhdr/dcm2nhdr";
 *
 * const collector = new HeaderCollector();
 * for (const chunk of [Uint8Array.of(37, 80), Uint8Array.of(68, 70)]) {
 *   collector.push(chunk);
 *   if (collector.settled) break; // What follows are pixels.
 * }
 * const error = assertThrows(() => collector.finish());
 * assert(isHeaderError(error, "not-dicom"));
 * assertEquals(error.details.found, "pdf");
 * ```
 */
export class HeaderCollector {
  readonly #limits: ObjectLimits;
  readonly #store: HeaderStore;
  readonly #heldBefore: number;
  /** The bytes so far, while they are kept. */
  #bytes = new GrowingBytes();
  #keptBytes = 0;
  #byteLength = 0;
  #inflatedBytes = 0;
  /** Size at which to try again: sizes double, so that a long header costs twice its reading. */
  #tryAt = 1;
  /** What was read of the bytes that are kept. */
  #header: Header | undefined;
  #outcome: Header | HeaderError | undefined;

  /**
   * A collector for one object.
   *
   * @param limits What the object may ask for, where it differs from the defaults
   * @param store Keeps its header, beside those of other objects: what is equal is kept once
   */
  constructor(limits: Partial<ObjectLimits> = {}, store: HeaderStore = new HeaderStore()) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#store = store;
    this.#heldBefore = store.heldBytes;
  }

  /** Bytes that are held in memory now. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** Bytes that were inflated so far, of a deflated object. */
  get inflatedBytes(): number {
    return this.#inflatedBytes;
  }

  /** Whether further bytes would change nothing but the length. */
  get settled(): boolean {
    return this.#outcome !== undefined;
  }

  /** Takes the next bytes. They are copied if they are kept. */
  push(chunk: Uint8Array): void {
    this.#byteLength += chunk.length;
    if (this.settled || chunk.length === 0) return;
    const size = this.#keptBytes + chunk.length;
    const { headerBytes } = this.#limits;
    if (size < this.#tryAt && size <= headerBytes) return this.#keep(chunk);
    // Most headers come in one piece, which is not kept: it need not be copied.
    const isFirst = this.#keptBytes === 0;
    if (!isFirst) this.#keep(chunk);
    const bytes = (isFirst ? chunk : this.#bytes.bytes).subarray(0, headerBytes);
    const mayBeDicom = bytes.length >= BYTES_TO_DECIDE || dicomStart(bytes) !== undefined;
    const header = mayBeDicom ? this.#read(bytes) : undefined;
    if (this.settled) return;
    if (size > headerBytes) {
      return this.#settle(limitExceeded("header bytes per object", headerBytes));
    }
    if (isFirst) this.#keep(chunk);
    this.#header = header;
    this.#tryAt = 2 * size;
  }

  /** Counts bytes that were not read, because the header was complete before them. */
  pass(bytes: number): void {
    this.#byteLength += bytes;
  }

  /**
   * The header, after all bytes.
   *
   * @throws {HeaderError} `not-dicom`, `truncated-header` for bytes that end before the geometry,
   * `limit-exceeded`
   */
  finish(): CollectedObject {
    if (!this.settled) {
      const header = this.#header ?? this.#read(this.#bytes.bytes);
      if (header) this.#settle(header);
    }
    const outcome = this.#outcome;
    if (!outcome || isHeaderError(outcome)) throw outcome;
    if (endsBeforeGeometry(outcome.dataset, outcome.extent)) throw truncated(this.#byteLength);
    const { dataset, transferSyntax, pixelData } = outcome;
    return { dataset, transferSyntax, pixelData, byteLength: this.#byteLength };
  }

  /** Reads what there is of the header. */
  #read(bytes: Uint8Array): Header | undefined {
    const header = orError(() => readHeader(bytes, this.#limits, this.#store));
    if (isHeaderError(header) || header.final) this.#settle(header);
    if (isHeaderError(header)) return undefined;
    this.#inflatedBytes += header.inflatedBytes;
    return header;
  }

  #settle(outcome: Header | HeaderError): void {
    this.#outcome = outcome;
    this.#bytes = new GrowingBytes();
    this.#header = undefined;
    this.#keptBytes = isHeaderError(outcome) ? 0 : this.#store.heldBytes - this.#heldBefore;
  }

  #keep(bytes: Uint8Array): void {
    this.#bytes.add(bytes);
    this.#keptBytes = this.#bytes.length;
    this.#header = undefined;
  }
}

function truncated(byteLength: number): HeaderError {
  return new HeaderError(
    "truncated-header",
    `The header ends or becomes unreadable before its geometry (${byteLength} bytes were sent).`,
    { byteLength },
  );
}
