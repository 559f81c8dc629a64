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
  const from = (keyword: Keyword) => layers.find((layer) => layer.has(keyword));
  return {
    strings: (keyword) => from(keyword)?.strings(keyword) ?? [],
    numbers: (keyword) => from(keyword)?.numbers(keyword) ?? [],
    items: (keyword) => from(keyword)?.items(keyword) ?? [],
    bytes: (keyword) => from(keyword)?.bytes(keyword),
    has: (keyword) => from(keyword) !== undefined,
  };
}

/** A dataset that holds just these attributes, none of them a sequence or bytes. */
export function constantDataset(
  values: Readonly<Partial<Record<Keyword, readonly (string | number)[]>>>,
): Dataset {
  const list = (keyword: Keyword) => values[keyword] ?? [];
  return {
    strings: (keyword) => list(keyword).map(String),
    numbers: (keyword) =>
      list(keyword).map((value) => typeof value === "number" ? value : decimal(value)),
    items: () => [],
    bytes: () => undefined,
    has: (keyword) => values[keyword] !== undefined,
  };
}
