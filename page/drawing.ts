/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
/**
 * Draws a picture as SVG and lets it be turned with pointer and arrow keys.
 *
 * @module
 */

import type { Vector } from "../lib/geometry/vector.ts";
import { drawingParts, type Part, patientAxes, sheetPart } from "./drawing_parts.ts";
import type { Picture } from "./picture.ts";
import { looking, type Seen, type View } from "./projection.ts";

/** From the front, a little from the patient's left and from above. */
export const FIRST_VIEW: View = { turn: 35, height: 22 };

/** Degrees for each pixel that the pointer moves, and for each press of an arrow key. */
const DEGREES_PER_PIXEL = 0.5;
const DEGREES_PER_KEY = 6;
/** Room around the sphere for the letters, pixels. */
const MARGIN = 30;

const KEYS: Readonly<Record<string, readonly [turn: number, height: number]>> = {
  ArrowLeft: [-DEGREES_PER_KEY, 0],
  ArrowRight: [DEGREES_PER_KEY, 0],
  ArrowUp: [0, DEGREES_PER_KEY],
  ArrowDown: [0, -DEGREES_PER_KEY],
};

/** A picture on the screen. */
export class Drawing {
  readonly #svg: SVGSVGElement;
  #picture: Picture | undefined;
  #parts: Part[] = [];
  #selection: Part | undefined;
  #view = FIRST_VIEW;
  #waiting = false;

  /** @param svg Where to draw */
  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    new ResizeObserver(() => this.#later()).observe(svg);
    this.#listen();
  }

  /** Shows another picture from where the viewer stands. */
  show(picture: Picture): void {
    this.#picture = picture;
    this.#selection = undefined;
    this.#parts = [...patientAxes(picture), ...drawingParts(picture)];
    this.#svg.replaceChildren(...this.#parts.map(({ element }) => element));
    this.#later();
  }

  /** Lifts one slice out, or none. */
  select(index: number | undefined): void {
    this.#selection?.element.remove();
    const item = index === undefined ? undefined : this.#picture?.items[index];
    this.#selection = item && sheetPart(item, "selected");
    if (this.#selection) this.#svg.append(this.#selection.element);
    this.#later();
  }

  /** Looks from somewhere else. */
  look(view: View): void {
    this.#view = { turn: view.turn % 360, height: Math.max(-90, Math.min(90, view.height)) };
    this.#later();
  }

  #turn(turn: number, height: number): void {
    this.look({ turn: this.#view.turn + turn, height: this.#view.height + height });
  }

  #listen(): void {
    const svg = this.#svg;
    svg.addEventListener("pointerdown", (event) => {
      if (event.button === 0) svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!svg.hasPointerCapture(event.pointerId)) return;
      this.#turn(-event.movementX * DEGREES_PER_PIXEL, event.movementY * DEGREES_PER_PIXEL);
    });
    svg.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (!step && event.key !== "Home") return;
      event.preventDefault();
      if (step) this.#turn(...step);
      else this.look(FIRST_VIEW);
    });
  }

  /** Draws once before the next frame, however many changes there were. */
  #later(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { width, height } = this.#svg.getBoundingClientRect();
    if (!this.#picture || width === 0) return;
    const { centre, radius } = this.#picture;
    this.#svg.setAttribute("viewBox", `${-width / 2} ${-height / 2} ${width} ${height}`);
    const pixels = (Math.min(width, height) / 2 - MARGIN) / (radius || 1);
    const look = looking(this.#view, centre);
    const see = (point: Vector): Seen => {
      const [right, down, near] = look(point);
      return [right * pixels, down * pixels, near * pixels];
    };
    for (const part of this.#parts) part.place(see);
    this.#selection?.place(see);
    const depth = ({ at }: Part): number => at ? see(at)[2] : Infinity;
    const depths = new Map(this.#parts.map((part) => [part, depth(part)]));
    this.#parts.sort((a, b) => depths.get(a)! - depths.get(b)! || 0);
    this.#svg.append(...this.#parts.map(({ element }) => element));
    if (this.#selection) this.#svg.append(this.#selection.element);
  }
}
