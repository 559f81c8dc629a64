/**
 * Finds the elements of a dataset in bytes that may be cut, damaged or hostile, without decoding a
 * value. Nothing that it reports runs past the bytes or past what encloses it.
 *
 * @module
 */

import { checkLimit, DEFAULT_LIMITS, limitExceeded, type ObjectLimits } from "../limits.ts";
import {
  type Encoding,
  lengthWidth,
  tagAt,
  uint16At,
  uint32At,
  UNDEFINED_LENGTH,
  vrCode,
  vrName,
} from "./encoding.ts";

/** Where an element's value starts, and what the file says about it. */
export interface ElementHeader {
  readonly tag: number;
  /** Code of the VR in the file; 0 in implicit VR. */
  readonly vr: number;
  /** Offset of the value. */
  readonly value: number;
  /** Declared length, perhaps {@linkcode UNDEFINED_LENGTH}. */
  readonly length: number;
}

/** Which elements are wanted. */
export interface WantedAttributes {
  /** The number of the attribute with a tag, ascending with the tags; undefined if it is not wanted. */
  numberOf(tag: number): number | undefined;
  /** Code of the VR of a wanted attribute, for files that do not say it. */
  vrOf(attribute: number): number;
}

/** What was found. */
export interface ScanResult {
  /**
   * Why the scan ended at `end`: a tag behind the last wanted one, the end of the bytes between two
   * elements, the end of the bytes within an element, or bytes that are no element.
   */
  readonly stop: "passed" | "end" | "cut" | "damaged";
  readonly end: number;
  /** All elements up to this tag were seen, as far as there are any. */
  readonly reached: number;
  /** The element behind the last wanted one, when `stop` is `passed`. */
  readonly next?: ElementHeader;
}

/** Takes the wanted elements of a dataset that are wholly there, in the order in which they stand. */
export interface ElementTaker {
  /** The VR is that of the table where the file says none; the value starts at an offset of the source. */
  value(attribute: number, vr: number, source: Uint8Array, start: number, length: number): void;
  /** Opens a sequence; undefined where its items are of no interest. */
  sequence(attribute: number): SequenceTaker | undefined;
  /** The last element is none. */
  dropLast(): void;
}

/** Takes the items of one sequence. What is not ended is damaged and does not count. */
export interface SequenceTaker {
  /** Takes the elements of the next item. */
  readonly item: ElementTaker;
  /** The item is whole. */
  endItem(): void;
  /** The sequence is whole. */
  end(): void;
}

/** The last tag that meta information may have. */
export const LAST_META = 0x0002ffff;
/** Float, Double Float and Pixel Data are the last three; the offset tables before them are header. */
export const LAST_BEFORE_PIXELS = 0x7fe00007;

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
/** The greatest tag of an element: behind it are those of items and of their ends. */
const LAST = 0xfffdffff;

const SQ = vrCode("SQ");
const UN = vrCode("UN");

/** Instead of an offset: the bytes end within the element. */
const CUT = -1;
/** Instead of an offset: this is no element, or it does not fit into what encloses it. */
const DAMAGED = -2;

/** Bytes of an element before its value, with a length of two bytes and of four (PS3.5 7.1.2). */
const SHORT_HEAD = 8;
const LONG_HEAD = 12;

/** Items of one object that are never too many: they take five megabytes. */
const FREE_ITEMS = 20_000;

/** How far to scan. */
export interface Range {
  /** Offset of the first element. */
  readonly start: number;
  /** The first tag that is greater ends the scan. */
  readonly last: number;
  /** Whether what follows may be in another encoding, so that its tag is all that can be read. */
  readonly encodingEnds?: boolean;
}

/** In which encoding elements are, and what is wanted of them. */
export interface Elements extends Encoding {
  readonly wanted: WantedAttributes;
  /** How many elements there may be, and how deep. */
  readonly limits?: ObjectLimits;
}

/**
 * Walks the elements of a dataset.
 *
 * @param taker Gets what is wanted
 * @throws {HeaderError} `limit-exceeded` for too deep nesting, too many elements or items
 */
export function scan(
  bytes: Uint8Array,
  elements: Elements,
  range: Range,
  taker: ElementTaker,
): ScanResult {
  return new Scanner(bytes, elements).scan(range, taker);
}

/**
 * Whether eight bytes are an element of implicit VR, though any eight bytes have its form: tags
 * ascend (PS3.5 7.1), and no value before the pixels is longer than a header may be.
 */
