/**
 * Takes an object's bytes as they arrive and keeps its header alone.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { Dataset, PixelDataPlace } from "./dataset.ts";
import { limitExceeded, MAX_HEADER_BYTES } from "./limits.ts";
import { type Header, readHeader } from "./part10.ts";
import { BYTES_TO_DECIDE, looksLikeDicom, notDicom } from "./sniff.ts";

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

/** What one object may ask for. */
export interface CollectorLimits {
  /** Bytes up to the pixel data. */
  readonly headerBytes?: number;
}

/**
 * Collects one object. Bytes are kept until the header is complete and only counted from then on;
 * errors wait for {@linkcode HeaderCollector.finish}, so that `push` can be called for whatever
 * comes.
 *
 * @example
 * ```ts
 * import { HeaderCollector } from "./collector.ts";
 * import { HeaderError } from "../errors.ts";
 * const collector = new HeaderCollector();
 * for (const chunk of [Uint8Array.of(37, 80), Uint8Array.of(68, 70)]) collector.push(chunk);
 * try {
 *   collector.finish();
 * } catch (error) {
 *   console.assert(error instanceof HeaderError && error.details.found === "pdf");
 * }
 * ```
 */
export class HeaderCollector {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  #byteLength = 0;
  /** Size at which to try again: sizes double, so that a long header costs twice its reading. */
  #tryAt = 1;
  #outcome: Header | HeaderError | undefined;

  /** @param limits What the object may ask for; 16 MiB of header unless said otherwise */
  /**
   * A collector for one object.
   *
   * @param limits What the object may ask for
   */
  constructor({ headerBytes = MAX_HEADER_BYTES }: CollectorLimits = {}) {
    this.#limit = headerBytes;
  }

  /** Bytes that are held in memory now. */
  get keptBytes(): number {
    return this.#keptBytes;
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
    if (size < this.#tryAt && size <= this.#limit) return this.#keep(chunk);
    const bytes = this.#joined(chunk);
    this.#attempt(bytes.subarray(0, this.#limit), false);
    if (this.settled) return;
    if (size > this.#limit) {
      this.#settle(limitExceeded("header bytes per object", this.#limit));
    } else {
      this.#chunks = [];
      this.#keptBytes = 0;
      this.#keep(bytes);
      this.#tryAt = 2 * size;
    }
  }

  /** Counts bytes that nobody read, because the header was settled before them. */
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
    if (!this.settled) this.#attempt(this.#joined(), true);
    const outcome = this.#outcome;
    if (!outcome || outcome instanceof HeaderError) throw outcome;
    if (!outcome.complete && !hasGeometry(outcome.dataset)) throw truncated(this.#byteLength);
    const { dataset, transferSyntax, pixelData } = outcome;
    return { dataset, transferSyntax, pixelData, byteLength: this.#byteLength };
  }

  #attempt(bytes: Uint8Array, last: boolean): void {
    try {
      if (!looksLikeDicom(bytes)) {
        if (last || bytes.length >= BYTES_TO_DECIDE) this.#settle(notDicom(bytes));
        return;
      }
      const header = readHeader(bytes);
      if (header.final || last) this.#settle(header);
    } catch (error) {
      if (!(error instanceof HeaderError)) throw error;
      this.#settle(error);
    }
  }

  #settle(outcome: Header | HeaderError): void {
    this.#outcome = outcome;
    this.#chunks = [];
    this.#keptBytes = outcome instanceof HeaderError ? 0 : outcome.heldBytes;
  }

  #keep(bytes: Uint8Array): void {
    this.#chunks.push(bytes.slice());
    this.#keptBytes += bytes.length;
  }

  #joined(...more: readonly Uint8Array[]): Uint8Array {
    const parts = [...this.#chunks, ...more];
    if (parts.length === 1) return parts[0]!;
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

/** Whether a cut header still says where its pixels lie. */
function hasGeometry(dataset: Dataset): boolean {
  const placed = dataset.has("PerFrameFunctionalGroupsSequence") || dataset.has("PixelSpacing") &&
      (dataset.has("ImagePositionPatient") || dataset.has("DetectorInformationSequence"));
  return placed && dataset.has("Rows") && dataset.has("Columns");
}

function truncated(byteLength: number): HeaderError {
  return new HeaderError(
    "truncated-header",
    `The header ends, or cannot be read on, before its geometry (${byteLength} bytes were sent).`,
    { byteLength },
  );
}
