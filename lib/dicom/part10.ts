/**
 * A DICOM object's bytes, whole or cut anywhere, to its header (PS3.10 section 7, PS3.5 section 7).
 *
 * @module
 */

import { DEFAULT_LIMITS, type ObjectLimits } from "../limits.ts";
import type { Keyword } from "./attributes.ts";
import type { Extent } from "./completeness.ts";
import { type Dataset, type PixelDataPlace, uid } from "./dataset.ts";
import { attributeNumber, attributeOfTag, READ_ATTRIBUTES } from "./dictionary.ts";
import {
  type ElementHeader,
  type Elements,
  type ElementSpan,
  LAST_BEFORE_PIXELS,
  LAST_META,
  type Range,
  readSpans,
  scan,
  type ScanResult,
} from "./element_scanner.ts";
import { type Encoding, encodingAt, tagAt, UNDEFINED_LENGTH } from "./encoding.ts";
import { inflateUntil } from "./inflate.ts";
import { HeaderStore } from "./header_store.ts";
import { noDataset, notDicom } from "./not_dicom.ts";
import { dicomStart } from "./sniff.ts";
import { sopClassOfUid } from "./sop_classes.ts";
import { components, latin1 } from "./text_values.ts";
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  GE_IMPLICIT_BIG_PIXELS,
  IMPLICIT_LITTLE,
  isEncapsulated,
} from "./transfer_syntax.ts";

/** An object's header. */
export interface Header {
  /** Attributes that are wholly there. */
  readonly dataset: Dataset;
  /** Bytes that the dataset counts for, beyond what the store had before. */
  readonly heldBytes: number;
  /**
   * UID (0002,0010), unless the bytes show another of the native encodings; undefined for
   * encapsulated pixels of an object that does not say how they are compressed.
   */
  readonly transferSyntax: string | undefined;
  /** Undefined when the pixels were not seen, or lie in a deflated stream. */
  readonly pixelData: PixelDataPlace | undefined;
  /** How far it was read: `passed` up to the pixels, `end` to the end of the bytes. */
  readonly extent: Extent;
}

/** A header that was found but not read. */
export interface FoundHeader {
  /** Whether more bytes would add nothing. */
  readonly final: boolean;
  /** Bytes that were inflated to find it. */
  readonly inflatedBytes: number;
  /** Reads it into the store, from the same bytes once more, wherever they are by now. */
  read(bytes: Uint8Array): Header;
}

/** The tag of the class: the scan up to it is short. */
const SOP_CLASS_UID = 0x00080016;
/** Float, Double Float and Pixel Data. */
const PIXELS: ReadonlySet<number> = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);

/** Most characters of a UID (PS3.5 9.1). */
const MAX_UID = 64;

/** Root of the UIDs that DICOM itself assigns to transfer syntaxes. */
const STANDARD = "1.2.840.10008.1.2";

/**
 * Reads a header from an object, or from its first bytes.
 *
 * Elements that are not wholly there, or where the structure is damaged, are absent: never half a
 * value. The bytes decide how the dataset is encoded; what (0002,0010) claims comes second.
 *
 * @throws {HeaderError} `not-dicom`, `limit-exceeded`
 */
export function readHeader(bytes: Uint8Array, limits: ObjectLimits = DEFAULT_LIMITS): Header {
  return findHeader(bytes, new HeaderStore(), limits).read(bytes);
}

/**
 * Finds the header in an object, or in its first bytes. To read it costs several times as much, and
 * is worth it when no more bytes come.
 *
 * @throws {HeaderError} `not-dicom`, `limit-exceeded`
 */
export function findHeader(
  bytes: Uint8Array,
  store: HeaderStore,
  limits: ObjectLimits,
): FoundHeader {
  const start = dicomStart(bytes);
  if (start === undefined) throw notDicom(bytes);
  const meta = readMeta(bytes, start, store, limits);
  const main = readMain(bytes, meta, limits);
  const { transferSyntax } = meta;
  if (main === undefined) {
    return {
      final: false,
      inflatedBytes: 0,
      read: () => ({
        dataset: store.dataset(true).take(),
        heldBytes: 0,
        transferSyntax,
        pixelData: undefined,
        extent: { stop: "cut", reached: 0 },
      }),
    };
  }
  const { elements, inflated, found: { spans, stop, reached, next } } = main;
  const pixels = next !== undefined && PIXELS.has(next.tag) ? next : undefined;
  return {
    final: stop === "passed" || stop === "damaged",
    inflatedBytes: inflated?.length ?? 0,
    read: (bytes) => {
      const before = store.heldBytes;
      const taker = store.dataset(elements.littleEndian);
      readSpans(inflated ?? bytes, elements, spans, taker);
      // That there are pixels, and of which kind, is read; the pixels are not.
      if (pixels !== undefined) taker.value(attributeOfTag(pixels.tag)!, pixels.vr, bytes, 0, 0);
      // Behind the dataset, because of a tag that comes again the first counts.
      readSpans(bytes, elements, meta.spans, taker);
      return {
        dataset: taker.take(),
        heldBytes: store.heldBytes - before,
        transferSyntax: inflated ? DEFLATED_LITTLE : transferSyntaxOf(meta, elements, pixels),
        pixelData: pixels === undefined || inflated ? undefined : placeOf(pixels),
        extent: { stop, reached },
      };
    },
  };
}

function elementsIn(encoding: Encoding, limits: ObjectLimits): Elements {
  return { ...encoding, wanted: READ_ATTRIBUTES, limits };
}

