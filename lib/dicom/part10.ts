/**
 * A DICOM object's bytes, whole or cut anywhere, to its header (PS3.10 section 7, PS3.5 section 7).
 *
 * @module
 */

import { DEFAULT_LIMITS, type ObjectLimits } from "../limits.ts";
import type { ByteDataset } from "./byte_dataset.ts";
import type { Extent } from "./completeness.ts";
import { type Dataset, type PixelDataPlace, uid } from "./dataset.ts";
import { attributeOfTag, READ_ATTRIBUTES } from "./dictionary.ts";
import {
  type ElementHeader,
  type Elements,
  LAST_BEFORE_PIXELS,
  LAST_META,
  scan,
  type ScanResult,
} from "./element_scanner.ts";
import { type Encoding, encodingAt, tagAt, uint16At, UNDEFINED_LENGTH } from "./encoding.ts";
import { inflateUntil } from "./inflate.ts";
import { startsWith } from "../content.ts";
import { type DatasetTaker, HeaderStore } from "./header_store.ts";
import { noDataset, notDicom } from "./not_dicom.ts";
import { sopClassOfUid } from "./sop_classes.ts";
import {
  DEFLATED_LITTLE,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  GE_IMPLICIT_BIG_PIXELS,
  IMPLICIT_LITTLE,
  isEncapsulated,
} from "./transfer_syntax.ts";

/** Bytes that decide whether something is DICOM: a preamble and the prefix (PS3.10 7.1). */
export const BYTES_TO_DECIDE = 132;

/**
 * Where the file meta information or, without it, the dataset starts: after a `DICM` prefix, or at
 * once when the bytes start with an element of group 0002 or 0008. Undefined when neither holds.
 */
export function dicomStart(bytes: Uint8Array): number | undefined {
  if (startsWith(bytes, "DICM", 128)) return BYTES_TO_DECIDE;
  if (startsWith(bytes, "DICM")) return 4;
  const encoding = encodingAt(bytes, 0);
  if (encoding === undefined) return undefined;
  const tag = tagAt(bytes, 0, encoding.littleEndian);
  const meta = tag >= 0x00020000 && tag <= 0x00020102 && encoding.littleEndian;
  return meta || (tag >= 0x00080000 && tag <= 0x00084000) ? 0 : undefined;
}

/** An object's header. */
export interface Header {
  /** Attributes that are wholly there. */
  readonly dataset: Dataset;
  /**
   * UID (0002,0010), unless the bytes show another of the native encodings; undefined for
   * encapsulated pixels of an object that does not say how they are compressed.
   */
  readonly transferSyntax: string | undefined;
  /** Undefined when the pixels were not seen, or lie in a deflated stream. */
  readonly pixelData: PixelDataPlace | undefined;
  /** How far it was read: `passed` up to the pixels, `end` to the end of the bytes. */
  readonly extent: Extent;
  /** Whether more bytes would add nothing. */
  readonly final: boolean;
  /** Bytes that were inflated to read it. */
  readonly inflatedBytes: number;
}

/** The tag of the class: the scan up to it is short. */
const SOP_CLASS_UID = 0x00080016;
/** Float, Double Float and Pixel Data. */
const PIXELS: ReadonlySet<number> = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);

/** Root of the UIDs that DICOM itself assigns to transfer syntaxes. */
const STANDARD = "1.2.840.10008.1.2";

/**
 * Reads a header from an object, or from its first bytes.
 *
 * Elements that are not wholly there, or where the structure is damaged, are absent: never half a
 * value. The bytes decide how the dataset is encoded; what (0002,0010) claims comes second.
 *
 * @param store Keeps the values, beside those of other headers
 * @throws {HeaderError} `not-dicom`, `limit-exceeded`
 */
