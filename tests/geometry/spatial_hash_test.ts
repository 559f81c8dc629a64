import { fc } from "../support/property.ts";
import { SpatialHash } from "../../lib/geometry/spatial_hash.ts";
import { ok } from "../assert.ts";

const REACH = 1e-3;

Deno.test("Cells finds all that is within reach, in the order in which it came", () => {
  // Coordinates on both sides of cell borders and of zero, closer and farther than the reach.
  const coordinate = fc.integer({ min: -70, max: 70 }).map((k) => k * 2.5e-4);
  const point = fc.array(coordinate, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 60 }), point, (points, sought) => {
      const cells = new SpatialHash<number>(REACH);
      points.forEach((at, k) => cells.add(at, k));
      const found = cells.near(sought);
      ok(found.every((k, place) => place === 0 || found[place - 1]! < k), `${found}`);
      points.forEach((at, k) => {
        const near = at.every((x, axis) => Math.abs(x - sought[axis]!) <= REACH);
        ok(!near || found.includes(k), `${at} is near ${sought}`);
      });
    }),
    { numRuns: 300 },
  );
});

Deno.test("Cells looks at few of many", () => {
  const cells = new SpatialHash<number>(REACH);
  for (let k = 0; k < 100_000; k++) cells.add([k, 0, 0], k);
  ok(cells.near([50_000, 0, 0]).includes(50_000));
  ok(cells.near([50_000, 0, 0]).length < 5);
});
