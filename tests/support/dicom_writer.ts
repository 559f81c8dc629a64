/**
 * Writes small synthetic DICOM objects (PS3.5, PS3.10), independently of the library.
 *
 * @module
 */

import { deflateRawSync } from "node:zlib";
import { lookUp } from "./dictionary.ts";

/** Text, numbers, raw bytes, or items of a sequence. */
export type Plain =
  | string
  | number
  | readonly (string | number)[]
  | Uint8Array
  | readonly Attributes[];

/** A value with a VR of its own: needed for private tags, useful for wrong ones. */
export interface Typed {
  readonly vr: string;
  readonly value: Plain;
}

/** A sequence whose own length and whose items' lengths are undefined (PS3.5 7.5). */
export interface Open {
  readonly items: readonly Attributes[];
}

/** What can stand behind an attribute; undefined leaves it out. */
export type Value = Plain | Typed | Open | undefined;

/** A dataset: keyword, or `ggggeeee` in hexadecimal, to value. */
export interface Attributes {
  readonly [keywordOrTag: string]: Value;
}

/** How an object is written down. */
export interface Encoding {
  /** `encapsulated`: explicit VR little endian, the pixels in one RLE fragment. */
  readonly transferSyntax?: "implicit" | "explicit" | "big-endian" | "deflated" | "encapsulated";
  /** 128 zero bytes and `DICM` in front (default true). */
  readonly preamble?: boolean;
  /** File meta information, group 0002 (default true). */
  readonly meta?: boolean;
  /**
   * Pixel Data as they shall stand in the file, or how many zero bytes of them. By default, and
   * with 0, the object ends where its pixels would begin.
   */
  readonly pixelBytes?: Uint8Array | number;
}

/** UIDs of the transfer syntaxes (PS3.6 annex A). */
export const TRANSFER_SYNTAXES = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  "big-endian": "1.2.840.10008.1.2.2",
  deflated: "1.2.840.10008.1.2.1.99",
  encapsulated: "1.2.840.10008.1.2.5",
} as const;

const UNDEFINED_LENGTH = 0xffffffff;
/** VRs with two reserved bytes and a length of four (PS3.5 7.1.2). */
const LONG_VRS = ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"];
/** A decimal string has at most this many characters (PS3.5 6.2). */
const DS_LENGTH = 16;

/** A whole object as bytes. */
export function writeDicom(attributes: Attributes, encoding: Encoding = {}): Uint8Array {
  const { transferSyntax = "explicit", preamble = true, meta = true, pixelBytes } = encoding;
  const syntax: Syntax = {
    explicit: transferSyntax !== "implicit",
    little: transferSyntax !== "big-endian",
  };
  const header = dataset(attributes, syntax);
  const pixels = pixelBytes === undefined || pixelBytes === 0
    ? []
    : pixelData(pixelBytes, attributes, transferSyntax === "encapsulated", syntax);
  const body = concat([header, ...pixels]);
  return concat([
    preamble ? new Uint8Array(128) : none,
    preamble ? ascii("DICM") : none,
    meta ? metaGroup(attributes, TRANSFER_SYNTAXES[transferSyntax]) : none,
    transferSyntax === "deflated" ? new Uint8Array(deflateRawSync(body)) : body,
  ]);
}

/**
 * A number as a decimal string: the nearest decimal that fits into 16 characters. Zeros behind the
 * point take the place of digits, so that small numbers have an exponent where it is shorter.
 */
export function decimalString(value: number): string {
  let text = shortest(value);
  for (let digits = 17; text.length > DS_LENGTH; digits--) {
    text = shortest(Number(value.toPrecision(digits)));
  }
  return text;
}

/** Without an exponent where that fits, else the shorter of the two forms that a DS allows. */
function shortest(value: number): string {
  const [plain, scientific] = [String(value), value.toExponential().replace("e+", "e")];
  return plain.length > DS_LENGTH && scientific.length < plain.length ? scientific : plain;
}

/** A new UID under 2.25 (PS3.5 B.2). */
export function freshUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll("-", "")}`)}`;
}

interface Syntax {
  readonly explicit: boolean;
  readonly little: boolean;
}

const none = new Uint8Array(0);

function metaGroup(attributes: Attributes, transferSyntax: string): Uint8Array {
  const syntax = { explicit: true, little: true };
  const rest = dataset({
    FileMetaInformationVersion: new Uint8Array([0, 1]),
    MediaStorageSOPClassUID: attributes.SOPClassUID,
    MediaStorageSOPInstanceUID: attributes.SOPInstanceUID,
    TransferSyntaxUID: transferSyntax,
    ImplementationClassUID: "2.25.1",
  }, syntax);
  return concat([dataset({ FileMetaInformationGroupLength: rest.length }, syntax), rest]);
}

function dataset(attributes: Attributes, syntax: Syntax): Uint8Array {
  const elements = Object.entries(attributes)
    .flatMap(([name, value]) => value === undefined ? [] : [resolve(name, value)])
    .sort((a, b) => a.tag - b.tag);
  return concat(elements.map((element) => write(element, syntax)));
}

interface Element {
  readonly tag: number;
  readonly vr: string;
  readonly value: Plain | Open;
}

