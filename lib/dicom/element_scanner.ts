/**
 * Finds the elements of a dataset in bytes that may be cut, damaged or hostile, without decoding a
 * value. Nothing that it reports runs past the bytes or past what encloses it.
 *
 * @module
 */

import { checkLimit, DEFAULT_LIMITS, limitExceeded, type ObjectLimits } from "../limits.ts";
import { entryOfTag } from "./dictionary.ts";
import { type Encoding, lengthWidth, tagAt, UNDEFINED_LENGTH, vrCode, vrName } from "./encoding.ts";

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

/** A whole element that the project reads. Only sequences may have an undefined length. */
export interface ElementSpan extends ElementHeader {
  /** Of a sequence, what the project reads of each item. */
  readonly items: readonly (readonly ElementSpan[])[] | undefined;
}

/** What was found. */
export interface ScanResult {
  /** Whole elements that the project reads, each tag once. */
  readonly spans: readonly ElementSpan[];
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

/** The last tag that meta information may have. */
export const LAST_META = 0x0002ffff;
/** Float, Double Float and Pixel Data are the last three; the offset tables before them are header. */
export const LAST_BEFORE_PIXELS = 0x7fe00007;

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;

const SQ = vrCode("SQ");
const UN = vrCode("UN");

/** Instead of an offset: the bytes end within the element. */
const CUT = -1;
/** Instead of an offset: this is no element, or it does not fit into what encloses it. */
const DAMAGED = -2;

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
  /** Whether only the ends of sequences are wanted, and nothing of their items. */
  readonly withoutItems?: boolean;
  /** How many elements there may be, and how deep. */
  readonly limits?: ObjectLimits;
}

/**
 * Walks the elements of a dataset.
 *
 * @throws {HeaderError} `limit-exceeded` for too deep nesting or too many elements
 */
