/**
 * Datasets in bytes: elements as a layout that many datasets share, and their values.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import type { Dataset } from "./dataset.ts";
import { attributeNumber, ENTRIES } from "./dictionary.ts";
import { ElementValue } from "./element_value.ts";
import type { Layout } from "./layout.ts";
import { SINGLE_VALUED } from "./text_values.ts";

/** What an element is: a value, or the items of a sequence. */
export type Content = ElementValue | readonly ByteDataset[];

/** A dataset in bytes, which decodes a value once for all datasets that have the same one. */
export class ByteDataset implements Dataset {
  /**
   * @param layout The elements
   * @param contents What they are, in the same order
   */
  constructor(
    private readonly layout: Layout<ByteDataset>,
    private readonly contents: readonly Content[],
  ) {}

  strings(keyword: Keyword): readonly string[] {
    const node = this.layout.upTo(attributeNumber(keyword));
    const value = node && this.contents[node.place];
    return value instanceof ElementValue ? value.strings(node!, isSingle(keyword)) : NOTHING;
  }

  numbers(keyword: Keyword): readonly number[] {
    const node = this.layout.upTo(attributeNumber(keyword));
    const value = node && this.contents[node.place];
    return value instanceof ElementValue ? value.numbers(node!, isSingle(keyword)) : NOTHING;
  }

  items(keyword: Keyword): readonly Dataset[] {
    const content = this.#content(keyword);
    return content === undefined || content instanceof ElementValue ? NOTHING : content;
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    const content = this.#content(keyword);
    // Of a sequence nothing is kept but the values within.
    return content instanceof ElementValue ? content.bytes : undefined;
  }

  has(keyword: Keyword): boolean {
    return this.layout.upTo(attributeNumber(keyword)) !== undefined;
  }

  unlike(other: Dataset): readonly Keyword[] | undefined {
    if (!(other instanceof ByteDataset) || other.layout !== this.layout) return undefined;
    const [contents, others, { path }] = [this.contents, other.contents, this.layout];
    const unlike: Keyword[] = [];
    for (let place = 0; place < contents.length; place++) {
      if (contents[place] !== others[place]) unlike.push(ENTRIES[path[place]!.attribute]!.keyword);
    }
    return unlike;
  }

  /** Its elements, in their order: the layout up to each, and what it is. */
  elements(): (readonly [Layout<ByteDataset>, Content])[] {
    return this.layout.path.map((node, place) => [node, this.contents[place]!]);
  }

  /** Whether these are its contents, and not only equal ones. */
  isMadeOf(contents: readonly Content[]): boolean {
    return this.contents.every((content, place) => content === contents[place]);
  }

  #content(keyword: Keyword): Content | undefined {
    const node = this.layout.upTo(attributeNumber(keyword));
    return node && this.contents[node.place];
  }
}

const NOTHING: readonly never[] = [];

/** By the table's VR and not by the file's: a number that somebody wrote as UT has components. */
function isSingle(keyword: Keyword): boolean {
  return SINGLE_VALUED.has(ATTRIBUTES[keyword][1]);
}
