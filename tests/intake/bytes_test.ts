import { fc } from "../support/property.ts";
import { countBrackets } from "../../lib/intake/bytes.ts";
import { equal } from "../assert.ts";

const utf8 = new TextEncoder();

Deno.test("countBrackets() counts what a look at every character finds, wherever they stand", () => {
  const text = fc.string({ unit: fc.constantFrom(...'{[}]"Zz[{;;\0\x7f\xff') });
  fc.assert(fc.property(text, (text) => {
    equal(countBrackets(utf8.encode(text)), text.replace(/[^[{]/g, "").length);
  }));
});
