/**
 * One pass over the bytes of a JSON text before it is parsed: what is never read is left out (three
 * quarters of what servers send), and what the objects of a list repeat (most of the rest); bare
 * numbers become strings, and the memory that all this will take is estimated.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { DEFAULT_LIMITS, limitExceeded } from "../limits.ts";
import { ATTRIBUTES } from "./attributes.ts";
import { mayBeBareNumber, quoteBareNumbers } from "./json_bare_numbers.ts";
import {
  BACKSLASH,
  BRACE,
  BRACE_END,
  BRACKET,
  BRACKET_END,
  COLON,
  COMMA,
  cutOut,
  isBlank,
  QUOTE,
  stringEnd,
} from "./json_bytes.ts";
import { type Copy, KeptText } from "./json_kept_text.ts";
import { JsonMemory, ObjectMemory } from "./json_memory.ts";
import { Members, Repeats } from "./json_repeats.ts";
import { type ScannedKey, ScannedKeys } from "./json_scanned_keys.ts";

/** A text that can be parsed, if it is JSON. */
export interface Scanned {
  /** UTF-8: the text itself where nothing of it had to change. */
  readonly bytes: Uint8Array;
  /** Bytes of memory that its values will take, roughly; as far as it was worth counting. */
  readonly memory: number;
  /** What its list is to get back, if there is one and it was asked for. */
  readonly repeats: Repeats | undefined;
}

/**
 * The text without the members that are tags which the project does not read, where they stand
 * behind one that it does. Elsewhere what looks like a tag may be the name of a dataset.
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
  return new JsonScanner(new KeptText(bytes), maxDepth, "parse").finish(maxMemory);
}

/**
 * Offset of the first byte at which no JSON text can go on; the length of the text when it ends too
 * early, or when what is wrong lies inside a string. Messages of JSON.parse cannot serve: they quote
 * the text.
 */
export function firstFault(bytes: Uint8Array): number {
  return new JsonScanner(new KeptText(bytes), Infinity, "faults").firstFault();
}

/** Instead of an offset: there is none; the object is not like the one before. */
const [NOWHERE, UNLIKE] = [-1, -2];

const POINT = 0x2e;
const SLASH = 0x2f;

/** A scalar that is no string. */
const SCALAR =
  /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?|true|false|null|[-+]?(?:nan|infinity|inf)\b)/i;
const LATIN1 = new TextDecoder("latin1");

/** How long what begins like a scalar is one. */
function soundLength(bytes: Uint8Array): number {
  return SCALAR.exec(LATIN1.decode(bytes))?.[0].length ?? 0;
}

/**
 * What the text is looked at for: to be parsed, perhaps without what the objects of its list have in
 * common; or for its first fault, so that nothing is left out and nothing passed over.
 */
type Purpose = "parse" | "share" | "faults";

/**
 * How a value is looked at: `datasets` may be in it; it is the `value` of an attribute, in which
 * nothing is left out.
 */
type Role = "datasets" | "value";

/** Looks at a text, all at once or as it arrives. */
export class JsonScanner {
  readonly #keys = new ScannedKeys();
  readonly #memory = new JsonMemory();
  private bytes: Uint8Array;
  /** Where what is left out begins, and where it ends, by turns. */
  #cuts: number[] = [];
  #copies: Copy[] = [];
  #view!: DataView;
  #maxMemory = Infinity;
  #repeats: Repeats | undefined;
  /** Offset from which on no element of the list in which repeats are looked for is begun. */
  #until = Infinity;
  /** The latest key of the outermost object, and how many of its members stay in. */
  #rootKey: ScannedKey | undefined;
  #rootMembers = 0;
  #hasBareNumbers = false;
  #fault: number | undefined;

  constructor(
    private readonly text: KeptText,
    private readonly maxDepth: number,
    private readonly purpose: Purpose,
  ) {
    this.bytes = text.window.bytes;
  }

