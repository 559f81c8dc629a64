/** Plots: every point where a hand would draw it, and words for who does not see it. */

import { svg } from "../../bench/plot.ts";
import { deepEqual, equal, ok } from "../assert.ts";

const drawing = svg({
  title: "Cost & count",
  description: "flat < steep",
  x: "how many",
  y: "µs",
  curves: [
    { name: "flat", points: [[10, 10], [100, 10], [1000, 10]] },
    { name: "steep", points: [[10, 1], [1000, 100]] },
  ],
});

/** Places of the dots, in their order. */
function dots(): [number, number][] {
  return [...drawing.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)]
    .map(([, x, y]) => [Number(x), Number(y)]);
}

Deno.test("a decade is as long everywhere", () => {
  const [a, b, c, d, e] = dots() as [number, number][];
  // Across: 10 to 1000 are two decades; up: 1 to 100.
  ok(Math.abs((b![0] - a![0]) - (c![0] - b![0])) < 0.11);
  deepEqual([a![1], b![1]], [c![1], c![1]]);
  deepEqual([d![0], e![0]], [a![0], c![0]]);
  // Ten lies in the middle of 1 and 100, and more is further up.
  ok(Math.abs((d![1] + e![1]) / 2 - a![1]) < 0.11);
  ok(e![1] < d![1]);
});

Deno.test("axes name their decades, curves their names", () => {
  const texts = [...drawing.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  for (const text of ["10", "100", "1,000", "1", "how many", "µs", "flat", "steep"]) {
    ok(texts.includes(text), text);
  }
});

Deno.test("it stands alone: a title, a description, no script, nothing from elsewhere", () => {
  ok(drawing.includes(">Cost &amp; count</title>"));
  ok(drawing.includes(">flat &lt; steep</desc>"));
  ok(drawing.includes("prefers-color-scheme: dark"));
  equal(/<script|href=|url\(|@import/.test(drawing), false);
});
