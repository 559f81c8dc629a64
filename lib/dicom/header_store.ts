/**
 * Keeps of headers what is read of them, and what several have in common once: the slices of a series
 * differ in a handful of values, the frames of an object in two.
 *
 * @module
 */

import { ByteDataset, type Content } from "./byte_dataset.ts";
import type { Keyword } from "./attributes.ts";
import { attributeNumber } from "./dictionary.ts";
import type { ElementTaker, SequenceTaker } from "./element_scanner.ts";
import { ElementValue } from "./element_value.ts";
import { vrCode } from "./encoding.ts";
import { Layout } from "./layout.ts";
import { leanCsa } from "./siemens.ts";

/** Bytes that an element counts for in every dataset that has it: where its value is. */
const PLACE_BYTES = 8;
/** Bytes that a value, a dataset or a list of items counts for besides what it holds. */
const OBJECT_BYTES = 16;

/** Bytes of memory made at once for values: few for the first, since there may be one object. */
const MEMORY = { first: 2 ** 10, most: 64 * 2 ** 10 } as const;

const SQ = vrCode("SQ");
const CSA_IMAGE_HEADER = attributeNumber("SiemensCsaImageHeader");

/** The headers of one request. Nothing in it changes but by new ones. */
export class HeaderStore {
  /** Bytes that all that is kept counts for. */
  heldBytes = 0;
  readonly #littleEndian = new Layout<ByteDataset>(true);
  readonly #bigEndian = new Layout<ByteDataset>(false);
  readonly #meta = new Layout<ByteDataset>(true);
  #memory = new Uint8Array(0);
  #used = 0;

  /** Takes the elements of a dataset. */
  dataset(littleEndian: boolean): DatasetTaker {
    return new DatasetTaker(this, littleEndian ? this.#littleEndian : this.#bigEndian);
  }

  /** Takes the elements of meta information, which says the same of all files of a series. */
  metaInformation(): DatasetTaker {
    return new DatasetTaker(this, this.#meta);
  }

  /** A value: that of the dataset before, if it is equal. */
  value(last: unknown, source: Uint8Array, start: number, length: number): ElementValue {
    if (last instanceof ElementValue && last.equals(source, start, length)) return last;
    if (this.#used + length > this.#memory.length) this.#extend(length);
    const [memory, at] = [this.#memory, this.#used];
    // Not by a view of the source: most values are shorter than what that would cost.
    for (let k = 0; k < length; k++) memory[at + k] = source[start + k]!;
    this.#used += length;
    this.heldBytes += OBJECT_BYTES + length;
    return new ElementValue(memory, at, at + length);
  }

  #extend(length: number): void {
    const next = Math.min(Math.max(MEMORY.first, 2 * this.#memory.length), MEMORY.most);
    this.#memory = new Uint8Array(Math.max(next, length));
    this.#used = 0;
  }
}

/** Makes a dataset of elements. Of a tag that comes again, the first counts. */
export class DatasetTaker implements ElementTaker {
  readonly #root: Layout<ByteDataset>;
  #layout: Layout<ByteDataset>;
  readonly #contents: Content[] = [];

  /**
   * @param store Keeps the values
   * @param root The layout without elements
   */
  constructor(private readonly store: HeaderStore, root: Layout<ByteDataset>) {
    this.#root = this.#layout = root;
  }

  value(attribute: number, vr: number, source: Uint8Array, start: number, length: number): void {
    if (attribute === CSA_IMAGE_HEADER) {
      source = leanCsa(source.subarray(start, start + length));
      [start, length] = [0, source.length];
    }
    if (this.#layout.upTo(attribute)) return;
    const layout = this.#layout.with(attribute, vr);
    this.#add(layout, this.store.value(layout.last, source, start, length));
  }

  sequence(attribute: number): SequenceTaker {
    return new ItemsTaker(this, this.store, attribute, this.#layout.with(attribute, SQ));
  }

  /** Takes the items of a sequence that is whole. */
  takeItems(attribute: number, items: readonly ByteDataset[]): void {
    if (this.#layout.upTo(attribute)) return;
    const layout = this.#layout.with(attribute, SQ);
    const { last } = layout;
    if (Array.isArray(last) && isSame(last, items)) return this.#add(layout, last);
    this.store.heldBytes += OBJECT_BYTES + PLACE_BYTES * items.length;
    this.#add(layout, items.slice());
  }

  /** Takes elements of another dataset that are not there yet. */
  takeFrom(other: ByteDataset): void {
    for (const [{ attribute, vr }, content] of other.elements()) {
      if (!this.#layout.upTo(attribute)) this.#add(this.#layout.with(attribute, vr), content);
    }
  }

  dropLast(): void {
    if (this.#contents.pop() !== undefined) this.#layout = this.#layout.parent!;
  }

  /** Components of a text among the elements so far. */
  strings(keyword: Keyword): readonly string[] {
    return new ByteDataset(this.#layout, this.#contents).strings(keyword);
  }

  /** The dataset of the elements so far: the one before, if it is the same. Begins another one. */
  take(): ByteDataset {
    const [layout, contents] = [this.#layout, this.#contents];
    let { dataset } = layout;
    if (dataset === undefined || !dataset.isMadeOf(contents)) {
      this.store.heldBytes += OBJECT_BYTES + PLACE_BYTES * contents.length;
      dataset = layout.dataset = new ByteDataset(layout, contents.slice());
    }
    this.#layout = this.#root;
    contents.length = 0;
    return dataset;
  }

  #add(layout: Layout<ByteDataset>, content: Content): void {
    this.#layout = layout;
    this.#contents.push(layout.last = content);
  }
}

/** Makes the items of a sequence. */
class ItemsTaker implements SequenceTaker {
  readonly #items: ByteDataset[] = [];
  readonly item: DatasetTaker;

  constructor(
    private readonly dataset: DatasetTaker,
    store: HeaderStore,
    private readonly attribute: number,
    layout: Layout<ByteDataset>,
  ) {
    this.item = new DatasetTaker(store, layout.items);
  }

  endItem(): void {
    this.#items.push(this.item.take());
  }

  end(): void {
    this.dataset.takeItems(this.attribute, this.#items);
  }
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, place) => one === others[place]);
}