interface Meta {
  readonly spans: readonly ElementSpan[];
  readonly sopClass: string | undefined;
  readonly transferSyntax: string | undefined;
  readonly end: number;
  /** Whether the bytes end within the group. */
  readonly cut: boolean;
}

function readMeta(
  bytes: Uint8Array,
  start: number,
  store: HeaderStore,
  limits: ObjectLimits,
): Meta {
  const nothing = {
    spans: [],
    sopClass: undefined,
    transferSyntax: undefined,
    end: start,
    cut: false,
  };
  const encoding = encodingAt(bytes, start);
  if (encoding === undefined || firstGroup(bytes, start, encoding) !== 2) return nothing;
  const range = { start, last: LAST_META, encodingEnds: true };
  const elements = elementsIn(encoding, limits);
  const { spans, stop, end } = scan(bytes, elements, range);
  const taker = store.metaInformation();
  readSpans(bytes, elements, spans, taker);
  const meta = taker.take();
  return {
    spans,
    sopClass: uid(meta.strings("MediaStorageSOPClassUID")),
    transferSyntax: uid(meta.strings("TransferSyntaxUID")),
    end,
    cut: stop === "cut",
  };
}

/** The UID in one of the elements. What is no UID is not repeated in any message. */
function uidIn(
  bytes: Uint8Array,
  spans: readonly ElementSpan[],
  keyword: Keyword,
): string | undefined {
  const wanted = attributeNumber(keyword);
  const span = spans.find(({ attribute }) => attribute === wanted);
  if (span === undefined) return undefined;
  return uid(components(latin1(bytes, span.value, span.value + Math.min(span.length, MAX_UID))));
}

/**
 * An object up to its class, if objects of that class have no image: the rest may go by, since
 * documents and contours are longer than any header. The meta information says the same before.
 */
function beginningWithoutImage(
  bytes: Uint8Array,
  elements: Elements,
  range: Range,
  { sopClass }: Meta,
): ScanResult | undefined {
  if (sopClass !== undefined && hasImage(sopClass)) return undefined;
  const beginning = scan(bytes, elements, range);
  const uid = uidIn(bytes, beginning.spans, "SOPClassUID") ?? sopClass;
  return uid === undefined || hasImage(uid) ? undefined : beginning;
}

function hasImage(sopClass: string): boolean {
  return sopClassOfUid(sopClass)?.placement !== "none";
}

interface Main {
  /** The bytes in which it was found, if it was deflated. */
  readonly inflated: Uint8Array | undefined;
  readonly elements: Elements;
  readonly found: ScanResult;
}

/** The dataset behind the meta information; undefined when the bytes end before its first element. */
function readMain(bytes: Uint8Array, meta: Meta, limits: ObjectLimits): Main | undefined {
  if (meta.cut) return undefined;
  const read = (bytes: Uint8Array, start: number, inflated?: Uint8Array): Main | undefined => {
    const encoding = encodingAt(bytes, start);
    if (encoding === undefined) return undefined;
    const uid = meta.transferSyntax;
    const known = uid === STANDARD || uid?.startsWith(`${STANDARD}.`);
    if (!known && firstGroup(bytes, start, encoding) !== 8) return undefined;
    const elements = elementsIn(encoding, limits);
    const toClass = { start, last: SOP_CLASS_UID };
    const beginning = beginningWithoutImage(bytes, elements, toClass, meta);
    if (beginning !== undefined) return { inflated, elements, found: beginning };
    const range = { start, last: LAST_BEFORE_PIXELS };
    return { inflated, elements, found: scan(bytes, elements, range) };
  };
  const plain = read(bytes, meta.end);
  const deflated = meta.transferSyntax === DEFLATED_LITTLE && limits.inflateRatio > 0 &&
    (plain === undefined || firstGroup(bytes, meta.end, plain.elements) !== 8);
  if (!deflated) {
    if (plain === undefined && bytes.length >= meta.end + 8) {
      throw noDataset(bytes, meta.transferSyntax);
    }
    return plain;
  }
  const inflated = inflateUntil(
    bytes.subarray(meta.end),
    (inflated) => read(inflated, 0)?.found.stop === "passed",
    limits,
  );
  const main = read(inflated, 0, inflated);
  if (main === undefined && inflated.length >= 8) throw noDataset(bytes, meta.transferSyntax);
  return main;
}

function firstGroup(bytes: Uint8Array, at: number, { littleEndian }: Encoding): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Math.floor(tagAt(view, at, littleEndian) / 0x10000);
}

function transferSyntaxOf(
  { transferSyntax }: Meta,
  { explicit, littleEndian }: Encoding,
  pixels: ElementHeader | undefined,
): string | undefined {
  if (transferSyntax !== undefined && isEncapsulated(transferSyntax)) return transferSyntax;
  if (transferSyntax === undefined && pixels?.length === UNDEFINED_LENGTH) return undefined;
  // Where the dataset is explicit, somebody rewrote it, and its pixels with it.
  if (transferSyntax === GE_IMPLICIT_BIG_PIXELS && !explicit) return transferSyntax;
  return !explicit ? IMPLICIT_LITTLE : littleEndian ? EXPLICIT_LITTLE : EXPLICIT_BIG;
}

function placeOf({ value, length }: ElementHeader): PixelDataPlace {
  return { offset: value, length: length === UNDEFINED_LENGTH ? undefined : length };
}
