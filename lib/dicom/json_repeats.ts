/**
 * A list of datasets says of each most of what it said of the one before. What an object has in common
 * with the one before, byte for byte, is left out of the text before it is parsed, and put back after
 * that: the very same values, which nobody need decode or compare again.
 *
 * @module
 */

import type { Copy } from "./json_kept_text.ts";
import type { ScannedKey } from "./json_scanned_keys.ts";
import { isRecord, type JsonRecord } from "./json_values.ts";

/** After so many elements in turn with nothing of the one before no further is compared. */
const MOST_UNLIKE = 8;

/** The list of a text whose objects are left without what they have in common with the one before. */
export class Repeats {
  /** Those of the object before, if the next one may be like it; else none. */
  members = new Members();
  /** Whether there was something to compare: else the text is as it would be without. */
  hasCompared = false;
  /** Members of the object that holds the list. */
  holderMembers = 0;
  /** By element: whether it is an object that lacks something. */
  readonly #isPart: boolean[] = [];
  /** How many elements in turn have nothing of the one before. */
  #unlike = 0;

  /** @param name Name of the list, where an object holds it */
  constructor(private readonly name?: string) {}

  /** Whether it is worth while to compare further elements. */
  get goesOn(): boolean {
    return this.#unlike < MOST_UNLIKE;
  }

  /** Takes the next element of the list: its members, if it is an object. */
  add(members: Members): void {
    this.hasCompared ||= this.members.isModel;
    this.#isPart.push(members.hasRepeats);
    this.#unlike = members.hasRepeats ? 0 : this.#unlike + 1;
    this.members = members.isModel ? members : new Members();
    this.members.place = 0;
    this.members.hasRepeats = false;
  }

  /**
   * Puts back what the objects lack.
   *
   * @param value What is left of the text, parsed
   * @returns undefined where another list may be meant, because a name is there twice
   */
  restored(value: unknown): unknown {
    const name = this.name;
    const holder = name !== undefined && isRecord(value) ? value : undefined;
    if (holder && Object.keys(holder).length !== this.holderMembers) return undefined;
    const list = (holder ? holder[name!] : value) as JsonRecord[];
    this.#isPart.forEach((isPart, k) => {
      if (isPart) list[k] = { ...list[k - 1], ...list[k] };
    });
    return value;
  }
}

/** To put together more members may take longer than to parse them. */
const MOST_KEPT = 256;

/** Shorter parts are kept although they are repeated: to remember a copy takes memory, too. */
const LEAST = 128;

/** Where the members of an object are, and then those of the next one that has the same keys. */
export class Members {
  /** Whether what has the same keys, by their bytes, has the same ones, each of them once. */
  isModel = false;
  /** Place of the first attribute that the project reads. */
  firstRead = Infinity;
  /** How many the object has once it is whole. */
  kept = 0;
  /** How many are known of the object that is read now. */
  place = 0;
  /** Whether some of them are left out because the object before has them, too. */
  hasRepeats = false;
  /** The key of each; undefined where it may be another one than its bytes say. */
  readonly #keys: (ScannedKey | undefined)[] = [];
  /** Where each begins, and the object ends; from the place on those of the object before. */
  readonly #starts: number[] = [];

  /** Takes the next member; says whether the object may still have the keys of the one before. */
  add(start: number, key: ScannedKey): boolean {
    const place = this.place++;
    this.#starts[place] = start;
    if (this.isModel) return this.#keys[place] === key;
    this.#keys.push(key.isPlain ? key : undefined);
    return true;
  }

  /**
   * Takes the members that the object before has, too, from an offset on.
   *
   * @param copies Takes what they are copies of
   * @returns Where the next member begins, or the closing brace is
   */
  addRepeats(text: DataView, at: number, copies: Copy[]): number {
    const starts = this.#starts;
    const count = this.#keys.length;
    if (this.place === count) return at;
    const before = starts[this.place]!;
    const end = starts[count]!;
    const same = sameBytes(text, at, before, end - before);
    while (this.place < count && starts[this.place + 1]! - before <= same) {
      starts[this.place]! += at - before;
      this.place++;
      this.hasRepeats = true;
    }
    // The last one goes up to the end of the object.
    const next = at - before + (this.place === count ? end - 1 : starts[this.place]!);
    if (next - at >= LEAST) copies.push({ from: at, to: next, earlier: before });
    return next;
  }

  /** Where the first one begins, from which all offsets are to count; undefined without members. */
  moveOn(): number | undefined {
    const start = this.#starts[0];
    this.#starts.forEach((at, place) => this.#starts[place] = at - start!);
    return start;
  }

  /**
   * Takes the end of the object; says whether it has the keys of the one before.
   *
   * @param firstRead Place of the first attribute that the project reads
   * @param kept How many are not left out, where none is for being repeated
   */
  close(end: number, firstRead: number, kept: number): boolean {
    const count = this.#keys.length;
    this.#starts[count] = end;
    if (this.isModel) return this.place === count;
    this.firstRead = firstRead;
    this.kept = kept;
    if (kept <= MOST_KEPT) {
      const keys = new Set(this.#keys);
      this.isModel = keys.size === count && !keys.has(undefined);
    }
    return true;
  }
}

/** How many bytes from an offset on are the same as from an earlier one. */
function sameBytes(text: DataView, at: number, earlier: number, most: number): number {
  const length = Math.min(most, text.byteLength - at);
  let same = 0;
  // Eight at a time, as one number, because nearly all are the same: 2.5 µs for 11 kB instead of 11.
  // Not-a-number differs from itself, but then the bytes decide; two zeros that are equal and are not
  // the same have NULs in them, which no JSON has.
  while (same + 8 <= length) {
    if (text.getFloat64(at + same, true) !== text.getFloat64(earlier + same, true)) break;
    same += 8;
  }
  while (same < length && text.getInt8(at + same) === text.getInt8(earlier + same)) same++;
  return same;
}
