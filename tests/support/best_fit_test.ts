import { fc } from "./property.ts";
import { near, nearAll, ok } from "../assert.ts";
import { bestFit } from "./best_fit.ts";
import { evenly, type Triple } from "./series.ts";

/** Slices 2 mm apart along z, moved by (x, 0, 0). */
const movedInX = (offsets: readonly number[]): Triple[] => offsets.map((x, k) => [x, 0, 2 * k]);

Deno.test("an even stack is its own best fit", () => {
  const fit = bestFit(evenly([-100, 20, 7.5], [0.1, -0.2, 1.1], 50));
  near(fit.largest, 0, 1e-12);
  nearAll(fit.origin, [-100, 20, 7.5], 1e-12);
  nearAll(fit.step, [0.1, -0.2, 1.1], 1e-12);
});

Deno.test("two positions are always on the grid", () => {
  const fit = bestFit([[1, 2, 3], [4, 6, 3]]);
  near(fit.largest, 0, 1e-14);
  nearAll(fit.step, [3, 4, 0], 1e-14);
});

// Chebyshev: the best line has its largest error at three places with alternating sign.
for (
  const { offsets, largest, origin, step } of [
    { offsets: [0, 1, 0], largest: 1 / 2, origin: 1 / 2, step: 0 },
    { offsets: [0, 0, 0, 1], largest: 1 / 3, origin: -1 / 3, step: 1 / 3 },
    { offsets: [1, -1, 1, -1, 1], largest: 1, origin: 0, step: 0 },
    { offsets: [0, 1, 4, 9, 16], largest: 2, origin: -2, step: 4 },
  ]
) {
  Deno.test(`the best line through ${offsets} misses by ${largest}`, () => {
    const fit = bestFit(movedInX(offsets));
    near(fit.largest, largest, 1e-5);
    ok(fit.atLeast <= largest && fit.atLeast > 0.999 * largest, `bound ${fit.atLeast}`);
    nearAll(fit.origin, [origin, 0, 0], 1e-4);
    nearAll(fit.step, [step, 0, 2], 1e-4);
  });
}

Deno.test("errors in two directions at once make a circle, not two lines", () => {
  // The middle of three is off by (3, 4): half of it goes to each end.
  const fit = bestFit([[0, 0, 0], [3, 4, 1], [0, 0, 2]]);
  near(fit.largest, 5 / 2, 1e-5);
  // Eight unit vectors whose sum is 0, and also their sum weighted with k: no move of the axis
  // and no turn of it helps all of them, so the best grid is the axis, at distance 1.
  const corner = [[1, 0], [0, 1], [0, -1], [-1, 0], [-1, 0], [0, -1], [0, 1], [1, 0]] as const;
  const square = bestFit(corner.map(([x, y], k) => [x, y, k]));
  near(square.largest, 1, 1e-5);
});

Deno.test("a step along the normal alone leaves the shear as error", () => {
  // 11 slices drift 0.2 mm each in y: ±1 mm about the middle.
  const fit = bestFit(evenly([0, 0, 0], [0, 0.2, 3], 11), { direction: [0, 0, 1] });
  near(fit.largest, 1, 1e-5);
  nearAll(fit.step, [0, 0, 3], 1e-4);
  nearAll(fit.origin, [0, 1, 0], 1e-4);
});

Deno.test("positions that share a place share its grid point", () => {
  // Place 0 twice, 1 mm to either side; the hole at place 1 counts as a place.
  const positions: Triple[] = [[1, 0, 0], [-1, 0, 0], [0, 0, 6]];
  const fit = bestFit(positions, { places: [0, 0, 2] });
  near(fit.largest, 1, 1e-5);
  near(fit.step[2], 3, 1);
  nearAll(fit.origin, [0, 0, 0], 1e-2);
});

Deno.test("no other grid is better than the bound, and the fit is within 0.1 %", () => {
  const noise = fc.double({ min: -1, max: 1, noNaN: true });
  const offset = fc.tuple(noise, noise, noise);
  fc.assert(
    fc.property(
      fc.array(offset, { minLength: 3, maxLength: 60 }),
      fc.double({ min: 1e-4, max: 1, noNaN: true }),
      fc.tuple(offset, offset),
      (offsets, size, [moveOrigin, moveStep]) => {
        const positions = offsets.map(([x, y, z], k): Triple => [
          size * x - 200,
          size * y + 0.3 * k,
          size * z + 2.5 * k,
        ]);
        const fit = bestFit(positions);
        const errorOf = (origin: readonly number[], step: readonly number[]) =>
          Math.max(
            ...positions.map((p, k) =>
              Math.hypot(...p.map((c, n) => c - origin[n]! - k * step[n]!))
            ),
          );
        near(errorOf(fit.origin, fit.step), fit.largest, 1e-10);
        const other = errorOf(
          fit.origin.map((c, n) => c + 0.1 * size * moveOrigin[n]!),
          fit.step.map((c, n) => c + 0.1 * size / positions.length * moveStep[n]!),
        );
        ok(other >= fit.atLeast - 1e-10, `${other} is below the bound ${fit.atLeast}`);
        ok(fit.largest <= 1.001 * fit.atLeast + 1e-10, `${fit.largest} over ${fit.atLeast}`);
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("500 slices are no trouble", () => {
  const positions = evenly([0, 0, 0], [0, 0, 1], 500).map(([x, y, z], k): Triple => [
    x + 0.05 * Math.sin(k * k),
    y + 0.05 * Math.cos(3 * k * k),
    Math.round(10 * z) / 10,
  ]);
  const fit = bestFit(positions);
  ok(fit.largest <= 1.001 * fit.atLeast);
});
