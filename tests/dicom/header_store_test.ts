import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import { HeaderCollector } from "../../lib/dicom/collector.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { HeaderStore } from "../../lib/dicom/header_store.ts";
import { HeaderError } from "../../lib/errors.ts";
import { deepEqual, ok } from "../assert.ts";
import {
  type Attributes,
  concat,
  type Encoding,
  type Value,
  writeDicom,
} from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { fc } from "../support/property.ts";

const KEYWORDS = Object.keys(ATTRIBUTES) as Keyword[];

/** All that can be asked of a dataset, with its bytes or, where they differ, without. */
function contentsOf(
  dataset: Dataset,
  keywords: readonly Keyword[] = KEYWORDS,
  bytes: "with bytes" | "without" = "with bytes",
): unknown {
  return keywords.filter((keyword) => dataset.has(keyword)).map((keyword) => [
    keyword,
    dataset.numbers(keyword),
    dataset.strings(keyword),
    bytes === "without" ? [] : [...dataset.bytes(keyword) ?? []],
    dataset.items(keyword).map((item) => contentsOf(item, keywords, bytes)),
  ]);
}

/** The header of an object, or why there is none. */
function headerOf(bytes: Uint8Array, store?: HeaderStore): Dataset | string {
  const collector = new HeaderCollector({}, store);
  collector.push(bytes);
  try {
    return collector.finish().dataset;
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error;
    return error.code;
  }
}

const text = fc.constantFrom(
  "1",
  "-0.5\\2\\3.25",
  " 7 \\8",
  "0,5",
  "1e3\\.5",
  "12345678901234567890.5",
  "",
  "\\4",
  "a b",
);
const number = fc.constantFrom<Value>(0, 1, 513, [1, 2], []);
const typed = (vr: string): fc.Arbitrary<Value> => text.map((value) => ({ vr, value }));
const item: fc.Arbitrary<Attributes> = fc.record({
  Rows: number,
  ImagePositionPatient: fc.oneof(text, typed("UT"), typed("UN")),
  FrameReferenceTime: text,
  StackID: text,
}, { requiredKeys: [] });
const items = fc.array(item, { maxLength: 3 });
const object: fc.Arbitrary<Attributes> = fc.record({
  SOPClassUID: fc.constantFrom("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4.1"),
  ImageType: text,
  InstanceNumber: fc.oneof(text, typed("LT"), typed("OB")),
  ImagePositionPatient: text,
  "00204000": typed("LT"),
  Columns: number,
  PlanePositionSequence: fc.oneof<fc.Arbitrary<Value>[]>(items, items.map((items) => ({ items }))),
  PerFrameFunctionalGroupsSequence: fc.array(
    fc.record({ PlanePositionSequence: items }, { requiredKeys: [] }),
    { maxLength: 3 },
  ),
  "00091010": typed("OB"),
}, { requiredKeys: ["SOPClassUID"] });
const encoding: fc.Arbitrary<Encoding> = fc.record({
  transferSyntax: fc.constantFrom("explicit", "explicit", "implicit", "big-endian", "deflated"),
  pixelBytes: fc.constantFrom(0, 2),
});
const damage = fc.option(fc.record({ at: fc.nat(), value: fc.nat(255), cut: fc.nat(3) }));

Deno.test("a header read beside others is the header read alone", () => {
  const objects = fc.array(fc.tuple(object, encoding, damage), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(objects, (objects) => {
      const files = objects.map(([attributes, encoding, damage]) => {
        const bytes = writeDicom(attributes, encoding).slice();
        if (damage === null) return bytes;
        const at = 132 + damage.at % (bytes.length - 132);
        if (damage.cut === 0) return bytes.subarray(0, at);
        bytes[at] = damage.value;
        return bytes;
      });
      const store = new HeaderStore();
      // Twice, so that each was there before; asked only when all are read.
      const beside = [...files, ...files].map((bytes) => headerOf(bytes, store));
      for (const [k, bytes] of [...files, ...files].entries()) {
        const alone = headerOf(bytes);
        const header = beside[k]!;
        deepEqual(
          typeof header === "string" ? header : contentsOf(header),
          typeof alone === "string" ? alone : contentsOf(alone),
        );
      }
    }),
    { numRuns: 400 },
  );
});

