/**
 * Where the pixels of a DICOM file begin, so that they need not be sent.
 *
 * Only what is plain is understood: PS3.10 files in little endian, not deflated. Everything else is
 * sent whole, and the service reads it.
 *
 * @module
 */

/** What is known from the first bytes. */
export type HeaderEnd =
  /** The header, and the head of the pixel data element, end here. */
  | { readonly end: number }
  /** So many bytes are needed to go on. */
  | { readonly need: number };

const PREAMBLE = 132;
const FIRST_PIXELS = 0x7fe00008;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const IMPLICIT = "1.2.840.10008.1.2";
/** Deflated, and big endian. */
const NOT_PLAIN: readonly string[] = ["1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"];
/** VRs with two reserved bytes and a length of four (PS3.5 7.1.2). */
const LONG = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;

/** Looks for the pixels in the first bytes of a file; undefined when it is not plain. */
export function headerEnd(bytes: Uint8Array): HeaderEnd | undefined {
  if (bytes.length < PREAMBLE) return { need: PREAMBLE };
  if (String.fromCharCode(...bytes.subarray(128, PREAMBLE)) !== "DICM") return undefined;
  try {
    return { end: new Walker(bytes).walk() };
  } catch (reason) {
    if (reason instanceof Need) return { need: reason.bytes };
    if (reason === NOT_UNDERSTOOD) return undefined;
    throw reason;
  }
}

/** The bytes end; so many would be enough for a step. */
class Need {
  constructor(readonly bytes: number) {}
}

const NOT_UNDERSTOOD = Symbol("not understood");

interface Head {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  /** Offset of the value. */
  readonly value: number;
}

class Walker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  walk(): number {
    let at = PREAMBLE;
    let syntax = "";
    for (; this.#tag(at) < 0x00030000; at = this.#behind(this.#head(at, true), true)) {
      const { tag, value, length } = this.#head(at, true);
      if (tag === 0x00020010) syntax = this.#text(value, length).replace(/[\0 ]+$/, "");
    }
    if (syntax === "" || NOT_PLAIN.includes(syntax)) throw NOT_UNDERSTOOD;
    const explicit = syntax !== IMPLICIT;
    for (let previous = 0;;) {
      const head = this.#head(at, explicit);
      if (head.tag >= FIRST_PIXELS) return head.value;
      // Tags ascend; where they do not, something was misunderstood.
      if (head.tag <= previous) throw NOT_UNDERSTOOD;
      previous = head.tag;
      at = this.#behind(head, explicit);
    }
  }

  #tag(at: number): number {
    this.#want(at + 8);
    return this.#view.getUint16(at, true) * 0x10000 + this.#view.getUint16(at + 2, true);
  }

  #head(at: number, explicit: boolean): Head {
    const tag = this.#tag(at);
    if (!explicit || tag >= ITEM) {
      return { tag, vr: "", length: this.#view.getUint32(at + 4, true), value: at + 8 };
    }
    const vr = this.#text(at + 4, 2);
    if (!/^[A-Z]{2}$/.test(vr)) throw NOT_UNDERSTOOD;
    if (!LONG.test(vr)) {
      return { tag, vr, length: this.#view.getUint16(at + 6, true), value: at + 8 };
    }
    this.#want(at + 12);
    return { tag, vr, length: this.#view.getUint32(at + 8, true), value: at + 12 };
  }

  /** Offset behind an element. */
  #behind({ vr, length, value }: Head, explicit: boolean): number {
    if (length !== UNDEFINED) return value + length;
    // UN of undefined length holds items in implicit VR (PS3.5 6.2.2 note 4).
    return this.#behindItems(value, explicit && vr !== "UN");
  }

  #behindItems(at: number, explicit: boolean): number {
    for (;;) {
      const { tag, length, value } = this.#head(at, explicit);
      if (tag === SEQUENCE_END) return value;
      if (tag !== ITEM) throw NOT_UNDERSTOOD;
      at = length === UNDEFINED ? this.#behindItem(value, explicit) : value + length;
    }
  }

  #behindItem(at: number, explicit: boolean): number {
    for (;;) {
      const head = this.#head(at, explicit);
      if (head.tag === ITEM_END) return head.value;
      if (head.tag >= ITEM) throw NOT_UNDERSTOOD;
      at = this.#behind(head, explicit);
    }
  }

  #text(at: number, length: number): string {
    this.#want(at + length);
    return String.fromCharCode(...this.#bytes.subarray(at, at + Math.min(length, 64)));
  }

  #want(end: number): void {
    if (end > this.#bytes.length) throw new Need(end);
  }
}
