/**
 * The 512 byte header of a tar entry (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU, and v7).
 *
 * @module
 */

import { startsWith } from "../content.ts";
import { HeaderError } from "../errors.ts";

/** Headers and contents are in blocks of this many bytes. */
export const TAR_BLOCK = 512;

/** What kind of entry a header opens. */
export type TarKind = "file" | "directory" | "pax" | "gnu-long-name" | "ignored" | "other";

/** A header, read. */
export interface TarHeader {
  readonly name: string;
  /** Bytes of content, without padding. */
  readonly size: number;
  readonly kind: TarKind;
}

const KINDS: Readonly<Record<string, TarKind>> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "5": "directory",
  "x": "pax",
  "L": "gnu-long-name",
  // Global pax headers say nothing of names or sizes; long link names are of no interest.
  "g": "ignored",
  "K": "ignored",
};

/**
 * Reads a header; undefined for the zeros that end an archive.
 *
 * @param block 512 bytes
 * @throws {HeaderError} bad-archive when the checksum or the size is wrong
 */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (!checksumFits(block)) {
    throw new HeaderError(
      "bad-archive",
      "The tar archive is damaged: a header's checksum is wrong",
    );
  }
  const size = number(block, 124, 136);
  if (!Number.isSafeInteger(size)) {
    throw new HeaderError("bad-archive", "The tar archive is damaged: an entry has no length");
  }
  const name = text(block.subarray(0, 100));
  // GNU writes "ustar " and other things where ustar has the prefix.
  const hasPrefix = block[345] !== 0 && startsWith(block, "ustar\0", 257);
  return {
    name: hasPrefix ? `${text(block.subarray(345, 500))}/${name}` : name,
    size,
    kind: KINDS[String.fromCharCode(block[156]!)] ?? "other",
  };
}

/**
 * Reads the records of a pax header: `length key=value\n`, the length counting itself, in bytes.
 *
 * @throws {HeaderError} bad-archive when the lengths do not fit
 */
export function readPax(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(text(bytes.subarray(at, space)));
    const record = text(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    if (!(length > space - at && at + length <= bytes.length) || equals < 0) {
      throw new HeaderError("bad-archive", "The tar archive is damaged: a pax record is malformed");
    }
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

const UTF8 = new TextDecoder();

/** Bytes up to the first zero, as UTF-8. */
export function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return UTF8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal digits among blanks, up to the first zero; or base 256 where the first bit is set (GNU, for sizes from 8 GiB). */
function number(block: Uint8Array, start: number, end: number): number {
  if (block[start] === 0x80) {
    return block.subarray(start + 1, end).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  let value = 0;
  for (let at = start; at < end && block[at] !== 0; at++) {
    const digit = block[at]! - 0x30;
    if (digit >= 0 && digit < 8) value = 8 * value + digit;
    else if (block[at] !== 0x20) return NaN;
  }
  return value;
}

/** Old writers summed signed bytes. */
function checksumFits(block: Uint8Array): boolean {
  const stated = number(block, 148, 156);
  return stated === checksum(block) ||
    stated === checksum(new Int8Array(block.buffer, block.byteOffset, TAR_BLOCK));
}

/** Sum of all bytes, the checksum itself taken as blanks. */
function checksum(bytes: Uint8Array | Int8Array): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < 148; at++) sum += bytes[at]!;
  for (let at = 156; at < TAR_BLOCK; at++) sum += bytes[at]!;
  return sum;
}
