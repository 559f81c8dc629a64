import { fc } from "../support/property.ts";
import { HeaderError } from "../../lib/errors.ts";
import { readOptions } from "../../lib/options/read.ts";
import { DEFAULT_OPTIONS, type RawOption } from "../../lib/options/types.ts";
import { deepEqual, equal, match, ok, throws } from "../assert.ts";
import { refusedWith } from "../support/reply.ts";

/** Options of a query string. */
const read = (query: string, body: readonly RawOption[] = []) =>
  readOptions(new URLSearchParams(query), body);

/** The error that options lead to. */
function refusal(query: string, body: readonly RawOption[] = []): HeaderError {
  try {
    read(query, body);
  } catch (error) {
    ok(error instanceof HeaderError);
    return error;
  }
  throw new Error(`${query} was accepted`);
}

Deno.test("readOptions() gives the defaults of the contract for nothing", () => {
  deepEqual(read(""), {
    header: {
      ...DEFAULT_OPTIONS,
      array: undefined,
      type: undefined,
      endian: undefined,
      segments: undefined,
      npy: undefined,
    },
    volume: undefined,
    forms: [],
    format: undefined,
  });
});

Deno.test("readOptions() takes every value of the contract", () => {
  const values = {
    order: ["position", "given", "instance-number"],
    space: ["LPS", "RAS"],
    fit: ["endpoints", "best"],
    tilt: ["auto", "keep", "orthogonal"],
    uneven: ["refuse", "split", "fill", "accept"],
    encoding: ["raw", "gzip"],
    endian: ["little", "big"],
    as: ["image", "labelmap", "segmentation"],
    metadata: ["none", "acquisition"],
    array: ["zyx", "yxz", "tzyx", "zyxc"],
  };
  for (const [name, allowed] of Object.entries(values)) {
    for (const value of allowed) {
      equal(read(`${name}=${value}`).header[name as keyof typeof values], value);
    }
  }
  equal(read("volume=12").volume, 12);
  equal(read("format=zip").format, "zip");
  deepEqual(read("data=mask.raw").header.data, { file: "mask.raw" });
  equal(read("data=attached").header.data, "attached");
  equal(read("data=dicom").header.data, "dicom");
  deepEqual(read("data=./dicom").header.data, { file: "./dicom" });
});

Deno.test("readOptions() takes NRRD and numpy names", () => {
  const array = (query: string) => {
    const { type, endian } = read(query).header;
    return [type, endian];
  };
  deepEqual(array("type=int16"), ["short", undefined]);
  deepEqual(array("type=unsigned+char"), ["unsigned char", undefined]);
  deepEqual(array("type=%7Cu1"), ["unsigned char", undefined]);
  deepEqual(array("type=%3Ei2"), ["short", "big"]);
  deepEqual(array("type=%3Cf8&endian=little"), ["double", "little"]);
  deepEqual(array("type=float64&endian=%3E"), ["double", "big"]);
  equal(read("encoding=gz").header.encoding, "gzip");
  equal(refusal("type=%3Ei2&endian=little").code, "bad-option");
});

Deno.test("readOptions() lets the query win, and refuses contradictions within one place", () => {
  equal(read("space=RAS", [["space", "LPS"]]).header.space, "RAS");
  equal(read("", [["volume", 2]]).volume, 2);
  equal(read("space=RAS&space=RAS").header.space, "RAS");
  match(refusal("space=RAS&space=LPS").message, /twice/);
  match(refusal("", [["fit", "best"], ["fit", "endpoints"]]).message, /twice/);
});

Deno.test("readOptions() names what is valid", () => {
  deepEqual(refusal("order=backwards").details, {
    option: "order",
    valid: ["position", "given", "instance-number"],
  });
  ok((refusal("ordre=given").details["valid"] as string[]).includes("order"));
  for (
    const bad of ["volume=-1", "volume=1.5", "volume=", "volume=1e3", "type=complex64", "space=LPI"]
  ) {
    const { code, message } = refusal(bad);
    equal(code, "bad-option");
    match(message, /valid: /);
  }
  for (const bad of [null, true, ["LPS"], { a: 1 }]) {
    equal(refusal("", [["space", bad]]).code, "bad-option");
  }
});

Deno.test("readOptions() says which option a misspelt one is near to, and repeats no other", () => {
  for (
    const [typed, meant] of [
      ["ordre", "order"],
      ["Order", "order"],
      ["tlit", "tilt"],
      ["encodng", "encoding"],
      ["meta-data", "metadata"],
      ["axis", "axis4"],
      ["dtype", "type"],
      ["volumes", "volume"],
    ]
  ) {
    const { message, details } = refusal(`${typed}=x`);
    equal(details["nearest"], meant, typed);
    match(message, new RegExp(`^There is an unknown option, perhaps "${meant}" misspelt; valid: `));
  }
  for (
    const name of ["DOE", "PatientName", "spacing", "x", "", "o".repeat(100_000), "ördre^Jané"]
  ) {
    const { message, details } = refusal("", [[name, "x"]]);
    equal(details["nearest"], undefined, name);
    match(message, /^There is an unknown option; valid: /);
  }
});

