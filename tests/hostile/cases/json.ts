/**
 * JSON, and what looks like it: a thousand times dearer, byte for byte, than datasets.
 *
 * @module
 */

import type { Random } from "../../support/random.ts";
import { bareSlice, slice } from "../datasets.ts";
import {
  type Cases,
  coded,
  gzip,
  type Hostile,
  joined,
  json,
  lines,
  repeated,
  typed,
  whole,
} from "../request.ts";

const MEBIBYTE = 2 ** 20;

/** The body of all sizes, and as little gzip as makes them. */
function packed(request: Hostile, random: Random): Hostile {
  return coded(random.chance(0.5) ? request : { ...request, body: gzip(request.body) });
}

/** So many bytes of one piece, between a start and an end. */
function filled(piece: string, bytes: number, start = "", end = ""): Hostile {
  return json(joined(start, repeated(piece, Math.floor(bytes / piece.length)), end));
}

const STRINGS = ['"', '"",', '"a"', '"\\"', '" "'];
/** What Python and JavaScript write and JSON does not know, and what neither does. */
const BARE = ["NaN,", "Infinity,", "-Infinity,", "nan,", "1.,", ".5,", "01,", "+1,", "None,"];
const BRACKETS = ["[", "{", "[],", "{},", '{"":', "[[],", "]", '{"a":{}},'];
const NUMBERS = ["1,", "0.1,", "1e9,", "-0,", "1e400,", "123456789012345678901234567890,"];
const ESCAPES = ["\\\\", '\\"', "\\u0000", "\\ud800", "\\n", "\\x", "\\"];

/** Members with other names each. */
function keys(count: number, random: Random): string {
  const form = random.of<(n: number) => string>([
    (n) => `"k${n}":1`,
    (n) => `"${n}":1`,
    (n) => `"${4294967294 - n}":[]`,
    (n) => `"Rows${n}":null`,
    (n) => `"${n.toString(16).padStart(8, "0")}":{}`,
    (n) => `"0009${(0x1000 + n % 0xefff).toString(16)}":{"vr":"LO"}`,
  ]);
  return lines(count, form, ",");
}

/** JSON as text in JSON as text. */
function textInText(value: unknown, levels: number): string {
  const text = JSON.stringify(value);
  return levels === 0 ? text : textInText(text, levels - 1);
}

/** A list of one attribute of a slice, so long. */
function longValue(count: number, random: Random): unknown {
  const value = random.of<() => unknown>([
    () => Array(count).fill(1),
    () => Array(count).fill("1"),
    () => Array(count).fill("1").join("\\"),
    () => "1".repeat(2 * count),
    () => " ".repeat(2 * count),
    () => "\\".repeat(2 * count),
    () => ({ vr: "DS", Value: Array(count).fill(0) }),
    () => ({ vr: "OB", InlineBinary: "A".repeat(2 * count) }),
    () => Array(count).fill(null),
  ]);
  return value();
}

const ATTRIBUTES = [
  "ImagePositionPatient",
  "ImageOrientationPatient",
  "PixelSpacing",
  "ImageType",
  "SliceThickness",
  "SeriesInstanceUID",
  "Rows",
  "SequenceName",
  "AcquisitionTime",
  "SpecificCharacterSet",
  "NumberOfFrames",
  "SOPInstanceUID",
];

