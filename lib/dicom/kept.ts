/**
 * Keeps of a header what is read of it: the values of its wanted elements, one after the other in an
 * array of their own, and where each one lies, in the datasets of dicom-parser. The bytes of
 * everything else may go.
 *
 * The only file that calls dicom-parser. It gets elements that our own scanner found, because its
 * parser takes the lengths of newer VRs for shorter ones, recurses without limit, runs past what
 * encloses an element, throws strings, and keeps what is never read.
 *
 * @module
 */

import dicomParser, { type ByteArrayParser, type DataSet, type Element } from "dicom-parser";
import { ATTRIBUTES } from "./attributes.ts";
import { entryOfTag } from "./dictionary.ts";
import type { ElementSpan } from "./element_scanner.ts";
import { vrCode, vrName } from "./encoding.ts";
import { leanCsa } from "./siemens.ts";

/** Elements, and the bytes in which they were found. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly spans: readonly ElementSpan[];
}

/** What is kept of a header. */
export interface Kept {
  readonly dataSet: DataSet;
  /** Bytes that it counts for. */
  readonly heldBytes: number;
}

/** Bytes that an element counts for besides its value: its head, as in a file. */
const ELEMENT_BYTES = 8;

/**
 * Bytes that a nested element or an item counts for besides its value: the objects made of it take
 * one to two hundred, so that a request of 64 MiB of headers stays within an isolate of 512.
 */
const NESTED_BYTES = 72;

/** Values up to this length are copied byte by byte: a view of them would cost more. */
const SHORT_VALUE = 64;

const UN = vrCode("UN");
const CSA_IMAGE_HEADER = parseInt(ATTRIBUTES.SiemensCsaImageHeader[0], 16);

/** dicom-parser exports its class, but declares no more than what an object of it can do. */
const { DataSet: DataSetClass } = dicomParser as unknown as {
  readonly DataSet: new (
    numbers: ByteArrayParser,
    bytes: Uint8Array,
    elements: DataSet["elements"],
  ) => DataSet;
};

const LITTLE_ENDIAN = numbersIn(dicomParser.littleEndianByteArrayParser, true);
const BIG_ENDIAN = numbersIn(dicomParser.bigEndianByteArrayParser, false);

/**
 * dicom-parser's way to read numbers, except FL and FD: it makes two arrays for every one, which
 * takes twenty times as long for values of thousands.
 */
function numbersIn(numbers: ByteArrayParser, littleEndian: boolean): ByteArrayParser {
  const view = ({ buffer, byteOffset, length }: Uint8Array) =>
    new DataView(buffer, byteOffset, length);
  return {
    ...numbers,
    readFloat: (bytes, at) => view(bytes).getFloat32(at, littleEndian),
    readDouble: (bytes, at) => view(bytes).getFloat64(at, littleEndian),
  };
}

/**
 * The elements as one dataset; of a tag that comes again, the last. Values keep their byte order, so
 * all sources with binary values must have the same.
 */
export function keep(sources: readonly Source[], littleEndian: boolean): Kept {
  const csa = new Map<ElementSpan, Uint8Array>();
  let size = 0;
  for (const { bytes, spans } of sources) size += sizeOf(spans, bytes, csa);
  const keeper = new Keeper(size, littleEndian, csa);
  const elements: DataSet["elements"] = {};
  for (const { bytes, spans } of sources) keeper.addTo(elements, spans, bytes);
  return {
    dataSet: keeper.dataSetOf(elements),
    heldBytes: sources.reduce(
      (sum, { spans }) => sum + ELEMENT_BYTES * spans.length + NESTED_BYTES * nestedIn(spans),
      size,
    ),
  };
}

/** Bytes of all values. CSA headers are thinned out on the way, since their size is known only then. */
function sizeOf(
  spans: readonly ElementSpan[],
  source: Uint8Array,
  csa: Map<ElementSpan, Uint8Array>,
): number {
  let size = 0;
  for (const span of spans) {
    const { tag, value, length, items } = span;
    if (items !== undefined) { for (const item of items) size += sizeOf(item, source, csa); }
    else if (tag === CSA_IMAGE_HEADER) {
      const lean = leanCsa(source.subarray(value, value + length));
      csa.set(span, lean);
      size += lean.length;
    } else size += length;
  }
  return size;
}

/** How many elements and items stand within elements. */
function nestedIn(spans: readonly ElementSpan[]): number {
  let count = 0;
  for (const { items } of spans) {
    if (items !== undefined) {
      for (const item of items) count += 1 + item.length + nestedIn(item);
    }
  }
  return count;
}

class Keeper {
  readonly #bytes: Uint8Array;
  readonly #numbers: ByteArrayParser;
  readonly #csa: ReadonlyMap<ElementSpan, Uint8Array>;
  #at = 0;

  constructor(size: number, littleEndian: boolean, csa: ReadonlyMap<ElementSpan, Uint8Array>) {
    this.#bytes = new Uint8Array(size);
    this.#numbers = littleEndian ? LITTLE_ENDIAN : BIG_ENDIAN;
    this.#csa = csa;
  }

  dataSetOf(elements: DataSet["elements"]): DataSet {
    return new DataSetClass(this.#numbers, this.#bytes, elements);
  }

  addTo(
    elements: DataSet["elements"],
    spans: readonly ElementSpan[],
    source: Uint8Array,
  ): DataSet["elements"] {
    for (const span of spans) {
      const { key, vr } = entryOfTag(span.tag)!;
      const dataOffset = this.#at;
      const items = span.items?.map((item) => this.#item(item, source));
      if (items === undefined) this.#copy(span, source);
      // The VR of the file, or of the table where the file does not say.
      const said = items !== undefined
        ? "SQ"
        : span.vr === 0 || span.vr === UN
        ? vr
        : vrName(span.vr);
      const length = this.#at - dataOffset;
      elements[key] = items === undefined
        ? { tag: key, vr: said, length, dataOffset }
        : { tag: key, vr: said, length, dataOffset, items };
    }
    return elements;
  }

  #item(spans: readonly ElementSpan[], source: Uint8Array): Element {
    const dataOffset = this.#at;
    const dataSet = this.dataSetOf(this.addTo({}, spans, source));
    return { tag: "xfffee000", length: this.#at - dataOffset, dataOffset, dataSet };
  }

  #copy(span: ElementSpan, source: Uint8Array): void {
    const { value, length } = span;
    const csa = this.#csa.get(span);
    if (csa !== undefined) this.#put(csa);
    else if (length > SHORT_VALUE) this.#put(source.subarray(value, value + length));
    else for (let at = value; at < value + length; at++) this.#bytes[this.#at++] = source[at]!;
  }

  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}
