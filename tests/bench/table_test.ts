/** Tables of measurements: what is said of an aim, and how a document takes them. */

import { updated } from "../../bench/document.ts";
import { figure, markdown, missed } from "../../bench/table.ts";
import { deepEqual, equal, throws } from "../assert.ts";

Deno.test("a figure says its aim, and when it misses it", () => {
  equal(figure(0.36, 2), "0.36");
  equal(figure(0.36, 2, { atMost: 0.4 }), "0.36 (≤ 0.4)");
  equal(figure(0.44, 2, { atMost: 0.4 }), "0.44 (≤ 0.4, missed)");
  equal(figure(2.45, 2, { atLeast: 2.4 }), "2.45 (≥ 2.4)");
  equal(figure(2.3, 2, { atLeast: 2.4 }), "2.30 (≥ 2.4, missed)");
  equal(figure(12_345.6, 0), "12,346");
});

Deno.test("a figure that only looks as if it were within its aim is not", () => {
  equal(figure(0.4004, 2, { atMost: 0.4 }), "0.40 (≤ 0.4, missed)");
  equal(figure(NaN, 2, { atMost: 0.4 }), "NaN (≤ 0.4, missed)");
});

const table = {
  caption: "Requests",
  head: ["headers", "× parser"],
  rows: [["10", "0.9 (≤ 0.8, missed)"], ["140", "0.3"]],
};

Deno.test("what is missed is told row by row", () => {
  deepEqual(missed(table), ["Requests, 10: 0.9 (≤ 0.8, missed)"]);
});

Deno.test("numbers stand to the right, words to the left", () => {
  const words = { caption: "", head: ["a", "b", "c"], rows: [["x", "y", "1"], ["z", "1", ""]] };
  equal(markdown(words).split("\n")[1], "| --- | --- | ---: |");
});

Deno.test("a document gets the table of the same caption anew, and nothing else", () => {
  const before =
    "# A\n\nRequests (`old`, a long line\nthat was broken):\n\n| a | b |\n| - | - |\n" +
    "| 1 | 2 |\n\nRequests are dear.\n\nOther (`x`):\n\n| c |\n| - |\n";
  const after = updated(before, table, { command: "deno task x", circumstances: "today" });
  equal(
    after,
    "# A\n\nRequests (`deno task x`, today):\n\n| headers | × parser |\n| --- | ---: |\n" +
      "| 10 | 0.9 (≤ 0.8, missed) |\n| 140 | 0.3 |\n\nRequests are dear.\n\nOther (`x`):\n\n" +
      "| c |\n| - |\n",
  );
  throws(() => updated("# A\n", table, { command: "x", circumstances: "" }), Error, "Requests");
});
