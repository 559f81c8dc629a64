/**
 * Archives of very many entries, of entries that are larger than they look, and of nothing but heads.
 *
 * @module
 */

import { deflateRawSync } from "node:zlib";
import { concat } from "../../support/dicom_writer.ts";
import { tarContent, tarHeader, withChecksum } from "../../support/tar_writer.ts";
import {
  type Bytes,
  bytesOf,
  type Cases,
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

/** What stands in front of a zip entry (APPNOTE 4.3.7). */
function localHeader(name: string, method: number, flags: number, packed: number, size: number) {
  const view = new DataView(new ArrayBuffer(30));
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, flags, true);
  view.setUint16(8, method, true);
  view.setUint32(18, packed, true);
  view.setUint32(22, size, true);
  view.setUint16(26, name.length, true);
  return joined(new Uint8Array(view.buffer), name);
}

/** The directory's line of an entry (APPNOTE 4.3.12). */
function centralHeader(name: string, packed: number, size: number, at: number): Bytes {
  const view = new DataView(new ArrayBuffer(46));
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(10, 8, true);
  view.setUint32(20, packed, true);
  view.setUint32(24, size, true);
  view.setUint16(28, name.length, true);
  view.setUint32(42, at, true);
  return joined(new Uint8Array(view.buffer), name);
}

const DEFLATED = 8;
/** Sizes follow the content. */
const DESCRIPTOR = 8;

function zip(...pieces: readonly (string | Uint8Array)[]): Hostile {
  return typed("application/zip", joined(...pieces, "PK\x05\x06", new Uint8Array(18)));
}

/** As many entries of the same content. */
function entries(count: number, content: Uint8Array, size: number): Bytes {
  return concat(Array.from(
    { length: count },
    (_, n) => joined(localHeader(`${n}`, DEFLATED, 0, content.length, size), content),
  ));
}

function tar(...pieces: readonly (string | Uint8Array)[]): Hostile {
  return typed("application/x-tar", joined(...pieces, new Uint8Array(1024)));
}

/** A pax header of such lines, and the file that it is for. */
function pax(content: string, type = "x"): Bytes[] {
  return [tarHeader("pax", bytesOf(content).length, type), tarContent(bytesOf(content))];
}

/** One line of a pax header: its own length comes first. */
function paxLine(text: string): string {
  let length = text.length + 3;
  while (`${length} ${text}\n`.length !== length) length++;
  return `${length} ${text}\n`;
}

/** Old GNU sparse: a header, and as many blocks of its map, which say that they go on. */
function sparse(blocks: number): Bytes[] {
  const header = tarHeader("sparse", 0, "S");
  header[482] = 1;
  const block = new Uint8Array(512);
  block.set(bytesOf(`${"0".repeat(11)}\0`.repeat(42)));
  block[504] = 1;
  return [withChecksum(header), repeated(block, blocks)];
}

/** By name. */
export const ARCHIVES: Cases = {
  "zip-bombs": [3500, (count, random) => {
    const size = whole(random, 100_000, MEBIBYTE);
    return zip(entries(count, deflateRawSync(new Uint8Array(size)), size));
  }, 5],
  "zip-overlapping": [80_000, (count) => {
    const content = deflateRawSync(new Uint8Array(MEBIBYTE));
    const one = entries(1, content, MEBIBYTE);
    return zip(one, repeated(centralHeader("0", content.length, MEBIBYTE, 0), count));
  }, 8],
  "zip-empty-entries": [100_000, (count, random) => {
    const extension = random.of(["", ".dcm", ".txt"]);
    const headers = Array.from(
      { length: count },
      (_, n) => localHeader(`${n}${extension}`, 0, 0, 0, 0),
    );
    return zip(concat(headers));
  }, 8],
  "zip-long-names": [62, (count, random) => {
    const name = random.of(["a/", "ä", "..", "x"]).repeat(65_000).slice(0, 65_000);
    return zip(repeated(localHeader(name, 0, 0, 0, 0), count));
  }, 8],
  "zip-descriptor-almost": [3.9 * MEBIBYTE, (count, random) => {
    const almost = random.of(["PK\x07\x08", "PK\x07", "P", "PK\x07\x08PK\x03\x04"]);
    const header = localHeader("x", 0, DESCRIPTOR, 0, 0);
    return zip(header, repeated(almost, Math.floor(count / almost.length)));
  }, 8],
  "zip-in-zip": [1000, (count, random) => {
    const bomb = joined(entries(4, deflateRawSync(new Uint8Array(MEBIBYTE)), MEBIBYTE));
    const content = random.chance(0.5) ? deflateRawSync(bomb) : deflateRawSync(gzip(bomb));
    return zip(entries(count, content, bomb.length));
  }, 8],
  "tar-tiny-files": [7500, (count, random) => {
    const name = random.of([(n: number) => `${n}`, (n: number) => `${n}.dcm`, () => "x"]);
    const files = Array.from({ length: count }, (_, n) => tarHeader(name(n), 0));
    return tar(concat(files));
  }, 8],
  "tar-gz-tiny-files": [32_000, (count) => {
    const { body } = tar(repeated(tarHeader("x.dcm", 0), count));
    return typed("application/gzip", gzip(body));
  }],
  "tar-gz-of-zeros": [
    64 * MEBIBYTE,
    (count) =>
      typed("application/gzip", gzip(tar(tarHeader("x.dcm", count), new Uint8Array(count)).body)),
  ],
  "tar-pax-long": [3.9 * MEBIBYTE, (count, random) => {
    const key = random.of(["path", "comment", "GNU.sparse.map", "size"]);
    return tar(...pax(paxLine(`${key}=${"1".repeat(count)}`)), tarHeader("x", 0));
  }, 8],
  "tar-pax-many-lines": [1_000_000, (count, random) => {
    const line = paxLine(`${random.of(["path", "size", "a", "mtime"])}=${random.below(100)}`);
    const content = line.repeat(Math.floor(count / line.length));
    return tar(...Array.from({ length: 3 }, () => [...pax(content), tarHeader("x", 0)]).flat());
  }, 8],
  "tar-pax-globals": [2500, (count, random) => {
    const one = joined(...pax(paxLine(`path=${random.below(1000)}`), random.of(["g", "x"])));
    return tar(repeated(one, count), tarHeader("x", 0));
  }, 8],
  "tar-long-names": [15, (count) => {
    const name = bytesOf("n".repeat(250_000));
    const one = [tarHeader("long", name.length, "L"), tarContent(name), tarHeader("x.dcm", 0)];
    return tar(repeated(joined(...one), count));
  }, 8],
  "tar-sparse": [7500, (count) => tar(...sparse(count)), 8],
  "tar-in-tar": [1000, (count, random) => {
    const inner = tar(...Array.from({ length: 4 }, () => tarHeader("x.dcm", 0))).body;
    const content = random.chance(0.5) ? inner : gzip(inner);
    const one = joined(tarHeader("inner.tar", content.length), tarContent(content));
    return tar(repeated(one, count));
  }, 8],
  "files-of-rubbish": [60_000, (count, random) => {
    const content = random.of(["x", "DICM", "\0\0\0\0", "{", "\x1f\x8b", "PK\x03\x04"]);
    const file = random.of(["x.dcm", "x", "x.IMA", "x.txt"]);
    return formed(Array.from({ length: count }, () => ({ name: "f", file, content })));
  }, 5],
  "zeros": [
    3.9 * MEBIBYTE,
    (count, random) => octets(repeated(random.of(["\0", "\xff", "0"]), count / 2)),
    10,
  ],
};
