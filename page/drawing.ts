/**
 * Draws a picture as SVG and lets it be turned with pointer and arrow keys.
 *
 * @module
 */

import { makeSvg } from "./dom.ts";
import type { Stroke } from "./figure.ts";
import { type Label, layoutOf, type Polygon } from "./layout.ts";
import type { Item, Picture } from "./picture.ts";
import type { View } from "./projection.ts";

/** From the front, a little from the patient's left and from above. */
export const FIRST_VIEW: View = { turn: 35, height: 22 };

/** Degrees for each pixel that the pointer moves, and for each press of an arrow key. */
const DEGREES_PER_PIXEL = 0.5;
const DEGREES_PER_KEY = 6;

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
  #selected: Item | undefined;
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
    this.#selected = undefined;
    this.#later();
  }

  /** Lifts one slice out, or none. */
  select(index: number | undefined): void {
    this.#selected = index === undefined ? undefined : this.#picture?.items[index];
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
    this.#svg.setAttribute("viewBox", `${-width / 2} ${-height / 2} ${width} ${height}`);
    const frame = { view: this.#view, width, height };
    const { behind, polygons, strokes, labels } = layoutOf(this.#picture, frame, this.#selected);
    this.#svg.replaceChildren(
      ...behind.map(strokeElement),
      ...polygons.map(polygonElement),
      ...strokes.map(strokeElement),
      ...labels.map(labelElement),
    );
  }
}

function polygonElement({ kind, points, order }: Polygon): SVGElement {
  const corners = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const element = makeSvg("polygon", { class: `sheet ${kind}`, points: corners });
  element.style.setProperty("--order", `${order * 100}%`);
  return element;
}

function strokeElement({ kind, path, width }: Stroke): SVGElement {
  const element = makeSvg("path", { class: kind, d: path });
  if (width !== undefined) element.style.strokeWidth = `${width.toFixed(1)}px`;
  return element;
}

function labelElement({ kind, text, more, title, x, y }: Label): SVGElement {
  return makeSvg(
    "text",
    { class: kind, x: x.toFixed(1), y: y.toFixed(1) },
    text,
    ...(more ? [makeSvg("tspan", { class: "more", dx: "4" }, more)] : []),
    ...(title ? [makeSvg("title", {}, title)] : []),
  );
}
