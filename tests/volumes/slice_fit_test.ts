import { fc } from "../support/property.ts";
import { HeaderError } from "../../lib/errors.ts";
import { distance, type Vector } from "../../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { fitStacks, type SliceShape } from "../../lib/volumes/slice_fit.ts";
import { deepEqual, equal, near, nearAll, ok, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { codesOf, replyTo, theVolume } from "../support/reply.ts";

const AXIAL: SliceShape = { normal: [0, 0, 1], pixelSide: 0.5, loneStep: 5 };
const row = (heights: readonly number[]): Vector[] => heights.map((z) => [-10, 20, z]);
const even = (count: number, step: Vector): Vector[] =>
  [...Array(count).keys()].map((k) => [step[0] * k, step[1] * k, step[2] * k]);
const refusedWith = (code: string) => (error: unknown): boolean =>
  error instanceof HeaderError && error.code === code;

Deno.test("layStacks() of one slice: the normal times the lone step", () => {
  const [stack] = fitStacks([[1, 2, 3]], AXIAL, DEFAULT_OPTIONS);
  deepEqual([stack!.origin, stack!.step, stack!.count], [[1, 2, 3], [0, 0, 5], 1]);
});

Deno.test("layStacks() keeps a gantry tilt, and can remove it as ITK does", () => {
  // 15° tilt: the gantry leans, the table moves along z in 3 mm steps.
  const lean = 15 * Math.PI / 180;
  const shape = { ...AXIAL, normal: [0, -Math.sin(lean), Math.cos(lean)] as Vector };
  const positions = even(20, [0, 0, 3]);
  const [kept] = fitStacks(positions, shape, DEFAULT_OPTIONS);
  deepEqual(kept!.step, [0, 0, 3]);
  equal(kept!.tilt.outcome, "kept");
  near(kept!.tilt.degrees, 15, 1e-9);
  equal(kept!.maxError, 0);
  const [straight] = fitStacks(positions, shape, { ...DEFAULT_OPTIONS, tilt: "orthogonal" });
  nearAll(straight!.step, [0, -3 * Math.sin(lean), 3 * Math.cos(lean)], 1e-12);
  // 19 steps of 3 mm, each displaced by the chord of 15°: 2 · sin(7.5°) · 57 = 14.88 mm.
  near(straight!.maxError, 2 * Math.sin(lean / 2) * 57, 1e-9);
  near(kept!.tilt.otherError, straight!.maxError, 1e-12);
});

Deno.test("layStacks() removes a shear that rounding explains, and no more", () => {
  const rounded = even(20, [0.0027, 0, 3]).map((
    [x, y, z],
  ): Vector => [Math.round(x * 10) / 10, y, z]);
  // x: 0 … 0.1 in the last slices: a drift of 0.1 mm at digits of 0.1 mm, but a fifth of a pixel.
  equal(fitStacks(rounded, AXIAL, DEFAULT_OPTIONS)[0]!.tilt.outcome, "kept");
  const coarse = { ...AXIAL, pixelSide: 1.5 };
  const [stack] = fitStacks(rounded, coarse, DEFAULT_OPTIONS);
  equal(stack!.tilt.outcome, "rounding");
  deepEqual(stack!.step.slice(0, 2), [0, 0]);
});

Deno.test("layStacks() refuses a hole and says where", () => {
  throws(() => fitStacks(row([0, 3, 6, 12, 15]), AXIAL, DEFAULT_OPTIONS), (error) => {
    ok(refusedWith("missing-slices")(error));
    deepEqual((error as HeaderError).details.holes, [{ after: 2, gap: 6, missing: 1 }]);
    return true;
  });
  throws(
    () => fitStacks(row([0, 1, 2.6, 3.6]), AXIAL, DEFAULT_OPTIONS),
    refusedWith("irregular-spacing"),
  );
});

Deno.test("layStacks() with uneven=fill leaves the hole open", () => {
  const [stack] = fitStacks(row([0, 3, 6, 12, 15]), AXIAL, { ...DEFAULT_OPTIONS, uneven: "fill" });
  deepEqual([stack!.count, stack!.places, stack!.step], [6, [0, 1, 2, 4, 5], [0, 0, 3]]);
});

Deno.test("layStacks() with uneven=fill does not invent most of a volume, nor rules where none are", () => {
  const fill = { ...DEFAULT_OPTIONS, uneven: "fill" } as const;
  throws(() => fitStacks(row([0, 1, 10]), AXIAL, fill), refusedWith("missing-slices"));
  throws(() => fitStacks(row([0, 1, 2.6]), AXIAL, fill), refusedWith("irregular-spacing"));
});

Deno.test("layStacks() with uneven=split: even blocks, in order, everybody in one", () => {
  const heights = [...Array(11).keys()].concat([...Array(10).keys()].map((k) => 15 + 5 * k));
  const stacks = fitStacks(row(heights), AXIAL, { ...DEFAULT_OPTIONS, uneven: "split" });
  deepEqual(stacks.map(({ count, step }) => [count, step[2]]), [[11, 1], [10, 5]]);
  const alone = fitStacks(row([0, 7, 8, 9]), AXIAL, { ...DEFAULT_OPTIONS, uneven: "split" });
  deepEqual(alone.map(({ members }) => members), [[0], [1, 2, 3]]);
});

Deno.test("layStacks() with uneven=accept reports the error", () => {
  const [stack] = fitStacks(row([0, 3, 6, 12, 15]), AXIAL, {
    ...DEFAULT_OPTIONS,
    uneven: "accept",
  });
  deepEqual([stack!.count, stack!.step[2]], [5, 3.75]);
  near(stack!.maxError, Math.abs(6 - 7.5), 1e-12);
});

Deno.test("layStacks() refuses slices beside each other", () => {
  throws(
    () => fitStacks(even(4, [3, 0, 0]), AXIAL, DEFAULT_OPTIONS),
    refusedWith("irregular-spacing"),
  );
});

Deno.test("layStacks() with fit=best is never worse than endpoints, and split covers everyone", () => {
  const heights = fc.array(fc.double({ min: 0.5, max: 4, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(heights, (gaps) => {
      let z = 0;
      const positions = row([0, ...gaps.map((gap) => z += gap)]);
      const accept = { ...DEFAULT_OPTIONS, uneven: "accept" } as const;
      const [ends] = fitStacks(positions, AXIAL, accept);
      const [best] = fitStacks(positions, AXIAL, { ...accept, fit: "best" });
      ok(best!.maxError <= ends!.maxError + 1e-9);
      ok(ends!.maxError <= 2.01 * best!.maxError + 1e-6);
      const blocks = fitStacks(positions, AXIAL, { ...DEFAULT_OPTIONS, uneven: "split" });
      deepEqual(blocks.flatMap((block) => block.members), positions.map((_, k) => k));
      for (const block of blocks) {
        near(distance(block.origin, positions[block.members[0]!]!), 0, 1e-9);
        ok(block.count === 1 || block.maxError <= block.evenness!.tolerance);
      }
    }),
    { numRuns: 80 },
  );
});

Deno.test("a shear is called a gantry tilt only in CT, and only if a gantry can tilt so far", () => {
  const saidOf = (x: number, others: Values = {}): string =>
    theVolume(replyTo([0, 1, 2].map((k) => sliceAt([k * x, 0, 3 * k], others))))
      .findings.find(({ code }) => code === "sheared")!.message;
  const ct = { Modality: "CT" };
  ok(/18\.435° .*, a gantry tilt:/.test(saidOf(1, ct)));
  ok(/84\.289° .*, more than any gantry tilt:/.test(saidOf(30, ct)));
  ok(/a gantry tilt/.test(saidOf(1, { SOPClassUID: "1.2.840.10008.5.1.4.1.1.2" })));
  for (const others of [{}, { Modality: "MR" }]) ok(!/gantry/.test(saidOf(1, others)));
});

Deno.test("cosines that are off a right angle by their last digits make no shear", () => {
  // Rows and columns printed with six digits, 1.7e-5 off a right angle; positions on the true normal.
  const [a, b] = [0.9, 0.35];
  const row: Vector = [Math.cos(a), Math.sin(a), 0];
  const column: Vector = [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)];
  const normal: Vector = [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ];
  const printed = (skew: number) =>
    [...row, ...column.map((c, n) => c + skew * row[n]!)].map((c) => Number(c.toFixed(6)));
  const stack = (skew: number, lean: number): Values[] =>
    [...Array(150).keys()].map((k) =>
      sliceAt(
        normal.map((c, n) => Number((1.1 * k * (c + lean * row[n]!) - 80 + 7 * n).toFixed(9))),
        { ImageOrientationPatient: printed(skew), Modality: "MR" },
      )
    );
  const codes = (skew: number, lean: number) => codesOf(theVolume(replyTo(stack(skew, lean))));
  deepEqual(codes(1.7e-5, 1.7e-5), []);
  deepEqual(codes(0, 1e-6), []);
  // Kept: the slices lie where they lie.
  equal(theVolume(replyTo(stack(1.7e-5, 1.7e-5))).fit.maxError < 1e-8, true);
  // Ten times as much is no last digit.
  deepEqual(codes(0, 2e-4), ["sheared"]);
});

Deno.test("advice to fill is given only where the grid can be filled", () => {
  const helpOf = (heights: readonly number[]): string => {
    try {
      fitStacks(row(heights), AXIAL, DEFAULT_OPTIONS);
    } catch (error) {
      return `${(error as HeaderError).code}: ${(error as HeaderError).details.help}`;
    }
    return "";
  };
  ok(/^missing-slices: uneven=fill/.test(helpOf([0, 3, 6, 12, 15])));
  // More would be missing than are there.
  equal(
    helpOf([0, 1.6, 3.2, 4.8, 40, 41.6, 43.2]),
    "missing-slices: uneven=split for evenly spaced blocks",
  );
  // One odd pair, and all others would be multiples of it.
  ok(/^irregular-spacing: uneven=split/.test(helpOf([0, 2.5, 5, 7.5, 10, 10.25, 17.75, 25.25])));
});
