/**
 * The form of the options, made from their table.
 *
 * @module
 */

import { make } from "./dom.ts";
import { type Field, GROUPS } from "./options_table.ts";
import type { OptionList } from "./protocol.ts";

/** Milliseconds after the last key before a written value counts. */
const TYPING_PAUSE = 300;

type Control = HTMLSelectElement | HTMLInputElement;

/** The options that the person has set. */
export class OptionsForm {
  readonly #form: HTMLFormElement;
  readonly #reset: HTMLButtonElement;
  readonly #controls = new Map<string, Control>();
  readonly #onChange: () => void;
  #typing: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param form Where the fields go
   * @param reset Button for the defaults; seen while anything differs from them
   * @param onChange Called when an option has another value
   */
  constructor(form: HTMLFormElement, reset: HTMLButtonElement, onChange: () => void) {
    this.#form = form;
    this.#reset = reset;
    this.#onChange = onChange;
    form.append(...GROUPS.map(({ title, hint, fields }) =>
      make(
        "fieldset",
        {},
        make("legend", {}, title),
        ...(hint ? [make("p", { class: "hint" }, hint)] : []),
        make("div", { class: "fields" }, ...fields.map((field) => this.#field(field))),
      )
    ));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => this.#changed(0));
    form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLInputElement) this.#changed(TYPING_PAUSE);
    });
    reset.addEventListener("click", () => this.set([]));
  }

  /** What differs from the defaults. */
  get options(): OptionList {
    return [...this.#controls].flatMap(([name, control]) =>
      isDefault(control) ? [] : [[name, control.value.trim()] as const]
    );
  }

  /** Sets these options and all others to their defaults. */
  set(options: OptionList): void {
    this.#form.reset();
    for (const [name, value] of options) {
      const control = this.#controls.get(name);
      if (control) control.value = value;
    }
    this.#changed(0);
  }

  /** Sets one option, and shows where. */
  change(name: string, value: string): void {
    const control = this.#controls.get(name);
    if (!control) return;
    control.value = value;
    this.#changed(0);
  }

  /** Forgets an option; nothing is made of it yet. */
  forget(name: string): void {
    const control = this.#controls.get(name);
    if (control instanceof HTMLSelectElement) control.selectedIndex = 0;
    else if (control) control.value = "";
    this.#mark();
  }

  /** Names that the fourth axis may have in these data. */
  suggest(name: string, values: readonly string[]): void {
    const list = this.#controls.get(name)?.getAttribute("list");
    document.getElementById(list ?? "")?.replaceChildren(
      ...values.map((value) => make("option", { value })),
    );
  }

  #changed(pause: number): void {
    clearTimeout(this.#typing);
    this.#mark();
    this.#typing = setTimeout(this.#onChange, pause);
  }

  #mark(): void {
    for (const control of this.#controls.values()) {
      control.closest(".option")!.classList.toggle("changed", !isDefault(control));
    }
    this.#reset.hidden = this.options.length === 0;
  }

  #field(field: Field): HTMLElement {
    const id = `option-${field.name}`;
    const hint = `${id}-help`;
    const { name, label, hint: help, values, suggestions = [] } = field;
    const control = values
      ? make(
        "select",
        { id, "aria-describedby": hint },
        ...choicesOf(field).map(([value, words]) => make("option", { value }, words)),
      )
      : make("input", {
        id,
        type: "text",
        list: `${id}-list`,
        placeholder: field.unset ?? field.default ?? "",
        spellcheck: "false",
        autocapitalize: "none",
        "aria-describedby": hint,
      });
    this.#controls.set(name, control);
    return make(
      "div",
      { class: "option" },
      make("label", { for: id }, `${label} `, make("code", {}, name)),
      control,
      ...(values ? [] : [
        make(
          "datalist",
          { id: `${id}-list` },
          ...suggestions.map((value) => make("option", { value })),
        ),
      ]),
      make("p", { class: "hint", id: hint }, help),
    );
  }
}

/** Values and their labels, the default first. */
function choicesOf({ values = {}, unset }: Field): (readonly [value: string, words: string])[] {
  return [...(unset === undefined ? [] : [["", unset] as const]), ...Object.entries(values)];
}

function isDefault(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return control.selectedIndex === 0;
  const value = control.value.trim();
  return value === "" || value === control.placeholder;
}
