import { Budget } from "../../lib/budget.ts";
import { fc } from "../support/property.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { parseJsonText, readJson } from "../../lib/dicom/json.ts";
import { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";

const code = (name: string) => (error: unknown) =>
  error instanceof HeaderError && error.code === name;

/** Rows of every object: a number that tells them apart. */
const rows = (json: unknown) =>
  readJson(json).objects.map(({ dataset }) => dataset.numbers("Rows"));

const TABLE = { Rows: { a: 1, b: 2 }, file: { a: "1.dcm", b: "2.dcm" } };

Deno.test("every container of more datasets than the limit is refused", () => {
  const limits = { ...DEFAULT_LIMITS, objects: 2 };
  const sets = (count: number) => Array.from({ length: count }, (_, k) => ({ Rows: k + 1 }));
  const table = (count: number) => ({
    Rows: Object.fromEntries(sets(count).map(({ Rows }, k) => [k, Rows])),
  });
  const byId = (count: number) => Object.fromEntries(sets(count).map((one, k) => [`${k}a5b`, one]));
  const containers = [sets, (count: number) => ({ instances: sets(count) }), byId, table];
  for (const container of containers) {
    equal(readJson(container(2), new Budget(limits)).objects.length, 2);
    throws(() => readJson(container(3), new Budget(limits)), {
      code: "limit-exceeded",
      details: { limit: "objects per request", maximum: 2, found: 3 },
    });
  }
});

Deno.test("every container gives its datasets in its order", () => {
  const one = { Rows: 1 };
  const two = { "00280010": { vr: "US", Value: [2] } };
  const containers: unknown[] = [
    [one, two],
    [[one], [two]],
    [JSON.stringify(one), JSON.stringify([two])],
    JSON.stringify([one, two]),
    { instances: [one, two] },
    { instances: { x: one, y: two } },
    { instances: [JSON.stringify(one), two], options: { order: "given" } },
    { "6a5b": one, "00000001": two },
    { "6a5b": [one], "7c8d": [two] },
    TABLE,
    parseJsonText('{"Rows": 1}\n{"Rows": 2}'),
  ];
  for (const container of containers) deepEqual(rows(container), [[1], [2]]);
});

Deno.test("a table keeps one row's cells together, and the file's name", () => {
  const { objects } = readJson({ ...TABLE, Columns: { b: 4, a: 3 } });
  deepEqual(
    objects.map(({ dataset, file }) => [file, ...dataset.numbers("Columns")]),
    [["1.dcm", 3], ["2.dcm", 4]],
  );
});

Deno.test("a file's name is taken from file, filename or path, and from text alone", () => {
  const { objects } = readJson([
    { Rows: 1, file: "a" },
    { Rows: 1, filename: "b" },
    { Rows: 1, path: "c" },
    { Rows: 1, file: 4 },
  ]);
  deepEqual(objects.map(({ file }) => file), ["a", "b", "c", undefined]);
});

Deno.test("what is no dataset is skipped under its own number", () => {
  const { objects, skipped } = readJson([null, { Rows: 1 }, 7, {}, { name: "x" }, "no JSON", true]);
  deepEqual(objects.map(({ index }) => index), [1]);
  deepEqual(
    skipped.map(({ index, reason }) => [index, reason]),
    [[0, "not-dicom"], [2, "not-dicom"], [3, "not-dicom"], [4, "not-dicom"], [5, "bad-json"], [
      6,
      "not-dicom",
    ]],
  );
});

Deno.test("nothing but other things is not DICOM", () => {
  const others = [null, 3, true, {}, [{}], { a: { b: { c: 1 } } }];
  for (const other of others) throws(() => readJson(other), code("not-dicom"));
  for (const nothing of [[], { instances: [] }, [[[]]]]) {
    throws(() => readJson(nothing), code("empty-request"));
  }
  throws(() => readJson("no JSON"), code("bad-json"));
});

Deno.test("a dataset of attributes that nobody reads is a dataset", () => {
  equal(readJson({ "00100010": { vr: "PN" } }).objects.length, 1);
});

Deno.test("options are handed on as they are", () => {
  deepEqual(
    readJson({ instances: [{ Rows: 1 }], options: { order: "given", volume: 1 } }).options,
    {
      order: "given",
      volume: 1,
    },
  );
  equal(readJson([{ Rows: 1 }]).options, undefined);
  const byId = readJson({ a: { Rows: 1 }, options: { order: "given" } });
  deepEqual([byId.options, byId.skipped], [{ order: "given" }, []]);
  throws(() => readJson({ instances: [{ Rows: 1 }], options: "given" }), code("bad-option"));
});

Deno.test("of two spellings of one attribute the first counts", () => {
  deepEqual(rows({ Rows: 1, "00280010": { vr: "US", Value: [2] } }), [[1]]);
});

Deno.test("odd keys are harmless", () => {
  const text = '{"__proto__": {"Rows": 9}, "constructor": 1, "toString": null, "Columns": 5}';
  const { dataset } = readJson(parseJsonText(text)).objects[0]!;
  deepEqual(dataset.numbers("Columns"), [5]);
  deepEqual(dataset.numbers("Rows"), []);
  equal(({} as Record<string, unknown>)["Rows"], undefined);
});

Deno.test("items nested beyond 64 are refused, and nothing overflows", () => {
  const nested = (depth: number) => {
    let json: unknown = { Rows: 1 };
    for (let k = 0; k < depth; k++) json = { PlanePositionSequence: [json] };
    return json;
  };
  const descend = (dataset: Dataset) => {
    let depth = 0;
    let level: Dataset | undefined = dataset;
    while ((level = level.items("PlanePositionSequence")[0]) !== undefined) depth++;
    return depth;
  };
  equal(descend(readJson(nested(63)).objects[0]!.dataset), 63);
  throws(() => descend(readJson(nested(5000)).objects[0]!.dataset), code("limit-exceeded"));
  const brackets = "[".repeat(100_000) + "]".repeat(100_000);
  throws(() => readJson(JSON.parse(brackets)), code("not-dicom"));
  let value: unknown = 1;
  for (let k = 0; k < 50_000; k++) value = { Value: value };
  deepEqual(readJson({ Rows: value }).objects[0]!.dataset.numbers("Rows"), [NaN]);
});

Deno.test("whatever the JSON, only the library's errors are thrown", () => {
  const key = fc.constantFrom(
    "Rows",
    "00200032",
    "PlanePositionSequence",
    "Value",
    "value",
    "vr",
    "dict",
    "tags",
    "_meta",
    "instances",
    "metadata",
    "data",
    "studies",
    "__proto__",
    "InlineBinary",
    "file",
    "7FE00010",
    "dataOffset",
    "sublist",
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: "medium" },
      fc.constantFrom<unknown>(null, true, "", "1\\2", "[1, 2]", '{"Rows": 1}', "NaN"),
      fc.double(),
      fc.array(tie("json"), { maxLength: 4 }),
      fc.dictionary(key, tie("json"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      try {
        for (const { dataset } of readJson(value).objects) {
          for (const keyword of ["Rows", "ImagePositionPatient", "PixelData"] as const) {
            ok(dataset.numbers(keyword).every((n) => typeof n === "number"));
            ok(dataset.strings(keyword).every((s) => typeof s === "string"));
            dataset.bytes(keyword);
          }
          dataset.items("PlanePositionSequence").forEach((item) => item.numbers("Rows"));
        }
      } catch (error) {
        ok(error instanceof HeaderError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});

/** Rows, series and file of every object, and how many entries are none. */
const seen = (json: unknown) => {
  const { objects, skipped } = readJson(json);
  return [
    objects.map(({ dataset, file }) => [
      dataset.numbers("Rows")[0],
      dataset.strings("SeriesInstanceUID")[0],
      file,
    ]),
    skipped.length,
  ];
};

Deno.test("OHIF's studies, series and instances are read, each with what its series says", () => {
  const ohif = {
    studies: [{
      StudyInstanceUID: "1.1",
      PatientName: "x",
      series: [
        {
          SeriesInstanceUID: "1.2",
          SliceThickness: 3,
          instances: [
            { metadata: { SOPInstanceUID: "1.2.1", Rows: 1 }, url: "dicomweb:https://x/1" },
            { metadata: { Rows: 2, SliceThickness: 4, SeriesInstanceUID: "1.9" }, url: "x" },
          ],
        },
        { SeriesInstanceUID: "1.3", instances: [{ metadata: { Rows: 3 }, url: "y" }] },
      ],
    }],
  };
  const expected = [[[1, "1.2", undefined], [2, "1.9", undefined], [3, "1.3", undefined]], 0];
  deepEqual(seen(ohif), expected);
  deepEqual(seen(parseJsonText(JSON.stringify(ohif))), expected);
  deepEqual(
    readJson(ohif).objects.map(({ dataset }) => [
      dataset.strings("StudyInstanceUID")[0],
      dataset.numbers("SliceThickness")[0],
    ]),
    [["1.1", 3], ["1.1", 4], ["1.1", undefined]],
  );
});

Deno.test("metadata beside a url, and lists under data, are what they hold", () => {
  const one = { Rows: 1, SOPInstanceUID: "1.1" };
  const model = { "00280010": { vr: "US", Value: [2] } };
  const none = undefined;
  const cases: (readonly [unknown, readonly unknown[]])[] = [
    [[{ metadata: one, url: "x" }, { metadata: model, url: "y" }], [[1, none, none], [
      2,
      none,
      none,
    ]]],
    [{ metadata: [one, model] }, [[1, none, none], [2, none, none]]],
    [{ metadata: one, url: "x", filename: "a.dcm" }, [[1, none, "a.dcm"]]],
    [{ data: [JSON.stringify(one), JSON.stringify(model)] }, [[1, none, none], [2, none, none]]],
    [{ data: [one, model], status: "ok" }, [[1, none, none], [2, none, none]]],
    [JSON.stringify({ data: [JSON.stringify([one])] }), [[1, none, none]]],
    // A dataset of its own, with members that are nobody's.
    [{ ...one, data: [{ a: 1 }], series: ["{}"] }, [[1, none, none]]],
    [{ ...one, metadata: { tool: "x" }, data: [1, 2, 3] }, [[1, none, none]]],
  ];
  for (const [json, expected] of cases) deepEqual(seen(json), [expected, 0], JSON.stringify(json));
});

Deno.test("what is no dataset among them is told", () => {
  deepEqual(seen({ data: ['{"Rows": 1}', "{no JSON", 7] }), [[[1, undefined, undefined]], 2]);
  const empty = {
    studies: [{ series: [{ instances: [{ url: "x" }, { metadata: { Rows: 1 } }] }] }],
  };
  deepEqual(seen(empty), [[[1, undefined, undefined]], 1]);
});
