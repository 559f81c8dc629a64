/**
 * The choice of a format, and the header in it.
 *
 * @module
 */

import { compressedExtension } from "../lib/headers/named_format.ts";
import type { VolumeReply } from "../lib/mod.ts";
import type { FormName } from "../lib/options/table.ts";
import { byId, make } from "./dom.ts";
import { note, sentence, type SetOption } from "./findings_view.ts";
import { offeredFormats, PAGE_FORMATS } from "./formats.ts";
import { showText } from "./header_view.ts";
import { helpButtons } from "./problem_view.ts";
import type { Problem, ShownForm } from "./protocol.ts";

/** The format that a person wants, for as long as the page is open. */
export class FormatView {
  readonly #select = byId<HTMLSelectElement>("format");
  readonly #problem = byId("form-problem");
  readonly #words = byId("form-words");
  readonly #buttons = ["copy", "save-header"].map((id) => byId(id));
  #offered = "";

  /** @param onChange Called when another one is chosen */
  constructor(onChange: () => void) {
    this.#select.addEventListener("change", onChange);
  }

  /** The one that is chosen; NRRD at first. */
  get format(): FormName {
    return (this.#select.value || "text") as FormName;
  }

  /** What it is called. */
  get title(): string {
    return PAGE_FORMATS[this.format].title;
  }

  /** Chooses one, if it is offered. */
  choose(name: string): void {
    if (![...this.#select.options].some(({ value }) => value === name)) return;
    this.#select.value = name;
    this.#select.dispatchEvent(new Event("change"));
  }

  /** Offers what a volume can be had in. What was chosen stays, if it is among them. */
  offer(volume: VolumeReply): void {
    const names = offeredFormats(volume);
    if (this.#offered === names.join()) return;
    this.#offered = names.join();
    const { format } = this;
    const groups = Map.groupBy(names, (name) => PAGE_FORMATS[name].group);
    this.#select.replaceChildren(
      ...[...groups].map(([label, inside]) =>
        make(
          "optgroup",
          { label },
          ...inside.map((name) => make("option", { value: name }, PAGE_FORMATS[name].label)),
        )
      ),
    );
    this.#select.value = names.includes(format) ? format : "text";
  }

  /**
   * Shows a header.
   *
   * @param samples Bytes of the samples that will follow, if they are here
   */
  show({ shown, content }: Pick<ShownForm, "shown" | "content">, samples?: number): void {
    this.#begin(true);
    showText(shown);
    // Of bytes the text is what they say; what is text shows itself.
    const gzip = compressedExtension(this.format) !== undefined;
    this.#words.hidden = !gzip;
    const whole = samples === undefined
      ? ""
      : `, then ${samples} of samples: ${content.length + samples} before compression`;
    this.#words.textContent = gzip ? `${content.length} bytes${whole}. Shown field by field.` : "";
  }

  /** Shows why the format has no header of this array. */
  refuse(problem: Problem, setOption: SetOption): void {
    this.#begin(false);
    const { code, detail, help } = problem;
    const advice = help === undefined ? "" : ` ${sentence(`What helps: ${help}`)}`;
    this.#problem.replaceChildren(
      note("bad", "", code, sentence(detail) + advice, [], helpButtons(problem, setOption)),
    );
  }

  #begin(hasHeader: boolean): void {
    byId("header-title").textContent = this.title;
    byId("header-text").hidden = !hasHeader;
    this.#problem.hidden = hasHeader;
    this.#words.hidden = true;
    for (const button of this.#buttons) button.hidden = !hasHeader;
  }
}
