/**
 * Records of a zip archive (PKWARE APPNOTE 6.3.10): local file header and data descriptor.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import { view } from "./bytes.ts";

/** Signatures, as little-endian numbers. */
export const SIGNATURE = {
  localHeader: 0x04034b50,
  dataDescriptor: 0x08074b50,
  centralHeader: 0x02014b50,
  endOfDirectory: 0x06054b50,
  /** Archive extra data record (4.3.11), where a central directory is encrypted. */
  extraData: 0x08064b50,
} as const;

/** Bytes of a local file header before the name. */
export const LOCAL_HEADER = 30;
/** Longest data descriptor with the signature that follows it. */
export const DESCRIPTOR_AND_NEXT = 28;

/** Compression methods that are understood (4.4.5). */
export const METHOD = { stored: 0, deflated: 8 } as const;

/** A local file header, read. */
export interface LocalHeader {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Whether a data descriptor follows the bytes, with what the header leaves out. */
  readonly descriptor: boolean;
  /** Compressed bytes; undefined when only the descriptor says. */
  readonly size: number | undefined;
  readonly crc: number;
}

/** Whole length of the local file header at the start of the bytes; undefined when too few. */
export function localHeaderLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < LOCAL_HEADER) return undefined;
  const data = view(bytes);
  return LOCAL_HEADER + data.getUint16(26, true) + data.getUint16(28, true);
}

/** Reads a local file header (4.3.7). */
export function readLocalHeader(bytes: Uint8Array): LocalHeader {
  const data = view(bytes);
  const flags = data.getUint16(6, true);
  const extra = LOCAL_HEADER + data.getUint16(26, true);
  const size = data.getUint32(18, true);
  const descriptor = (flags & 8) !== 0;
  const whole = size === 0xffffffff ? zip64Size(bytes.subarray(extra)) : size;
  return {
    name: decodeName(bytes.subarray(LOCAL_HEADER, extra)),
    method: data.getUint16(8, true),
    encrypted: (flags & 1) !== 0,
    descriptor,
    size: descriptor && whole === 0 ? undefined : whole,
    crc: data.getUint32(14, true),
  };
}

/** Compressed size in the zip64 extra field (4.5.3), which follows the uncompressed one. */
function zip64Size(extra: Uint8Array): number {
  const data = view(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + data.getUint16(at + 2, true)) {
    if (data.getUint16(at, true) === 1 && at + 20 <= extra.length) {
      return Number(data.getBigUint64(at + 12, true));
    }
  }
  throw new HeaderError("bad-archive", "The zip archive is damaged: an entry has no length");
}

/** UTF-8 whether flagged or not; what is not UTF-8 is taken for Latin-1. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

/** A data descriptor, read. */
export interface Descriptor {
  readonly crc: number;
  /** Its own length in bytes. */
  readonly length: number;
}

/**
 * Reads the data descriptor at the start of the bytes (4.3.9): with or without a signature, with
 * sizes of 4 or 8 bytes. Which one it is shows in where the next record begins.
 *
 * @param bytes At least {@linkcode DESCRIPTOR_AND_NEXT} of them
 */
export function readDescriptor(bytes: Uint8Array): Descriptor | undefined {
  const data = view(bytes);
  const signed = data.getUint32(0, true) === SIGNATURE.dataDescriptor;
  const length = (signed ? [16, 24] : [12, 20]).find((at) => isRecord(data.getUint32(at, true)));
  return length === undefined ? undefined : { crc: data.getUint32(signed ? 4 : 0, true), length };
}

/**
 * Where a signed data descriptor stands whose size is the number of bytes before it, or −1. The
 * signature alone would be found in pixel data of a gigabyte now and then.
 *
 * @param bytes Bytes of the entry, and what follows
 * @param before Bytes of the entry before these
 */
export function findDescriptor(bytes: Uint8Array, before: number): number {
  const data = view(bytes);
  const last = bytes.length - DESCRIPTOR_AND_NEXT;
  for (let at = bytes.indexOf(0x50); at >= 0 && at <= last; at = bytes.indexOf(0x50, at + 1)) {
    if (
      data.getUint32(at, true) === SIGNATURE.dataDescriptor &&
      data.getUint32(at + 8, true) === (before + at) % 2 ** 32 &&
      readDescriptor(bytes.subarray(at)) !== undefined
    ) return at;
  }
  return -1;
}

/** Whether a signature opens a record that can follow an entry. */
export function isRecord(signature: number): boolean {
  return signature === SIGNATURE.localHeader || signature === SIGNATURE.centralHeader ||
    signature === SIGNATURE.extraData;
}
