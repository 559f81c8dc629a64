/**
 * multipart bodies (RFC 2046, 5.1): form-data (RFC 7578), and related as DICOMweb sends it.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { HeaderError } from "../errors.ts";
import { ByteQueue, Search } from "./bytes.ts";
import { parseMediaType, typeOf } from "./media_type.ts";
import { DISCARD, type EntrySink } from "./sink.ts";

/** Longest header of a part. Real ones have a few hundred bytes. */
export const MAX_PART_HEADER = 16 * 2 ** 10;

const CRLF = new TextEncoder().encode("\r\n");
const LINE_END = new Search(CRLF);
const BLANK_LINE = new Search(new Uint8Array([...CRLF, ...CRLF]));
const DASH = 0x2d;
const UTF8 = new TextDecoder();

/** Header of a part, read. */
export interface Part {
  /** Name of the form field. */
  readonly name: string | undefined;
  /** Name of the file, as sent. */
  readonly file: string | undefined;
  /** Media type in lower case, without parameters; undefined when it is not said. */
  readonly mediaType: string | undefined;
}

/** Splits a body into its parts. */
export class Multipart implements EntrySink {
  readonly #delimiter: Search;
  readonly #queue = new ByteQueue();
  #state: "content" | "delimiter" | "header" | "finished" = "content";
  #part: EntrySink = DISCARD;

  /**
   * @param boundary Parameter of the media type
   * @param open Called with each part
   */
  constructor(boundary: string, private readonly open: (part: Part) => EntrySink) {
    this.#delimiter = new Search(new TextEncoder().encode(`\r\n--${boundary}`));
    // The first delimiter needs no line before it.
    this.#queue.feed(CRLF, () => false);
  }

  push(chunk: Uint8Array): void {
    if (this.#state === "content") this.#passOn(chunk);
    this.#queue.feed(chunk, () => this.#step());
  }

  /** Takes what waits if no delimiter begins in it, so that the chunk need not be copied behind it. */
  #passOn(chunk: Uint8Array): void {
    const seam = concat([this.#queue.bytes, chunk.subarray(0, this.#delimiter.length - 1)]);
    const whole = seam.length - this.#queue.length === this.#delimiter.length - 1;
    if (whole && this.#delimiter.in(seam) < 0) {
      this.#part.push(this.#queue.take(this.#queue.length));
    }
  }

  end(): void {
    if (this.#state !== "finished") {
      throw new HeaderError(
        "bad-request",
        "The multipart body ends before its last boundary",
      );
    }
  }

  fail(error: HeaderError): never {
    throw error;
  }

  /** Takes what can be taken; false when more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case "content":
        return this.#readContent();
      case "delimiter":
        return this.#readDelimiter();
      case "header":
        return this.#readHeader();
      case "finished":
        this.#queue.clear();
        return false;
    }
  }

  /** Everything before the next delimiter; before the first one it is a preamble. */
  #readContent(): boolean {
    const { bytes } = this.#queue;
    const found = this.#delimiter.in(bytes);
    const certain = found >= 0 ? found : bytes.length - this.#delimiter.length + 1;
    if (certain > 0) this.#part.push(this.#queue.take(certain));
    if (found < 0) return false;
    this.#part.end();
    this.#part = DISCARD;
    this.#queue.skip(this.#delimiter.length);
    this.#state = "delimiter";
    return true;
  }

  /** What follows a delimiter on its line: two dashes behind the last part, or white space. */
  #readDelimiter(): boolean {
    const { bytes } = this.#queue;
    if (bytes.length < 2) return false;
    if (bytes[0] === DASH && bytes[1] === DASH) {
      this.#state = "finished";
      return true;
    }
    const end = LINE_END.in(bytes);
    const padding = end < 0 ? bytes : bytes.subarray(0, end);
    if (!padding.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) {
      throw new HeaderError("bad-request", "A boundary of the multipart body is malformed");
    }
    checkLength(padding.length);
    if (end < 0) return false;
    // The line break stays: a part without header is then a blank line like any other.
    this.#queue.skip(end);
    this.#state = "header";
    return true;
  }

  #readHeader(): boolean {
    const end = BLANK_LINE.in(this.#queue.bytes);
    checkLength(end < 0 ? this.#queue.length : end);
    if (end < 0) return false;
    const header = UTF8.decode(this.#queue.take(end));
    this.#queue.skip(BLANK_LINE.length);
    this.#part = this.open(readPartHeader(header));
    this.#state = "content";
    return true;
  }
}

/** Reads the header fields of a part. */
export function readPartHeader(header: string): Part {
  const fields = new Map<string, string>();
  for (const line of header.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1));
  }
  const disposition = parseMediaType(fields.get("content-disposition") ?? "");
  const type = typeOf(fields.get("content-type") ?? "");
  return {
    name: unescaped(disposition.parameters.get("name")),
    file: extended(disposition.parameters.get("filename*")) ??
      unescaped(disposition.parameters.get("filename")),
    mediaType: type === "" ? undefined : type,
  };
}

/** What browsers do to quotes and line breaks in names (HTML, multipart/form-data encoding). */
function unescaped(name: string | undefined): string | undefined {
  return name?.replace(/%(22|0D|0A)/gi, (escape) => decodeURIComponent(escape));
}

/** RFC 8187, UTF-8 only. */
function extended(value: string | undefined): string | undefined {
  const encoded = value && /^utf-8'[^']*'(.*)$/i.exec(value)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function checkLength(found: number): void {
  if (found <= MAX_PART_HEADER) return;
  throw new HeaderError(
    "bad-request",
    `The header of a part has at least ${found} bytes, more than ${MAX_PART_HEADER}`,
  );
}
