/**
 * What gzip and deflate may hold besides content, and content that they make out of nothing.
 *
 * @module
 */

import { deflateRawSync } from "node:zlib";
import { writeDicom } from "../../support/dicom_writer.ts";
import type { Random } from "../../support/random.ts";
import {
  type Bytes,
  bytesOf,
  type Cases,
  coded,
  formed,
  gzip,
  type Hostile,
  joined,
  octets,
  repeated,
  typed,
  whole,
} from "../request.ts";

const MEBIBYTE = 2 ** 20;

/** Bits of the byte FLG (RFC 1952, 2.3.1). */
const FLAGS = { check: 2, extra: 4, name: 8, comment: 16 } as const;

/** The start of a gzip member up to its optional fields. */
function start(flags: number): Bytes {
  return Uint8Array.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 0);
}

/** A field that a NUL would end; what follows it, if it does, is a member of one byte. */
function endless(flags: number, count: number, random: Random): Bytes {
  const letters = repeated(String.fromCharCode(whole(random, 33, 126)), count);
  const extra = flags & FLAGS.extra ? Uint8Array.of(2, 0, 65, 65) : "";
  const end = random.chance(0.5) ? "" : joined(Uint8Array.of(0), gzip(bytesOf("x")).subarray(10));
  return joined(start(flags), extra, letters, end);
}

function endlessCase(flags: number, coding: boolean) {
  return (count: number, random: Random): Hostile => {
    const request = octets(endless(flags, count, random));
    return coding ? coded(request) : request;
  };
}

/** An extra field, as long as one can be. */
function withExtra(): Bytes {
  const extra = new Uint8Array(0xffff);
  return joined(
    start(FLAGS.extra),
    Uint8Array.of(0xff, 0xff),
    extra,
    gzip(bytesOf("")).subarray(10),
  );
}

/** A gzip member of deflate blocks that all are empty. */
function ofBlocks(block: Uint8Array, count: number): Bytes {
  return joined(start(0), repeated(block, count), Uint8Array.of(3, 0), new Uint8Array(8));
}

/** A stored block of no bytes (RFC 1951, 3.2.4). */
const STORED = Uint8Array.of(0, 0, 0, 0xff, 0xff);

/** Bits, the lowest first: eight dynamic blocks of no symbol but the end, each with its own codes. */
function dynamicBlocks(): Bytes {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let bit = 0; bit < count; bit++) bits.push((value >> bit) & 1);
  };
  /** Lengths of the codes for code lengths, in the order of RFC 1951, 3.2.7, up to that of 1. */
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];
  for (let block = 0; block < 8; block++) {
    put(0, 1);
    put(2, 2);
    put(0, 5);
    put(0, 5);
    put(ORDER.length - 4, 4);
    for (const symbol of ORDER) put(symbol === 18 ? 1 : symbol <= 1 ? 2 : 0, 3);
    // 256 times no code, then one bit for the end, and no distances. Codes: 18 is 0, 0 is 10, 1 is 11.
    put(0, 1);
    put(138 - 11, 7);
    put(0, 1);
    put(118 - 11, 7);
    put(0b11, 2);
    put(0b01, 2);
    put(0, 1);
  }
  const bytes = new Uint8Array(bits.length / 8);
  bits.forEach((bit, n) => bytes[n >> 3]! |= bit << (n & 7));
  return bytes;
}

/** A member in a member in a member. */
function nested(content: Bytes, levels: number): Bytes {
  return levels === 0 ? content : nested(gzip(content), levels - 1);
}

/** An object in the deflated transfer syntax, of bytes that deflate to nothing. */
function deflatedObject(dataset: Uint8Array): Bytes {
  const empty = writeDicom({}, { transferSyntax: "deflated" });
  const nothing = deflateRawSync(new Uint8Array(0)).length;
  return joined(
    empty.subarray(0, empty.length - nothing),
    deflateRawSync(joined(START, dataset), { level: 9 }),
  );
}

