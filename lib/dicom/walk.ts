/**
 * Finds the elements of a dataset in bytes that may be cut, damaged or hostile, without decoding a
 * value. What it reports can be parsed safely: nothing runs past the bytes or its enclosing item,
 * nothing is nested or repeated beyond the limits.
 *
 * @module
 */

import { entryOfTag } from "./dictionary.ts";
import { type Encoding, lengthWidth, tagAt, UNDEFINED_LENGTH, vrCode, vrName } from "./encoding.ts";
import { limitExceeded, MAX_ELEMENTS, MAX_HEADER_BYTES, MAX_NESTING } from "./limits.ts";

/** Where an element's value starts, and what the file says about it. */
export interface Head {
  readonly tag: number;
  /** VR in the file; empty in implicit VR. */
  readonly vr: string;
  /** Offset of the value. */
  readonly value: number;
  /** Declared length, perhaps {@linkcode UNDEFINED_LENGTH}. */
  readonly length: number;
}

/** A whole element that the project reads. */
export interface Span extends Head {
  /** Offset behind the element, delimiter included. */
  readonly end: number;
  /** How the items are encoded when the value is a sequence. */
  readonly items: "explicit" | "implicit" | undefined;
  /** Offsets of VRs whose four-byte lengths not every parser knows about, nested ones included. */
  readonly unusualVRs: readonly number[];
}

/** What was found. */
export interface Walk {
  /** Whole elements that the project reads, each tag once. */
  readonly spans: readonly Span[];
  /**
   * Why the walk ended at `end`: a tag behind the last wanted one, the end of the bytes between two
   * elements, the end of the bytes within an element, or bytes that are no element.
   */
  readonly stop: "passed" | "end" | "cut" | "damaged";
  readonly end: number;
  /** The element behind the last wanted one, when `stop` is `passed`. */
  readonly next?: Head;
}

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;

/** VRs that came late (PS3.5 2019 and after): parsers take their lengths for two bytes. */
const LATE_VRS: ReadonlySet<number> = new Set(["OV", "SV", "UV"].map(vrCode));

/** Instead of an offset: the bytes end within the element. */
const CUT = -1;
/** Instead of an offset: this is no element, or it does not fit into what encloses it. */
const DAMAGED = -2;

/** How far to walk. */
export interface Range {
  /** Offset of the first element. */
  readonly start: number;
  /** The first tag that is greater ends the walk. */
  readonly last: number;
  /** Whether what follows may be in another encoding, so that its tag is all that can be read. */
  readonly encodingEnds?: boolean;
}

/**
 * Walks the elements of a dataset.
 *
 * @throws {HeaderError} `limit-exceeded` for too deep nesting or too many elements
 */
export function walk(bytes: Uint8Array, encoding: Encoding, range: Range): Walk {
  return new Walker(bytes, encoding).walk(range);
}

/**
 * Whether eight bytes are an element of implicit VR, though any eight bytes have its form: tags
 * ascend (PS3.5 7.1), and no value before the pixels is longer than a header may be.
 */
function isPlausible({ tag, length }: Head, previous: number, last: number): boolean {
  return tag > previous &&
    (tag > last || length === UNDEFINED_LENGTH || length <= MAX_HEADER_BYTES);
}

class Walker {
  readonly #view: DataView;
  readonly #size: number;
  readonly #encoding: Encoding;
  #elements = 0;
  /** Of the element of the dataset itself that is being walked: */
  #unusualVRs: number[] = [];
  #parsable = true;

