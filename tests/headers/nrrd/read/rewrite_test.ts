/** Changes in a header: what they touch, and what they leave byte for byte. */

import { readHeader } from "../../../../lib/headers/nrrd/read/geometry.ts";
import { type HeaderChanges, rewriteHeader } from "../../../../lib/headers/nrrd/read/rewrite.ts";
import { equal } from "../../../assert.ts";

const NOTHING: HeaderChanges = { directions: [], sizes: [] };

const rewritten = (lines: readonly string[], changes: Partial<HeaderChanges>): string =>
  rewriteHeader(readHeader(lines.join("\n")), { ...NOTHING, ...changes });

const HEADER = [
  "NRRD0005",
  "# a comment with é",
  "Type:  short ",
  "dimension: 4",
  "sizes: 7  4 3 2",
  "space: RAS",
  "space directions: none (1, 0,0)  (0,1,0) (0,0,2)",
  "key:=space: LPS",
  "space origin: ( 1,2,3)",
  "measurement frame: (1,0,0) (0,1,0) (0,0,1)",
  "",
  "data",
];

Deno.test("without changes a header stays as it is, and the data go", () => {
  equal(rewritten(HEADER, {}), HEADER.slice(0, -1).join("\n") + "\n");
});

Deno.test("one vector, one size, the origin and the name change, and nothing else", () => {
  const changed = rewritten(HEADER, {
    space: "LPS",
    directions: [undefined, [0, -0.5, 1e-7], undefined],
    origin: [0.1, -2, 3],
    sizes: [undefined, 40, undefined, 20],
  });
  const expected = HEADER.slice(0, -1).join("\n").replace("7  4 3 2", "7  40 3 20")
    .replace("space: RAS", "space: left-posterior-superior")
    .replace("(0,1,0) (0,0,2)", "(0,-0.5,1e-7) (0,0,2)")
    .replace("( 1,2,3)", "(0.1,-2,3)");
  equal(changed, expected + "\n");
});

Deno.test("in a space with time the fourth components stay", () => {
  const lines = [
    "NRRD0004",
    "dimension: 4",
    "sizes: 4 3 2 7",
    "space: left-posterior-superior-time",
    "space directions: (1,0,0,0) (0,1,0,0) (0,0,2,0) (0,0,0,2.5)",
    "space origin: (1,2,3,10)",
  ];
  const changed = rewritten(lines, {
    space: "RAS",
    directions: [undefined, undefined, [0, 0, 3]],
    origin: [4, 5, 6],
  });
  equal(
    changed,
    lines.join("\n").replace("left-posterior", "right-anterior")
      .replace("(0,0,2,0)", "(0,0,3,0)").replace("(1,2,3,10)", "(4,5,6,10)"),
  );
});

Deno.test("spacings give way to directions, behind the fields that must stand before", () => {
  const lines = [
    "NRRD0001\r",
    "dimension: 3\r",
    "spacings: 1 1 2\r",
    "axis mins: 0 0 0\r",
    "sizes: 4 3 2\r",
    "encoding: raw\r",
    "\r",
    "",
  ];
  const changed = rewritten(lines, {
    space: "LPS",
    directions: [[0.5, 0, 0], undefined, [0, 0, 3]],
    origin: [7, 8, 9],
  });
  equal(
    changed,
    [
      "NRRD0001\r",
      "dimension: 3\r",
      "sizes: 4 3 2\r",
      "space: left-posterior-superior\r",
      "space directions: (0.5,0,0) (0,1,0) (0,0,3)\r",
      "space origin: (7,8,9)\r",
      "encoding: raw\r",
      "\r",
      "",
    ].join("\n"),
  );
});

Deno.test("a name takes the place of a number of dimensions", () => {
  const lines = [
    "NRRD0004",
    "dimension: 3",
    "sizes: 4 3 2",
    "space dimension: 3",
    "space directions: (1,0,0) (0,1,0) (0,0,2)",
    "",
  ];
  equal(
    rewritten(lines, { space: "LPS", origin: [1, 2, 3] }),
    [
      "NRRD0004",
      "dimension: 3",
      "sizes: 4 3 2",
      "space: left-posterior-superior",
      "space directions: (1,0,0) (0,1,0) (0,0,2)",
      "space origin: (1,2,3)",
      "",
    ].join("\n"),
  );
});