export function scan(bytes: Uint8Array, encoding: Encoding, range: Range): ScanResult {
  return new Scanner(bytes, encoding, range).scan(range);
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
  readonly #view: DataView;
  readonly #size: number;
  readonly #little: boolean;
  readonly #explicit: boolean;
  readonly #limits: ObjectLimits;
  readonly #withItems: boolean;
  #elements = 0;
  #items = 0;

  constructor(
    bytes: Uint8Array,
    { explicit, littleEndian }: Encoding,
    { limits = DEFAULT_LIMITS, withoutItems = false }: Range,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#size = bytes.length;
    this.#little = littleEndian;
    this.#explicit = explicit;
    this.#limits = limits;
    this.#withItems = !withoutItems;
  }

  scan({ start, last, encodingEnds = false }: Range): ScanResult {
    const explicit = this.#explicit;
    const spans: ElementSpan[] = [];
    const result = (stop: ScanResult["stop"], end: number, next?: ElementHeader): ScanResult => {
      // Where no element follows, the length of the last one is not to be trusted. In implicit VR
      // anything may pass for an element, so that an end within one is no better.
      const doubtful = stop === "damaged" || (stop === "cut" && !explicit);
      if (doubtful) spans.pop();
      const reached = doubtful ? previous - 1 : next === undefined ? previous : next.tag - 1;
      return { spans, stop, end, reached, ...(next === undefined ? {} : { next }) };
    };
    let previous = -1;
    let at = start;
    while (at < this.#size) {
      if (encodingEnds && this.#passed(at, last)) return result("passed", at);
      this.#count();
      const head = this.#head(at, explicit);
      if (head === CUT) return result("cut", at);
      if (head === DAMAGED || (!explicit && !isPlausible(head, previous, last))) {
        return result("damaged", at);
      }
      if (head.tag > last) return result("passed", at, head);
      const end = this.#outerEnd(head, spans);
      // A cut element has a tag of its own: nothing before it is to come.
      if (end === CUT && explicit) return { ...result("cut", at), reached: head.tag - 1 };
      if (end < 0) return result(end === CUT ? "cut" : "damaged", at);
      previous = head.tag;
      at = end;
    }
    return result("end", at);
  }

  #passed(at: number, last: number): boolean {
    return at + 4 <= this.#size && tagAt(this.#view, at, this.#little) > last;
  }

  /** Offset behind an element of the dataset. A broken sequence of known length costs only itself. */
  #outerEnd(head: ElementHeader, spans: ElementSpan[]): number {
    const end = this.#elementEnd(head, this.#explicit, Infinity, 0, spans);
    if (end !== DAMAGED || head.length === UNDEFINED_LENGTH) return end;
    return this.#within(head.value + head.length);
  }

  #head(at: number, explicit: boolean): ElementHeader | typeof CUT | typeof DAMAGED {
    if (at + 8 > this.#size) return CUT;
    const little = this.#little;
    const tag = tagAt(this.#view, at, little);
    if (!explicit) {
      return { tag, vr: 0, value: at + 8, length: this.#view.getUint32(at + 4, little) };
    }
    const vr = this.#view.getUint16(at + 4);
    const width = lengthWidth(vr);
    if (width === 2) {
      return { tag, vr, value: at + 8, length: this.#view.getUint16(at + 6, little) };
    }
    // VRs yet to come have two reserved bytes and a length of four (PS3.5 7.1.2).
    if (width === 0 && !(/^[A-Z]{2}$/.test(vrName(vr)) && this.#view.getUint16(at + 6) === 0)) {
      return DAMAGED;
    }
    if (at + 12 > this.#size) return CUT;
    return { tag, vr, value: at + 12, length: this.#view.getUint32(at + 8, little) };
  }

  /**
   * Offset behind an element that must end at `limit`; the element is added to `spans` if it is
   * whole and the project reads it. What is never read is scanned only to find its end.
   */
  #elementEnd(
    head: ElementHeader,
    explicit: boolean,
    limit: number,
    depth: number,
    spans: ElementSpan[] | undefined,
  ): number {
    const open = head.length === UNDEFINED_LENGTH;
    const end = open ? limit : head.value + head.length;
    if (end > limit) return DAMAGED;
    const vr = spans && entryOfTag(head.tag)?.vr;
    if (vr === undefined && !open) return this.#within(end);

    const said = explicit && head.vr !== UN;
    const isSequence = said ? head.vr === SQ : open || vr === "SQ";
    if (!isSequence) {
      // Encapsulated bytes that stand elsewhere than in the pixel data are nothing to read.
      if (open) return this.#fragmentsEnd(head.value, limit);
      if (end <= this.#size) add(spans!, { ...head, items: undefined });
      return this.#within(end);
    }
    const items: ElementSpan[][] | undefined = vr !== undefined && this.#withItems ? [] : undefined;
    // Inside of UN everything is implicit (PS3.5 6.2.2 note 4).
    const behind = this.#sequenceEnd(head.value, end, open, said, depth + 1, items);
    if (behind >= 0 && items !== undefined) add(spans!, { ...head, items });
    return behind;
  }

  /** Offset behind the items of a sequence. */
  #sequenceEnd(
    at: number,
    end: number,
    open: boolean,
    explicit: boolean,
    depth: number,
    items: ElementSpan[][] | undefined,
  ): number {
    if (depth > this.#limits.nesting) throw limitExceeded("nesting", this.#limits.nesting);
    while (open || at < end) {
      this.#count();
      if (at + 8 > end) return DAMAGED;
      if (at + 8 > this.#size) return CUT;
      const tag = tagAt(this.#view, at, this.#little);
      if (tag === SEQUENCE_END && open) return at + 8;
      if (tag !== ITEM) return DAMAGED;
      const length = this.#view.getUint32(at + 4, this.#little);
      const openItem = length === UNDEFINED_LENGTH;
      const itemEnd = openItem ? end : at + 8 + length;
      if (itemEnd > end) return DAMAGED;
      this.#countItem(at);
      const spans: ElementSpan[] | undefined = items && [];
      at = this.#itemEnd(at + 8, itemEnd, openItem, explicit, depth, spans);
      if (at < 0) return at;
      if (spans !== undefined) items!.push(spans);
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
    spans: ElementSpan[] | undefined,
  ): number {
    // Some modalities write implicit items into explicit objects.
    const own = explicit && !(at < end && this.#head(at, true) === DAMAGED);
    while (open || at < end) {
      if (at + 8 > end) return DAMAGED;
      if (open && at + 8 <= this.#size && tagAt(this.#view, at, this.#little) === ITEM_END) {
        return at + 8;
      }
      this.#count();
      const head = this.#head(at, own);
      if (typeof head === "number") return head;
      at = this.#elementEnd(head, own, end, depth, spans);
      if (at < 0) return at;
    }
    return at;
  }

  /** Offset behind encapsulated bytes (PS3.5 A.4). */
  #fragmentsEnd(at: number, limit: number): number {
    for (;;) {
      if (at + 8 > limit) return DAMAGED;
      if (at + 8 > this.#size) return CUT;
      const tag = tagAt(this.#view, at, this.#little);
      if (tag === SEQUENCE_END) return at + 8;
      if (tag !== ITEM) return DAMAGED;
      at += 8 + this.#view.getUint32(at + 4, this.#little);
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

  #count(): void {
    if (++this.#elements <= this.#limits.elements) return;
    throw limitExceeded("elements per object", this.#limits.elements);
  }
}

/** Adds an element, unless its tag came before. */
function add(spans: ElementSpan[], span: ElementSpan): void {
  if (!spans.some(({ tag }) => tag === span.tag)) spans.push(span);
}
