/**
 * Parts of a drawing: SVG elements that are placed anew for each view.
 *
 * @module
 */

import { add, scale, type Vector } from "../lib/geometry/vector.ts";
import { makeSvg } from "./dom.ts";
import { type Arrow, cornersOf, type Mark, type Picture, type Sheet } from "./picture.ts";
import type { Seen } from "./projection.ts";

/** From the tip of an arrow to the middle of its label, pixels. */
const LABEL_AWAY = 12;
/** Names of the six directions and where they point, LPS. */
const DIRECTIONS: readonly (readonly [letter: string, name: string, way: Vector])[] = [
  ["L", "left", [1, 0, 0]],
  ["R", "right", [-1, 0, 0]],
  ["P", "posterior", [0, 1, 0]],
  ["A", "anterior", [0, -1, 0]],
  ["S", "superior", [0, 0, 1]],
  ["I", "inferior", [0, 0, -1]],
];

/** Something drawn that finds its place anew for each view. */
export interface Part {
  readonly element: SVGElement;
  /** A point that tells how near the part is; parts without one stay in front. */
  readonly at?: Vector;
  readonly place: (see: (point: Vector) => Seen) => void;
}

/** Everything of a picture but the sides of the patient. */
export function drawingParts(picture: Picture): Part[] {
  const { items, drawn, ghosts, gaps, crowded, arrows } = picture;
  const last = items.length - 1;
  return [
    ...ghosts.map((sheet) => sheetPart(sheet, "ghost")),
    ...drawn.map((k) => sheetPart(items[k]!, "slice", last > 0 ? k / last : 0)),
    ...gaps.flatMap((mark) => markParts(mark, "gap")),
    ...crowded.flatMap((mark) => markParts(mark, "crowded")),
    ...arrows.flatMap(arrowParts),
    ...(items.length > 1
      ? [
        textPart("0", items[0]!.corner, "number"),
        textPart(`${last}`, items[last]!.corner, "number"),
      ]
      : []),
  ];
}

/**
 * A sheet.
 *
 * @param order Place in the order, 0 to 1: the colour
 */
export function sheetPart(sheet: Sheet, kind: string, order = 0): Part {
  const corners = cornersOf(sheet);
  const element = makeSvg("polygon", { class: `sheet ${kind}` });
  element.style.setProperty("--order", `${order * 100}%`);
  return {
    element,
    at: add(sheet.corner, scale(add(sheet.across, sheet.down), 0.5)),
    place: (see) => element.setAttribute("points", corners.map((c) => dot2(see(c))).join(" ")),
  };
}

function markParts(mark: Mark, kind: string): Part[] {
  const sheet = sheetPart(mark, kind);
  if (!mark.label) return [sheet];
  const corners = cornersOf(mark);
  const text = makeSvg("text", { class: `label ${kind}` }, mark.label);
  return [sheet, {
    element: text,
    place: (see) => {
      // Beside the corner that is furthest to the right, where nothing else is drawn.
      const [x, y] = corners.map(see).reduce((a, b) => b[0] > a[0] ? b : a);
      text.setAttribute("x", (x + 8).toFixed(1));
      text.setAttribute("y", y.toFixed(1));
    },
  }];
}

function arrowParts({ from, to, label, kind }: Arrow): Part[] {
  const line = makeSvg("path", { class: `arrow ${kind}` });
  const text = makeSvg("text", { class: `label ${kind}` }, label);
  return [
    { element: line, place: (see) => line.setAttribute("d", arrowShape(see(from), see(to))) },
    {
      element: text,
      place: (see) => {
        const [[x1, y1], [x2, y2]] = [see(from), see(to)];
        const length = Math.hypot(x2 - x1, y2 - y1) || 1;
        const beyond = (start: number, end: number) => end + (end - start) / length * LABEL_AWAY;
        text.setAttribute("x", beyond(x1, x2).toFixed(1));
        text.setAttribute("y", beyond(y1, y2).toFixed(1));
      },
    },
  ];
}

/** A line with a head that keeps its size; no head where the arrow points at the viewer. */
function arrowShape([x1, y1]: Seen, [x2, y2]: Seen): string {
  const line = `M${dot2([x1, y1])}L${dot2([x2, y2])}`;
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 8) return line;
  const [dx, dy] = [(x2 - x1) / length * 7, (y2 - y1) / length * 7];
  const wing = (side: number): string =>
    dot2([x2 - dx - side * dy * 0.55, y2 - dy + side * dx * 0.55]);
  return `${line}M${wing(1)}L${dot2([x2, y2])}L${wing(-1)}`;
}

/** Letters at the six sides of the patient, and thin lines between opposite ones. */
export function patientAxes({ centre, radius }: Picture): Part[] {
  const parts: Part[] = [];
  for (const [letter, name, way] of DIRECTIONS) {
    const end = add(centre, scale(way, radius));
    const line = makeSvg("line", { class: "axis" });
    const text = makeSvg("text", { class: "side" }, letter);
    text.append(makeSvg("title", {}, name));
    parts.push({
      element: line,
      place: (see) => {
        const [[x1, y1], [x2, y2]] = [see(centre), see(end)];
        for (const [key, value] of Object.entries({ x1, y1, x2, y2 })) {
          line.setAttribute(key, value.toFixed(1));
        }
      },
      at: end,
    }, {
      element: text,
      place: (see) => {
        const [x, y, near] = see(end);
        // Letters stand a little outside; those at the far side are fainter.
        const out = 14 / Math.max(Math.hypot(x, y), 14);
        text.setAttribute("x", (x + x * out).toFixed(1));
        text.setAttribute("y", (y + y * out).toFixed(1));
        text.classList.toggle("far", near < 0);
      },
    });
  }
  return parts;
}

function textPart(words: string, at: Vector, kind: string): Part {
  const element = makeSvg("text", { class: kind }, words);
  return {
    element,
    place: (see) => {
      const [x, y] = see(at);
      // Beside the point, on the side that is away from the centre.
      element.setAttribute("x", (x + (x < 0 ? -6 : 6)).toFixed(1));
      element.setAttribute("y", y.toFixed(1));
      element.setAttribute("text-anchor", x < 0 ? "end" : "start");
    },
  };
}

function dot2([x, y]: readonly [number, number, ...number[]]): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