Deno.test("readOptions() knows no names that objects inherit", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    equal(refusal(`${name}=x`).code, "bad-option");
  }
});

Deno.test("readOptions() refuses file names that leave the folder", () => {
  for (const name of ["../mask.raw", "/etc/passwd", "a%25d.raw", "-", "a%0Ab"]) {
    equal(refusal(`data=${name}`).code, "header-injection");
  }
});

Deno.test("readOptions() never repeats what it was given", () => {
  const marker = "DOE^JANE";
  const names = [
    "order",
    "volume",
    "type",
    "encoding",
    "endian",
    "format",
    "data",
    "segments",
    "npy",
    "array",
    "step",
    "plane",
    "unknown",
  ];
  fc.assert(fc.property(fc.constantFrom(...names), fc.string(), (name, noise) => {
    const value = `../${noise}${marker}\n`;
    throws(() => readOptions([[name, value]]), (error: HeaderError) => {
      equal(JSON.stringify([error.message, error.details]).includes(marker), false);
      return error instanceof HeaderError;
    });
    throws(
      () => readOptions([[value, "x"]]),
      (error: HeaderError) => !JSON.stringify([error.message, error.details]).includes(marker),
    );
  }));
});

Deno.test("readOptions() takes a step of either sign, as text or as a number", () => {
  const values = [["2.5", 2.5], ["-3", -3], ["+.5", 0.5], ["1e-3", 1e-3], ["1E6", 1e6], [
    "-1e-6",
    -1e-6,
  ]];
  for (const [text, value] of values) {
    equal(read(`step=${encodeURIComponent(text!)}`).header.step, value);
  }
  equal(readOptions([["step", -2.5]]).header.step, -2.5);
  equal(read("").header.step, undefined);
  const bad = [
    "",
    "0",
    "-0",
    "NaN",
    "Infinity",
    "1e308",
    "1e-308",
    "1e7",
    "0x10",
    "2,5",
    "2 mm",
    "1e9999",
  ];
  for (const text of bad) {
    const { code, details } = refusal(`step=${encodeURIComponent(text)}`);
    deepEqual([code, details.option], ["bad-option", "step"], text);
  }
  for (const value of [NaN, Infinity, null, {}, [2]]) {
    throws(() => readOptions([["step", value]]), refusedWith("bad-option"));
  }
});

Deno.test("readOptions() takes a plane as a word, as JSON text and as JSON", () => {
  const axial = [[1, 0, 0], [0, 1, 0]];
  const plane = (value: unknown) => readOptions([["plane", value]]).header.plane;
  for (const value of ["axial", "AXIAL", '{"orientation": "axial"}', { orientation: "axial" }]) {
    deepEqual(plane(value)!.orientation, axial as never);
  }
  const whole = { orientation: [0, 1, 0, 0, 0, -1], position: [1, 2, 3], spacing: [0.5, 0.25] };
  for (const value of [whole, JSON.stringify(whole)]) {
    deepEqual(plane(value), {
      orientation: [[0, 1, 0], [0, 0, -1]],
      position: [1, 2, 3],
      // As DICOM has it: between rows first.
      spacing: { rowSpacing: 0.5, columnSpacing: 0.25 },
    });
  }
  equal(refusal("plane=axail").details.nearest, "axial");
});

Deno.test("readOptions() refuses every plane that is none", () => {
  const deep = `{"orientation": ${"[".repeat(5000)}${"]".repeat(5000)}}`;
  const wide = JSON.stringify({ position: Array(100_000).fill(0) });
  const bad = [
    "",
    "sideways",
    "1",
    "null",
    "[]",
    '"axial"',
    "{",
    deep,
    wide,
    '{"orientation": [1, 0, 0, 0, 1]}',
    '{"orientation": [1, 0, 0, 1, 0, 0]}',
    '{"orientation": [2, 0, 0, 0, 1, 0]}',
    '{"orientation": [0, 0, 0, 0, 0, 0]}',
    '{"orientation": [1e308, 0, 0, 0, 1e308, 0]}',
    '{"orientation": "sideways"}',
    '{"position": [0, 0]}',
    '{"position": [0, 0, 1e7]}',
    '{"position": ["0", 0, 0]}',
    '{"position": [null, 0, 0]}',
    '{"spacing": [0, 1]}',
    '{"spacing": [-1, 1]}',
    '{"spacing": [1e999, 1]}',
    '{"spacing": [1e-9, 1]}',
    '{"spacing": 1}',
    '{"spacings": [1, 1]}',
    '{"__proto__": {"spacing": [1, 1]}}',
  ];
  for (const text of bad) {
    const { code, details } = refusal("", [["plane", text]]);
    deepEqual([code, details.option], ["bad-option", "plane"], text.slice(0, 80));
  }
});

