/** Digits of numbers, and what they leave open. */

import { fc } from "../support/property.ts";
import { ARITHMETIC, precisionOf, precisionOfBoth, resolution } from "../../lib/check/precision.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";

Deno.test("digits are those of the number that has most", () => {
  const { decimals, digits, exponent } = precisionOf(["-0.5", "12.3456", "0", "1e2"]);
  deepEqual([decimals, digits, exponent], [4, 6, 2]);
  // numpy's way: eight decimals of a mantissa.
  const scientific = precisionOf(["9.99328394e-01", "-5.36000000e-17", "1.00000000e+00"]);
  deepEqual(scientific.digits, 9);
  near(resolution(12.3456, scientific), 0.501e-7, 1e-12);
});

Deno.test("a number rounded to decimals or to digits is open by half its last one", () => {
  fc.assert(fc.property(
    fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 3, maxLength: 9 }),
    fc.integer({ min: 3, max: 9 }),
    fc.boolean(),
    (values, count, significant) => {
      const texts = values.map((v) => significant ? v.toPrecision(count) : v.toFixed(count));
      const precision = precisionOf(texts);
      texts.forEach((text, n) => {
        const off = Math.abs(Number(text) - values[n]!);
        ok(off <= resolution(Number(text), precision), `${text} for ${values[n]}`);
      });
    },
  ));
});

Deno.test("whole numbers were never longer, and doubles are open by nothing", () => {
  const whole = precisionOf(["1", "0", "0"]);
  ok(resolution(1, whole) < 0.01);
  equal(resolution(0.1, precisionOf([String(1 / 3), "0.1"])), ARITHMETIC);
  equal(resolution(0, precisionOf([])), ARITHMETIC);
});

Deno.test("single precision shows in one long number of directions or origin", () => {
  equal(precisionOf(["-185.39132690429688"]).single, true);
  equal(precisionOf(["0.703125", "-124.5", "0.1", "-185.39132000516"]).single, false);
  const { directions, origin } = precisionOfBoth(["0.1"], ["-185.39132690429688"]);
  deepEqual([directions.single, origin.single], [true, true]);
});
