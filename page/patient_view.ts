/**
 * The drawing with everything around it: order, point of view, slider, words.
 *
 * @module
 */

import type { VolumeReply } from "../lib/mod.ts";
import { length } from "../lib/geometry/vector.ts";
import { describe } from "./description.ts";
import { byId } from "./dom.ts";
import { Drawing } from "./drawing.ts";
import { type Checked, claimedGhost, formulaGhost, type Ghost } from "./ghosts.ts";
import {
  groupOf,
  type Picture,
  pictureAsDescribed,
  pictureAsSent,
  sliceStepOf,
  withGhosts,
} from "./picture.ts";
import type { Scene } from "./scene.ts";
import { Strip } from "./strip.ts";

/** Entries of the legend that are there only with something to explain. */
const KEYS: Readonly<Record<string, (picture: Picture) => boolean>> = {
  gap: ({ gaps }) => gaps.length > 0,
  empty: ({ empty }) => empty.length > 0,
  crowded: ({ crowded }) => crowded.length > 0,
  ghost: ({ ghosts }) => ghosts.length > 0,
  other: ({ others }) => others.length > 0,
  claimed: ({ outlines }) => outlines.some(({ kind }) => kind === "claimed"),
  formula: ({ outlines }) => outlines.some(({ kind }) => kind === "formula"),
};

/** The part of the page that shows the slices in the patient. */
export class PatientView {
  readonly #section = byId("view");
  readonly #slider = byId<HTMLInputElement>("slice");
  readonly #caption = byId("slice-words");
  readonly #modes = document.querySelectorAll<HTMLInputElement>('input[name="mode"]');
  readonly #formula = byId<HTMLInputElement>("formula");
  readonly #drawing = new Drawing(byId<SVGSVGElement>("drawing"));
  readonly #strip = new Strip(byId<SVGSVGElement>("strip"));
  #scene: Scene | undefined;
  #volume: VolumeReply | undefined;
  #checked: Checked | undefined;
  #picture: Picture | undefined;

  constructor() {
    for (const control of [...this.#modes, this.#formula]) {
      control.addEventListener("change", () => this.#draw());
    }
    for (const button of document.querySelectorAll<HTMLElement>("[data-look]")) {
      const [turn, height] = button.dataset["look"]!.split(",").map(Number) as [number, number];
      button.addEventListener("click", () => this.#drawing.look({ turn, height }));
    }
    for (const type of ["focus", "input"]) {
      this.#slider.addEventListener(type, () => this.#select(this.#slider.valueAsNumber));
    }
    this.#slider.addEventListener("blur", () => this.#drawing.select(undefined));
  }

  /**
   * Shows a scene.
   *
   * @param volume The volume whose header is shown, if there is one
   */
  show(scene: Scene, volume: VolumeReply | undefined): void {
    this.#section.hidden = scene.frames.length === 0;
    if (scene !== this.#scene) this.#checked = undefined;
    this.#scene = scene;
    if (scene.frames.length === 0) return;
    this.#volume = volume;
    const described = [...this.#modes].find(({ value }) => value === "described")!;
    described.nextElementSibling!.textContent = volume ? "As in the header" : "Sorted";
    byId("view-words").textContent = describe(scene, volume).join(" ");
    this.#draw();
  }

  /** Draws the header that was checked over the slices, or takes it away. */
  compare(checked: Checked | undefined): void {
    this.#checked = checked;
    if (this.#scene?.frames.length) this.#draw();
  }

  #draw(): void {
    const sent = [...this.#modes].some(({ value, checked }) => value === "sent" && checked);
    const slices = sent
      ? pictureAsSent(this.#scene!)
      : pictureAsDescribed(this.#scene!, this.#volume);
    const ghosts = this.#ghosts();
    const picture = withGhosts(slices, ghosts);
    this.#picture = picture;
    this.#drawing.show(picture);
    this.#strip.show(picture.items);
    for (const [key, isThere] of Object.entries(KEYS)) {
      this.#section.querySelector<HTMLElement>(`.key.${key}`)!.hidden = !isThere(picture);
    }
    byId("compare-words").textContent = ghosts.map(({ words }) => words).join(" ");
    const last = picture.items.length - 1;
    this.#slider.max = String(last);
    this.#slider.value = "0";
    this.#slider.setAttribute("aria-valuetext", picture.items[0]?.caption ?? "");
    this.#slider.parentElement!.hidden = last < 1;
    const whole = picture.items.length - picture.gaps.length - picture.empty.length;
    this.#caption.textContent = picture.drawn.length < whole
      ? `Not every slice is drawn; move the slider to see each of ${picture.items.length}.`
      : "Drag the drawing to rotate it, move the slider to see each slice.";
  }

  /** What is drawn over the slices. */
  #ghosts(): Ghost[] {
    const scene = this.#scene!;
    const volume = this.#volume;
    const claimed = this.#checked && claimedGhost(this.#checked);
    const [only, ...more] = scene.groups;
    const group = volume ? groupOf(scene, volume) : more.length === 0 ? only : undefined;
    const spacing = volume && group && length(sliceStepOf(volume, group.normal));
    const formula = group && formulaGhost(scene, group, spacing);
    byId("formula-field").hidden = !formula;
    return [
      ...(claimed ? [claimed] : []),
      ...(formula && this.#formula.checked ? [formula] : []),
    ];
  }

  #select(index: number): void {
    const caption = this.#picture?.items[index]?.caption ?? "";
    this.#drawing.select(index);
    this.#caption.textContent = caption;
    this.#slider.setAttribute("aria-valuetext", caption);
  }
}
