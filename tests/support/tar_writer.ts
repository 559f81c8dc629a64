/**
 * Writes tar archives (POSIX ustar) by hand, for tests that shall not depend on the system's tar.
 *
 * @module
 */

import { concat } from "./dicom_writer.ts";

const utf8 = new TextEncoder();

/**
 * A header with a right checksum.
 *
 * @param type `0` file, `5` directory, `2` link, `x` pax, …
 */
export function tarHeader(name: string, size: number, type = "0"): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(512);
  block.set(utf8.encode(name));
  block.set(utf8.encode(`${size.toString(8).padStart(11, "0")}\0`), 124);
  block.set(utf8.encode(type), 156);
  block.set(utf8.encode("ustar\x0000"), 257);
  return withChecksum(block);
}

/** Writes the sum of the bytes into a header. */
export function withChecksum(
  block: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array | Int8Array = block,
): Uint8Array<ArrayBuffer> {
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of bytes) sum += byte;
  block.set(utf8.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return block;
}

/** Content padded to whole blocks. */
export function tarContent(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
  padded.set(bytes);
  return padded;
}

/** A file to be packed. */
interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An archive of files, with the zeros at its end. */
export function writeTar(files: Iterable<File>): Blob {
  return new Blob(blocksOf(files));
}

/** The same as bytes. */
export function tarBytes(files: Iterable<File>): Uint8Array<ArrayBuffer> {
  return concat(blocksOf(files));
}

function blocksOf(files: Iterable<File>): Uint8Array<ArrayBuffer>[] {
  const blocks = [...files].flatMap(({ name, bytes }) => [
    tarHeader(name, bytes.length),
    tarContent(bytes),
  ]);
  return [...blocks, new Uint8Array(1024)];
}
