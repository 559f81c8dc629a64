/**
 * Datasets put together from others.
 *
 * @module
 */

import type { Keyword } from "./attributes.ts";
import type { Dataset } from "./dataset.ts";
import { decimal } from "./text_values.ts";

/** A dataset over another: an attribute is read from the first that has it, with or without value. */
export function overlay(...layers: readonly Dataset[]): Dataset {
  return new Overlay(layers);
}

/** A dataset that holds just these attributes, none of them a sequence or bytes. */
export function constantDataset(values: Values): Dataset {
  return new ConstantDataset(values);
}

// There may be one for each of a hundred thousand frames: methods are shared, closures are not.

class Overlay implements Dataset {
  constructor(private readonly layers: readonly Dataset[]) {}

  strings(keyword: Keyword): readonly string[] {
    return this.#from(keyword)?.strings(keyword) ?? [];
  }

  numbers(keyword: Keyword): readonly number[] {
    return this.#from(keyword)?.numbers(keyword) ?? [];
  }

  items(keyword: Keyword): readonly Dataset[] {
    return this.#from(keyword)?.items(keyword) ?? [];
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    return this.#from(keyword)?.bytes(keyword);
  }

  has(keyword: Keyword): boolean {
    return this.#from(keyword) !== undefined;
  }

  misspelt(keyword: Keyword): boolean {
    return this.layers.some((layer) => layer.misspelt?.(keyword) ?? false);
  }

  #from(keyword: Keyword): Dataset | undefined {
    return this.layers.find((layer) => layer.has(keyword));
  }
}

type Values = Readonly<Partial<Record<Keyword, readonly (string | number)[]>>>;

class ConstantDataset implements Dataset {
  constructor(private readonly values: Values) {}

  strings(keyword: Keyword): readonly string[] {
    return this.#list(keyword).map(String);
  }

  numbers(keyword: Keyword): readonly number[] {
    return this.#list(keyword).map((value) => typeof value === "number" ? value : decimal(value));
  }

  items(): readonly Dataset[] {
    return [];
  }

  bytes(): undefined {
    return undefined;
  }

  has(keyword: Keyword): boolean {
    return this.values[keyword] !== undefined;
  }

  #list(keyword: Keyword): readonly (string | number)[] {
    return this.values[keyword] ?? [];
  }
}