/** By name. */
export const JSON_TEXT: Cases = {
  "json-quotes": [3.9 * MEBIBYTE, (count, random) => filled(random.of(STRINGS), count), 10],
  "json-quotes-coded": [
    16.7e6,
    (count, random) => packed(filled(random.of(STRINGS), count), random),
  ],
  "json-strings-in-list": [
    3.9 * MEBIBYTE,
    (count, random) => filled(random.of(['"",', '"a",', '"[",', '"{}",']), count, "[", "1]"),
    10,
  ],
  "json-escapes": [
    3.9 * MEBIBYTE,
    (count, random) => filled(random.of(ESCAPES), count, '["', random.of(['"]', ""])),
    10,
  ],
  "json-bare-numbers": [
    3.9 * MEBIBYTE,
    (count, random) => filled(random.of(BARE), count, "[", random.of(["1]", "NaN]", ""])),
    8,
  ],
  "json-bare-numbers-coded": [
    16.7e6,
    (count, random) => packed(filled(random.of(BARE), count, "[", "1]"), random),
  ],
  "json-bare-numbers-mixed": [500_000, (count, random) => {
    const parts = Array.from(
      { length: 1000 },
      () => random.of([...BARE, ...NUMBERS, '"",', "[],"]),
    );
    const piece = parts.join("");
    return filled(piece, count * 8, "[", "NaN]");
  }, 8],
  "json-brackets": [3.9 * MEBIBYTE, (count, random) => filled(random.of(BRACKETS), count, "["), 8],
  "json-brackets-closed": [
    1_300_000,
    (count, random) => filled(random.of(["[],", "{},", "[[]],"]), 3 * count, "[", "0]"),
    8,
  ],
  "json-brackets-coded": [
    16.7e6,
    (count, random) => packed(filled(random.of(BRACKETS), count, "["), random),
  ],
  "json-deep": [60_000, (count, random) => {
    const depth = whole(random, 30, 62);
    return filled(`${"[".repeat(depth)}${"]".repeat(depth)},`, count * 64, "[", "0]");
  }, 8],
  "json-commas": [
    3.9 * MEBIBYTE,
    (count, random) => filled(random.of([",", ":", ",,", "-", "e"]), count, random.of(["[", ""])),
    8,
  ],
  "json-numbers": [
    3.9 * MEBIBYTE,
    (count, random) => filled(random.of(NUMBERS), count, "[", "1]"),
    8,
  ],
  "json-one-number": [
    3.9 * MEBIBYTE,
    (count, random) => filled(random.of(["1", "0", "9.", "1e"]), count, random.of(["", "[", "-"])),
    8,
  ],
  "json-blanks": [
    3.9 * MEBIBYTE,
    (count, random) =>
      filled(random.of([" ", "\n", "\t", "\r\n"]), count, random.of(["", "{"]), "[]"),
    8,
  ],
  "json-different-keys": [250_000, (count, random) => json(`[{${keys(count, random)}}]`), 8],
  "json-different-keys-in-objects": [20_000, (count, random) => {
    const each = whole(random, 1, 20);
    const objects = Math.ceil(count * 10 / each);
    return json(
      `[${lines(objects, (n) => `{${lines(each, (k) => `"k${n}_${k}":1`, ",")}}`, ",")}]`,
    );
  }, 6],
  "json-long-keys": [3900, (count, random) => {
    const long = random.of(["k", "\\u0041", "Rows ", "_-"]).repeat(300).slice(0, 960);
    return json(`[{${lines(count, (n) => `"${long}${n}":1`, ",")}}]`);
  }, 8],
  "json-same-keys": [
    330_000,
    (count, random) => filled(random.of(['"Rows":1,', '"a":1,']), count * 9, "[{", '"Rows":2}]'),
    8,
  ],
  "json-attributes": [100_000, (count, random) => {
    const name = random.of(["Rows", "rows", "(0028,0010)", "00280010", "x00280010"]);
    return json(`[${Array(count).fill(`{"${name}":1,"Columns":2}`).join(",")}]`);
  }, 6],
  "json-text-in-text": [3.9 * MEBIBYTE, (count, random) => {
    const levels = whole(random, 1, 10);
    const inner = random.of<unknown>(['"', "\\", [slice(0)], "[[[["]);
    const once = JSON.stringify(inner).length;
    // Every level but the first doubles quotes and backslashes.
    const times = Math.max(1, Math.floor(count / once / 2 ** Math.max(0, levels - 1)));
    const content = typeof inner === "string" ? inner.repeat(times) : Array(times).fill(inner);
    return json(textInText(content, Math.min(levels, 10)));
  }, 5],
  "json-texts-in-list": [
    130_000,
    (count, random) =>
      json(
        Array(count).fill(JSON.stringify(random.of<unknown>([{}, [], "", slice(0)])))
          .slice(0, count),
      ),
    2,
  ],
  "json-table": [60_000, (count, random) => {
    const columns = ["Rows", "Columns", "SeriesInstanceUID", "k"].slice(0, whole(random, 1, 4));
    const rows = Array.from({ length: Math.ceil(count * 4 / columns.length) }, (_, n) => n);
    const cells = Object.fromEntries(rows.map((n) => [n, 1]));
    return json(Object.fromEntries(columns.map((column) => [column, cells])));
  }, 6],
  "json-table-of-columns": [200, (count, random) => {
    const rows = whole(random, 1, 20);
    const cells = Object.fromEntries(Array.from({ length: rows }, (_, n) => [n, n]));
    const wide = Array.from({ length: count * 100 }, (_, n) => [`c${n}`, cells] as const);
    return json({ Rows: cells, ...Object.fromEntries(wide) });
  }, 6],
  "json-byte-array": [400_000, (count, random) => {
    const bytes = random.of<() => string>([
      () => `[${"1,".repeat(count)}1]`,
      () => `{${lines(count, (n) => `"${n}":1`, ",")}}`,
      () => `{"type":"Buffer","data":[${"0,".repeat(count)}0]}`,
    ]);
    return json(`{"byteArray":${bytes()},"elements":{"x00280010":{"dataOffset":0,"length":2}}}`);
  }, 6],
  "json-byte-array-elements": [60_000, (count) =>
    json({
      byteArray: Array(1000).fill(49),
      elements: Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `x${(0x00200000 + n).toString(16).padStart(8, "0")}`,
          { tag: "x00200032", vr: "DS", dataOffset: 0, length: 1000 },
        ]),
      ),
    }), 4],
  "json-empty-items": [1_300_000, (count, random) => {
    const name = random.of([
      "ReferencedSeriesSequence",
      "PerFrameFunctionalGroupsSequence",
      "SegmentSequence",
      "SharedFunctionalGroupsSequence",
      "00089215",
    ]);
    return filled("{},", 3 * count, `[{"Rows":1,"${name}":[`, "{}]}]");
  }, 6],
  "json-long-value": [
    1_000_000,
    (count, random) => json([slice(0, { [random.of(ATTRIBUTES)]: longValue(count, random) })]),
    8,
  ],
  "json-long-values": [9000, (count, random) => {
    const value = longValue(whole(random, 20, 100), random);
    const name = random.of(ATTRIBUTES);
    return json(Array.from({ length: count }, (_, n) => slice(n, { [name]: value })));
  }, 2],
  "json-instances-shared": [60_000, (count, random) => {
    // What stands once for all is put behind each.
    const shared = Object.fromEntries(
      ATTRIBUTES.map((name) => [name, "1".repeat(whole(random, 1, 99))]),
    );
    return json({ ...shared, instances: Array(count).fill({ Rows: 4 }) });
  }, 2],
  "json-one-bad-object": [6000, (count, random) => {
    const bad = random.of<unknown>([null, 1, "x", { Rows: "x" }, [[]], {
      ImagePositionPatient: [1],
    }]);
    const objects: unknown[] = Array.from({ length: count }, (_, n) => bareSlice(n));
    objects.splice(random.below(count), 0, bad);
    return json(objects);
  }, 3],
  "json-bad-objects": [60_000, (count, random) => {
    const bad = random.of<unknown>([null, 1, "x", { Rows: "x" }, [[]], { PixelSpacing: [1] }, "[", {
      Rows: 1,
    }]);
    return json(Array(count).fill(bad));
  }, 6],
  "ndjson": [600_000, (count, random) => {
    const line = random.of(["{}\n", "\n", "[]\n", "1\n", "NaN\n", '"\n', "{\n", '{"Rows":1}\n']);
    return typed("application/x-ndjson", repeated(line, Math.floor(count * 6 / line.length)));
  }, 8],
  "ndjson-in-json": [600_000, (count, random) => {
    const line = random.of(["{}\n", "[]\n", "1\n", '{"Rows":NaN}\n', '""\n']);
    return json(repeated(line, Math.floor(count * 6 / line.length)));
  }, 8],
};
