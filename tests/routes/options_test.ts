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
