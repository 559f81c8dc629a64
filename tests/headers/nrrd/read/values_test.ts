import type { Field } from "../../../../lib/headers/nrrd/read/lines.ts";
import { counts, MAX_VALUE, numbers, vectors } from "../../../../lib/headers/nrrd/read/values.ts";
import { deepEqual, throws } from "../../../assert.ts";

const field = (name: Field["name"], value: string): Field => ({ name, value, line: 4, column: 7 });

Deno.test("values are read up to a length that no axis needs, and longer ones refused by name", () => {
  const padded = (value: string) => value + " ".repeat(MAX_VALUE - value.length);
  deepEqual(counts(field("sizes", padded("4 3 2"))), [4, 3, 2]);
  deepEqual(numbers(field("spacings", padded("1 nan .5"))), [1, NaN, 0.5]);
  deepEqual(
    vectors(field("space directions", padded("none (1,0,-2)"))).map(({ vector }) => vector),
    [undefined, [1, 0, -2]],
  );
  const long = { code: "bad-header", message: /has 16385 characters, more than 16384/ };
  throws(() => counts(field("sizes", padded("4 3 2") + "1")), long);
  throws(() => vectors(field("space directions", padded("none") + "x")), long);
});
