/**
 * One pass over the bytes of a JSON text before it is parsed: what is never read is left out (three
 * quarters of what servers send), bare numbers become strings, and the memory that the rest will
 * take is estimated.
 *
 * @module
 */

import { DEFAULT_LIMITS, limitExceeded } from "../limits.ts";
import { ATTRIBUTES } from "./attributes.ts";
import { mayBeBareNumber, quoteBareNumbers } from "./json_bare_numbers.ts";
import { JsonCuts, NO_CUT } from "./json_cuts.ts";
import { JsonMemory, ObjectMemory } from "./json_memory.ts";
import { isBlank, stringEnd } from "./json_bytes.ts";
import { ScannedKeys } from "./json_scanned_keys.ts";

/** A text that can be parsed, if it is JSON. */
export interface Scanned {
  /** UTF-8: the text itself where nothing of it had to change. */
  readonly bytes: Uint8Array;
  /** Bytes of memory that its values will take, roughly; as far as it was worth counting. */
  readonly memory: number;
}

/**
 * The text without the members that are tags which the project does not read, where they stand
 * beside one that it does. Elsewhere what looks like a tag may be the name of a dataset. The first
 * member of an object always stays, so that commas stay between members.
 *
 * The bare tokens `NaN`, `Infinity`, `nan`, `inf` become the string `"NaN"`. What is broken outside
 * of what is left out stays broken.
 *
 * @param bytes UTF-8
 * @param maxDepth Brackets within brackets
 * @param maxMemory Memory beyond which the text is not looked at any further
 * @throws {HeaderError} `limit-exceeded`
 */
