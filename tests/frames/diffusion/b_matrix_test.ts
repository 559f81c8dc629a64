/** b-matrices against the gradients that they were made of. */

import { fc } from "../../support/property.ts";
import { bMatrix, principalAxis, trace } from "../../../lib/frames/diffusion/b_matrix.ts";
import { equal, near, ok } from "../../assert.ts";

const component = fc.double({ min: -1, max: 1, noNaN: true });

Deno.test("the principal axis is the gradient, whatever its direction and strength", () => {
  fc.assert(fc.property(
    fc.tuple(component, component, component).filter((g) => Math.hypot(...g) > 0.01),
    fc.double({ min: 1, max: 1e5, noNaN: true }),
    fc.double({ min: 0, max: 0.1, noNaN: true }),
    ([x, y, z], b, isotropicPart) => {
      const size = Math.hypot(x, y, z);
      const [u, v, w] = [x / size, y / size, z / size];
      const more = b * isotropicPart;
      const matrix = bMatrix([
        b * u * u + more,
        b * u * v,
        b * u * w,
        b * v * v + more,
        b * v * w,
        b * w * w + more,
      ])!;
      near(trace(matrix), b * (1 + 3 * isotropicPart), 1e-9 * b);
      const axis = principalAxis(matrix)!;
      near(Math.abs(axis[0] * u + axis[1] * v + axis[2] * w), 1, 1e-9);
    },
  ));
});

Deno.test("a matrix without one axis has no principal axis", () => {
  equal(principalAxis([300, 0, 0, 300, 0, 300]), undefined);
  equal(principalAxis([500, 0, 0, 490, 0, 10]), undefined);
  ok(principalAxis([980, 0, 0, 10, 0, 10]));
});

Deno.test("what is no b-matrix", () => {
  equal(bMatrix([]), undefined);
  equal(bMatrix([0, 0, 0, 0, 0, 0]), undefined);
  equal(bMatrix([1, 0, NaN, 1, 0, 1]), undefined);
  equal(bMatrix([1, 0, 0, 1, 0]), undefined);
});
