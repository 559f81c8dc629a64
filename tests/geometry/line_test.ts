import { fc } from "../support/property.ts";
import { bestLine, lineThroughEnds, residuals } from "../../lib/geometry/line.ts";
import { largestOf } from "../../lib/geometry/numbers.ts";
import { along, cross, unit, type Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, near, nearAll, ok } from "../assert.ts";
import { bestFit } from "../support/best_fit.ts";

const placesOf = (points: readonly unknown[]): number[] => points.map((_, k) => k);

Deno.test("lineThroughEnds() divides the extent, exactly", () => {
  const line = lineThroughEnds([0, 1, 2, 3], [[1, 2, 3], [9, 9, 9], [9, 9, 9], [1, 5, 3.3]]);
  deepEqual(line, { origin: [1, 2, 3], step: [0, 1, (3.3 - 3) / 3] });
});

Deno.test("lineThroughEnds() finds place 0 when the first place is another", () => {
  const line = lineThroughEnds([2, 4], [[0, 0, 10], [0, 0, 20]]);
  deepEqual(line, { origin: [0, 0, 0], step: [0, 0, 5] });
});

Deno.test("bestLine() halves the error of one point off a straight row", () => {
  // 0, 1 + 0.4, 2: equal ripple −0.2, +0.2, −0.2 is Chebyshev's answer.
  const best = bestLine([0, 1, 2], [[0, 0, 0], [0, 0, 1.4], [0, 0, 2]]);
  near(best.error, 0.2, 0.2 * 0.003);
  near(best.step[2], 1, 1e-3);
  near(best.origin[2], 0.2, 1e-3);
});

Deno.test("bestLine() with a direction: no step but along it", () => {
  // Sideways 0, 0, 3: without a slope the middle of the range, 1.5, is best, and 1.5 the error.
  const points: Vector[] = [[0, 0, 0], [0, 0, 1], [3, 0, 2]];
  const best = bestLine([0, 1, 2], points, [0, 0, 1]);
  near(best.error, 1.5, 1.5 * 0.003);
  nearAll(best.step, [0, 0, 1], 0.01);
});

Deno.test("bestLine() keeps the clean numbers of an exact row", () => {
  const best = bestLine([0, 1, 2], [[0, 0, 0.1], [0, 0, 1.2], [0, 0, 2.3]]);
  deepEqual([best.origin, best.step], [[0, 0, 0.1], [0, 0, (2.3 - 0.1) / 2]]);
});

const noisyRow = fc.tuple(
  fc.array(fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true }))), {
    minLength: 3,
    maxLength: 60,
  }),
  fc.integer({ min: 0, max: 4 }),
).map(([noise, power]) =>
  noise.map(([x, y, z], k): Vector => [
    10 ** -power * x! + 0.3 * k,
    10 ** -power * y! - 7,
    10 ** -power * z! + 2.5 * k,
  ])
);

Deno.test("bestLine() is within 1 % of an independent optimum, and of its own proof", () => {
  fc.assert(
    fc.property(noisyRow, (points) => {
      const places = placesOf(points);
      const best = bestLine(places, points);
      const worst = largestOf(residuals(best, places, points));
      near(best.error, worst, 1e-9, "reported error");
      ok(best.error <= best.bound * 1.01 + 1e-9, `gap ${best.error} ${best.bound}`);
      const truth = bestFit(points).largest;
      ok(best.error <= truth * 1.01 + 1e-9, `${best.error} against ${truth}`);
      ok(best.bound <= truth * 1.002 + 1e-9, `bound ${best.bound} above ${truth}`);
      ok(
        largestOf(residuals(lineThroughEnds(places, points), places, points)) <=
          2.02 * best.error + 1e-9,
      );
    }),
    { numRuns: 60 },
  );
});

Deno.test("bestLine() follows a rotation and a shift", () => {
  fc.assert(
    fc.property(noisyRow, fc.double({ min: 0.1, max: 3, noNaN: true }), (points, turn) => {
      const x = unit([Math.cos(turn), Math.sin(turn), 0.3]);
      const y = unit(cross([0.2, -0.4, 1], x));
      const z = cross(x, y);
      const moved = points.map((p) => along(along(along([50, -80, 9], x, p[0]), y, p[1]), z, p[2]));
      const [a, b] = [bestLine(placesOf(points), points), bestLine(placesOf(moved), moved)];
      near(a.error, b.error, 0.005 * a.error + 1e-9);
    }),
    { numRuns: 40 },
  );
});
