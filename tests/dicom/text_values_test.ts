import { components, decimal, latin1, trimPadding } from "../../lib/dicom/text_values.ts";
import { deepEqual, equal, ok } from "../assert.ts";

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

Deno.test("padding is taken from both ends, and from every component", () => {
  for (const text of ["", "a", " a ", "\0\ta\r\n\0 ", "\u00a0a\ufeff", "a b", " ", "\0"]) {
    equal(trimPadding(text), text.replace(/^[\s\0]+|[\s\0]+$/g, ""), JSON.stringify(text));
  }
  deepEqual(components(" 1 \\\0 2\\ \\3 "), ["1", "2", "", "3"]);
  deepEqual(components(" \0"), []);
});

Deno.test("bytes are text of one byte a character", () => {
  equal(latin1(bytes("\0 M\xfcller\\1 \0")), "M\xfcller\\1");
  equal(latin1(new Uint8Array(0)), "");
  const long = "0.125\\".repeat(100_000);
  equal(latin1(bytes(`${long} `)), long);
});

Deno.test("decimal strings are DICOM's, and nothing else", () => {
  for (const text of ["1", "-1.", ".5", "+0.5e-3", "1E5", " 12 ", "-185.39132000516"]) {
    equal(decimal(text), Number(text), text);
  }
  for (const text of ["", ".", "1,5", "0x10", "1e", "e5", "Infinity", "NaN", "1 2", "1e999"]) {
    equal(decimal(text), NaN, text);
  }
});

Deno.test("a long run of blanks or digits takes no time", () => {
  const started = performance.now();
  equal(trimPadding(`a${" ".repeat(1e6)}b`).length, 1e6 + 2);
  equal(decimal(`${"1".repeat(1e6)}x`), NaN);
  const milliseconds = performance.now() - started;
  ok(milliseconds < 500, `${milliseconds} ms`);
});