/** (0008,0060) CS MR, in explicit VR little endian: what a dataset may begin with. */
const START = joined(Uint8Array.of(8, 0, 0x60, 0), "CS", Uint8Array.of(2, 0), "MR");

/** A private element with a value of zeros. */
function blanks(length: number): Bytes {
  const element = new Uint8Array(12 + length);
  element.set([9, 0, 0x10, 0x10, 0x4f, 0x42]);
  new DataView(element.buffer).setUint32(8, length, true);
  return element;
}

/** An element of no bytes: explicit VR, private. */
const NOTHING = Uint8Array.of(9, 0, 1, 0x10, 0x4c, 0x4f, 0, 0);

const GZIP = "application/gzip";

/** By name. */
export const COMPRESSED: Cases = {
  "gzip-file-name": [3.9 * MEBIBYTE, endlessCase(FLAGS.name, false), 8],
  "gzip-file-name-coded": [16 * MEBIBYTE, endlessCase(FLAGS.name, true)],
  "gzip-comment": [3.9 * MEBIBYTE, endlessCase(FLAGS.comment, false), 8],
  "gzip-comment-coded": [16 * MEBIBYTE, endlessCase(FLAGS.comment | FLAGS.extra, true)],
  "gzip-name-and-check": [3.9 * MEBIBYTE, endlessCase(FLAGS.name | FLAGS.check, false), 8],
  "gzip-extra-fields": [60, (count) => typed(GZIP, repeated(withExtra(), count)), 8],
  "gzip-extra-fields-coded": [250, (count) => coded(typed(GZIP, repeated(withExtra(), count)))],
  "gzip-empty-members": [
    200_000,
    (count) => typed(GZIP, repeated(gzip(new Uint8Array(0)), count)),
    8,
  ],
  "gzip-empty-members-coded": [
    800_000,
    (count) => coded(typed(GZIP, repeated(gzip(new Uint8Array(0)), count))),
  ],
  "gzip-members-of-few-bytes": [150_000, (count, random) => {
    const member = gzip(random.bytes(whole(random, 1, 5)));
    return typed(GZIP, repeated(member, count));
  }, 8],
  "gzip-members-in-entries": [400, (count) => {
    const content = repeated(gzip(new Uint8Array(0)), 400);
    return formed(
      Array.from({ length: count }, (_, n) => ({ name: "f", file: `${n}.gz`, content })),
    );
  }, 8],
  "gzip-stored-blocks": [800_000, (count) => typed(GZIP, ofBlocks(STORED, count)), 8],
  "gzip-stored-blocks-coded": [3_200_000, (count) => coded(typed(GZIP, ofBlocks(STORED, count)))],
  "gzip-dynamic-blocks": [44_000, (count) => typed(GZIP, ofBlocks(dynamicBlocks(), count)), 8],
  "gzip-dynamic-blocks-coded": [
    170_000,
    (count) => coded(typed(GZIP, ofBlocks(dynamicBlocks(), count))),
  ],
  "gzip-in-gzip": [64 * MEBIBYTE, (count, random) => {
    const content = repeated(random.of(["\0", " ", "\n", "[", "A"]), count);
    return typed(GZIP, nested(content, whole(random, 2, 8)));
  }],
  "gzip-trailing-bytes": [3.9 * MEBIBYTE, (count, random) => {
    const behind = repeated(random.of(["\0", "\x1f", "\x1f\x8b\x08", "x"]), count / 3);
    return typed(GZIP, joined(gzip(bytesOf("{}")), behind));
  }, 8],
  "deflated-blanks": [64 * MEBIBYTE, (count) => octets(deflatedObject(blanks(count)))],
  "deflated-many-objects": [3000, (count, random) => {
    const content = deflatedObject(blanks(whole(random, 100_000, 1_000_000)));
    return formed(Array.from({ length: count }, (_, n) => ({ name: "f", file: `${n}`, content })));
  }, 6],
  "deflated-elements": [
    1_900_000,
    (count) => octets(deflatedObject(repeated(NOTHING, count))),
  ],
};
