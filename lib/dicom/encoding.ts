/**
 * Encoding of elements: explicit or implicit VR, little or big endian (PS3.5 7.1, 7.3).
 *
 * @module
 */

/** Encoding of the elements of a dataset. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

/** Length FFFFFFFF: the value ends with a delimiter (PS3.5 7.1.1). */
export const UNDEFINED_LENGTH = 0xffffffff;

/** VRs whose length takes two bytes (PS3.5 table 7.1-2). */
const SHORT = "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US";
/** VRs whose length takes four bytes after two reserved ones (PS3.5 table 7.1-1). */
const LONG = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

/** Width of the length field by the code of the VR; an array, since it is asked for every element. */
const WIDTHS = new Uint8Array(0x10000);
for (const name of SHORT.split(" ")) WIDTHS[vrCode(name)] = 2;
for (const name of LONG.split(" ")) WIDTHS[vrCode(name)] = 4;

/** A first value longer than this is no first value of any dataset: those are a few bytes. */
const LONGEST_FIRST_VALUE = 0xffff;

/** The two letters of a VR as one number, first letter high. */
export function vrCode(name: string): number {
  return name.charCodeAt(0) * 256 + name.charCodeAt(1);
}

/** The two letters of a VR from its number. */
export function vrName(code: number): string {
  return String.fromCharCode(code >> 8, code & 0xff);
}

/** Width of the length field of a VR: 2 or 4; 0 when there is no such VR. */
export function lengthWidth(code: number): 0 | 2 | 4 {
  return WIDTHS[code] as 0 | 2 | 4;
}

/** What the element at an offset is encoded in; undefined when no element can start there. */
export function encodingAt(bytes: Uint8Array, at: number): Encoding | undefined {
  if (at + 8 > bytes.length) return undefined;
  const little = uint16At(bytes, at, true);
  if (lengthWidth(uint16At(bytes, at + 4, false)) > 0) {
    // Groups at the start of a dataset are small numbers: the smaller reading is the right one.
    return { explicit: true, littleEndian: little <= uint16At(bytes, at, false) };
  }
  const length = uint32At(bytes, at + 4, true);
  const plausible = length <= LONGEST_FIRST_VALUE || length === UNDEFINED_LENGTH;
  return plausible && little < 0x7fe0 ? { explicit: false, littleEndian: true } : undefined;
}

/** Group and element number at an offset, as group × 65536 + element. */
export function tagAt(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  return (uint16At(bytes, at, littleEndian) << 16 | uint16At(bytes, at + 2, littleEndian)) >>> 0;
}

// Not by a DataView: one for each of thousands of headers costs more than what is read with it.

/** Two bytes as an unsigned number. */
export function uint16At(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  return littleEndian ? bytes[at]! | bytes[at + 1]! << 8 : bytes[at]! << 8 | bytes[at + 1]!;
}

/** Four bytes as an unsigned number. */
export function uint32At(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [low, high] = littleEndian ? [at, at + 2] : [at + 2, at];
  return (uint16At(bytes, high, littleEndian) << 16 | uint16At(bytes, low, littleEndian)) >>> 0;
}
