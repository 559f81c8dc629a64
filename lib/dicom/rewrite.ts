/**
 * Writes the elements that the project reads into a small dataset of their own, in the one form
 * that dicom-parser reads without any of its traps: explicit VR, every length defined, no VR that it
 * takes for a short one. It also lets the bytes of everything else go.
 *
 * @module
 */

import { ATTRIBUTES } from "./attributes.ts";
import { entryOfTag } from "./dictionary.ts";
import { lengthWidth, vrCode } from "./encoding.ts";
import { leanCsa } from "./siemens.ts";
import type { ElementSpan } from "./element_scanner.ts";

/** Elements, and the bytes in which they were found. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly spans: readonly ElementSpan[];
}

/** Longest value whose length fits into two bytes. */
const MAX_SHORT = 0xffff;
const ITEM = 0xfffee000;
const ITEM_HEAD = 8;

const OB = vrCode("OB");
const SQ = vrCode("SQ");
const UN = vrCode("UN");

const CSA_IMAGE_HEADER = parseInt(ATTRIBUTES.SiemensCsaImageHeader[0], 16);

/** VRs that came late (PS3.5 2019 and after): dicom-parser takes their lengths for two bytes. */
const LATE: ReadonlySet<number> = new Set(["OV", "SV", "UV"].map(vrCode));

/**
 * The elements as one dataset in explicit VR. Values keep their byte order, so all sources with
 * binary values must have the same.
 */
export function rewrite(sources: readonly Source[], littleEndian: boolean): Uint8Array {
  const size = sources.reduce((sum, { spans }) => sum + sizeOf(spans), 0);
  const writer = new Writer(size, littleEndian);
  for (const { bytes, spans } of sources) writer.putAll(spans, bytes);
  return writer.bytes;
}

/** Bytes that elements take at most when they are written. */
function sizeOf(spans: readonly ElementSpan[]): number {
  let size = 0;
  for (const span of spans) {
    size += lengthWidth(vrOf(span)) === 2 ? 8 : 12;
    if (span.items === undefined) size += span.length;
    else for (const item of span.items) size += ITEM_HEAD + sizeOf(item);
  }
  return size;
}

/** The VR to write: that of the file, or of the table where the file does not say. */
function vrOf({ tag, vr, length, items }: ElementSpan): number {
  if (items !== undefined) return SQ;
  if (vr !== 0 && vr !== UN) return LATE.has(vr) || lengthWidth(vr) === 0 ? OB : vr;
  const known = vrCode(entryOfTag(tag)!.vr);
  return lengthWidth(known) === 4 || length <= MAX_SHORT ? known : UN;
}

class Writer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;
  #at = 0;

  constructor(size: number, littleEndian: boolean) {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
    this.#little = littleEndian;
  }

  /** All that was written. */
  get bytes(): Uint8Array {
    return this.#at === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#at);
  }

  putAll(spans: readonly ElementSpan[], source: Uint8Array): void {
    for (const span of spans) this.#put(span, source);
  }

  #put(span: ElementSpan, source: Uint8Array): void {
    const { tag, value, length, items } = span;
    const vr = vrOf(span);
    this.#putTag(tag);
    this.#view.setUint16(this.#at, vr);
    const short = lengthWidth(vr) === 2;
    this.#at += short ? 4 : 8;
    const start = this.#at;
    if (items !== undefined) { for (const item of items) this.#putItem(item, source); }
    else if (tag === CSA_IMAGE_HEADER) {
      this.#putBytes(leanCsa(source.subarray(value, value + length)));
    } else this.#putBytes(source.subarray(value, value + length));
    const written = this.#at - start;
    if (short) this.#view.setUint16(start - 2, written, this.#little);
    else this.#view.setUint32(start - 4, written, this.#little);
  }

  #putItem(spans: readonly ElementSpan[], source: Uint8Array): void {
    this.#putTag(ITEM);
    const start = this.#at += 4;
    this.putAll(spans, source);
    this.#view.setUint32(start - 4, this.#at - start, this.#little);
  }

  #putTag(tag: number): void {
    this.#view.setUint16(this.#at, tag >>> 16, this.#little);
    this.#view.setUint16(this.#at + 2, tag & 0xffff, this.#little);
    this.#at += 4;
  }

  #putBytes(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}
