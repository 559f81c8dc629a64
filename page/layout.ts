/**
 * A picture laid out on the screen: what is where for one view, in pixels from the middle.
 *
 * @module
 */

import { add, scale, type Vector } from "../lib/geometry/vector.ts";
import { brief } from "../lib/text.ts";
import { figureOf, type Stroke } from "./figure.ts";
import { type FreeEdge, freeEdges } from "./free_edge.ts";
import { type Box, hullOf, placeOf, type Point, type Shape } from "./labels.ts";
import type { Picture } from "./picture.ts";
import { looking, type View } from "./projection.ts";
import { cornersOf, type Sheet } from "./sheet.ts";

/** A sheet on the screen. */
export interface Polygon {
  readonly kind: string;
  readonly points: Shape;
  /** Place in the order of the slices, 0 to 1: the colour. */
  readonly order: number;
}

/** Words with a place of their own. */
export interface Label extends Box {
  readonly kind: string;
  readonly text: string;
  /** Smaller words behind. */
  readonly more: string;
  /** What it stands for. */
  readonly title: string;
}

/** Everything on the screen; of the polygons the furthest first. */
export interface Layout {
  /** Behind all else. */
  readonly behind: readonly Stroke[];
  readonly polygons: readonly Polygon[];
  readonly strokes: readonly Stroke[];
  readonly labels: readonly Label[];
  /** What no label covers. */
  readonly covered: readonly Shape[];
}

/** Where a layout is seen from, and how large it is, pixels. */
export interface Frame {
  readonly view: View;
  readonly width: number;
  readonly height: number;
}

/** The six directions and where they point, LPS. */
const DIRECTIONS: readonly (readonly [letter: string, word: string, title: string, way: Vector])[] =
  [
    ["L", "left", "Left", [1, 0, 0]],
    ["R", "right", "Right", [-1, 0, 0]],
    ["P", "back", "Posterior: back", [0, 1, 0]],
    ["A", "front", "Anterior: front", [0, -1, 0]],
    ["S", "head", "Superior: head", [0, 0, 1]],
    ["I", "feet", "Inferior: feet", [0, 0, -1]],
  ];
const ARROW_TITLES = {
  columns: "i: from column to column",
  rows: "j: from row to row",
  slices: "k: from slice to slice",
  normal: "The slice normal, and the angle between it and k",
};

/** Room around the sphere for the letters, pixels. */
const MARGIN = 36;
/** Room beside the sphere for words, pixels. */
const WORD_ROOM = 66;
/** From the slices to the arrows along their edges, pixels. */
const ARROW_AWAY = 8;
/** Arrows shorter than this, pixels, point at the viewer. */
const SHORTEST_ARROW = 14;
/** Directions that are seen shorter than this part of the radius point at the viewer. */
const SHORTEST_DIRECTION = 0.25;
/** Sizes of letters, pixels. */
const FONTS = { side: 16, axis: 17, number: 12, label: 13 };
const SMALL_FONT = 12;
/** Width of letters in the widest of common fonts, as part of their size; and their height. */
const LETTER_WIDTH = 0.66;
const LINE_HEIGHT = 1.1;
/** Height of the figure and length of the longest scale bar, as part of the shorter side. */
const FIGURE = 0.16;
const LONGEST_BAR = 0.26;
/** From the edge of the drawing to what stands in its corners, pixels. */
const CORNER = 12;

/**
 * Lays a picture out.
 *
 * @param selected Slice that is lifted out
 */
export function layoutOf(picture: Picture, frame: Frame, selected?: Sheet): Layout {
  const desk = new Desk(picture, frame);
  desk.corners();
  desk.sheets(selected);
  desk.outlines();
  desk.arrows();
  desk.numbers();
  desk.directions();
  desk.words();
  return desk;
}

class Desk implements Layout {
  readonly behind: Stroke[] = [];
  readonly polygons: Polygon[] = [];
  readonly strokes: Stroke[] = [];
  readonly labels: Label[] = [];
  readonly covered: Shape[] = [];
  readonly #picture: Picture;
  readonly #frame: Frame;
  readonly #taken: Box[] = [];
  readonly #bounds: Box;
  /** Pixels per millimetre. */
  readonly #scale: number;
  /** Radius of the sphere, pixels. */
  readonly #reach: number;
  readonly #look: ReturnType<typeof looking>;
  /** Both ends of the arrow from slice to slice. */
  #ends: readonly Point[] = [];

  constructor(picture: Picture, frame: Frame) {
    const { view, width, height } = frame;
    this.#picture = picture;
    this.#frame = frame;
    this.#bounds = { x: 0, y: 0, width: width - 4, height: height - 4 };
    this.#reach = Math.min(width, height) / 2 - MARGIN;
    this.#scale = this.#reach / (picture.radius || 1);
    this.#look = looking(view, picture.centre);
  }

