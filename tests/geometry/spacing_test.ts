import { fc } from "../support/property.ts";
import { analyseSpacing } from "../../lib/geometry/spacing.ts";
import { roundingOf } from "../../lib/geometry/rounding.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal, near, nearAll } from "../assert.ts";

const row = (heights: readonly number[]): Vector[] => heights.map((z) => [0, 0, z]);

Deno.test("evennessOf() finds an even row even", () => {
  const found = analyseSpacing(row([0, 2.5, 5, 7.5]));
  equal(found.verdict, "even");
  deepEqual([found.gap, found.base, found.residual], [2.5, 2.5, 0]);
});

Deno.test("evennessOf() counts what is missing, hole by hole", () => {
  const found = analyseSpacing(row([0, 3, 6, 12, 15, 27, 30]));
  equal(found.verdict, "missing");
  deepEqual(found.holes.map(({ after, missing }) => [after, missing]), [[2, 1], [4, 3]]);
});

Deno.test("evennessOf(): 1 mm slices before 5 mm slices are missing slices by their gaps", () => {
  const heights = [...Array(11).keys()].concat([...Array(10).keys()].map((k) => 15 + 5 * k));
  equal(analyseSpacing(row(heights)).verdict, "missing");
});

Deno.test("evennessOf() calls what follows no rule irregular", () => {
  equal(analyseSpacing(row([0, 1, 2.6, 3.6])).verdict, "irregular");
  equal(analyseSpacing(row([0, 1, 2.3, 3.3, 4.1, 5.5])).verdict, "irregular");
});

Deno.test("evennessOf() accepts the rounding of a real series and says how large it is", () => {
  // 7 mm at a slant of 7.7°, rounded to 0.1 mm, as scanners print it.
  const points = [...Array(20).keys()].map((k): Vector => [
    -110.5,
    Math.round(-0.942 * k * 10) / 10 - 78.3063,
    Math.round(6.9368 * k * 10) / 10 - 72.7575,
  ]);
  const found = analyseSpacing(points);
  equal(found.verdict, "even");
  nearAll(found.rounding, [0.1, 0.1, 0.1], 1e-12);
  near(found.tolerance, 0.05 * found.gap, 1e-12);
});

Deno.test("evennessOf() finds one slice of 400 missing at 0.3 mm, rounded to 0.1 mm", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 398 }), (hole) => {
      const heights = [...Array(400).keys()].filter((k) => k !== hole)
        .map((k) => Math.round(3 * k) / 10 - 61.7);
      const found = analyseSpacing(row(heights));
      equal(found.verdict, "missing");
      deepEqual(found.holes.map(({ after, missing }) => [after, missing]), [[hole - 1, 1]]);
    }),
    { numRuns: 40 },
  );
});

Deno.test("evennessOf(): a hole is never accepted, whatever the slant and the digits", () => {
  fc.assert(
    fc.property(
      fc.record({
        count: fc.integer({ min: 4, max: 200 }),
        hole: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        gap: fc.double({ min: 0.3, max: 10, noNaN: true }),
        slant: fc.double({ min: 0, max: 1.2, noNaN: true }),
        digits: fc.integer({ min: 1, max: 4 }),
      }),
      ({ count, hole, gap, slant, digits }) => {
        const lost = 1 + Math.floor(hole * (count - 2));
        const round = (value: number): number => Number(value.toFixed(digits));
        const points = [...Array(count).keys()].filter((k) => k !== lost).map((k): Vector => [
          round(gap * k * Math.sin(slant) - 31.4),
          round(17.77),
          round(gap * k * Math.cos(slant) + 2.2),
        ]);
        equal(analyseSpacing(points).verdict === "even", false);
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("evennessOf(): in short rows rounding hides no hole either", () => {
  fc.assert(
    fc.property(
      fc.record({
        count: fc.integer({ min: 4, max: 10 }),
        hole: fc.double({ min: 0, max: 0.99, noNaN: true }),
        gap: fc.double({ min: 0.3, max: 0.8, noNaN: true }),
        slant: fc.double({ min: 0, max: 1.5, noNaN: true }),
        x: fc.double({ min: -1, max: 1, noNaN: true }),
        z: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
      ({ count, hole, gap, slant, x, z }) => {
        const lost = 1 + Math.floor(hole * (count - 2));
        const round = (value: number): number => Number(value.toFixed(1));
        const points = [...Array(count).keys()].filter((k) => k !== lost).map((k): Vector => [
          round(gap * k * Math.sin(slant) + x),
          17.8,
          round(gap * k * Math.cos(slant) + z),
        ]);
        equal(analyseSpacing(points).verdict === "even", false);
      },
    ),
    { numRuns: 3000 },
  );
});

Deno.test("evennessOf(): where a hole fits as well as evenness, it says that it cannot tell", () => {
  // 0, 2 and 3 times 0.39 mm, slanting and rounded: gaps of 0.72 and 0.5 mm.
  const found = analyseSpacing([[-31.4, 17.8, 2.2], [-31, 17.8, 2.8], [-30.7, 17.8, 3.2]]);
  equal(found.verdict, "irregular");
  equal(found.undecidable, true);
  // No rounding makes an even row of a hole.
  equal(analyseSpacing([[0, 0, 0], [0, 0, 0.3], [0, 0, 0.6]]).verdict, "even");
});

Deno.test("roundingOf() looks at differences, not at digits", () => {
  nearAll(
    roundingOf([[-78.3063, 0, 1], [-78.4063, 0, 1.25], [-78.9063, 0, 4]]),
    [0.1, 0.1, 0.01],
    1e-12,
  );
  deepEqual(roundingOf([[0, 0, 0], [Math.SQRT2, Math.PI, 1e-7]])[0], 0);
});