function resolve(name: string, value: Plain | Typed | Open): Element {
  const entry = lookUp(name);
  const typed = isTyped(value) ? value : undefined;
  const tag = entry?.tag ?? (/^[0-9A-Fa-f]{8}$/.test(name) ? name : undefined);
  const vr = typed?.vr ?? entry?.vr ?? (isOpen(value) ? "SQ" : undefined);
  if (tag === undefined || vr === undefined) throw new Error(`no tag or no VR for ${name}`);
  return { tag: parseInt(tag, 16), vr, value: typed?.value ?? (value as Plain | Open) };
}

function write({ tag, vr, value }: Element, syntax: Syntax): Uint8Array {
  if (vr !== "SQ") {
    const bytes = encode(vr, value as Plain, syntax.little);
    return concat([start(tag, vr, bytes.length, syntax), bytes]);
  }
  const open = isOpen(value);
  const items: Uint8Array[] = (open ? value.items : value as readonly Attributes[]).map((item) => {
    const bytes = dataset(item, syntax);
    return open
      ? concat([mark(0xfffee000, UNDEFINED_LENGTH, syntax), bytes, mark(0xfffee00d, 0, syntax)])
      : concat([mark(0xfffee000, bytes.length, syntax), bytes]);
  });
  if (open) items.push(mark(0xfffee0dd, 0, syntax));
  const bytes = concat(items);
  return concat([start(tag, vr, open ? UNDEFINED_LENGTH : bytes.length, syntax), bytes]);
}

function pixelData(
  pixels: Uint8Array | number,
  attributes: Attributes,
  encapsulated: boolean,
  syntax: Syntax,
): Uint8Array[] {
  const bytes = padded(typeof pixels === "number" ? new Uint8Array(pixels) : pixels, 0);
  if (!encapsulated) {
    const vr = attributes.BitsAllocated === 8 && syntax.explicit ? "OB" : "OW";
    return [start(0x7fe00010, vr, bytes.length, syntax), bytes];
  }
  return [
    start(0x7fe00010, "OB", UNDEFINED_LENGTH, syntax),
    mark(0xfffee000, 0, syntax),
    mark(0xfffee000, bytes.length, syntax),
    bytes,
    mark(0xfffee0dd, 0, syntax),
  ];
}

/** Tag, VR and length. */
function start(tag: number, vr: string, length: number, syntax: Syntax): Uint8Array {
  if (!syntax.explicit) return mark(tag, length, syntax);
  const long = LONG_VRS.includes(vr);
  if (!long && length > 0xffff) throw new Error(`${length} bytes do not fit into a ${vr}`);
  const view = new DataView(new ArrayBuffer(long ? 12 : 8));
  putTag(view, tag, syntax.little);
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (long) view.setUint32(8, length, syntax.little);
  else view.setUint16(6, length, syntax.little);
  return new Uint8Array(view.buffer);
}

/** Tag and length without a VR: implicit VR, items and delimiters. */
function mark(tag: number, length: number, syntax: Syntax): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  putTag(view, tag, syntax.little);
  view.setUint32(4, length, syntax.little);
  return new Uint8Array(view.buffer);
}

function putTag(view: DataView, tag: number, little: boolean): void {
  view.setUint16(0, tag >>> 16, little);
  view.setUint16(2, tag & 0xffff, little);
}

type Put = (view: DataView, value: number, little: boolean) => void;

const binary: Readonly<Record<string, readonly [size: number, put: Put]>> = {
  US: [2, (view, value, little) => view.setUint16(0, value, little)],
  SS: [2, (view, value, little) => view.setInt16(0, value, little)],
  UL: [4, (view, value, little) => view.setUint32(0, value, little)],
  SL: [4, (view, value, little) => view.setInt32(0, value, little)],
  FL: [4, (view, value, little) => view.setFloat32(0, value, little)],
  FD: [8, (view, value, little) => view.setFloat64(0, value, little)],
  OF: [4, (view, value, little) => view.setFloat32(0, value, little)],
  OD: [8, (view, value, little) => view.setFloat64(0, value, little)],
  AT: [4, (view, value, little) => putTag(view, value, little)],
};

function encode(vr: string, value: Plain, little: boolean): Uint8Array {
  if (value instanceof Uint8Array) return padded(value, 0);
  const values = Array.isArray(value) ? value as (string | number)[] : [value as string | number];
  const number = binary[vr];
  if (number === undefined) {
    const texts = values.map((v) => typeof v === "number" ? decimalString(v) : v);
    return padded(new TextEncoder().encode(texts.join("\\")), vr === "UI" ? 0 : 0x20);
  }
  const [size, put] = number;
  return concat(values.map((v) => {
    const view = new DataView(new ArrayBuffer(size));
    put(view, Number(v), little);
    return new Uint8Array(view.buffer);
  }));
}

function isTyped(value: Value): value is Typed {
  return typeof value === "object" && "vr" in value;
}

function isOpen(value: Value): value is Open {
  return typeof value === "object" && "items" in value;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function padded(bytes: Uint8Array, pad: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concat([bytes, new Uint8Array([pad])]);
}

/** The parts behind one another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
