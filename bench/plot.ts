/**
 * Curves over logarithmic axes, as an SVG that stands alone: no script, no font, and readable on
 * light and dark ground.
 *
 * @module
 */

/** A curve. */
export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

/** A place in the units of the axes; both are positive. */
export type Point = readonly [x: number, y: number];

/** What is drawn. */
export interface Plot {
  readonly title: string;
  /** What it shows, for who does not see it. */
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly Curve[];
}

const WIDTH = 800;
const HEIGHT = 420;
const FRAME = { left: 64, right: 276, top: 16, bottom: 52 } as const;

/** Hues that are told apart by who sees few of them (Okabe and Ito), on white and on black. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9"];

/** Dashes tell curves apart without colours. */
const DASHES = ["", "8 3", "2 3", "10 3 2 3", "5 5", "1 4"];

/** The plot as a file. */
export function svg({ title, description, x, y, curves }: Plot): string {
  const points = curves.flatMap(({ points }) => points);
  const across = new Axis(points.map(([x]) => x), FRAME.left, WIDTH - FRAME.right);
  const up = new Axis(points.map(([, y]) => y), HEIGHT - FRAME.bottom, FRAME.top);
  const [left, right, top, bottom] = [across.from, across.to, up.to, up.from];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="13">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(description)}</desc>
<style>
  .ground { fill: #fff }
  text { fill: #222 }
  .grid { stroke: #ddd }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14171a }
    text { fill: #e6e6e6 }
    .grid { stroke: #3a3f45 }
  }
</style>
<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>
${
    across.decades().map(([at, text]) =>
      line(at, top, at, bottom) + label(at, bottom + 18, text, "middle")
    ).join("\n")
  }
${
    up.decades().map(([at, text]) =>
      line(left, at, right, at) + label(left - 8, at + 4, text, "end")
    ).join("\n")
  }
${label((left + right) / 2, HEIGHT - 12, x, "middle")}
<text transform="translate(16 ${round((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${
    escaped(y)
  }</text>
${curves.map((curve, k) => drawn(curve, k, across, up, right)).join("\n")}
</svg>
`;
}

/** A logarithmic axis over whole decades. */
class Axis {
  readonly #low: number;
  readonly #high: number;

  /**
   * @param values What has to fit
   * @param from Where it begins, in the drawing
   * @param to Where it ends
   */
  constructor(values: readonly number[], readonly from: number, readonly to: number) {
    this.#low = Math.floor(Math.log10(Math.min(...values)));
    this.#high = Math.max(Math.ceil(Math.log10(Math.max(...values))), this.#low + 1);
  }

  at(value: number): number {
    const part = (Math.log10(value) - this.#low) / (this.#high - this.#low);
    return this.from + part * (this.to - this.from);
  }

  decades(): [at: number, text: string][] {
    return Array.from({ length: this.#high - this.#low + 1 }, (_, k) => {
      const value = 10 ** (this.#low + k);
      return [this.at(value), value.toLocaleString("en-US", { maximumFractionDigits: 9 })];
    });
  }
}

function drawn({ name, points }: Curve, k: number, across: Axis, up: Axis, right: number): string {
  const colour = COLOURS[k % COLOURS.length]!;
  const places = points.map(([x, y]) => [round(across.at(x)), round(up.at(y))]);
  const path = places.map((place) => place.join(",")).join(" ");
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`);
  const legend = FRAME.top + 14 + 22 * k;
  const stroke = `stroke="${colour}" stroke-width="2" stroke-dasharray="${
    DASHES[k % DASHES.length]
  }"`;
  return `<polyline points="${path}" fill="none" ${stroke}/>${dots.join("")}
<line x1="${right + 12}" y1="${legend - 4}" x2="${right + 40}" y2="${legend - 4}" ${stroke}/>` +
    label(right + 46, legend, name, "start");
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map(round);
  return `<line class="grid" x1="${a}" y1="${b}" x2="${c}" y2="${d}"/>`;
}

function label(x: number, y: number, text: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
