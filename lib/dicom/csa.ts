/**
 * The header that Siemens MR scanners up to software E11 hide in one private element, (0029,1010)
 * "CSA Image Header Info".
 *
 * The format is not published; this is what all its readers agree on. Numbers are 32 bits, little
 * endian in every transfer syntax. The new form starts with `SV10` and four more bytes, the old one
 * does not; both go on alike:
 *
 * ```text
 * number of elements, 77
 * element: name[64] NUL-terminated, multiplicity, VR[4], type, number of items, 77 or 205
 *   item:  number, length, 77 or 205, number; the value as text, padded to four bytes
 * ```
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { startsWith } from "../content.ts";

/** One element: its VR as printed, and its values as text without padding. */
export interface CsaElement {
  readonly vr: string;
  /** As many as there are, at most the multiplicity; empty ones in between are kept. */
  readonly values: readonly string[];
}

/** Elements by name. */
export type CsaHeader = ReadonlyMap<string, CsaElement>;

const NAME_BYTES = 64;
const ELEMENT_BYTES = 84;
const ITEM_BYTES = 16;
/** Ends every valid element and item head. */
const MARKERS: ReadonlySet<number | undefined> = new Set([77, 205]);

/**
 * Reads a CSA header. What is cut off or damaged ends the reading: elements before it are given.
 *
 * @returns undefined for bytes that are no CSA header
 */
export function parseCsa(bytes: Uint8Array): CsaHeader | undefined {
  const reader = new Reader(bytes);
  const offsets = offsetsOf(reader);
  return offsets && new Map(
    offsets.slice(0, -1).map((at) => [reader.text(at, NAME_BYTES), readElement(reader, at)]),
  );
}

/**
 * The same CSA header with elements of these names alone, which a whole one has among a hundred;
 * no bytes if it is none.
 */
export function thinCsa(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const reader = new Reader(bytes);
  const offsets = offsetsOf(reader) ?? [0];
  const kept = offsets.slice(0, -1).flatMap((at, n) =>
    names.some((name) => startsWith(bytes, `${name}\0`, at))
      ? [bytes.subarray(at, offsets[n + 1])]
      : []
  );
  const head = new Uint8Array(bytes.subarray(0, offsets[0]));
  if (head.length > 0) new DataView(head.buffer).setUint32(head.length - 8, kept.length, true);
  return concat([head, ...kept]);
}

/** Where each whole element starts, and where the last one ends; undefined for other bytes. */
function offsetsOf(reader: Reader): number[] | undefined {
  const start = reader.text(0, 4) === "SV10" ? 16 : 8;
  const count = reader.number(start - 8);
  if (count === undefined || !MARKERS.has(reader.number(start - 4))) return undefined;
  const offsets = [start];
  for (let n = 0; n < count; n++) {
    const end = elementEnd(reader, offsets[n]!);
    if (end === undefined) break;
    offsets.push(end);
  }
  return offsets;
}

/** Offset behind an element; undefined if it is not one, or not wholly there. */
function elementEnd(reader: Reader, at: number): number | undefined {
  if (!MARKERS.has(reader.number(at + ELEMENT_BYTES - 4))) return undefined;
  const items = reader.number(at + 76)!;
  at += ELEMENT_BYTES;
  for (let n = 0; n < items; n++) {
    const length = reader.number(at + 4);
    if (length === undefined || !MARKERS.has(reader.number(at + 8))) return undefined;
    if (at + ITEM_BYTES + length > reader.size) return undefined;
    at += ITEM_BYTES + padded(length);
  }
  return at;
}

/** An element that is known to be whole. */
function readElement(reader: Reader, at: number): CsaElement {
  const multiplicity = reader.number(at + 64)!;
  const vr = reader.text(at + 68, 4);
  const items = reader.number(at + 76)!;
  at += ELEMENT_BYTES;
  const values: string[] = [];
  let filled = 0;
  for (let n = 0; n < items; n++) {
    const length = reader.number(at + 4)!;
    values.push(reader.text(at + ITEM_BYTES, length));
    if (values[n] !== "") filled = n + 1;
    at += ITEM_BYTES + padded(length);
  }
  // Six items are the least that is written: those behind the multiplicity are empty.
  return {
    vr,
    values: values.slice(0, multiplicity > 0 ? Math.min(multiplicity, filled) : filled),
  };
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

class Reader {
  readonly size: number;
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Unsigned, so that a negative length is one that is too long; undefined behind the end. */
  number(at: number): number | undefined {
    return at + 4 <= this.size ? this.#view.getUint32(at, true) : undefined;
  }

  /** Latin-1 up to the first NUL: the bytes after it are uninitialised memory. */
  text(at: number, length: number): string {
    let text = "";
    const end = Math.min(at + length, this.size);
    for (; at < end && this.bytes[at] !== 0; at++) text += String.fromCharCode(this.bytes[at]!);
    return text.trim();
  }
}
