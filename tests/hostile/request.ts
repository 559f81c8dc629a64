/**
 * Hostile requests: what one is, and what they are built of.
 *
 * @module
 */

import { gzipSync } from "node:zlib";
import { concat } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";

/** Bytes of a body. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A request; all of them are POST. */
export interface Hostile {
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
}

/** One way to make a small body dear. */
export interface Case {
  /** Unique, for the command line. */
  readonly name: string;
  /**
   * Of how much there is too much, for a body of up to 4 MiB: bytes, entries, volumes, whatever the
   * case counts.
   */
  readonly most: number;
  /** How many times as much a body above 4 MiB may have; 1 where more would not reach further. */
  readonly beyond: number;
  /** Makes a request with so many; everything else is drawn. */
  readonly make: (count: number, random: Random) => Hostile;
}

/** Cases of one file: those with two numbers have bodies above 4 MiB, too. */
export type Cases = Readonly<
  Record<string, readonly [most: number, make: Case["make"], beyond?: number]>
>;

const utf8 = new TextEncoder();

/** Text as bytes. */
export function bytesOf(text: string): Bytes {
  return utf8.encode(text);
}

/** The same bytes over and over. */
export function repeated(piece: string | Uint8Array, times: number): Bytes {
  const bytes = typeof piece === "string" ? bytesOf(piece) : piece;
  const whole = new Uint8Array(bytes.length * times);
  if (whole.length === 0) return whole;
  whole.set(bytes);
  // What is there is doubled, until it is enough.
  for (let done = bytes.length; done < whole.length; done *= 2) whole.copyWithin(done, 0, done);
  return whole;
}

/** Pieces behind one another: text, or bytes. */
export function joined(...pieces: readonly (string | Uint8Array)[]): Bytes {
  return concat(pieces.map((piece) => typeof piece === "string" ? bytesOf(piece) : piece));
}

/** One text for each number from 0 on. */
export function lines(count: number, line: (n: number) => string, between = ""): string {
  return Array.from({ length: count }, (_, n) => line(n)).join(between);
}

/** As gzip, as dense as it gets. */
export function gzip(bytes: Uint8Array): Bytes {
  return new Uint8Array(gzipSync(bytes, { level: 9 }));
}

/** Bytes of some type. */
export function typed(type: string, body: Bytes, path = "/v1/header"): Hostile {
  return { path, headers: { "Content-Type": type }, body };
}

/** DICOM, or whatever the first bytes say. */
export function octets(body: Bytes, path?: string): Hostile {
  return typed("application/octet-stream", body, path);
}

/** A value as JSON, or text that stands for JSON. */
export function json(value: unknown, path?: string): Hostile {
  const text = value instanceof Uint8Array || typeof value === "string"
    ? joined(value)
    : bytesOf(JSON.stringify(value));
  return typed("application/json", text, path);
}

/** The same request with a gzip content coding around its body. */
export function coded({ path, headers, body }: Hostile): Hostile {
  return { path, headers: { ...headers, "Content-Encoding": "gzip" }, body: gzip(body) };
}

/** A part of a form. */
export interface Part {
  readonly name: string;
  /** Without one it is a field. */
  readonly file?: string;
  readonly content: string | Uint8Array;
}

/** A form. */
export function formed(parts: readonly Part[], path?: string): Hostile {
  const pieces = parts.flatMap(({ name, file, content }) => {
    const named = file === undefined ? "" : `; filename="${file}"`;
    const head = `\r\n--edge\r\nContent-Disposition: form-data; name="${name}"${named}\r\n\r\n`;
    return [bytesOf(head), typeof content === "string" ? bytesOf(content) : content];
  });
  const body = concat([...pieces, bytesOf("\r\n--edge--\r\n")]);
  return typed("multipart/form-data; boundary=edge", body, path);
}

/** A whole number between two. */
export function whole(random: Random, least: number, most: number): number {
  return least + random.below(most - least + 1);
}
