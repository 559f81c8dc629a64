import { readMetaImage } from "../../../lib/headers/metaimage/read.ts";
import { rewriteMetaImage } from "../../../lib/headers/metaimage/read_rewrite.ts";
import { deepEqual, equal } from "../../assert.ts";

const header = (...lines: readonly string[]): string =>
  ["ObjectType = Image", "NDims = 3", ...lines, "DimSize = 7 5 2", "ElementDataFile = LOCAL", ""]
    .join("\n");

/** What SimpleITK 2.5 makes of fields that are said more than once: of each, the line that counts. */
const SAID_TWICE: readonly (readonly string[])[] = [
  // The line that counts stands at the end here; the order of the lines makes no difference but to
  // lines of one key.
  ["Offset = 3 3 3", "Offset = 1 2 3"],
  ["ElementSpacing = 1 1 5", "ElementSpacing = 1 2 3"],
  ["Position = 3 3 3", "Offset = 1 2 3"],
  ["Position = 3 3 3", "Origin = 1 2 3"],
  ["Offset = 3 3 3", "Origin = 1 2 3"],
  ["ElementSize = 1 1 5", "ElementSpacing = 1 2 3"],
  ["ElementSize = 1 2 3"],
];

Deno.test("of fields that are said more than once, ITK's choice counts, and is what is corrected", () => {
  for (const lines of SAID_TWICE) {
    const sameKey = new Set(lines.map((line) => line.split(" ")[0])).size < lines.length;
    for (const order of sameKey ? [lines] : [lines, lines.toReversed()]) {
      const read = readMetaImage(header(...order));
      const field = order.some((line) => line.startsWith("Element")) ? "spacing" : "origin";
      deepEqual(read[field], ["1", "2", "3"], order.join(", "));
      const { text } = rewriteMetaImage(read, { [field]: [4, 5, 6] });
      deepEqual(readMetaImage(text)[field], ["4", "5", "6"], order.join(", "));
    }
  }
});

Deno.test("directions are TransformMatrix before Rotation before Orientation", () => {
  const keys = ["TransformMatrix", "Rotation", "Orientation"];
  const matrices = ["1 0 0 0 1 0 0 0 1", "0 1 0 1 0 0 0 0 1", "0 0 1 0 1 0 1 0 0"];
  const lines = keys.map((key, n) => `${key} = ${matrices[n]}`);
  for (const first of [0, 1, 2]) {
    for (const order of [lines.slice(first), lines.slice(first).reverse()]) {
      equal(readMetaImage(header(...order)).directions?.join(" "), matrices[first]);
    }
  }
});

Deno.test("a field that was not said gets the key that MetaIO writes", () => {
  const { text } = rewriteMetaImage(readMetaImage(header()), { origin: [1, 2, 3] });
  equal(text.split("\n").at(-3), "Offset = 1 2 3");
});
