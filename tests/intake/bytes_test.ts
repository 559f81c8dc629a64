import { Search } from "../../lib/intake/bytes.ts";
import { equal } from "../assert.ts";
import { fc } from "../support/property.ts";

Deno.test("bytes are found where a text with the same characters has them", () => {
  // Of few letters, so that most places are like the wanted ones for a while.
  const text = (least: number, most: number) =>
    fc.string({ unit: fc.constantFrom("\r", "\n", "-", "a"), minLength: least, maxLength: most });
  const bytesOf = (latin1: string) => new TextEncoder().encode(latin1);
  fc.assert(
    fc.property(text(1, 8), text(0, 60), text(0, 8), (wanted, before, behind) => {
      const search = new Search(bytesOf(wanted));
      for (const all of [before, `${before}${wanted}${behind}`]) {
        equal(search.in(bytesOf(all)), all.indexOf(wanted));
      }
    }),
    { numRuns: 1000 },
  );
});
