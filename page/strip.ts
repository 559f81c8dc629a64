/**
 * A strip of dots above the slider: for each slice in order, how far along the normal it lies. A
 * sorted stack is a straight line; jumps, turns and holes are seen at once.
 *
 * @module
 */

import { largestOf, smallestOf } from "../lib/geometry/numbers.ts";
import { makeSvg } from "./dom.ts";
import type { Item } from "./picture.ts";

/** Half the width of a slider's thumb, pixels: the dots stand where the thumb will stand. */
const THUMB = 8;
const MARGIN = 6;

/** The dots of a picture. */
export class Strip {
  readonly #svg: SVGSVGElement;
  #items: readonly Item[] = [];

  /** @param svg Where to draw */
  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    new ResizeObserver(() => this.#draw()).observe(svg);
  }

  /** Shows slices in their order. */
  show(items: readonly Item[]): void {
    this.#items = items;
    this.#draw();
  }

  #draw(): void {
    const { width, height } = this.#svg.getBoundingClientRect();
    if (width === 0 || this.#items.length === 0) return;
    const heights = this.#items.map((item) => item.height);
    const low = smallestOf(heights);
    const range = largestOf(heights) - low;
    const last = this.#items.length - 1;
    const dots = heights.map((value, k) => {
      const x = THUMB + (width - 2 * THUMB) * (last > 0 ? k / last : 0);
      const part = range > 0 ? (value - low) / range : 0.5;
      const y = height - MARGIN - (height - 2 * MARGIN) * part;
      // A line of no length with round ends is a dot; one path draws thousands of them.
      return `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
    });
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const ramp = makeSvg(
      "linearGradient",
      { id: "ramp", gradientUnits: "userSpaceOnUse", x2: String(width) },
      makeSvg("stop", { class: "ramp-first" }),
      makeSvg("stop", { class: "ramp-last", offset: "1" }),
    );
    this.#svg.replaceChildren(ramp, makeSvg("path", { class: "dots", d: dots.join("") }));
  }
}
