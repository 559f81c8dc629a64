/**
 * How the cost of one grows with how many there are: headers, frames, segments, series.
 *
 * @module
 */

import type { Attributes } from "../../tests/support/dicom_writer.ts";
import { makeEnhanced } from "../../tests/support/enhanced.ts";
import { makeSegmentation, type SegmentFrame } from "../../tests/support/segmentation.ts";
import type { Triple } from "../../tests/support/series.ts";
import { app } from "../own.ts";
import { type Curve, svg } from "../plot.ts";
import { type Body, jsonOf, post, tarOf } from "../requests.ts";
import { clinicalSeries } from "../series.ts";
import { count, figure, type Table } from "../table.ts";
import { timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";
import { studyOf } from "./study.ts";

/** Slices of each segment, and of each series. */
const SLICES = 20;

/** What grows: how many there are of it, and the request that has them. */
interface Growing {
  readonly name: string;
  readonly counts: readonly number[];
  readonly body: (count: number) => Body;
  /** Options; a header as text, unless there are several. */
  readonly query?: string;
}

const GROWING: readonly Growing[] = [
  {
    name: "headers, tar",
    counts: [10, 30, 100, 300, 1000, 3000, 10_000, 20_000],
    body: (headers) => tarOf(clinicalSeries(headers)),
  },
  {
    name: "headers, DICOM JSON",
    counts: [10, 30, 100, 300, 1000, 3000, 5000],
    body: (headers) => jsonOf(clinicalSeries(headers)),
  },
  {
    name: "frames of an enhanced object",
    counts: [100, 300, 1000, 3000, 10_000, 30_000, 100_000],
    body: (frames) =>
      object(
        makeEnhanced({
          positions: Array.from({ length: frames }, (_, k): Triple => [0, 0, k]),
          content: () => commented(70),
          pixelBytes: 0,
        }).bytes,
      ),
  },
  {
    name: `frames, segments of ${SLICES} slices`,
    counts: [20, 200, 2000, 20_000, 40_000],
    body: (frames) =>
      object(
        makeSegmentation({
          frames: Array.from(
            { length: frames },
            (_, k): SegmentFrame => [[0, 0, k % SLICES], 1 + Math.floor(k / SLICES)],
          ),
          content: () => commented(90),
          pixelBytes: 0,
        }).bytes,
      ),
  },
  {
    name: `headers, series of ${SLICES} slices`,
    counts: [20, 200, 2000, 20_000],
    body: (headers) => tarOf(studyOf(headers / SLICES, SLICES)),
    query: "?format=json",
  },
];

/**
 * Frame Comments: with them a frame has 50 bytes for each of its items, the least that real ones have
 * and the limit on items takes, so that as many frames as can be fit into one object.
 */
function commented(characters: number): Attributes {
  return { "00209158": { vr: "LT", value: "c".repeat(characters) } };
}

/** Where the plot is. */
export const PLOT = "docs/performance/growth.svg";

/** Measures, and draws the plot. */
export async function growth(settings: Settings): Promise<readonly Table[]> {
  const curves: Curve[] = [];
  /** Counts that the service refuses, by curve. */
  const refused = new Map<string, number[]>();
  for (const { name, counts, body, query } of GROWING) {
    const points: [number, number][] = [];
    for (const count of settings.quick ? counts.slice(0, 3) : counts) {
      const each = await microseconds(body(count), query, count, settings);
      if (each === undefined) refused.set(name, [...refused.get(name) ?? [], count]);
      else points.push([count, each]);
    }
    curves.push({ name, points });
  }
  const counts = curves.flatMap(({ points }) => points.map(([x]) => x));
  const all = [...new Set([...counts, ...refused.values().toArray().flat()])].sort((a, b) => a - b);
  const cell = ({ name, points }: Curve, x: number) => {
    if (refused.get(name)?.includes(x)) return "refused";
    const [, y] = points.find(([at]) => at === x) ?? [];
    return y === undefined ? "" : figure(y, 1);
  };
  if (!settings.quick) {
    await Deno.mkdir(new URL("../../docs/performance/", import.meta.url), { recursive: true });
    await Deno.writeTextFile(new URL(`../../${PLOT}`, import.meta.url), drawn(curves));
  }
  return [{
    caption: "Growth: µs for each header or frame",
    head: ["how many", ...curves.map(({ name }) => name)],
    rows: all.map((x) => [count(x), ...curves.map((curve) => cell(curve, x))]),
  }];
}

/** What one of them costs; undefined where the service refuses so many. */
async function microseconds(
  body: Body,
  query: string | undefined,
  count: number,
  settings: Settings,
): Promise<number | undefined> {
  const send = () => post(app.fetch, body, query);
  try {
    await send();
  } catch (error) {
    if (String(error).includes("limit-exceeded")) return undefined;
    throw error;
  }
  const { whole } = await timeAll({ whole: send }, seconds(count < 10_000 ? 2 : 6, settings));
  return 1000 * whole.median / count;
}

function drawn(curves: readonly Curve[]): string {
  const said = curves.filter(({ points }) => points.length > 0).map(({ name, points }) => {
    const [[first, high], [last, low]] = [points[0]!, points.at(-1)!];
    return `${name}: ${figure(high, 0)} µs each for ${count(first)}, ` +
      `${figure(low, 0)} µs each for ${count(last)}.`;
  });
  return svg({
    title: "What one header or frame costs, by how many there are in a request",
    description: said.join(" "),
    x: "headers or frames in one request",
    y: "µs for each",
    curves,
  });
}

function object(bytes: Uint8Array): Body {
  return { bytes: new Uint8Array(bytes), type: "application/dicom" };
}