export function readHeader(
  bytes: Uint8Array,
  limits: ObjectLimits = DEFAULT_LIMITS,
  store: HeaderStore = new HeaderStore(),
): Header {
  const start = dicomStart(bytes);
  if (start === undefined) throw notDicom(bytes);
  const meta = readMeta(bytes, start, store, limits);
  const { transferSyntax } = meta;
  const main = meta.cut ? undefined : mainOf(bytes, meta, store, limits);
  if (main === undefined) {
    return {
      dataset: store.dataset(true).take(),
      transferSyntax,
      pixelData: undefined,
      extent: { stop: "cut", reached: 0 },
      final: false,
      inflatedBytes: 0,
    };
  }
  const { elements, inflated } = main;
  const taker = store.dataset(elements.littleEndian);
  const { stop, reached, next } = scanMain(main, meta, taker);
  const pixels = next !== undefined && PIXELS.has(next.tag) ? next : undefined;
  // That there are pixels, and of which kind, is read; the pixels are not.
  if (pixels !== undefined) taker.value(attributeOfTag(pixels.tag)!, pixels.vr, bytes, 0, 0);
  taker.takeFrom(meta.dataset);
  return {
    dataset: taker.take(),
    transferSyntax: inflated ? DEFLATED_LITTLE : transferSyntaxOf(meta, elements, pixels),
    pixelData: pixels === undefined || inflated ? undefined : placeOf(pixels),
    extent: { stop, reached },
    final: stop === "passed" || stop === "damaged",
    inflatedBytes: inflated ? main.bytes.length : 0,
  };
}

interface Meta {
  readonly dataset: ByteDataset;
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
  const encoding = encodingAt(bytes, start);
  const taker = store.metaInformation();
  const isThere = encoding !== undefined && firstGroup(bytes, start, encoding) === 2;
  const range = { start, last: LAST_META, encodingEnds: true };
  const found = isThere
    ? scan(bytes, { ...encoding, wanted: READ_ATTRIBUTES, limits }, range, taker)
    : undefined;
  const dataset = taker.take();
  return {
    dataset,
    sopClass: uid(dataset.strings("MediaStorageSOPClassUID")),
    transferSyntax: uid(dataset.strings("TransferSyntaxUID")),
    end: found?.end ?? start,
    cut: found?.stop === "cut",
  };
}

/** Where the dataset behind the meta information is. */
interface Main {
  /** The object's, or what they inflate to. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly elements: Elements;
  readonly inflated: boolean;
}

/**
 * Scans the dataset. If objects of its class have no image, only up to the class: the rest may go by,
 * since documents and contours are longer than any header. The meta information says the same before.
 */
function scanMain({ bytes, start, elements }: Main, meta: Meta, taker: DatasetTaker): ScanResult {
  let sopClass = meta.sopClass;
  if (sopClass === undefined || !hasImage(sopClass)) {
    const toClass = scan(bytes, elements, { start, last: SOP_CLASS_UID }, taker);
    sopClass = uid(taker.strings("SOPClassUID")) ?? sopClass;
    if (toClass.stop !== "passed" || (sopClass && !hasImage(sopClass))) return toClass;
    start = toClass.end;
  }
  return scan(bytes, elements, { start, last: LAST_BEFORE_PIXELS }, taker);
}

function hasImage(sopClass: string): boolean {
  return sopClassOfUid(sopClass)?.placement !== "none";
}

/** The dataset behind the meta information; undefined when the bytes end before its first element. */
function mainOf(
  bytes: Uint8Array,
  meta: Meta,
  store: HeaderStore,
  limits: ObjectLimits,
): Main | undefined {
  const find = (bytes: Uint8Array, start: number, inflated: boolean): Main | undefined => {
    const encoding = encodingAt(bytes, start);
    if (encoding === undefined) return undefined;
    const uid = meta.transferSyntax;
    const known = uid === STANDARD || uid?.startsWith(`${STANDARD}.`);
    if (!known && firstGroup(bytes, start, encoding) !== 8) return undefined;
    return { bytes, start, elements: { ...encoding, wanted: READ_ATTRIBUTES, limits }, inflated };
  };
  let main = find(bytes, meta.end, false);
  let length = bytes.length - meta.end;
  const deflated = meta.transferSyntax === DEFLATED_LITTLE && limits.inflateRatio > 0 &&
    (main === undefined || firstGroup(bytes, meta.end, main.elements) !== 8);
  if (deflated) {
    const isWhole = (inflated: Uint8Array): boolean => {
      const main = find(inflated, 0, true);
      return main !== undefined && scanMain(main, meta, store.dataset(true)).stop === "passed";
    };
    const inflated = inflateUntil(bytes.subarray(meta.end), isWhole, limits);
    main = find(inflated, 0, true);
    length = inflated.length;
  }
  if (main === undefined && length >= 8) throw noDataset(bytes, meta.transferSyntax);
  return main;
}

function firstGroup(bytes: Uint8Array, at: number, { littleEndian }: Encoding): number {
  return uint16At(bytes, at, littleEndian);
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
