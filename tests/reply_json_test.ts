/** A reply that is written piece by piece is the one that `JSON.stringify` writes. */

import { Budget } from "../lib/budget.ts";
import { readFrames } from "../lib/frames/mod.ts";
import { DEFAULT_LIMITS } from "../lib/limits.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../lib/options/types.ts";
import { makeHeaders, replyOf } from "../lib/reply.ts";
import { jsonOfHeaders } from "../lib/reply_json.ts";
import { equal, throws } from "./assert.ts";
import { concat } from "./support/dicom_writer.ts";
import { objectsOf, sliceAt, type Values } from "./support/dataset.ts";
import { refusedWith } from "./support/reply.ts";

function headersOf(datasets: readonly Values[], options: Partial<HeaderOptions> = {}) {
  const frames = readFrames(objectsOf(datasets));
  return makeHeaders(frames, { ...DEFAULT_OPTIONS, ...options }, new Budget());
}

const textOf = (parts: readonly Uint8Array[]): string => new TextDecoder().decode(concat(parts));

const stack = (count: number, series: string) =>
  Array.from({ length: count }, (_, k) => sliceAt([0, 0, 2 * k], { SeriesInstanceUID: series }));

const cases: Record<string, [datasets: Values[], options?: Partial<HeaderOptions>]> = {
  "a volume": [stack(3, "1.2")],
  "as many slices as are written at once": [stack(500, "1.2")],
  "one slice more": [stack(501, "1.2")],
  "several volumes, in an order with more members": [
    [...stack(3, "1.2"), ...stack(2, "1.3")],
    { order: "given", as: "labelmap" },
  ],
  "frames that are refused and inputs that are ignored": [
    [
      ...stack(3, "1.2"),
      ...stack(3, "1.3").toSpliced(1, 1),
      ...[0, 1, 2.6, 9].map((z) => sliceAt([0, 0, z], { SeriesInstanceUID: "1.4" })),
      { Rows: 2, Columns: 2 },
    ],
  ],
  "texts with line ends and letters beyond ASCII": [
    stack(2, "1.2"),
    { data: { file: 'Bäuche "slices": [].raw' } },
  ],
};

for (const [name, [datasets, options]] of Object.entries(cases)) {
  Deno.test(`JSON piece by piece: ${name}`, () => {
    const headers = headersOf(datasets, options);
    const written = textOf(jsonOfHeaders(headers, () => undefined, new Budget()));
    equal(written, `${JSON.stringify(replyOf(headers), null, 1)}\n`);
  });
}

Deno.test("the bytes of a reply are counted as they are written", () => {
  const headers = headersOf([...stack(3, "1.2"), ...stack(2, "1.3")]);
  const lengthOf = (budget: Budget): number =>
    concat(jsonOfHeaders(headers, () => undefined, budget)).length;
  const length = lengthOf(new Budget());
  const within = (replyBytes: number) => new Budget({ ...DEFAULT_LIMITS, replyBytes });
  equal(lengthOf(within(length)), length);
  throws(() => lengthOf(within(length - 1)), refusedWith("limit-exceeded"));
});