  constructor(bytes: Uint8Array, encoding: Encoding) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#size = bytes.length;
    this.#encoding = encoding;
  }

  walk({ start, last, encodingEnds = false }: Range): Walk {
    const { explicit } = this.#encoding;
    const spans = new Map<number, Span>();
    const result = (stop: Walk["stop"], end: number, next?: Head): Walk => {
      const found = [...spans.values()];
      // Where no element follows, the length of the last one is not to be trusted. In implicit VR
      // anything may pass for an element, so that an end within one is no better.
      if (stop === "damaged" || (stop === "cut" && !explicit)) found.pop();
      return { spans: found, stop, end, ...(next === undefined ? {} : { next }) };
    };
    let previous = -1;
    let at = start;
    while (at < this.#size) {
      if (encodingEnds && this.#passed(at, last)) return result("passed", at);
      this.#unusualVRs = [];
      const head = this.#head(at, explicit);
      if (head === CUT) return result("cut", at);
      if (head === DAMAGED || (!explicit && !isPlausible(head, previous, last))) {
        return result("damaged", at);
      }
      if (head.tag > last) return result("passed", at, head);
      const items = this.#itemsIn(head, explicit, 0);
      const end = this.#elementEnd(head, items);
      if (end < 0) return result(end === CUT ? "cut" : "damaged", at);
      if (this.#parsable && entryOfTag(head.tag) !== undefined && !spans.has(head.tag)) {
        spans.set(head.tag, { ...head, end, items, unusualVRs: this.#unusualVRs });
      }
      previous = head.tag;
      at = end;
    }
    return result("end", at);
  }

  #passed(at: number, last: number): boolean {
    return at + 4 <= this.#size && tagAt(this.#view, at, this.#encoding.littleEndian) > last;
  }

  /** Offset behind an element of the dataset. A broken sequence of known length costs only itself. */
  #elementEnd(head: Head, items: Span["items"]): number {
    this.#parsable = true;
    const end = this.#valueEnd(head, items, Infinity, 0);
    if (end !== DAMAGED || head.length === UNDEFINED_LENGTH) return end;
    this.#parsable = false;
    return head.value + head.length > this.#size ? CUT : head.value + head.length;
  }

  #head(at: number, explicit: boolean): Head | typeof CUT | typeof DAMAGED {
    if (++this.#elements > MAX_ELEMENTS) {
      throw limitExceeded("elements per object", MAX_ELEMENTS);
    }
    if (at + 8 > this.#size) return CUT;
    const little = this.#encoding.littleEndian;
    const tag = tagAt(this.#view, at, little);
    if (!explicit) {
      return { tag, vr: "", value: at + 8, length: this.#view.getUint32(at + 4, little) };
    }
    const code = this.#view.getUint16(at + 4);
    const vr = vrName(code);
    const width = lengthWidth(code);
    if (width === 2) {
      return { tag, vr, value: at + 8, length: this.#view.getUint16(at + 6, little) };
    }
    // VRs yet to come have two reserved bytes and a length of four (PS3.5 7.1.2).
    if (width === 0 && !(/^[A-Z]{2}$/.test(vr) && this.#view.getUint16(at + 6) === 0)) {
      return DAMAGED;
    }
    if (at + 12 > this.#size) return CUT;
    if (width === 0 || LATE_VRS.has(code)) this.#unusualVRs.push(at + 4);
    return { tag, vr, value: at + 12, length: this.#view.getUint32(at + 8, little) };
  }

  /**
   * Encoding of the items, if the value is a sequence. Where nothing says that it is one, it is if
   * it starts as one; inside of other sequences by the same rule as dicom-parser has, which will
   * read those, so that both agree: not for UN and not for private tags.
   */
  #itemsIn(head: Head, explicit: boolean, depth: number): Span["items"] {
    if (explicit && head.vr === "SQ") return "explicit";
    if (explicit && head.vr !== "UN") return undefined;
    if (head.length === UNDEFINED_LENGTH) return "implicit"; // UN: PS3.5 6.2.2 note 4
    if (head.length === 0 || head.value + 4 > this.#size) return undefined;
    if (depth > 0 && (explicit || (head.tag & 0x10000) !== 0)) return undefined;
    const first = tagAt(this.#view, head.value, this.#encoding.littleEndian);
    return first === ITEM || first === SEQUENCE_END ? "implicit" : undefined;
  }

  /** Offset behind a value, at most `limit`. */
  #valueEnd(head: Head, items: Span["items"], limit: number, depth: number): number {
    const open = head.length === UNDEFINED_LENGTH;
    const end = open ? limit : head.value + head.length;
    if (end > limit) return DAMAGED;
    if (items !== undefined) {
      return this.#sequenceEnd(head.value, end, open, items === "explicit", depth + 1);
    }
    if (open) return this.#fragmentsEnd(head.value, limit);
    return end > this.#size ? CUT : end;
  }

  /** Offset behind the items of a sequence. */
  #sequenceEnd(at: number, end: number, open: boolean, explicit: boolean, depth: number): number {
    if (depth > MAX_NESTING) throw limitExceeded("nesting", MAX_NESTING);
    while (open || at < end) {
      if (at + 8 > end) return DAMAGED;
      if (at + 8 > this.#size) return CUT;
      const tag = tagAt(this.#view, at, this.#encoding.littleEndian);
      if (tag === SEQUENCE_END && open) return at + 8;
      if (tag !== ITEM) return DAMAGED;
      const length = this.#view.getUint32(at + 4, this.#encoding.littleEndian);
      const openItem = length === UNDEFINED_LENGTH;
      const itemEnd = openItem ? end : at + 8 + length;
      if (itemEnd > end) return DAMAGED;
      at = this.#itemEnd(at + 8, itemEnd, openItem, explicit, depth);
      if (at < 0) return at;
    }
    return at;
  }

  /** Offset behind the elements of an item. */
  #itemEnd(at: number, end: number, open: boolean, explicit: boolean, depth: number): number {
    if (explicit && at < end && at + 8 <= this.#size && this.#isImplicit(at)) {
      // Some modalities write implicit items into explicit objects. No parser can be told.
      this.#parsable = explicit = false;
    }
    while (open || at < end) {
      if (at + 8 > end) return DAMAGED;
      if (open && at + 8 <= this.#size) {
        const tag = tagAt(this.#view, at, this.#encoding.littleEndian);
        if (tag === ITEM_END) return this.#isEmpty(at) ? at + 8 : DAMAGED;
      }
      const head = this.#head(at, explicit);
      if (typeof head === "number") return head;
      at = this.#valueEnd(head, this.#itemsIn(head, explicit, depth), end, depth);
      if (at < 0) return at;
    }
    return at;
  }

  /** A delimiter has no value; dicom-parser would skip as many bytes as it claims to have. */
  #isEmpty(at: number): boolean {
    return this.#view.getUint32(at + 4) === 0;
  }

  #isImplicit(at: number): boolean {
    const delimiter = tagAt(this.#view, at, this.#encoding.littleEndian) === ITEM_END;
    return !delimiter && lengthWidth(this.#view.getUint16(at + 4)) === 0;
  }

  /** Offset behind encapsulated bytes (PS3.5 A.4) that stand elsewhere than in the pixel data. */
  #fragmentsEnd(at: number, limit: number): number {
    this.#parsable = false;
    for (;;) {
      if (at + 8 > limit) return DAMAGED;
      if (at + 8 > this.#size) return CUT;
      const tag = tagAt(this.#view, at, this.#encoding.littleEndian);
      if (tag === SEQUENCE_END) return at + 8;
      if (tag !== ITEM) return DAMAGED;
      at += 8 + this.#view.getUint32(at + 4, this.#encoding.littleEndian);
    }
  }
}
