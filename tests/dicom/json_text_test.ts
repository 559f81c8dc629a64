import { Budget } from "../../lib/budget.ts";
import { quoteBareNumbers } from "../../lib/dicom/json_bare_numbers.ts";
import { readJson } from "../../lib/dicom/json.ts";
import { parseJsonText } from "../../lib/dicom/json_text.ts";
import { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";
import { fc } from "../support/property.ts";

Deno.test("JSON is parsed as JSON, after a byte order mark too", () => {
  const value = { a: [1, 2.5, -3e-7, null, true, "NaN, inf"], "": {} };
  deepEqual(parseJsonText(JSON.stringify(value)), value);
  deepEqual(parseJsonText("\ufeff" + JSON.stringify(value, null, 2)), value);
  equal(parseJsonText('"text"'), "text");
  equal(parseJsonText("null"), null);
});

Deno.test("bare numbers that JSON lacks become NaN, those in strings stay", () => {
  deepEqual(
    parseJsonText('{"NaN": [NaN, -Infinity,inf , -inf,nan, "a \\" NaN", "\\\\", Infinity, 1]}'),
    { NaN: ["NaN", "NaN", "NaN", "NaN", "NaN", 'a " NaN', "\\", "NaN", 1] },
  );
});

Deno.test("bare numbers are words outside of strings, in any case, with a sign", () => {
  // What they are to a regular expression, in a text whose strings are taken out.
  const word = /[-+]?\b(?:nan|inf(?:inity)?)\b/gi;
  const piece = fc.constantFrom("nan", "NaN", "inf", "Infinity", "-", "+", "x", "1", "_", " ", ",");
  const string = fc.constantFrom('"nan"', '"\\\\"', '"-\\"inf"', '"é NaN"');
  fc.assert(fc.property(fc.array(fc.oneof(piece, piece, string)), (pieces) => {
    const text = pieces.join("");
    const strings: string[] = [];
    const outside = text.replace(/"(?:\\.|[^"\\])*"/g, (one) => `\0${strings.push(one) - 1}\0`);
    const expected = outside.replace(word, '"NaN"').replace(/\0(\d+)\0/g, (_, k) => strings[k]!);
    const quoted = quoteBareNumbers(new TextEncoder().encode(text));
    equal(new TextDecoder().decode(quoted), expected);
  }));
});

Deno.test("lines of JSON are an array", () => {
  deepEqual(parseJsonText('{"Rows":1}\r\n\n{"Rows":NaN}\n'), [{ Rows: 1 }, { Rows: "NaN" }]);
});

Deno.test("lines beyond the limit of objects are not read on", () => {
  const limits = { ...DEFAULT_LIMITS, objects: 2 };
  const lines = (count: number) => '{"Rows":1}\n'.repeat(count);
  equal((parseJsonText(lines(2), new Budget(limits)) as unknown[]).length, 2);
  // The broken line behind them is never come to.
  throws(() => parseJsonText(`${lines(3)}{`, new Budget(limits)), {
    code: "limit-exceeded",
    details: { limit: "objects per request", maximum: 2, found: 3 },
  });
});

Deno.test("a fault is told by its place alone", () => {
  const faults: [string, number][] = [
    ['{"PatientName": "Doe", }', 23],
    ['{"PatientName": Doe}', 16],
    ['{"PatientName" "Doe"}', 15],
    ['{"a": [1, 2', 11],
    ['{"a": [1 2]}', 9],
    ["[1,]", 3],
    ["[,1]", 1],
    ["{1: 2}", 1],
    ["[01]", 2],
    ["[1]]", 3],
    ['"Doe', 4],
    ["Doe", 0],
    ['\ufeff{"a" 1}', 6],
    ['{"Rows": 1}\n{"Rows": Doe}\n', 21],
    ["[" + "1,".repeat(50_000) + "Doe]", 100_001],
  ];
  for (const [text, position] of faults) {
    throws(() => parseJsonText(text), (error: unknown) => {
      ok(error instanceof HeaderError);
      equal(error.code, "bad-json");
      deepEqual(error.details, { position }, text.slice(0, 40));
      ok(!error.message.includes("Doe"));
      return true;
    });
  }
});

Deno.test("blank text is an empty request", () => {
  for (const text of ["", " \n", "\ufeff"]) {
    throws(
      () => parseJsonText(text),
      (error: unknown) => error instanceof HeaderError && error.code === "empty-request",
    );
  }
});

Deno.test("long and odd texts end in one of the library's errors", () => {
  for (const text of ['"' + '\\"'.repeat(200_000), "[".repeat(200_000), "NaN ".repeat(50_000)]) {
    throws(() => parseJsonText(text), HeaderError);
  }
});

Deno.test("text within text counts as often as it is parsed", () => {
  const numbers = JSON.stringify(Array.from({ length: 20_000 }, (_, k) => k));
  const memory = (text: unknown) => {
    const budget = new Budget();
    throws(() => readJson(text, budget));
    return budget.counted("jsonMemory");
  };
  const once = memory(numbers);
  const twice = memory(JSON.stringify(numbers));
  ok(twice > once + numbers.length, `${once} and ${twice}`);
});