export function scanJson(
  bytes: Uint8Array,
  maxDepth: number = DEFAULT_LIMITS.jsonDepth,
  maxMemory: number = DEFAULT_LIMITS.jsonMemory,
): Scanned {
  return new Scanner(bytes, maxDepth, maxMemory).scan();
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const [BRACKET, BRACKET_END] = [0x5b, 0x5d];
const [BRACE, BRACE_END] = [0x7b, 0x7d];

/**
 * How a value is looked at: `datasets` may be in it; it is the `value` of an attribute, in which
 * nothing is left out.
 */
type Role = "datasets" | "value";

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #maxDepth: number;
  readonly #maxMemory: number;
  readonly #keys = new ScannedKeys();
  readonly #memory = new JsonMemory();
  readonly #cuts = new JsonCuts();
  #hasBareNumbers = false;

  constructor(bytes: Uint8Array, maxDepth: number, maxMemory: number) {
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#maxMemory = maxMemory;
  }

  scan(): Scanned {
    // One value, or one on every line.
    const { length } = this.#bytes;
    for (let at = 0; at < length;) at = Math.max(at + 1, this.#valueEnd(at, 0, "datasets"));
    const memory = this.#memory.estimate;
    if (memory > this.#maxMemory) return { bytes: this.#bytes, memory };
    const lean = this.#cuts.takenFrom(this.#bytes);
    const bytes = this.#hasBareNumbers ? quoteBareNumbers(lean) : lean;
    return { bytes, memory };
  }

  /** Offset behind a value; the text ends where none is. */
  #valueEnd(at: number, depth: number, role: Role): number {
    at = this.#skipBlanks(at);
    this.#memory.addValue();
    if (this.#memory.estimate > this.#maxMemory) return this.#bytes.length;
    switch (this.#bytes[at]) {
      case BRACE:
        return this.#objectEnd(at + 1, depth + 1, role);
      case BRACKET:
        return this.#arrayEnd(at + 1, depth + 1, role);
      case QUOTE:
        return this.#keptStringEnd(at, role);
      default:
        return this.#scalarEnd(at);
    }
  }

  #objectEnd(at: number, depth: number, role: Role): number {
    this.#checkDepth(depth);
    const bytes = this.#bytes;
    const object = new ObjectMemory();
    let isDataset = false;
    let comma = -1;
    /** The last member that may be left out. */
    let unread = NO_CUT;
    for (at = this.#skipBlanks(at); bytes[at] !== BRACE_END;) {
      if (bytes[at] !== QUOTE) return bytes.length;
      const key = this.#keys.read(bytes, at);
      const colon = this.#skipBlanks(this.#keys.end);
      if (bytes[colon] !== COLON) return bytes.length;
      const { meaning } = key;
      const isTag = meaning === "other-tag";
      const isRead = meaning !== undefined && !isTag;
      isDataset ||= isRead;
      if (isTag && comma >= 0 && role === "datasets") {
        at = this.#unreadEnd(this.#skipBlanks(colon + 1), depth);
        unread = this.#cuts.propose(comma, at, unread);
      } else {
        this.#memory.addMember(object, key);
        // Datasets may be in a sequence, and under names of all kinds that are no tags.
        const mayHold = isRead ? ATTRIBUTES[meaning][1] === "SQ" : !isTag;
        at = this.#valueEnd(colon + 1, depth, mayHold ? role : "value");
      }
      comma = at = this.#skipBlanks(at);
      if (bytes[comma] === COMMA) at = this.#skipBlanks(comma + 1);
      else if (bytes[comma] !== BRACE_END) return bytes.length;
    }
    if (!isDataset) this.#keep(unread, object, depth);
    this.#memory.addObject(object);
    return at + 1;
  }

  /** Leaves those members in that were to be left out, and counts them. */
  #keep(cut: number, object: ObjectMemory, depth: number): void {
    for (; cut !== NO_CUT; cut = this.#cuts.withdraw(cut)) {
      const [from, to] = this.#cuts.range(cut);
      for (let comma = from; comma < to;) {
        const key = this.#keys.read(this.#bytes, this.#skipBlanks(comma + 1));
        this.#memory.addMember(object, key);
        const colon = this.#skipBlanks(this.#keys.end);
        comma = this.#skipBlanks(this.#valueEnd(colon + 1, depth, "value"));
      }
    }
  }

  #arrayEnd(at: number, depth: number, role: Role): number {
    this.#checkDepth(depth);
    const bytes = this.#bytes;
    this.#memory.addArray();
    for (at = this.#skipBlanks(at); bytes[at] !== BRACKET_END;) {
      at = this.#skipBlanks(this.#valueEnd(at, depth, role));
      if (bytes[at] === COMMA) at = this.#skipBlanks(at + 1);
      else if (bytes[at] !== BRACKET_END) return bytes.length;
    }
    return at + 1;
  }

  /** Offset behind a number or a word; the text ends where none is. */
  #scalarEnd(start: number): number {
    const bytes = this.#bytes;
    let isInteger = true;
    let at = start;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === COMMA || byte === BRACE_END || byte === BRACKET_END || isBlank(byte)) break;
      // What is broken there is come to later.
      if (byte === QUOTE || byte === BRACE || byte === BRACKET) break;
      if (byte === POINT) isInteger = false;
      if (mayBeBareNumber(bytes, at)) {
        this.#hasBareNumbers = true;
        isInteger = false;
      }
    }
    this.#memory.addScalar(at - start, isInteger);
    return at === start ? bytes.length : at;
  }

  /** Offset behind a string that is kept. */
  #keptStringEnd(quote: number, role: Role): number {
    const bytes = this.#bytes;
    let separators = 0;
    let isAscii = true;
    let at = quote + 1;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        separators++;
        at++;
      } else if (byte === COMMA || byte === SLASH) separators++;
      else if (byte > 0x7f) isAscii = false;
    }
    this.#memory.addString(at - quote - 1, isAscii, role === "value" ? separators : 0);
    return at + 1;
  }

  /** Offset behind a value that is not looked into. */
  #unreadEnd(at: number, depth: number): number {
    const bytes = this.#bytes;
    const outside = depth;
    for (; at < bytes.length; at++) {
      switch (bytes[at]) {
        case QUOTE:
          at = stringEnd(bytes, at) - 1;
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
    while (isBlank(this.#bytes[at])) at++;
    return at;
  }

  #checkDepth(depth: number): void {
    if (depth > this.#maxDepth) throw limitExceeded("JSON depth", this.#maxDepth);
  }
}