Deno.test("plain elements and others are the same header", () => {
  fc.assert(
    fc.property(object, (attributes) => {
      // The meta information says which is which, all else is the same.
      const [plain, other] = (["explicit", "big-endian"] as const).map((transferSyntax) =>
        headerOf(
          writeDicom(attributes, { transferSyntax, pixelBytes: 2 }),
        ) as Dataset
      );
      const same = KEYWORDS.filter((keyword) => keyword !== "TransferSyntaxUID");
      deepEqual(contentsOf(plain!, same, "without"), contentsOf(other!, same, "without"));
    }),
    { numRuns: 200 },
  );
});

Deno.test("an element that is repeated costs nothing, in an item neither", () => {
  const again = Uint8Array.of(0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 5, 0);
  const item = concat(
    [Uint8Array.of(0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff)]
      .concat(Array.from({ length: 100_000 }, () => again))
      .concat(Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0)),
  );
  const head = Uint8Array.of(0x00, 0x52, 0x30, 0x92, 0x53, 0x51, 0, 0, 0, 0, 0, 0);
  new DataView(head.buffer).setUint32(8, item.length, true);
  const collector = new HeaderCollector();
  collector.push(concat([writeDicom({ Modality: "MR" }), head, item]));
  const [frame] = collector.finish().dataset.items("PerFrameFunctionalGroupsSequence");
  deepEqual(frame!.numbers("Rows"), [5]);
  ok(collector.keptBytes < 1000, `${collector.keptBytes} bytes`);
});

Deno.test("what equals the value before is the value before, and decoded once", () => {
  const store = new HeaderStore();
  const slice = (z: number, others: Attributes = {}) =>
    headerOf(
      writeDicom({
        ImagePositionPatient: [0, 0, z],
        ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
        Rows: 4,
        ...others,
      }),
      store,
    ) as Dataset;
  const [one, two, other, three] = [
    slice(1),
    slice(2),
    slice(2, { PatientID: "X", SpacingBetweenSlices: 1 }),
    slice(3),
  ];
  for (const [a, b] of [[one, two], [two, three]] as const) {
    ok(a.numbers("ImageOrientationPatient") === b.numbers("ImageOrientationPatient"));
    ok(a.numbers("Rows") === b.numbers("Rows"));
    ok(a.numbers("ImagePositionPatient") !== b.numbers("ImagePositionPatient"));
  }
  deepEqual(one.numbers("ImagePositionPatient"), [0, 0, 1]);
  deepEqual(three.numbers("ImagePositionPatient"), [0, 0, 3]);
  deepEqual(other.numbers("ImageOrientationPatient"), [1, 0, 0, 0, 1, 0]);
  // Bytes alone do not make a value: their VR does.
  const text = slice(3, { Rows: { vr: "LO", value: "\x04\0" } });
  deepEqual([text.numbers("Rows"), three.numbers("Rows")], [[NaN], [4]]);
});

Deno.test("equal items are one, and cost a place in a list", () => {
  const { bytes } = makeEnhanced({
    positions: Array.from({ length: 1000 }, (_, k) => [0, 0, k % 10]),
    groups: "per-frame",
  });
  const collector = new HeaderCollector();
  collector.push(bytes);
  const frames = collector.finish().dataset.items("PerFrameFunctionalGroupsSequence");
  const measures = frames.map((frame) => frame.items("PixelMeasuresSequence"));
  ok(measures.every((items) => items === measures[0]));
  deepEqual(
    frames.map((frame) =>
      frame.items("PlanePositionSequence")[0]!.numbers("ImagePositionPatient")[2]
    ),
    Array.from({ length: 1000 }, (_, k) => k % 10),
  );
  // Of a frame: its position, the item and the list that have it, its groups, and its place.
  ok(collector.keptBytes < 300 * 1000, `${collector.keptBytes} bytes`);
});
