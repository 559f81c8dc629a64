/** Headers that nobody would write: a verdict that is true, and a right header, all the same. */

import { deepEqual, equal, near, nearAll, ok, throws } from "../assert.ts";
import { fc } from "../support/property.ts";
import { cornerDistance, type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { collect } from "../support/objects.ts";
import { refusedWith } from "../support/reply.ts";
import { makeSeries, OBLIQUE, type Triple } from "../support/series.ts";
import { check, named, rightGeometry } from "./support.ts";

const { objects } = collect(makeSeries({ ...OBLIQUE, thickness: 2.5 }));
const right = rightGeometry(objects);

const number = fc.oneof(
  fc.double({ min: -300, max: 300, noNaN: true }),
  fc.constantFrom(0, 1, -1, 0.5, 0.9, 1.2, 1e-12),
);
const vector = fc.tuple(number, number, number).filter((v) =>
  v.some((c) => c !== 0)
) as fc.Arbitrary<
  Triple
>;
const header: fc.Arbitrary<HeaderGeometry> = fc.record({
  space: fc.constantFrom("left-posterior-superior", "right-anterior-superior"),
  directions: fc.tuple(vector, vector, vector),
  origin: vector,
  sizes: fc.constant(right.sizes),
});

Deno.test("any header: the error is the distance of the corners, the correction is right", () => {
  fc.assert(fc.property(header, (given) => {
    const reply = check(objects, given, { order: "position" });
    if (!reply.layout) near(reply.error, cornerDistance(given, right), 1e-6);
    equal(reply.status === "ok", reply.error <= reply.limit);
    ok(reply.status === "ok" || reply.diagnoses.length > 0);
    const again = check(objects, reply.right.header, { order: "position" });
    deepEqual([again.status, again.diagnoses], ["ok", []]);
  }));
});

Deno.test("a right header, moved by less and by more than a micrometre", () => {
  fc.assert(fc.property(
    fc.tuple(number, number, number).filter((v) => Math.hypot(...v) > 1e-3),
    fc.double({ min: 1e-5, max: 0.2, noNaN: true }),
    (direction, distance) => {
      const length = Math.hypot(...direction);
      const [x, y, z] = right.origin.map((v, c) => v + direction[c]! * distance / length);
      const reply = check(objects, { ...right, origin: [x!, y!, z!] });
      near(reply.error, distance, 1e-9);
      const expected = distance <= 1e-3 ? "ok" : distance <= 0.05 ? "usable" : "wrong";
      // Half a millimetre is the smallest side of a voxel; at the borders the arithmetic decides.
      if (Math.abs(distance - 1e-3) > 1e-9 && Math.abs(distance - 0.05) > 1e-9) {
        equal(reply.status, expected);
      }
    },
  ));
});

Deno.test("numbers that no patient has are refused before their sums are none", () => {
  const huge = { ...right, directions: [[1e308, 0, 0], [-1e308, 0, 0], [0, 0, 1]] } as const;
  throws(
    () => check(objects, huge),
    refusedWith("bad-header", /space directions .* 1000000000 mm/),
  );
  const far = { ...right, origin: [0, -2e9, 0] } as const;
  throws(() => check(objects, far), refusedWith("bad-header", /space origin/));
});

Deno.test("what no known mistake explains is told in numbers", () => {
  const [i, j, k] = right.directions;
  const reply = check(objects, { ...right, directions: [i, j, [k[0], k[1], 0.7]] });
  deepEqual([reply.status, named(reply)], ["wrong", ["unexplained"]]);
  equal(reply.diagnoses[0]?.part, "slice");
  near(reply.differences.axes[2]!.given, Math.hypot(2, 0.7), 1e-12);
  near(reply.differences.axes[2]!.right, 2, 1e-12);
  near(reply.differences.axes[2]!.degrees, Math.atan2(0.7, 2) * 180 / Math.PI, 1e-9);
  near(reply.differences.axes[2]!.error, 4 * 0.7, 1e-9);

  const [x, y, z] = right.origin;
  const moved = check(objects, { ...right, origin: [x + 0.4 * 3.3, y + 0.3 * 3.3, z] });
  deepEqual(named(moved), ["unexplained"]);
  nearAll(moved.differences.origin.voxel ?? [], [3.3, 0, 0], 1e-6);

  const none = check(objects, headerOf(right).replace(/space origin.*\n/, ""));
  deepEqual(named(none), ["origin-missing"]);
  equal(
    none.right.header,
    headerOf(right).replace(/(endian(.|\n)*)(space origin.*\n)/, "$1")
      .replace("kinds", `space origin: (${right.origin.join(",")})\nkinds`),
  );
});
