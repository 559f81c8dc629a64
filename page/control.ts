/**
 * Controls of the options' form: a choice, a text.
 *
 * @module
 */

import { make } from "./dom.ts";
import type { Field } from "./options_table.ts";

/** What holds the value of one option. */
export interface Control {
  /** Stands in the form. */
  readonly element: HTMLElement;
  /** What a label is for, where one element has the value. */
  readonly labelled: HTMLElement | undefined;
  value: string;
  readonly isDefault: boolean;
  /** The value for a chip, where that is too long itself. */
  readonly brief?: string;
  /** What holds while nothing is set, in words. */
  placeholder?(words: string): void;
  /** Values to choose from. */
  suggest?(values: readonly string[]): void;
}

/** A choice among the values of the table. */
export class Choice implements Control {
  readonly element: HTMLSelectElement;

  /**
   * @param id Of the element
   * @param described Ids of the words about it
   */
  constructor({ values = {}, unset }: Field, id: string, described: string) {
    const choices = [...(unset === undefined ? [] : [["", unset]]), ...Object.entries(values)];
    this.element = make(
      "select",
      { id, "aria-describedby": described },
      ...choices.map(([value, words]) => make("option", { value: value! }, words!)),
    );
  }

  get labelled(): HTMLElement {
    return this.element;
  }

  get value(): string {
    return this.element.value;
  }

  set value(value: string) {
    if (value === "") this.element.selectedIndex = 0;
    else this.element.value = value;
  }

  get isDefault(): boolean {
    return this.element.selectedIndex === 0;
  }

  placeholder(words: string): void {
    const first = this.element.options[0];
    if (first?.value === "") first.textContent = words;
  }
}

/** A text, with values to choose from. */
export class Text implements Control {
  readonly element: HTMLElement;
  readonly labelled: HTMLInputElement;
  readonly #list: HTMLDataListElement;

  /**
   * @param id Of the element
   * @param described Ids of the words about it
   */
  constructor(field: Field, id: string, described: string) {
    this.labelled = make("input", {
      id,
      type: "text",
      list: `${id}-list`,
      placeholder: field.unset ?? field.default ?? "",
      spellcheck: "false",
      autocapitalize: "none",
      "aria-describedby": described,
    });
    this.#list = make("datalist", { id: `${id}-list` });
    this.element = make("div", {}, this.labelled, this.#list);
    this.suggest(field.suggestions ?? []);
  }

  get value(): string {
    return this.labelled.value.trim();
  }

  set value(value: string) {
    this.labelled.value = value;
  }

  get isDefault(): boolean {
    return this.value === "" || this.value === this.labelled.placeholder;
  }

  placeholder(words: string): void {
    this.labelled.placeholder = words;
  }

  suggest(values: readonly string[]): void {
    this.#list.replaceChildren(...values.map((value) => make("option", { value })));
  }
}
