/**
 * Removes from a JSON text what is never read, before it is parsed: three quarters of what
 * servers send, and most of the time and memory that parsing takes.
 *
 * @module
 */

import { DEFAULT_LIMITS, limitExceeded } from "../limits.ts";
import { ATTRIBUTES } from "./attributes.ts";
import { KeyReader } from "./json_keys.ts";

/**
 * The text without the members that are tags which the project does not read, where they stand
 * beside one that it does. Elsewhere what looks like a tag may be the name of a dataset. The first
 * member of an object always stays, so that commas stay between members.
 *
 * What is broken outside of these members stays broken.
 *
 * @param maxDepth Brackets within brackets
 * @throws {HeaderError} `limit-exceeded`
 */
export function pruneJson(text: string, maxDepth: number = DEFAULT_LIMITS.jsonDepth): string {
  return new Scanner(text, maxDepth).lean();
}

/** Offset behind the string that starts at a quote; the length of the text when it does not end. */
export function stringEnd(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (text.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((at - first) % 2 === 0) return at + 1;
  }
  return text.length;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const [BRACKET, BRACKET_END] = [0x5b, 0x5d];
const [BRACE, BRACE_END] = [0x7b, 0x7d];

/** Part of the text, from an offset up to another. */
type TextRange = [from: number, to: number];

class Scanner {
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #keys = new KeyReader();
  /** What is left out. */
  readonly #cuts: TextRange[] = [];

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  lean(): string {
    // One value, or one on every line.
    for (let at = 0; at < this.#text.length;) at = Math.max(at + 1, this.#valueEnd(at, 0));
    const parts: string[] = [];
    let kept = 0;
    for (const [from, to] of this.#cuts.sort((a, b) => a[0] - b[0])) {
      parts.push(this.#text.slice(kept, from));
      kept = to;
    }
    parts.push(this.#text.slice(kept));
    return parts.join("");
  }

  /** Offset behind a value; the text ends where none is. */
  #valueEnd(at: number, depth: number): number {
    at = this.#skipBlanks(at);
    switch (this.#text.charCodeAt(at)) {
      case BRACE:
        return this.#objectEnd(at + 1, depth + 1);
      case BRACKET:
        return this.#arrayEnd(at + 1, depth + 1);
      default:
        return this.#plainEnd(at, depth);
    }
  }

  #objectEnd(at: number, depth: number): number {
    this.#checkDepth(depth);
    const unread: TextRange[] = [];
    let isDataset = false;
    let comma: number | undefined;
    for (at = this.#skipBlanks(at); this.#text.charCodeAt(at) !== BRACE_END;) {
      if (this.#text.charCodeAt(at) !== QUOTE) return this.#text.length;
      const keyEnd = stringEnd(this.#text, at);
      const colon = this.#skipBlanks(keyEnd);
      if (this.#text.charCodeAt(colon) !== COLON) return this.#text.length;
      const meaning = this.#keys.meaning(this.#text.slice(at + 1, keyEnd - 1));
      const isRead = meaning !== undefined && meaning !== "other-tag";
      isDataset ||= isRead;
      // Datasets may be in a sequence, and under names of all kinds that are no tags.
      const mayHold = isRead ? ATTRIBUTES[meaning][1] === "SQ" : meaning === undefined;
      const end = mayHold
        ? this.#valueEnd(colon + 1, depth)
        : this.#plainEnd(this.#skipBlanks(colon + 1), depth);
      if (meaning === "other-tag" && comma !== undefined) join(unread, comma, end);
      comma = this.#skipBlanks(end);
      at = comma;
      if (this.#text.charCodeAt(comma) === COMMA) at = this.#skipBlanks(comma + 1);
      else if (this.#text.charCodeAt(comma) !== BRACE_END) return this.#text.length;
    }
    if (isDataset) { for (const range of unread) this.#cuts.push(range); }
    return at + 1;
  }

  #arrayEnd(at: number, depth: number): number {
    this.#checkDepth(depth);
    for (at = this.#skipBlanks(at); this.#text.charCodeAt(at) !== BRACKET_END;) {
      at = this.#skipBlanks(this.#valueEnd(at, depth));
      if (this.#text.charCodeAt(at) === COMMA) at = this.#skipBlanks(at + 1);
      else if (this.#text.charCodeAt(at) !== BRACKET_END) return this.#text.length;
    }
    return at + 1;
  }

  /** Offset behind a value that is not looked into. */
  #plainEnd(at: number, depth: number): number {
    const outside = depth;
    for (; at < this.#text.length; at++) {
      switch (this.#text.charCodeAt(at)) {
        case QUOTE:
          at = stringEnd(this.#text, at) - 1;
          break;
        case BRACE:
        case BRACKET:
          this.#checkDepth(++depth);
          break;
        case BRACE_END:
        case BRACKET_END:
          // That of what encloses a value without brackets.
          if (depth === outside) return at;
          if (--depth === outside) return at + 1;
          break;
        case COMMA:
          if (depth === outside) return at;
      }
    }
    return at;
  }

  #skipBlanks(at: number): number {
    while (isBlank(this.#text.charCodeAt(at))) at++;
    return at;
  }

  #checkDepth(depth: number): void {
    if (depth > this.#maxDepth) throw limitExceeded("JSON depth", this.#maxDepth);
  }
}

/** Adds a range to those before it. */
function join(ranges: TextRange[], from: number, to: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === from) last[1] = to;
  else ranges.push([from, to]);
}

/** Blanks of JSON. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
