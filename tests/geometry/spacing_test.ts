import { gridOfCosines, roundingAlong, roundingOf } from "../../lib/geometry/rounding.ts";
import { analyseSpacing } from "../../lib/geometry/spacing.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { fc } from "../support/property.ts";
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
  nearAll(found.rounding, [0, 0.1, 0.1], 1e-12);
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
    [0.1, 0, 0.01],
    1e-12,
  );
  deepEqual(roundingOf([[0, 0, 0], [Math.SQRT2, Math.PI, 1e-7]])[0], 0);
});

Deno.test("a coarse grid of one component explains nothing along another", () => {
  equal(roundingAlong([0, 1e-6, 0.1], [0, 3, 0]), 1e-6);
  equal(roundingAlong([0, 1e-6, 0.1], [0, 0, -3]), 0.1);
  near(roundingAlong([0.1, 0, 0.1], [3, 0, 4]), 0.1 * 0.6 + 0.1 * 0.8, 1e-15);
  equal(roundingAlong([0.1, 0.1, 0.1], [0, 0, 0]), 0);
});

Deno.test("digits of direction cosines are seen where there are any", () => {
  near(gridOfCosines([0.9962, 0.0872, 0, -0.0872, 0.9962, 0]), 1e-4, 1e-18);
  equal(gridOfCosines([1, 0, 0, 0, 1, 0]), 0);
  equal(gridOfCosines([Math.cos(1), Math.sin(1), 0, -Math.sin(1), Math.cos(1), 0]), 0);
});

Deno.test("evennessOf(): a slice off by more than a twentieth of the gap is not even, whatever is constant", () => {
  fc.assert(fc.property(
    fc.record({
      count: fc.integer({ min: 5, max: 40 }),
      at: fc.double({ min: 0, max: 0.99, noNaN: true }),
      gap: fc.double({ min: 0.3, max: 3, noNaN: true }),
      part: fc.double({ min: 0.07, max: 0.4, noNaN: true }),
      axis: fc.constantFrom(0, 1, 2),
      // Off by 0.1 mm alone, a component looks as if it were printed with one digit.
    }).filter(({ gap, part }) => Math.abs(10 * gap * part - Math.round(10 * gap * part)) > 0.01),
    ({ count, at, gap, part, axis }) => {
      const off = 1 + Math.floor(at * (count - 2));
      // Six digits, as the positions of real axial stacks have: nothing is rounded to 0.1 mm.
      const points = row([...Array(count).keys()].map((k) => Number((gap * k).toFixed(6))))
        .map((point, k) =>
          k === off ? point.with(axis, point[axis]! + part * gap) as unknown as Vector : point
        );
      equal(analyseSpacing(points).verdict, "irregular");
    },
  ));
});

Deno.test("evennessOf(): gaps of 0.12 to 0.16 mm, printed to 0.1 mm, are undecidable and not missing", () => {
  fc.assert(fc.property(
    fc.double({ min: 0.12, max: 0.16, noNaN: true }),
    fc.integer({ min: 4, max: 60 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (gap, count, start) => {
      const heights = [...Array(count).keys()].map((k) => Number((start + gap * k).toFixed(1)));
      const { verdict, undecidable } = analyseSpacing(row(heights));
      equal(verdict === "missing", false);
      equal(verdict === "even" || undecidable, true);
    },
  ));
});

Deno.test("evennessOf(): exact gaps below half a millimetre are not called rounded", () => {
  const found = analyseSpacing(row([0, 0.234567, 0.469134, 0.793701, 1.028268]));
  deepEqual([found.verdict, found.undecidable], ["irregular", false]);
});

Deno.test("evennessOf(): micrometres are judged as millimetres are", () => {
  for (const scale of [1, 1e-2, 1e-4]) {
    const heights = (off: number) => [0, 1, 2, 3 + off, 4, 5].map((z) => z * 4.37 * scale);
    equal(analyseSpacing(row(heights(0))).verdict, "even", String(scale));
    equal(analyseSpacing(row(heights(0.2))).verdict, "irregular", String(scale));
  }
});
