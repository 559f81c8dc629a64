import {
  components,
  decimal,
  latin1,
  plainDecimals,
  trimPadding,
} from "../../lib/dicom/text_values.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { growsLinearly } from "../support/growth.ts";
import { fc } from "../support/property.ts";

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

Deno.test("a long run of blanks or digits takes no time that grows with its square", async () => {
  await growsLinearly(250_000, (length) => {
    const [blanks, digits] = [`a${" ".repeat(length)}b`, `${"1".repeat(length)}x`];
    return () => {
      equal(trimPadding(blanks).length, length + 2);
      equal(decimal(digits), NaN);
    };
  });
});

Deno.test("components() tells a million components apart, and no more", () => {
  equal(components("1\\".repeat(1_000_000) + "2\\3").length, 1_000_000);
});

Deno.test("plain decimal strings are read from their bytes as from their text, to the last bit", () => {
  const written = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(fc.integer(), fc.nat(9)).map(([n, digits]) => (n / 10 ** digits).toFixed(digits)),
    fc.stringMatching(/^ {0,2}[+-]?[0-9]{0,17}[.,]?[0-9]{0,3}(e[+-]?[0-9]{1,3})?[ \0]?$/),
  );
  let plain = 0;
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 4 }), fc.nat(3), (values, before) => {
      const text = values.join("\\");
      // Digits around the value are none of its own.
      const around = bytes(`${"9".repeat(before)}${text}99`);
      const found = plainDecimals(around, before, around.length - 2);
      if (found === undefined) return;
      plain++;
      deepEqual(found, components(latin1(bytes(text))).map(decimal));
    }),
    { numRuns: 3000 },
  );
  ok(plain > 300, `${plain} were plain`);
});
