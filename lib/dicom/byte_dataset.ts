/**
 * Values of elements in bytes, decoded when asked for.
 *
 * @module
 */

import type { DataSet, Element } from "dicom-parser";
import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import type { Dataset } from "./dataset.ts";
import { keyOf } from "./dictionary.ts";
import { components, decimal, finiteOrNaN, latin1, SINGLE_VALUED } from "./text_values.ts";

type Read = (dataSet: DataSet, key: string, index: number) => number | undefined;

/** VRs of numbers in binary: bytes a number, and how dicom-parser reads one. */
const NUMBERS: ReadonlyMap<string, readonly [size: number, read: Read]> = new Map([
  ["US", [2, (dataSet, key, index) => dataSet.uint16(key, index)]],
  ["SS", [2, (dataSet, key, index) => dataSet.int16(key, index)]],
  ["UL", [4, (dataSet, key, index) => dataSet.uint32(key, index)]],
  ["SL", [4, (dataSet, key, index) => dataSet.int32(key, index)]],
  ["FL", [4, (dataSet, key, index) => dataSet.float(key, index)]],
  ["FD", [8, (dataSet, key, index) => dataSet.double(key, index)]],
]);

/** VRs of text (PS3.5 6.2). All others, those yet to come too, hold nothing that is read. */
const TEXTS: ReadonlySet<string> = new Set(
  "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split(" "),
);

/**
 * A dataset in bytes. dicom-parser holds its elements and reads its numbers. Texts are decoded here,
 * because dicom-parser's `string` ends at the first NUL, also where one only pads the first of
 * several values; throws for a value behind the last; and `floatString` takes `0,5` for 0 and
 * `1.5 mm` for 1.5, where no number is meant to come out. How many numbers there are must be asked
 * here too: it reads on behind the element's end, into the next value.
 */
export class ByteDataset implements Dataset {
  readonly #dataSet: DataSet;

  constructor(dataSet: DataSet) {
    this.#dataSet = dataSet;
  }

  strings(keyword: Keyword): readonly string[] {
    const element = this.#element(keyword);
    if (element === undefined) return [];
    const { vr = "", dataOffset, length } = element;
    if (NUMBERS.has(vr)) return this.numbers(keyword).map(String);
    if (!TEXTS.has(vr)) return [];
    // Latin-1: the attributes that are read hold codes and numbers, which are ASCII.
    const text = latin1(this.#dataSet.byteArray, dataOffset, dataOffset + length);
    if (text === "") return [];
    // By the table's VR and not by the file's: a number that somebody wrote as UT has components.
    const single = SINGLE_VALUED.has(ATTRIBUTES[keyword][1]);
    return !text.includes("\\") || single ? [text] : components(text);
  }

  numbers(keyword: Keyword): readonly number[] {
    const element = this.#element(keyword);
    if (element === undefined) return [];
    const format = NUMBERS.get(element.vr!);
    if (format === undefined) return this.strings(keyword).map(decimal);
    const [size, read] = format;
    const key = keyOf(keyword);
    const numbers: number[] = [];
    for (let index = 0; (index + 1) * size <= element.length; index++) {
      numbers.push(finiteOrNaN(read(this.#dataSet, key, index)!));
    }
    return numbers;
  }

  items(keyword: Keyword): readonly Dataset[] {
    return (this.#element(keyword)?.items ?? []).map(({ dataSet }) => new ByteDataset(dataSet!));
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    const element = this.#element(keyword);
    // Of a sequence nothing is kept but the values within.
    if (element === undefined || element.items !== undefined) return undefined;
    const { dataOffset, length } = element;
    return this.#dataSet.byteArray.subarray(dataOffset, dataOffset + length);
  }

  has(keyword: Keyword): boolean {
    return this.#element(keyword) !== undefined;
  }

  #element(keyword: Keyword): Element | undefined {
    return this.#dataSet.elements[keyOf(keyword)];
  }
}
