import { constantDataset, overlay } from "../../lib/dicom/overlay.ts";
import { deepEqual, equal } from "../assert.ts";
import { datasetOf } from "../support/dataset.ts";

const bytes = new Uint8Array([1, 2]);
const below = datasetOf({
  Rows: 256,
  Columns: 320,
  EchoTime: "70.5",
  SiemensCsaImageHeader: bytes,
  UihGridSequence: [{ Rows: 1 }],
});

Deno.test("layered: the first dataset that has an attribute answers for it, empty or not", () => {
  const dataset = overlay(constantDataset({ Rows: [64], EchoTime: [] }), below);
  deepEqual(dataset.numbers("Rows"), [64]);
  deepEqual(dataset.numbers("Columns"), [320]);
  deepEqual(dataset.strings("EchoTime"), []);
  equal(dataset.has("EchoTime"), true);
  deepEqual(dataset.bytes("SiemensCsaImageHeader"), bytes);
  deepEqual(dataset.items("UihGridSequence").map((item) => item.numbers("Rows")), [[1]]);
});

Deno.test("layered: what no dataset has is absent", () => {
  const dataset = overlay(constantDataset({}), below);
  equal(dataset.has("FlipAngle"), false);
  deepEqual(dataset.strings("FlipAngle"), []);
  deepEqual(dataset.numbers("FlipAngle"), []);
  deepEqual(dataset.items("UnassignedSharedConvertedAttributesSequence"), []);
  equal(dataset.bytes("FlipAngle"), undefined);
});

Deno.test("values only: numbers and decimal strings, with all their digits", () => {
  const dataset = constantDataset({ EchoTime: ["70.123456789012345"], FlipAngle: [90, 45] });
  deepEqual(dataset.numbers("EchoTime"), [70.123456789012345]);
  deepEqual(dataset.strings("FlipAngle"), ["90", "45"]);
  deepEqual(constantDataset({ EchoTime: ["70,1"] }).numbers("EchoTime"), [NaN]);
});
