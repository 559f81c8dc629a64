import { type Axes, axesOf, nearestRotation, quaternionOf } from "../../lib/geometry/rotation.ts";
import { cross, dot, unit, type Vector } from "../../lib/geometry/vector.ts";
import { near, nearAll, ok } from "../assert.ts";
import { fc } from "../support/property.ts";

const ARITHMETIC = 1e-12;

const part = fc.double({ min: -1, max: 1, noNaN: true });
/** Any rotation, by two directions that are not nearly one. */
const rotation = fc.tuple(part, part, part, part, part, part)
  .map(([a, b, c, d, e, f]): readonly [Vector, Vector] => [[a, b, c], [d, e, f]])
  .filter(([x, y]) => dot(x, x) > 0.01 && dot(y, y) > 0.01 && Math.abs(dot(unit(x), unit(y))) < 0.9)
  .map(([x, y]): Axes => {
    const [first, third] = [unit(x), unit(cross(x, y))];
    return [first, cross(third, first), third];
  });

Deno.test("a rotation is its quaternion, which has the length one and a not below 0", () => {
  fc.assert(fc.property(rotation, (axes) => {
    const quaternion = quaternionOf(axes);
    near(Math.hypot(...quaternion), 1, ARITHMETIC);
    ok(quaternion[0] >= 0);
    axesOf(quaternion).forEach((axis, n) => nearAll(axis, axes[n]!, ARITHMETIC));
  }));
});

Deno.test("quaternions by hand: none, quarter and half turns", () => {
  const [x, y, z]: Axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  nearAll(quaternionOf([x, y, z]), [1, 0, 0, 0], ARITHMETIC);
  // x to y, y to −x: 90° about z.
  const half = Math.SQRT1_2;
  nearAll(quaternionOf([y, [-1, 0, 0], z]), [half, 0, 0, half], ARITHMETIC);
  nearAll(quaternionOf([[-1, 0, 0], [0, -1, 0], z]).map(Math.abs), [0, 0, 0, 1], ARITHMETIC);
});

Deno.test("the nearest rotation leaves a symmetric stretch, as the polar decomposition does", () => {
  const little = part.map((value) => value / 20);
  const stretch = fc.array(little, { minLength: 9, maxLength: 9 });
  fc.assert(fc.property(rotation, stretch, (axes, by) => {
    const bent = axes.map((axis, n) => axis.map((value, c) => value + by[3 * n + c]!));
    const found = nearestRotation(bent as unknown as Axes);
    const products = found.map((one) => found.map((other) => dot(one, other)));
    nearAll(products.flat(), [1, 0, 0, 0, 1, 0, 0, 0, 1], ARITHMETIC);
    const rest = found.map((one) => bent.map((other) => dot(one, other as unknown as Vector)));
    for (const [a, b] of [[0, 1], [0, 2], [1, 2]] as const) {
      near(rest[a]![b]!, rest[b]![a]!, ARITHMETIC);
    }
  }));
});
