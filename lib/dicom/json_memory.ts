/**
 * What the values of a JSON text take in memory, before they are made: an estimate by what they take
 * in V8, that 64-bit pointers make the largest. Text of the DICOM JSON Model takes three to four
 * times its length, an empty object twenty times.
 *
 * @module
 */

import type { ScannedKey } from "./json_scanned_keys.ts";

/** Place of a value in what holds it. */
const PLACE = 8;
/** An array and the head of its elements. */
const ARRAY = 48;
const OBJECT = 32;
/** Places that an object without members has ready. */
const EMPTY_OBJECT = 24;
/** A number in the list that is made of an attribute's. */
const NUMBER = 8;
/** The same, if it has a box of its own. Integers that fit into 32 bits have none. */
const BOXED_NUMBER = 24;
const LONGEST_UNBOXED = 9;
/** A string besides its characters. Those of one and two are always the same few. */
const STRING = 24;
const SHORT_STRING = 2;
/** A part of a text that is divided into a list later, and the lists that it is in. */
const PART = 24;
/** A key that was not seen before: its string, and its entry in the table of all strings. */
const NEW_KEY = 64;
/**
 * The same beyond this many, which no real text has. Memory takes no more, but time: V8 makes ten
 * ordinary values while it makes one of these.
 */
const MOST_KEYS = 250_000;
const FURTHER_KEY = 2048;
/** Index keys (`"0"`, `"1"`, …) make an array of their own. */
const INDEXED = 48;
/**
 * Keys that no object before has had in this order: what describes them, or a hash table. For the
 * object, and for each member.
 */
const ODD_OBJECT = 128;
const ODD_MEMBER = 32;

/** Orders of keys that are remembered: V8 keeps not many more before it makes hash tables. */
const MOST_SHAPES = 1000;
/** An object with more members is a hash table. */
const MOST_MEMBERS = 1000;

/** The sum of a text. */
export class JsonMemory {
  /** Bytes. */
  estimate = 0;
  #keys = 0;
  readonly #shapes = new Set<number>();

  /** Any value, whatever it is. */
  addValue(): void {
    this.estimate += PLACE;
  }

  /** An array, without its elements. */
  addArray(): void {
    this.estimate += ARRAY;
  }

  /** A key, which may be new; the other keys of its object are known. */
  addMember(object: ObjectMemory, { hash, index }: ScannedKey, isNew: boolean): void {
    object.members++;
    if (index < 0) object.hash = Math.imul(object.hash, 31) + hash | 0;
    const isStray = index >= 0 && index !== object.indices++;
    if (isStray) object.strayIndices++;
    if (!isNew && !isStray) return;
    this.estimate += this.#keys++ < MOST_KEYS ? NEW_KEY : FURTHER_KEY;
  }

  /** An object, without its members. */
  addObject({ members, hash, indices, strayIndices }: ObjectMemory): void {
    this.estimate += OBJECT;
    if (members === 0) this.estimate += EMPTY_OBJECT;
    if (indices > 0) this.estimate += INDEXED;
    const named = members - indices;
    const isOdd = strayIndices > 0 || named > MOST_MEMBERS || named > 0 && !this.#isKnown(hash);
    if (isOdd) this.estimate += ODD_OBJECT + ODD_MEMBER * (named + strayIndices);
  }

  /** What an object takes that is put together of others. */
  addCopied(members: number): void {
    this.estimate += OBJECT + ODD_MEMBER * members;
  }

  /**
   * A number or a word.
   *
   * @param length Its characters
   * @param isInteger Whether there is no fraction
   */
  addScalar(length: number, isInteger: boolean): void {
    this.estimate += isInteger && length <= LONGEST_UNBOXED ? NUMBER : BOXED_NUMBER;
  }

  /**
   * A string.
   *
   * @param length Bytes of UTF-8
   * @param isAscii Whether one byte of memory is enough for a character
   * @param separators At most so many separate its parts
   */
  addString(length: number, isAscii: boolean, separators: number): void {
    if (length > SHORT_STRING) this.estimate += STRING + (isAscii ? 1 : 2) * length;
    this.estimate += PART * separators;
  }

  #isKnown(hash: number): boolean {
    if (this.#shapes.has(hash)) return true;
    if (this.#shapes.size < MOST_SHAPES) this.#shapes.add(hash);
    return false;
  }
}

/** What counts of one object. */
export class ObjectMemory {
  members = 0;
  /** Of its keys in their order, index keys apart. */
  hash = 0;
  /** How many keys are the indices of an array. */
  indices = 0;
  /** How many of them do not come in the order of an array. */
  strayIndices = 0;
}
