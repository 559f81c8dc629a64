/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
/**
 * The drawing with everything around it: order, point of view, slider, words.
 *
 * @module
 */

import type { VolumeReply } from "../lib/mod.ts";
import { describe } from "./description.ts";
import { byId } from "./dom.ts";
import { Drawing } from "./drawing.ts";
import { type Picture, pictureAsDescribed, pictureAsSent } from "./picture.ts";
import type { Scene } from "./scene.ts";
import { Strip } from "./strip.ts";

/** The part of the page that shows the slices in the patient. */
export class PatientView {
  readonly #section = byId("view");
  readonly #slider = byId<HTMLInputElement>("slice");
  readonly #caption = byId("slice-words");
  readonly #modes = document.querySelectorAll<HTMLInputElement>('input[name="mode"]');
  readonly #drawing = new Drawing(byId<SVGSVGElement>("drawing"));
  readonly #strip = new Strip(byId<SVGSVGElement>("strip"));
  #scene: Scene | undefined;
  #volume: VolumeReply | undefined;
  #picture: Picture | undefined;

  constructor() {
    for (const mode of this.#modes) mode.addEventListener("change", () => this.#draw());
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
    if (scene.frames.length === 0) return;
    this.#scene = scene;
    this.#volume = volume;
    const described = [...this.#modes].find(({ value }) => value === "described")!;
    described.nextElementSibling!.textContent = volume ? "As in the header" : "Sorted";
    byId("view-words").textContent = describe(scene, volume).join(" ");
    this.#draw();
  }

  #draw(): void {
    const sent = [...this.#modes].some(({ value, checked }) => value === "sent" && checked);
    const picture = sent
      ? pictureAsSent(this.#scene!)
      : pictureAsDescribed(this.#scene!, this.#volume);
    this.#picture = picture;
    this.#drawing.show(picture);
    this.#strip.show(picture.items);
    this.#section.classList.toggle("has-gap", picture.gaps.length > 0);
    this.#section.classList.toggle("has-crowded", picture.crowded.length > 0);
    this.#section.classList.toggle("has-ghost", picture.ghosts.length > 0);
    this.#slider.max = String(picture.items.length - 1);
    this.#slider.value = "0";
    this.#slider.parentElement!.hidden = picture.items.length < 2;
    const thinned = picture.drawn.length < picture.items.length - picture.gaps.length;
    this.#caption.textContent = thinned
      ? `${picture.drawn.length} of ${picture.items.length} are drawn; move the slider to see each.`
      : "Drag the drawing to rotate it, move the slider to see each slice.";
  }

  #select(index: number): void {
    const caption = this.#picture?.items[index]?.caption ?? "";
    this.#drawing.select(index);
    this.#caption.textContent = caption;
    this.#slider.setAttribute("aria-valuetext", caption);
  }
}
