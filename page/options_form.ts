/**
 * The form of the options, made from their table.
 *
 * @module
 */

import { Choice, type Control, Text } from "./control.ts";
import { make } from "./dom.ts";
import { type Field, FIRST_FIELDS, MORE_GROUPS } from "./options_table.ts";
import type { OptionList } from "./protocol.ts";
import { SegmentRows } from "./segment_rows.ts";

/** Milliseconds after the last key before a written value counts. */
const TYPING_PAUSE = 300;

/** An option in force, for a chip. */
export interface InForce {
  readonly name: string;
  /** Its value, or a few words for a long one. */
  readonly brief: string;
}

/** The options that the person has set. */
export class OptionsForm {
  readonly #reset: HTMLButtonElement;
  readonly #more: HTMLDetailsElement;
  readonly #controls = new Map<string, Control>();
  readonly #onChange: () => void;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** The option that was changed last. */
  #last: string | undefined;

  /**
   * @param form Where the fields go
   * @param reset Button for the defaults; seen while anything differs from them
   * @param onChange Called when an option has another value
   */
  constructor(form: HTMLFormElement, reset: HTMLButtonElement, onChange: () => void) {
    this.#reset = reset;
    this.#onChange = onChange;
    const first = this.#fields(FIRST_FIELDS);
    this.#more = make(
      "details",
      { id: "more-options" },
      make("summary", {}, "More options"),
      ...MORE_GROUPS.map(({ title, fields }) =>
        make("fieldset", {}, make("legend", {}, title), this.#fields(fields))
      ),
    );
    form.append(first, this.#more);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.#changed(nameOf(event.target), 0));
    form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLInputElement) {
        this.#changed(nameOf(event.target), TYPING_PAUSE);
      }
    });
    reset.addEventListener("click", () => {
      this.clear();
      this.#changed(undefined, 0);
    });
    this.#mark();
  }

  /** What differs from the defaults. */
  get options(): OptionList {
    return this.#inForce.map(([name, control]) => [name, control.value]);
  }

  /** The same, for people. */
  get inForce(): readonly InForce[] {
    return this.#inForce.map(([name, { value, brief = value }]) => ({ name, brief }));
  }

  /** Sets options to their defaults, all without names; nothing is made of it yet. */
  clear(names: readonly string[] = [...this.#controls.keys()]): void {
    clearTimeout(this.#typing);
    for (const name of names) {
      const control = this.#controls.get(name);
      if (control) control.value = "";
    }
    this.#last = undefined;
    this.#mark();
  }

  /** Sets one option; the empty value is the default. */
  change(name: string, value: string): void {
    const control = this.#controls.get(name);
    if (!control) return;
    control.value = value;
    this.#changed(name, 0);
  }

  /**
   * Says beside its control what an option has led to.
   *
   * @param named The option that the problem itself names; else the one that was changed last
   * @param message Empty for none
   */
  fault(message: string, named?: string): void {
    for (const [name, control] of this.#controls) {
      const at = message !== "" && name === (named ?? this.#last) && !control.isDefault;
      const place = document.getElementById(`option-${name}-fault`)!;
      place.hidden = !at;
      place.textContent = at ? message : "";
      if (at && this.#more.contains(control.element)) this.#more.open = true;
      control.labelled?.setAttribute("aria-invalid", String(at));
    }
  }

  /** Says what holds while an option is not set. */
  placeholder(name: string, words: string): void {
    this.#controls.get(name)?.placeholder?.(words);
  }

  /** Names that the fourth axis may have in these data. */
  suggest(name: string, values: readonly string[]): void {
    this.#controls.get(name)?.suggest?.(values);
  }

  get #inForce(): [string, Control][] {
    return [...this.#controls].filter(([name, control]) =>
      !control.isDefault && (name !== "segments" || this.#isSegmentation)
    );
  }

  get #isSegmentation(): boolean {
    return this.#controls.get("as")?.value === "segmentation";
  }

  #changed(name: string | undefined, pause: number): void {
    clearTimeout(this.#typing);
    this.#last = name;
    this.#mark();
    this.#typing = setTimeout(this.#onChange, pause);
  }

  #mark(): void {
    for (const [name, control] of this.#controls) {
      const option = control.element.closest<HTMLElement>(".option")!;
      option.classList.toggle("changed", !control.isDefault);
      if (name === "segments") option.hidden = !this.#isSegmentation;
    }
    this.#reset.hidden = this.#inForce.length === 0;
  }

  #fields(fields: readonly Field[]): HTMLElement {
    return make("div", { class: "fields" }, ...fields.map((field) => this.#field(field)));
  }

  #field(field: Field): HTMLElement {
    const { name, label, hint } = field;
    const id = `option-${name}`;
    const control = controlOf(field, id, `${id}-help ${id}-fault`);
    this.#controls.set(name, control);
    // The code is for who writes commands; read aloud it would only repeat the label.
    const words = [`${label} `, make("code", { "aria-hidden": "true" }, name)];
    return make(
      "div",
      { class: "option", "data-option": name },
      control.labelled
        ? make("label", { for: id }, ...words)
        : make("span", { class: "option-name" }, ...words),
      control.element,
      make("p", { class: "hint", id: `${id}-help` }, hint),
      make("p", { class: "fault", id: `${id}-fault`, hidden: true }),
    );
  }
}

function controlOf(field: Field, id: string, described: string): Control {
  if (field.name === "segments") return new SegmentRows(id, described);
  return field.values ? new Choice(field, id, described) : new Text(field, id, described);
}

function nameOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest("[data-option]")?.getAttribute("data-option") ?? undefined;
}