  /**
   * Reads what there is of the list that a text is, but for its end.
   *
   * @param maxMemory Memory beyond which the text is not looked at any further
   * @param longest Bytes that an element has at most
   * @returns Whether to go on: elements repeat much, and none is cut off, or broken
   * @throws {HeaderError} `limit-exceeded`
   */
  readOn(maxMemory: number, longest: number): boolean {
    const { window, read } = this.text;
    if (read === 0 && window.bytes.find((byte) => !isBlank(byte)) !== BRACKET) return false;
    const at = this.#read(maxMemory, window.length - longest);
    const start = this.#repeats?.goesOn ? this.#repeats.members.moveOn() : undefined;
    if (at >= window.length || start === undefined) return false;
    this.text.moveOn(at, start, this.#cuts, this.#copies);
    this.#cuts = [0, at - start];
    this.#copies = [];
    return this.text.kept.length < longest + this.text.length / 2;
  }

  /** Reads the rest. */
  finish(maxMemory: number): Scanned {
    this.#read(maxMemory, Infinity);
    const memory = this.#memory.estimate;
    const repeats = this.#repeats?.hasCompared ? this.#repeats : undefined;
    if (memory > maxMemory) return { bytes: this.bytes, memory, repeats };
    if (repeats) repeats.holderMembers = this.#rootMembers;
    const rest = cutOut(this.bytes, this.#cuts);
    const lean = this.text.read > 0 ? concat([this.text.lean.bytes, rest]) : rest;
    const bytes = this.#hasBareNumbers ? quoteBareNumbers(lean) : lean;
    return { bytes, memory, repeats };
  }

  /** Offset at which there is no more, or at which the reading pauses. */
  #read(maxMemory: number, until: number): number {
    const bytes = this.bytes = this.text.window.bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#maxMemory = maxMemory;
    this.#until = until;
    let at = this.text.read;
    if (at > 0) at = this.#elementsEnd(at, 1, "datasets", this.#repeats);
    // One value, or one on every line.
    while (at < Math.min(until, bytes.length)) {
      at = Math.max(at + 1, this.#valueEnd(at, 0, "datasets"));
    }
    return at;
  }

  firstFault(): number {
    const end = this.#skipBlanks(this.#valueEnd(0, 0, "value"));
    return Math.min(this.#fault ?? end, this.bytes.length);
  }

  /** Ends the text where it is broken. */
  #broken(at: number): number {
    this.#fault ??= at;
    return this.bytes.length;
  }

  /** Offset behind a value; the text ends where none is. */
  #valueEnd(at: number, depth: number, role: Role): number {
    const bytes = this.bytes;
    at = this.#skipBlanks(at);
    this.#memory.addValue();
    if (this.#memory.estimate > this.#maxMemory) return bytes.length;
    switch (bytes[at]) {
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

  /**
   * @param members Takes the members of an element of a list
   * @returns {@linkcode UNLIKE} if it has not the keys of the element before, as was thought
   */
  #objectEnd(at: number, depth: number, role: Role, members?: Members): number {
    this.#checkDepth(depth);
    const bytes = this.bytes;
    const object = new ObjectMemory();
    let firstRead = members?.firstRead ?? Infinity;
    /** Where what is left out begins; where the last member that stays in ends. */
    let [out, kept] = [NOWHERE, NOWHERE];
    let end = at;
    at = this.#skipBlanks(at);
    for (let place = 0; bytes[at] !== BRACE_END; place++) {
      if (members?.isModel) {
        end = members.addRepeats(this.#view, at, this.#copies);
        if (out === NOWHERE && end > at) out = at;
        // The object before may have had other blanks here.
        at = this.#skipBlanks(end);
        if (bytes[at] === BRACE_END) break;
        place = members.place;
      }
      if (bytes[at] !== QUOTE) return this.#broken(at);
      const key = this.#keys.read(bytes, at);
      const colon = this.#skipBlanks(this.#keys.end);
      if (bytes[colon] !== COLON) return this.#broken(colon);
      if (members?.add(at, key) === false) {
        // It is remembered from now on, so that it counts now.
        this.#memory.addMember(object, key, this.#keys.isNew);
        return UNLIKE;
      }
      const { meaning } = key;
      const isTag = meaning === "other-tag";
      const isRead = meaning !== undefined && !isTag;
      if (isRead && firstRead > place) firstRead = place;
      if (isTag && firstRead < place && role === "datasets") {
        if (out === NOWHERE) out = at;
        end = this.#unreadEnd(this.#skipBlanks(colon + 1), depth);
      } else {
        if (out !== NOWHERE) this.#cuts.push(out, at);
        out = NOWHERE;
        this.#memory.addMember(object, key, this.#keys.isNew);
        if (depth === 1) {
          this.#rootKey = key;
          this.#rootMembers++;
        }
        // Datasets may be in a sequence, and under names of all kinds that are no tags.
        const mayHold = isRead ? ATTRIBUTES[meaning][1] === "SQ" : !isTag;
        end = kept = this.#valueEnd(colon + 1, depth, mayHold ? role : "value");
      }
      at = this.#skipBlanks(end);
      if (bytes[at] === BRACE_END) break;
      if (bytes[at] !== COMMA) return this.#broken(at);
      at = this.#skipBlanks(at + 1);
      if (bytes[at] === BRACE_END) return this.#broken(at);
    }
    if (out !== NOWHERE) this.#cuts.push(kept === NOWHERE ? out : kept, end);
    if (members?.close(at + 1, firstRead, object.members) === false) return UNLIKE;
    this.#memory.addObject(object);
    return at + 1;
  }

  #arrayEnd(at: number, depth: number, role: Role): number {
    this.#checkDepth(depth);
    this.#memory.addArray();
    return this.#elementsEnd(this.#skipBlanks(at), depth, role, this.#repeatsIn(depth));
  }

  /** Offset behind a list whose next element begins at an offset; that of the one at which to pause. */
  #elementsEnd(at: number, depth: number, role: Role, repeats: Repeats | undefined): number {
    const bytes = this.bytes;
    while (bytes[at] !== BRACKET_END) {
      if (repeats && at >= this.#until) return at;
      const end = repeats?.goesOn
        ? this.#elementEnd(at, depth, role, repeats)
        : this.#valueEnd(at, depth, role);
      at = this.#skipBlanks(end);
      if (bytes[at] === BRACKET_END) break;
      if (bytes[at] !== COMMA) return this.#broken(at);
      at = this.#skipBlanks(at + 1);
      if (bytes[at] === BRACKET_END) return this.#broken(at);
    }
    return at + 1;
  }

  /** Offset behind an element of the list in which repeats are looked for. */
  #elementEnd(at: number, depth: number, role: Role, repeats: Repeats): number {
    if (this.bytes[at] !== BRACE) {
      repeats.add(new Members());
      return this.#valueEnd(at, depth, role);
    }
    this.#memory.addValue();
    const cuts = this.#cuts.length;
    let { members } = repeats;
    let end = this.#objectEnd(at + 1, depth + 1, role, members);
    if (end === UNLIKE) {
      this.#cuts.length = cuts;
      members = new Members();
      end = this.#objectEnd(at + 1, depth + 1, role, members);
    }
    if (members.hasRepeats) this.#memory.addCopied(members.kept);
    repeats.add(members);
    return end;
  }

  /** Looks for what is repeated in a list, if it is the first of objects, and not within another. */
  #repeatsIn(depth: number): Repeats | undefined {
    if (this.purpose !== "share" || depth > 2 || this.#repeats?.hasCompared) return undefined;
    const key = depth === 2 ? this.#rootKey : undefined;
    if (depth === 2 && !key?.isPlain) return undefined;
    return this.#repeats = new Repeats(key?.name);
  }

  /** Offset behind a number or a word; the text ends where none is. */
  #scalarEnd(start: number): number {
    const bytes = this.bytes;
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
    const sound = this.purpose === "faults" ? soundLength(bytes.subarray(start, at)) : at - start;
    return sound === 0 || start + sound < at ? this.#broken(start + sound) : at;
  }

  /** Offset behind a string that is kept. */
  #keptStringEnd(quote: number, role: Role): number {
    const bytes = this.bytes;
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
    const bytes = this.bytes;
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
    while (isBlank(this.bytes[at])) at++;
    return at;
  }

  #checkDepth(depth: number): void {
    if (depth > this.maxDepth) throw limitExceeded("JSON depth", this.maxDepth);
  }
}