Deno.test("readOptions() takes segments as JSON text, as JSON, and as names by label", () => {
  const tumor = { labelValue: 1, name: "tumor", color: [1, 0, 0.2] };
  const read = (value: unknown) =>
    JSON.parse(JSON.stringify(readOptions([["segments", value]]).header.segments));
  const text = '[{"value": 1, "name": "tumor", "colour": "#FF0033"}]';
  deepEqual(read(text), [tumor]);
  deepEqual(read([tumor]), [tumor]);
  deepEqual(read({ 1: "tumor", 12: "edema" }), [
    { labelValue: 1, name: "tumor" },
    { labelValue: 12, name: "edema" },
  ]);
  const type = { scheme: "SCT", value: "108369006", meaning: "Neoplasm" };
  deepEqual(read([{ value: 1, code: ["SCT", "108369006", "Neoplasm"] }]), [{
    labelValue: 1,
    type,
  }]);
  deepEqual(read([{ value: 1, type }]), [{ labelValue: 1, type }]);
});

Deno.test("readOptions() takes a description of a numpy array, or the .npy that was sent", () => {
  const npy = { shape: [5, 3, 4], dtype: "<i2", fortran_order: true, file: "a.npy", offset: 128 };
  const array = { shape: [5, 3, 4], dtype: "<i2", fortranOrder: true, offset: 128 };
  const described = readOptions([["npy", JSON.stringify(npy)]]).header;
  deepEqual([described.npy, described.data], [array, { file: "a.npy" }]);
  const sent = readOptions([], [], { array, file: "dir/a.npy" }).header;
  deepEqual([sent.npy, sent.data], [array, { file: "dir/a.npy" }]);
  const named = readOptions([["data", "b.npy"]], [], { array, file: "/home/doe/a.npy" }).header;
  deepEqual(named.data, { file: "b.npy" });
  throws(() => readOptions([], [], { array, file: "../a.npy" }), refusedWith("header-injection"));
  throws(
    () => readOptions([["npy", npy]], [], { array, file: "a.npy" }),
    refusedWith("bad-option"),
  );
});

Deno.test("readOptions() refuses structured options of another form", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const bad: [string, unknown][] = [
    ["segments", "{"],
    ["segments", "3"],
    ["segments", [{ name: "no label" }]],
    ["segments", [{ value: 1, colr: "#ff0000" }]],
    ["segments", [{ value: 1, color: [255, 0, 0] }]],
    ["segments", [{ value: "1" }]],
    ["segments", { tumor: 1 }],
    ["segments", deep],
    ["npy", { shape: [5, 3, 4] }],
    ["npy", { shape: "5,3,4", dtype: "u1" }],
    ["npy", { shape: [5], dtype: "u1", offset: -1 }],
    ["array", "zyz"],
    ["array", "zy"],
    ["as", "mask"],
    ["metadata", "all"],
  ];
  for (const [name, value] of bad) {
    throws(() => readOptions([[name, value]]), refusedWith("bad-option"), name);
  }
  throws(() => readOptions([["npy", { shape: [0], dtype: "u1" }]]), refusedWith("bad-array"));
});

Deno.test("lists in options are counted before they are checked", () => {
  const segments = Array.from({ length: 4097 }, () => ({ value: "of no use" }));
  const names = Object.fromEntries(segments.map((_, k) => [k, 1]));
  for (const value of [segments, names]) {
    const { code, message } = refusal("", [["segments", value]]);
    equal(code, "limit-exceeded");
    match(message, /^The limit for segments per volume is 4096; this is at least 4097\.$/);
  }
  const { code, message } = refusal("", [["npy", { shape: segments }]]);
  equal(code, "bad-option");
  match(message, /has 4097 members, more than 64$/);
});

Deno.test("readOptions() says which value a misspelt one is near to, and takes capitals as letters", () => {
  for (
    const [name, typed, meant] of [
      ["order", "gven", "given"],
      ["order", "instancenumber", "instance-number"],
      ["space", "LSP", "LPS"],
      ["as", "segmentaton", "segmentation"],
      ["tilt", "orthogonel", "orthogonal"],
    ] as const
  ) {
    const { message, details } = refusal(`${name}=${typed}`);
    deepEqual([details["option"], details["nearest"]], [name, meant]);
    match(
      message,
      new RegExp(`^Option "${name}" has an invalid value, perhaps "${meant}" misspelt; `),
    );
  }
  const { message, details } = refusal("order=DOE");
  equal(details["nearest"], undefined);
  match(message, /^Option "order" has an invalid value; valid: position, given, instance-number$/);
  equal(read("space=ras").header.space, "RAS");
  equal(read("order=Given&encoding=RAW").header.order, "given");
});
