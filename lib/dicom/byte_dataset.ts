/**
 * Values of parsed elements, decoded when asked for.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import type { Dataset } from "./dataset.ts";
import { components, decimal, finiteOrNaN, latin1, SINGLE_VALUED } from "./text_values.ts";

/** What is needed of a parser's element. */
export interface ParsedElement {
  readonly vr?: string | undefined;
  readonly dataOffset: number;
  readonly length: number;
  readonly items?: readonly { readonly dataSet?: ParsedDataset }[] | undefined;
}

/** Elements by `xggggeeee` in lower case. */
export interface ParsedDataset {
  readonly elements: Readonly<Record<string, ParsedElement>>;
}

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

/** VRs of numbers in binary: bytes a number, and how to read one. */
const NUMBERS: ReadonlyMap<string, readonly [size: number, read: Read]> = new Map([
  ["US", [2, (view, at, little) => view.getUint16(at, little)]],
  ["SS", [2, (view, at, little) => view.getInt16(at, little)]],
  ["UL", [4, (view, at, little) => view.getUint32(at, little)]],
  ["SL", [4, (view, at, little) => view.getInt32(at, little)]],
  ["FL", [4, (view, at, little) => view.getFloat32(at, little)]],
  ["FD", [8, (view, at, little) => view.getFloat64(at, little)]],
]);

/** VRs that are no numbers and no text. */
const OPAQUE: ReadonlySet<string> = new Set(["OB", "OD", "OF", "OL", "OW", "SQ", "AT"]);

/** The parser's names of elements. */
const KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries(ATTRIBUTES).map(([keyword, [tag]]) => [keyword, `x${tag.toLowerCase()}`]),
);

/** A dataset in bytes: a parser's elements, and the bytes that they point into. */
export class ByteDataset implements Dataset {
  readonly #elements: ParsedDataset["elements"];
  readonly #bytes: Uint8Array;
  readonly #littleEndian: boolean;

  constructor(parsed: ParsedDataset, bytes: Uint8Array, littleEndian: boolean) {
    this.#elements = parsed.elements;
    this.#bytes = bytes;
    this.#littleEndian = littleEndian;
  }

  strings(keyword: Keyword): readonly string[] {
    const element = this.#element(keyword);
    if (element === undefined) return [];
    const vr = vrOf(keyword, element);
    if (NUMBERS.has(vr)) return this.numbers(keyword).map(String);
    if (OPAQUE.has(vr)) return [];
    // Latin-1: the attributes that are read hold codes and numbers, which are ASCII.
    const { dataOffset, length } = element;
    const text = latin1(this.#bytes, dataOffset, dataOffset + length);
    if (text === "") return [];
    return !text.includes("\\") || SINGLE_VALUED.has(vr) ? [text] : components(text);
  }

  numbers(keyword: Keyword): readonly number[] {
    const element = this.#element(keyword);
    if (element === undefined) return [];
    const format = NUMBERS.get(vrOf(keyword, element));
    if (format === undefined) return this.strings(keyword).map(decimal);
    const [size, read] = format;
    const { buffer, byteOffset } = this.#bytes;
    const view = new DataView(buffer, byteOffset + element.dataOffset, element.length);
    const numbers: number[] = [];
    for (let at = 0; at + size <= element.length; at += size) {
      numbers.push(finiteOrNaN(read(view, at, this.#littleEndian)));
    }
    return numbers;
  }

  items(keyword: Keyword): readonly Dataset[] {
    return (this.#element(keyword)?.items ?? []).map(({ dataSet }) =>
      new ByteDataset(dataSet ?? { elements: {} }, this.#bytes, this.#littleEndian)
    );
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    const element = this.#element(keyword);
    if (element === undefined) return undefined;
    return this.#bytes.subarray(element.dataOffset, element.dataOffset + element.length);
  }

  has(keyword: Keyword): boolean {
    return this.#element(keyword) !== undefined;
  }

  #element(keyword: Keyword): ParsedElement | undefined {
    return this.#elements[KEYS.get(keyword)!];
  }
}

/** VR of the file, or of the table where the file does not say. */
function vrOf(keyword: Keyword, { vr }: ParsedElement): string {
  const usual = ATTRIBUTES[keyword][1];
  return vr === usual || vr === undefined || vr === "UN" ? usual : vr;
}