function isPlausible({ tag, length }: ElementHeader, previous: number, last: number): boolean {
  return tag > previous &&
    (tag > last || length === UNDEFINED_LENGTH || length <= DEFAULT_LIMITS.headerBytes);
}

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #size: number;
  readonly #little: boolean;
  readonly #explicit: boolean;
  readonly #wanted: WantedAttributes;
  readonly #limits: ObjectLimits;
  #elements = 0;
  #items = 0;
  /** Tag of the last element that needed no care. */
  #lastPlain = -1;

  constructor(
    bytes: Uint8Array,
    { explicit, littleEndian, wanted, limits = DEFAULT_LIMITS }: Elements,
  ) {
    this.#bytes = bytes;
    this.#size = bytes.length;
    this.#little = littleEndian;
    this.#explicit = explicit;
    this.#wanted = wanted;
    this.#limits = limits;
  }

  scan({ start, last, encodingEnds = false }: Range, taker: ElementTaker): ScanResult {
    const explicit = this.#explicit;
    const result = (stop: ScanResult["stop"], end: number, next?: ElementHeader): ScanResult => {
      // Where no element follows, the length of the last one is not to be trusted. In implicit VR
      // anything may pass for an element, so that an end within one is no better.
      const doubtful = stop === "damaged" || (stop === "cut" && !explicit);
      if (doubtful) taker.dropLast();
      const reached = doubtful ? previous - 1 : next === undefined ? previous : next.tag - 1;
      return { stop, end, reached, ...(next === undefined ? {} : { next }) };
    };
    let previous = -1;
    let at = start;
    while (at < this.#size) {
      const plainEnd = explicit ? this.#plainEnd(at, this.#size, last, taker) : at;
      if (plainEnd > at) previous = this.#lastPlain;
      at = plainEnd;
      if (at === this.#size) break;
      if (encodingEnds && this.#passed(at, last)) return result("passed", at);
      this.#count();
      const head = this.#head(at, explicit);
      if (head === CUT) return result("cut", at);
      if (head === DAMAGED || (!explicit && !isPlausible(head, previous, last))) {
        return result("damaged", at);
      }
      if (head.tag > last) return result("passed", at, head);
      const end = this.#outerEnd(head, taker);
      // A cut element has a tag of its own: nothing before it is to come.
      if (end === CUT && explicit) return { ...result("cut", at), reached: head.tag - 1 };
      if (end < 0) return result(end === CUT ? "cut" : "damaged", at);
      previous = head.tag;
      at = end;
    }
    return result("end", at);
  }

  #passed(at: number, last: number): boolean {
    return at + 4 <= this.#size && tagAt(this.#bytes, at, this.#little) > last;
  }

  /** Offset behind an element of the dataset. A broken sequence of known length costs only itself. */
  #outerEnd(head: ElementHeader, taker: ElementTaker): number {
    const open = head.length === UNDEFINED_LENGTH;
    // Of what is not wholly there nothing is read, however often its bytes are looked at.
    const known = open ? DAMAGED : this.#within(head.value + head.length);
    if (known === CUT) return CUT;
    const end = this.#elementEnd(head, this.#explicit, Infinity, 0, taker);
    return end === DAMAGED ? known : end;
  }

  #head(at: number, explicit: boolean): ElementHeader | typeof CUT | typeof DAMAGED {
    if (at + SHORT_HEAD > this.#size) return CUT;
    const little = this.#little;
    const tag = tagAt(this.#bytes, at, little);
    if (!explicit) {
      return { tag, vr: 0, value: at + SHORT_HEAD, length: uint32At(this.#bytes, at + 4, little) };
    }
    const vr = uint16At(this.#bytes, at + 4, false);
    const width = lengthWidth(vr);
    if (width === 2) {
      return { tag, vr, value: at + SHORT_HEAD, length: uint16At(this.#bytes, at + 6, little) };
    }
    // VRs yet to come have two reserved bytes and a length of four (PS3.5 7.1.2).
    if (
      width === 0 && !(/^[A-Z]{2}$/.test(vrName(vr)) && uint16At(this.#bytes, at + 6, false) === 0)
    ) {
      return DAMAGED;
    }
    if (at + LONG_HEAD > this.#size) return CUT;
    return { tag, vr, value: at + LONG_HEAD, length: uint32At(this.#bytes, at + 8, little) };
  }

  /**
   * Passes over elements that need no care, as nearly all do not: explicit, little-endian, of known
   * VR and length, wholly there, and no sequence that is wanted. Every header goes through this loop,
   * so it makes no objects.
   *
   * @returns the offset behind the last of them
   */
  #plainEnd(at: number, limit: number, last: number, taker: ElementTaker | undefined): number {
    if (!this.#little) return at;
    const bytes = this.#bytes;
    const end = Math.min(limit, this.#size);
    let count = 0;
    let tag = -1;
    while (at + LONG_HEAD <= end) {
      const next = tagAt(bytes, at, true);
      if (next > last) break;
      const vr = uint16At(bytes, at + 4, false);
      const width = lengthWidth(vr);
      if (width === 0) break;
      const value = at + (width === 2 ? SHORT_HEAD : LONG_HEAD);
      const length = width === 2 ? uint16At(bytes, at + 6, true) : uint32At(bytes, at + 8, true);
      // An undefined length is more than there are bytes.
      if (value + length > end) break;
      const attribute = taker && this.#wanted.numberOf(next);
      if (attribute !== undefined) {
        if (vr === SQ || vr === UN) break;
        taker!.value(attribute, vr, bytes, value, length);
      }
      tag = next;
      at = value + length;
      count++;
    }
    this.#lastPlain = tag;
    this.#count(count);
    return at;
  }

  /**
   * Offset behind an element that must end at `limit`; `taker` gets it if it is whole and the project
   * reads it. What is never read is scanned only to find its end.
   */
  #elementEnd(
    head: ElementHeader,
    explicit: boolean,
    limit: number,
    depth: number,
    taker: ElementTaker | undefined,
  ): number {
    const { tag, vr, value, length } = head;
    const open = length === UNDEFINED_LENGTH;
    const end = open ? limit : value + length;
    if (end > limit) return DAMAGED;
    const attribute = taker && this.#wanted.numberOf(tag);
    if (attribute === undefined && !open) return this.#within(end);

    // Inside of UN everything is implicit (PS3.5 6.2.2 note 4).
    const said = explicit && vr !== UN;
    const isSequence = said ? vr === SQ : open || this.#wanted.vrOf(attribute!) === SQ;
    if (!isSequence) {
      // Encapsulated bytes that stand elsewhere than in the pixel data are nothing to read.
      if (open) return this.#fragmentsEnd(value, limit);
      if (end <= this.#size) {
        const ofTable = this.#wanted.vrOf(attribute!);
        taker!.value(attribute!, said ? vr : ofTable, this.#bytes, value, length);
      }
      return this.#within(end);
    }
    const items = attribute === undefined ? undefined : taker!.sequence(attribute);
    const behind = this.#sequenceEnd(value, end, open, said, depth + 1, items);
    if (behind >= 0) items?.end();
    return behind;
  }

  /** Offset behind the items of a sequence. */
  #sequenceEnd(
    at: number,
    end: number,
    open: boolean,
    explicit: boolean,
    depth: number,
    items: SequenceTaker | undefined,
  ): number {
    if (depth > this.#limits.nesting) throw limitExceeded("nesting", this.#limits.nesting);
    while (open || at < end) {
      this.#count();
      if (at + 8 > end) return DAMAGED;
      if (at + 8 > this.#size) return CUT;
      const tag = tagAt(this.#bytes, at, this.#little);
      if (tag === SEQUENCE_END && open) return at + 8;
      if (tag !== ITEM) return DAMAGED;
      const length = uint32At(this.#bytes, at + 4, this.#little);
      const openItem = length === UNDEFINED_LENGTH;
      const itemEnd = openItem ? end : at + 8 + length;
      if (itemEnd > end) return DAMAGED;
      this.#countItem(at);
      at = this.#itemEnd(at + 8, itemEnd, openItem, explicit, depth, items?.item);
      if (at < 0) return at;
      items?.endItem();
    }
    return at;
  }

  /** Offset behind the elements of an item. */
  #itemEnd(
    at: number,
    end: number,
    open: boolean,
    explicit: boolean,
    depth: number,
    taker: ElementTaker | undefined,
  ): number {
    // Some modalities write implicit items into explicit objects.
    const own = explicit && !(at < end && this.#head(at, true) === DAMAGED);
    while (open || at < end) {
      if (own) at = this.#plainEnd(at, end, LAST, taker);
      if (!open && at === end) break;
      if (at + 8 > end) return DAMAGED;
      if (open && at + 8 <= this.#size && tagAt(this.#bytes, at, this.#little) === ITEM_END) {
        return at + 8;
      }
      this.#count();
      const head = this.#head(at, own);
      if (typeof head === "number") return head;
      at = this.#elementEnd(head, own, end, depth, taker);
      if (at < 0) return at;
    }
    return at;
  }

  /** Offset behind encapsulated bytes (PS3.5 A.4). */
  #fragmentsEnd(at: number, limit: number): number {
    for (;;) {
      if (at + 8 > limit) return DAMAGED;
      if (at + 8 > this.#size) return CUT;
      const tag = tagAt(this.#bytes, at, this.#little);
      if (tag === SEQUENCE_END) return at + 8;
      if (tag !== ITEM) return DAMAGED;
      at += 8 + uint32At(this.#bytes, at + 4, this.#little);
    }
  }

  /** The offset, if there are bytes up to it. */
  #within(end: number): number {
    return end > this.#size ? CUT : end;
  }

  #countItem(at: number): void {
    if (++this.#items <= FREE_ITEMS) return;
    const perKilobyte = Math.ceil(1024 * (this.#items - FREE_ITEMS) / at);
    checkLimit("itemsPerKilobyte", perKilobyte, this.#limits);
  }

  #count(elements = 1): void {
    this.#elements += elements;
    if (this.#elements <= this.#limits.elements) return;
    throw limitExceeded("elements per object", this.#limits.elements);
  }
}
