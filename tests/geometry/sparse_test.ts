import { fc } from "../support/property.ts";
import { sparsePlaces, type StepHints } from "../../lib/geometry/sparse.ts";
import { along, unit, type Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal } from "../assert.ts";

const OBLIQUE = unit([1, 2, 3]);

const placesOf = (heights: readonly number[], hints: StepHints = {}, decimals = 12) =>
  sparsePlaces(
    heights.map((height) =>
      along([10, -20, 30], OBLIQUE, height).map((c) =>
        Number(c.toFixed(decimals))
      ) as unknown as Vector
    ),
    hints,
  );

Deno.test("sparse: the smallest gap is the step", () => {
  deepEqual(placesOf([0, 2.5, 5, 7.5]), [0, 1, 2, 3]);
  deepEqual(placesOf([0, 2.5, 12.5, 15]), [0, 1, 5, 6]);
  deepEqual(placesOf([0, 30]), [0, 1]);
  // Thickness is no spacing: half of the slices would be invented.
  deepEqual(placesOf([0, 5, 10, 15], { thickness: 2.5 }), [0, 1, 2, 3]);
});

Deno.test("sparse: a declared spacing counts if all points lie on it", () => {
  deepEqual(placesOf([0, 30], { spacing: 2.5 }), [0, 12]);
  deepEqual(placesOf([0, 5, 15], { spacing: 2.5 }), [0, 2, 6]);
  deepEqual(placesOf([0, 5, 15], { spacing: 4 }), [0, 1, 3]);
  deepEqual(placesOf([0, 5, 15], { spacing: 0 }), [0, 1, 3]);
  // Precision with two digits; the points have the rest.
  deepEqual(placesOf([0, 10 / 3, 10, 40], { spacing: 3.33 }), [0, 1, 3, 12]);
});

Deno.test("sparse: no gap need be one step", () => {
  deepEqual(placesOf([0, 2, 5]), [0, 2, 5]);
  deepEqual(placesOf([0, 7.5, 20, 30]), [0, 3, 8, 12]);
  deepEqual(placesOf([0, 7.5, 20, 30], {}, 3), [0, 3, 8, 12]);
  deepEqual(placesOf([0, 26, 60], { thickness: 2 }), [0, 13, 30]);
});

Deno.test("sparse: points without a common step have no places", () => {
  equal(placesOf([0, 1, 2.37, 3.91]), undefined);
  equal(placesOf([0, 2, 5.3]), undefined);
  equal(placesOf([0, 2.5, 5, 7.1]), undefined);
  equal(placesOf([0, 2, 5.3], { thickness: 1.7, spacing: 1.1 }), undefined);
  // Ten thousand slices are no grid.
  equal(placesOf([0, 0.001, 50]), undefined);
});

Deno.test("sparse: what is left of an even row finds its places", () => {
  const step = fc.double({ min: 0.1, max: 10, noNaN: true });
  const kept = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(step, kept, (step, kept) => {
    // Two neighbours, so that the step shows.
    const places = [...new Set([0, 1, ...kept])].sort((a, b) => a - b);
    deepEqual(placesOf(places.map((place) => place * step), {}, 15), places);
  }));
});

Deno.test("sparse: rounded positions are found all the same", () => {
  const places = [0, 1, 2, 17, 18, 40, 41, 59];
  for (const decimals of [1, 2, 3]) {
    deepEqual(placesOf(places.map((place) => place * 1.7), {}, decimals), places, `${decimals}`);
  }
});
