/**
 * Segments as rows: label value, name and colour of each.
 *
 * @module
 */

import { counted } from "../lib/text.ts";
import type { Control } from "./control.ts";
import { button, make } from "./dom.ts";

/** Colours to begin with, told apart by those who see few: of Okabe and Ito. */
const COLOURS = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442"];

/** The rows, whose value is the JSON of the option. */
export class SegmentRows implements Control {
  readonly element: HTMLElement;
  readonly labelled = undefined;
  readonly #rows: HTMLElement;

  /**
   * @param id Of the group
   * @param described Id of the words about it
   */
  constructor(id: string, described: string) {
    this.#rows = make("div", { class: "segment-rows" });
    const add = button("+ segment", () => {
      this.#add(this.#nextValue(), "", COLOURS[this.#rows.childElementCount % COLOURS.length]!);
      this.#rows.lastElementChild!.querySelector<HTMLElement>("input[type=text]")!.focus();
      this.#changed();
    });
    this.element = make(
      "div",
      { id, role: "group", "aria-label": "Segments", "aria-describedby": described },
      this.#rows,
      add,
    );
  }

  get value(): string {
    if (this.isDefault) return "";
    return JSON.stringify(
      [...this.#rows.children].map((row) => {
        const [value, name, color] = [...row.querySelectorAll("input")].map((input) =>
          input.value.trim()
        );
        return { value: Number(value), ...(name ? { name } : {}), color };
      }),
    );
  }

  set value(json: string) {
    this.#rows.replaceChildren();
    if (json === "") return;
    for (const { value, name = "", color = COLOURS[0]! } of JSON.parse(json)) {
      this.#add(value, name, color);
    }
  }

  get isDefault(): boolean {
    return this.#rows.childElementCount === 0;
  }

  get brief(): string {
    return counted(this.#rows.childElementCount, "segment");
  }

  #nextValue(): number {
    const values = [...this.#rows.querySelectorAll<HTMLInputElement>("input[type=number]")]
      .map(({ value }) => Number(value));
    return Math.max(0, ...values) + 1;
  }

  #add(value: number, name: string, color: string): void {
    const remove = button("Remove", () => {
      row.remove();
      this.#changed();
    }, { class: "quiet" });
    const row = make(
      "div",
      { class: "segment-row", role: "group", "aria-label": `Segment ${value}` },
      labelled("Value", { type: "number", min: "1", step: "1", value: String(value) }),
      labelled("Name", { type: "text", value: name, autocomplete: "off" }),
      labelled("Colour", { type: "color", value: color }),
      remove,
    );
    this.#rows.append(row);
  }

  #changed(): void {
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function labelled(name: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  return make("label", {}, `${name} `, make("input", attributes));
}
