/**
 * A dataset that decodes every value once.
 *
 * @module
 */

import type { Keyword } from "./attributes.ts";
import type { Dataset } from "./dataset.ts";

/** A dataset that thousands of frames ask for the same. */
export class MemoizedDataset implements Dataset {
  readonly #dataset: Dataset;
  readonly #strings = new Map<Keyword, readonly string[]>();
  readonly #numbers = new Map<Keyword, readonly number[]>();

  /** @param dataset Its values are decoded once */
  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  strings(keyword: Keyword): readonly string[] {
    return remembered(this.#strings, keyword, () => this.#dataset.strings(keyword));
  }

  numbers(keyword: Keyword): readonly number[] {
    return remembered(this.#numbers, keyword, () => this.#dataset.numbers(keyword));
  }

  items(keyword: Keyword): readonly Dataset[] {
    return this.#dataset.items(keyword);
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    return this.#dataset.bytes(keyword);
  }

  has(keyword: Keyword): boolean {
    return this.#dataset.has(keyword);
  }

  misspelt(keyword: Keyword): boolean {
    return this.#dataset.misspelt?.(keyword) ?? false;
  }
}

/** What is known of an attribute, or is found out now. */
export function remembered<T>(known: Map<Keyword, T>, keyword: Keyword, read: () => T): T {
  let value = known.get(keyword);
  if (value === undefined) known.set(keyword, value = read());
  return value;
}
