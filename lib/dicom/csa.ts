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

/** One element: its VR as printed, and its values as text without padding. */
export interface CsaElement {
  readonly vr: string;
  /** As many as there are, at most the multiplicity; empty ones in between are kept. */
  readonly values: readonly string[];
}

/** Elements by name. */
export type CsaHeader = ReadonlyMap<string, CsaElement>;

const ELEMENT_BYTES = 84;
const ITEM_BYTES = 16;
/** Stands at the end of every element and item head that is one. */
const MARKERS: ReadonlySet<number> = new Set([77, 205]);

/**
 * Reads a CSA header. What is cut off or damaged ends the reading: elements before it are given.
 *
 * @returns undefined for bytes that are no CSA header
 */
export function parseCsa(bytes: Uint8Array): CsaHeader | undefined {
  const reader = new Reader(bytes);
  if (reader.text(0, 4) === "SV10") reader.at = 8;
  const count = reader.number(0);
  if (count === undefined || !MARKERS.has(reader.number(4) ?? 0)) return undefined;
  reader.at += 8;
  const elements = new Map<string, CsaElement>();
  for (let n = 0; n < count; n++) {
    const head = reader.number(ELEMENT_BYTES - 4);
    if (head === undefined || !MARKERS.has(head)) break;
    const name = reader.text(0, 64);
    const multiplicity = reader.number(64)!;
    const vr = reader.text(68, 4);
    const items = reader.number(76)!;
    reader.at += ELEMENT_BYTES;
    const values = readItems(reader, items);
    if (values === undefined) break;
    // Six items are the least that is written: those behind the multiplicity are empty.
    elements.set(name, { vr, values: multiplicity > 0 ? values.slice(0, multiplicity) : values });
  }
  return elements;
}

/** Values of one element; undefined if not all of them are there. */
function readItems(reader: Reader, count: number): string[] | undefined {
  const values: string[] = [];
  let filled = 0;
  for (let n = 0; n < count; n++) {
    const marker = reader.number(8);
    const length = reader.number(4);
    if (length === undefined || marker === undefined || !MARKERS.has(marker)) return undefined;
    reader.at += ITEM_BYTES;
    if (length > reader.left) return undefined;
    values.push(reader.text(0, length));
    if (values[n] !== "") filled = n + 1;
    reader.at += Math.ceil(length / 4) * 4;
  }
  return values.slice(0, filled);
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  /** Unsigned, so that a negative length is one that is too long; undefined behind the end. */
  number(offset: number): number | undefined {
    return offset + 4 <= this.left ? this.#view.getUint32(this.at + offset, true) : undefined;
  }

  /** Latin-1 up to the first NUL: what stands behind it is what memory happened to hold. */
  text(offset: number, length: number): string {
    const bytes = this.#bytes.subarray(this.at + offset, this.at + offset + length);
    const end = bytes.indexOf(0);
    return new TextDecoder("latin1").decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
  }
}
