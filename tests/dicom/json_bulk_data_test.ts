import { readJson } from "../../lib/dicom/json.ts";
import { deepEqual, equal, throws } from "../assert.ts";
import { refusedWith } from "../support/reply.ts";

const bulk = (vr: string) => ({ vr, BulkDataURI: "../bulkdata/1" });

/** A dataset with one attribute behind an address. */
const without = (tag: string, vr: string) => ({
  "00080018": { vr: "UI", Value: ["1.2.3"] },
  "00280008": { vr: "IS", Value: [3] },
  [tag]: bulk(vr),
});

Deno.test("geometry behind a BulkDataURI is named, and what helps", () => {
  for (
    const [tag, vr, name] of [
      ["52009230", "SQ", /^Per-frame Functional Groups Sequence \(5200,9230\) is not in the JSON/],
      ["52009229", "SQ", /^Shared Functional Groups Sequence/],
      [
        "3004000C",
        "DS",
        /^Grid Frame Offset Vector \(3004,000C\) is not in the JSON, only .*BulkDataURI/,
      ],
      ["00200032", "DS", /^Image Position/],
    ] as const
  ) {
    throws(() => readJson([without(tag, vr)]), (error: unknown) => {
      refusedWith("no-geometry", name)(error);
      equal(/fetch/.test((error as { details: { help: string } }).details.help), true);
      return true;
    });
  }
});

Deno.test("it takes no other dataset with it", () => {
  const { objects, skipped } = readJson([without("52009230", "SQ"), { Rows: 1 }]);
  deepEqual(objects.map(({ index }) => index), [1]);
  deepEqual(skipped.map(({ index, reason }) => [index, reason]), [[0, "no-geometry"]]);
});

Deno.test("pixels and what nobody needs may be elsewhere, and an address may stand beside a value", () => {
  const { objects } = readJson([
    without("7FE00010", "OW"),
    without("00291010", "OB"),
    { ...without("7FE00010", "OW"), "00280030": { ...bulk("DS"), Value: [2, 1] } },
  ]);
  equal(objects.length, 3);
  deepEqual(objects[2]!.dataset.numbers("PixelSpacing"), [2, 1]);
});
