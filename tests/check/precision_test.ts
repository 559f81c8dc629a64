/** Digits of numbers, and what they leave open. */

import * as fc from "fast-check";
import { ARITHMETIC, lastDigit, printedBoth, printedBy } from "../../lib/check/precision.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";

Deno.test("digits are those of the number that has most", () => {
  const { decimals, digits, exponent } = printedBy(["-0.5", "12.3456", "0", "1e2"]);
  deepEqual([decimals, digits, exponent], [4, 6, 2]);
  // numpy's way: eight decimals of a mantissa.
  const scientific = printedBy(["9.99328394e-01", "-5.36000000e-17", "1.00000000e+00"]);
  deepEqual(scientific.digits, 9);
  near(lastDigit(12.3456, scientific), 0.501e-7, 1e-12);
});

Deno.test("a number rounded to decimals or to digits is open by half its last one", () => {
  fc.assert(fc.property(
    fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 3, maxLength: 9 }),
    fc.integer({ min: 3, max: 9 }),
    fc.boolean(),
    (values, count, significant) => {
      const texts = values.map((v) => significant ? v.toPrecision(count) : v.toFixed(count));
      const printed = printedBy(texts);
      texts.forEach((text, n) => {
        const off = Math.abs(Number(text) - values[n]!);
        ok(off <= lastDigit(Number(text), printed), `${text} for ${values[n]}`);
      });
    },
  ));
});

Deno.test("whole numbers were never longer, and doubles are open by nothing", () => {
  const whole = printedBy(["1", "0", "0"]);
  ok(lastDigit(1, whole) < 0.01);
  equal(lastDigit(0.1, printedBy([String(1 / 3), "0.1"])), ARITHMETIC);
  equal(lastDigit(0, printedBy([])), ARITHMETIC);
});

Deno.test("single precision shows in one long number of directions or origin", () => {
  equal(printedBy(["-185.39132690429688"]).single, true);
  equal(printedBy(["0.703125", "-124.5", "0.1", "-185.39132000516"]).single, false);
  const { directions, origin } = printedBoth(["0.1"], ["-185.39132690429688"]);
  deepEqual([directions.single, origin.single], [true, true]);
});
