/**
 * One value of an element, decoded when asked for, and once however many objects have it.
 *
 * @module
 */

import dicomParser, { type ByteArrayParser } from "dicom-parser";
import { vrCode } from "./encoding.ts";
import { components, decimal, finiteOrNaN, latin1, plainDecimals } from "./text_values.ts";

/** Reads the number at an offset. */
type Read = (bytes: Uint8Array, at: number, littleEndian: boolean) => number;

/** VRs of numbers in binary: bytes a number, and how one is read. */
const NUMBERS: ReadonlyMap<number, readonly [size: number, read: Read]> = new Map(
  ([
    ["US", 2, withDicomParser("readUint16")],
    ["SS", 2, withDicomParser("readInt16")],
    ["UL", 4, withDicomParser("readUint32")],
    ["SL", 4, withDicomParser("readInt32")],
    // dicom-parser makes two arrays for every one, which takes twenty times as long for thousands.
    ["FL", 4, (bytes, at, littleEndian) => view(bytes).getFloat32(at, littleEndian)],
    ["FD", 8, (bytes, at, littleEndian) => view(bytes).getFloat64(at, littleEndian)],
  ] satisfies [string, number, Read][]).map(([vr, size, read]) => [vrCode(vr), [size, read]]),
);

/** VRs of text (PS3.5 6.2). All others, those yet to come too, hold nothing that is read. */
const TEXTS: ReadonlySet<number> = new Set(
  "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split(" ").map(vrCode),
);

type ReadInteger = "readUint16" | "readInt16" | "readUint32" | "readInt32";

function withDicomParser(name: ReadInteger): Read {
  const { littleEndianByteArrayParser, bigEndianByteArrayParser } = dicomParser;
  const read = (parser: ByteArrayParser, bytes: Uint8Array, at: number) => parser[name](bytes, at);
  return (bytes, at, littleEndian) =>
    read(littleEndian ? littleEndianByteArrayParser : bigEndianByteArrayParser, bytes, at);
}

function view({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** How a value is to be read: as its element says, and not the value itself. */
export interface Reading {
  /** Code of the VR. */
  readonly vr: number;
  /** Byte order of numbers. */
  readonly littleEndian: boolean;
}

/**
 * The bytes of a value, and what they mean.
 *
 * dicom-parser reads integers. Texts are decoded here, because dicom-parser's `string` ends at the
 * first NUL, also where one only pads the first of several values, and throws for a value behind the
 * last; and `floatString` takes `0,5` for 0 and `1.5 mm` for 1.5, where no number is meant to come
 * out.
 */
export class ElementValue {
  #strings: readonly string[] | undefined;
  #numbers: readonly number[] | undefined;

  /**
   * @param memory Has the bytes
   * @param start Offset of the first
   * @param end Offset behind the last
   */
  constructor(
    private readonly memory: Uint8Array,
    private readonly start: number,
    private readonly end: number,
  ) {}

  /** Whether these are its bytes. */
  equals(bytes: Uint8Array, start: number, length: number): boolean {
    const [memory, own] = [this.memory, this.start];
    if (this.end - own !== length) return false;
    for (let k = 0; k < length; k++) {
      if (memory[own + k] !== bytes[start + k]) return false;
    }
    return true;
  }

  /** The bytes as they are. */
  get bytes(): Uint8Array {
    return this.memory.subarray(this.start, this.end);
  }

  /**
   * Components of a text; numbers as texts.
   *
   * @param reading Of its element
   * @param single Whether a backslash separates nothing
   */
  strings(reading: Reading, single: boolean): readonly string[] {
    return this.#strings ??= this.#readStrings(reading, single);
  }

  /** Components as doubles; NaN for what is no number. Parameters as of `strings`. */
  numbers(reading: Reading, single: boolean): readonly number[] {
    return this.#numbers ??= this.#readNumbers(reading, single);
  }

  #readStrings(reading: Reading, single: boolean): readonly string[] {
    if (NUMBERS.has(reading.vr)) return this.numbers(reading, single).map(String);
    if (!TEXTS.has(reading.vr)) return [];
    // Latin-1: the attributes that are read hold codes and numbers, which are ASCII.
    const text = latin1(this.memory, this.start, this.end);
    if (text === "") return [];
    return single || !text.includes("\\") ? [text] : components(text);
  }

  #readNumbers(reading: Reading, single: boolean): readonly number[] {
    const binary = NUMBERS.get(reading.vr);
    if (binary === undefined) {
      const plain = TEXTS.has(reading.vr)
        ? plainDecimals(this.memory, this.start, this.end)
        : undefined;
      return plain ?? this.strings(reading, single).map(decimal);
    }
    const [size, read] = binary;
    const numbers: number[] = [];
    for (let at = this.start; at + size <= this.end; at += size) {
      numbers.push(finiteOrNaN(read(this.memory, at, reading.littleEndian)));
    }
    return numbers;
  }
}