  /** The scale and the figure: nothing else goes where they are. */
  corners(): void {
    const { view, width, height } = this.#frame;
    const side = Math.min(width, height);
    const [left, right, bottom] = [CORNER - width / 2, width / 2 - CORNER, height / 2 - CORNER];
    const bar = roundBelow(LONGEST_BAR * side / this.#scale);
    const length = bar * this.#scale;
    this.strokes.push({
      kind: "bar",
      path: `M${dot2([left, bottom - 5])}v5h${length.toFixed(1)}v-5`,
    });
    const text = `${brief(bar)} mm`;
    const [w, h] = sizeOf("number", text);
    const wide = Math.max(w, length);
    this.labels.push({
      kind: "number bar",
      text,
      more: "",
      title: "",
      x: left + length / 2 + Math.max(0, (w - length) / 2),
      y: bottom - 13,
      width: w,
      height: h,
    });
    this.#taken.push({ x: left + wide / 2, y: bottom - 9, width: wide, height: 24 });
    const figure = FIGURE * side;
    const at: Point = [right - 0.27 * figure, bottom - figure / 2];
    this.strokes.push(...figureOf(view, figure, at));
    this.#taken.push({ x: at[0], y: at[1], width: 0.6 * figure, height: 1.1 * figure });
  }

  sheets(selected: Sheet | undefined): void {
    const { items, drawn, ghosts, gaps, empty, crowded, others, box } = this.#picture;
    const last = items.length - 1;
    const own = [
      ...ghosts.map((sheet) => this.#sheet(sheet, "ghost")),
      ...empty.map((sheet) => this.#sheet(sheet, "empty")),
      ...drawn.map((k) => this.#sheet(items[k]!, "slice", last > 0 ? k / last : 0)),
      ...gaps.map((sheet) => this.#sheet(sheet, "gap")),
      ...crowded.map((sheet) => this.#sheet(sheet, "crowded")),
    ];
    const faint = others.map((sheet) => this.#sheet(sheet, "other"));
    this.polygons.push(...[...faint, ...own].sort((a, b) => a.near - b.near || 0));
    if (selected) this.polygons.push(this.#sheet(selected, "selected"));
    // Between the slices of one stack there is no room for words; the faint ones bear some.
    if (box) this.covered.push(hullOf(own.flatMap(({ points }) => points)));
    else for (const { points } of own) this.covered.push(points);
    for (const { points } of faint) {
      points.forEach((point, k) => this.covered.push([point, points[(k + 1) % points.length]!]));
    }
  }

  /** Grids that others have, and how far they are off. */
  outlines(): void {
    for (const { first, last, kind } of this.#picture.outlines) {
      const ends = [this.#sheet(first, `outline ${kind}`), this.#sheet(last, `outline ${kind}`, 1)];
      this.polygons.push(...ends);
      const [from, to] = ends.map(({ points }) => points) as [Shape, Shape];
      this.covered.push(from, to);
      from.forEach((corner, k) => this.#line(`edge ${kind}`, corner, to[k]!));
    }
    for (const { kind, from, to } of this.#picture.measures) {
      this.#line(`measure ${kind}`, this.#screen(from), this.#screen(to), arrowPath);
    }
  }

  /** The axes of the array, beside its edges. */
  arrows(): void {
    const { arrows, box } = this.#picture;
    let edge: FreeEdge | undefined;
    const lines: (readonly [from: Point, to: Point])[] = [];
    const tips: (() => void)[] = [];
    for (const arrow of arrows) {
      const { kind, label, from, to } = arrow;
      const beside = ({ shift, away: [right, down] }: FreeEdge): [Point, Point] => {
        const [start, end] = [from, to].map((point): Point => {
          const [x, y] = this.#screen(add(point, shift));
          return [x + right * ARROW_AWAY, y + down * ARROW_AWAY];
        });
        return [start!, end!];
      };
      // The normal begins where k begins, so that the angle is seen; no other two share a line.
      if (kind !== "normal") {
        const edges = freeEdges({ ...arrow, kind }, box!, (point) => this.#see(point));
        edge = edges.find((one) => !lines.some((line) => coincide(beside(one), line))) ?? edges[0];
      }
      if (!edge) continue;
      const [start, end] = beside(edge);
      const way: Point = [end[0] - start[0], end[1] - start[1]];
      if (Math.hypot(...way) < SHORTEST_ARROW) continue;
      lines.push([start, end]);
      this.#line(`arrow ${kind}`, start, end, arrowPath);
      if (kind === "slices") this.#ends = [start, end];
      const font = kind === "normal" ? "label" : "axis";
      tips.push(() => this.#write(font, kind, label, end, way, ARROW_TITLES[kind]));
    }
    // Words keep off the arrows that come later too.
    for (const tip of tips) tip();
  }

  /** The first and the last slice. */
  numbers(): void {
    const { items, box } = this.#picture;
    const last = items.length - 1;
    if (last < 1) return;
    [items[0]!, items[last]!].forEach((sheet, k) => {
      const corners = this.#sheet(sheet, "").points;
      const outermost = corners.reduce((a, b) => Math.hypot(...b) > Math.hypot(...a) ? b : a);
      const at = box && this.#ends[k] || outermost;
      const text = String(k * last);
      this.#write("number", "", text, at, outermost, k === 0 ? "First slice" : "Last slice");
    });
  }

  /** Letters at the sides of the patient, and thin lines between opposite ones. */
  directions(): void {
    const { centre, radius } = this.#picture;
    const roomy = this.#frame.width / 2 - this.#reach > WORD_ROOM;
    for (const [letter, word, title, way] of DIRECTIONS) {
      const [x, y, near] = this.#see(add(centre, scale(way, radius)));
      if (Math.hypot(x, y) < SHORTEST_DIRECTION * this.#reach) continue;
      this.behind.push({ kind: "direction", path: `M0 0L${dot2([x, y])}` });
      // Those at the far side are fainter.
      const far = near < -0.01 * this.#reach ? "far" : "";
      this.#write("side", far, letter, [x, y], [x, y], title, roomy ? word : "");
    }
  }

  /** What stands beside marks and distances. */
  words(): void {
    const { gaps, crowded, measures } = this.#picture;
    for (const [kind, marks] of [["gap", gaps], ["crowded", crowded]] as const) {
      for (const mark of marks.filter(({ label }) => label !== "")) {
        const at = this.#sheet(mark, kind).points.reduce((a, b) => b[0] > a[0] ? b : a);
        this.#write("label", kind, mark.label, at, [1, 0]);
      }
    }
    for (const { kind, from, to, label } of measures) {
      const [a, b] = [this.#screen(from), this.#screen(to)];
      const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      this.#write("label", kind, label, middle, middle);
    }
  }

  #see(point: Vector): readonly [right: number, down: number, near: number] {
    const [right, down, near] = this.#look(point);
    return [right * this.#scale, down * this.#scale, near * this.#scale];
  }

  #screen(point: Vector): Point {
    const [x, y] = this.#see(point);
    return [x, y];
  }

  #sheet(sheet: Sheet, kind: string, order = 0): Polygon & { readonly near: number } {
    const middle = add(sheet.corner, scale(add(sheet.across, sheet.down), 0.5));
    const points = cornersOf(sheet).map((corner) => this.#screen(corner));
    return { kind, points, order, near: this.#see(middle)[2] };
  }

  #line(kind: string, from: Point, to: Point, path = linePath): void {
    this.strokes.push({ kind, path: path(from, to) });
    this.covered.push([from, to]);
  }

  /** Writes words at the best free place, or not at all. */
  #write(
    font: keyof typeof FONTS,
    kind: string,
    text: string,
    at: Point,
    away: Point,
    title = "",
    more = "",
  ): void {
    const [width, height] = sizeOf(font, text, more);
    const place = placeOf({ width, height, at, away }, this.#taken, this.covered, this.#bounds);
    if (!place) return;
    this.#taken.push(place);
    this.labels.push({ ...place, kind: `${font} ${kind}`.trim(), text, more, title });
  }
}

function sizeOf(
  font: keyof typeof FONTS,
  text: string,
  more = "",
): [width: number, height: number] {
  const small = more === "" ? 0 : (more.length + 0.5) * SMALL_FONT;
  return [LETTER_WIDTH * (text.length * FONTS[font] + small), LINE_HEIGHT * FONTS[font]];
}

/** 1, 2 or 5 with zeros, at most a number. */
function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return Number(
    (power * [5, 2, 1].find((digit) => digit * power <= most * 1.000001)!).toPrecision(1),
  );
}

/** Whether the middle of one line lies on another. */
function coincide([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  const near = ([x, y]: Point, [from, to]: readonly [Point, Point]): boolean => {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const part = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy || 1);
    const on = Math.max(0, Math.min(1, part));
    return Math.hypot(x - from[0] - on * dx, y - from[1] - on * dy) < ARROW_AWAY / 2;
  };
  const middle = (p: Point, q: Point): Point => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  return near(middle(a, b), [c, d]) || near(middle(c, d), [a, b]);
}

function linePath(from: Point, to: Point): string {
  return `M${dot2(from)}L${dot2(to)}`;
}

/** A line with a head that keeps its size; no head where there is no room for it. */
function arrowPath([x1, y1]: Point, [x2, y2]: Point): string {
  const line = linePath([x1, y1], [x2, y2]);
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 8) return line;
  const [dx, dy] = [(x2 - x1) / length * 7, (y2 - y1) / length * 7];
  const wing = (side: number): string =>
    dot2([x2 - dx - side * dy * 0.55, y2 - dy + side * dx * 0.55]);
  return `${line}M${wing(1)}L${dot2([x2, y2])}L${wing(-1)}`;
}

function dot2([x, y]: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
