/**
 * Which elements a dataset has, in which order and VR: what the slices of a series, and the frames of
 * an object, have in common.
 *
 * @module
 */

import { remembered } from "../once.ts";
import type { ElementValue } from "./element_value.ts";

/**
 * A list of elements, as a node of a tree: the elements of its parent and one more. Datasets of the
 * same elements end at the same node, which is found with one comparison an element. A node remembers
 * what stood there last, because the next dataset mostly has the same there.
 */
export class Layout<Dataset> {
  /** What the last element was in the dataset before. */
  last: ElementValue | readonly Dataset[] | undefined;
  /** The dataset before that has these elements and no more. */
  dataset: Dataset | undefined;
  /** Place of the last element among the elements. */
  readonly place: number;
  readonly #greatest: number;
  #next: Layout<Dataset> | undefined;
  #others: Map<number, Layout<Dataset>> | undefined;
  #items: Layout<Dataset> | undefined;
  #path: readonly Layout<Dataset>[] | undefined;

  /**
   * @param littleEndian Byte order of numbers
   * @param vr Code of the VR by which the last element is read: that of a sequence if it has items
   * @param attribute Number of the last element's attribute
   * @param parent The list without it; undefined for the empty list
   */
  constructor(
    readonly littleEndian: boolean,
    readonly vr = 0,
    readonly attribute: number = -1,
    readonly parent?: Layout<Dataset>,
  ) {
    this.place = parent === undefined ? -1 : parent.place + 1;
    this.#greatest = parent === undefined ? -1 : Math.max(parent.#greatest, attribute);
  }

  /** The list with one element more. */
  with(attribute: number, vr: number): Layout<Dataset> {
    const next = this.#next;
    if (next !== undefined && next.attribute === attribute && next.vr === vr) return next;
    return this.#next = this.#other(attribute, vr);
  }

  /** Damaged objects can make any number of lists: none is looked for among all others. */
  #other(attribute: number, vr: number): Layout<Dataset> {
    const make = () => new Layout(this.littleEndian, vr, attribute, this);
    const next = this.#next;
    // Nearly all lists go on in one way, and need no table.
    if (next === undefined) return make();
    this.#others ??= new Map([[keyOf(next.attribute, next.vr), next]]);
    return remembered(this.#others, keyOf(attribute, vr), make);
  }

  /** The empty list of the items of the last element, if it is a sequence. */
  get items(): Layout<Dataset> {
    return this.#items ??= new Layout(this.littleEndian);
  }

  /** The list up to the attribute with a number; undefined if it is not in the list. */
  upTo(attribute: number): Layout<Dataset> | undefined {
    // Tags ascend: of what is absent, most need not be looked for.
    if (attribute > this.#greatest) return undefined;
    return this.attribute === attribute ? this : this.parent?.upTo(attribute);
  }

  /** The lists up to each of the elements, in their order. */
  get path(): readonly Layout<Dataset>[] {
    return this.#path ??= this.#listIn(new Array(this.place + 1));
  }

  #listIn(path: Layout<Dataset>[]): Layout<Dataset>[] {
    if (this.parent === undefined) return path;
    path[this.place] = this;
    return this.parent.#listIn(path);
  }
}

function keyOf(attribute: number, vr: number): number {
  return attribute * 0x10000 + vr;
}
