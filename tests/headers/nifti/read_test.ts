/** NIfTI headers, read: both versions, both byte orders, quaternions by their own definition. */

import { niftiHeaderLength, readNifti } from "../../../lib/headers/nifti/read.ts";
import {
  quaternionOf,
  rotationOf,
  storedTurn,
} from "../../../lib/headers/nifti/read_quaternion.ts";
import { rewriteNifti } from "../../../lib/headers/nifti/read_rewrite.ts";
import { deepEqual, equal, near, nearAll, ok, throws } from "../../assert.ts";
import { type Grid, niftiHeader } from "../../support/header_forms.ts";
import { fc } from "../../support/property.ts";
import { refusedWith } from "../../support/reply.ts";
import type { Triple } from "../../support/series.ts";

/** Three axes by hand, left-handed, of different lengths. */
const GRID: Grid = {
  directions: [[0.3, 0.4, 0], [0, 0, -0.75], [1.6, -1.2, 0]],
  origin: [-10.5, 20.25, 30],
  sizes: [7, 5, 4],
};

Deno.test("both versions in both byte orders say the same, with either transform", () => {
  for (const version of [1, 2] as const) {
    for (const littleEndian of [true, false]) {
      for (const magic of ["n", "i"] as const) {
        const bytes = niftiHeader(GRID, { version, littleEndian, magic, qformCode: 3 });
        equal(niftiHeaderLength(bytes), version === 1 ? 348 : 540);
        const read = readNifti(bytes);
        deepEqual([read.littleEndian, read.sizes, read.units], [littleEndian, [7, 5, 4], 2]);
        deepEqual([read.sform?.code, read.qform?.code], [1, 3]);
        const error = version === 1 ? 1e-6 : 1e-12;
        for (const transform of [read.sform!, read.qform!]) {
          transform.steps.forEach((step, axis) => nearAll(step, GRID.directions[axis]!, error));
          nearAll(transform.origin, GRID.origin, error);
        }
      }
    }
  }
});

/** A unit quaternion with a ≥ 0, any of them, half turns among them. */
const quaternion = fc.tuple(
  fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
).filter((q) => Math.hypot(...q) > 0.1) // Of smaller ones the arithmetic makes no unit.
  .map((q) => q.map((value) => value / Math.hypot(...q)))
  .filter((q) => q[0] === 0 || q[0]! > 1e-3);

/** v turned by q: v + 2a(u × v) + 2u × (u × v) with u = (b, c, d). */
function turned([a, b, c, d]: readonly number[], v: Triple): Triple {
  const cross = (p: Triple, q: Triple): Triple => [
    p[1] * q[2] - p[2] * q[1],
    p[2] * q[0] - p[0] * q[2],
    p[0] * q[1] - p[1] * q[0],
  ];
  const u: Triple = [b!, c!, d!];
  const once = cross(u, v);
  const twice = cross(u, once);
  return v.map((value, n) => value + 2 * a! * once[n]! + 2 * twice[n]!) as unknown as Triple;
}

const AXES: readonly Triple[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

Deno.test("a rotation is where its quaternion turns the axes, and back", () => {
  fc.assert(fc.property(quaternion, (q) => {
    const columns = rotationOf([q[1]!, q[2]!, q[3]!]);
    columns.forEach((column, n) => nearAll(column, turned(q, AXES[n]!), 1e-9));
    const { quatern, qfac } = quaternionOf(columns);
    equal(qfac, 1);
    rotationOf(quatern).forEach((column, n) => nearAll(column, columns[n]!, 1e-9));
    const left = [columns[0], columns[1], columns[2].map((v) => -v) as unknown as Triple] as const;
    equal(quaternionOf(left).qfac, -1);
  }));
});

Deno.test("a rotation in single precision is off by no more than it may be", () => {
  fc.assert(fc.property(quaternion, (q) => {
    const columns = rotationOf([q[1]!, q[2]!, q[3]!]);
    const { quatern } = quaternionOf(columns);
    const stored = rotationOf(quatern.map(Math.fround) as unknown as Triple);
    const most = storedTurn(columns, 2 ** -25);
    stored.forEach((column, n) => nearAll(column, columns[n]!, most));
  }));
  // An axial stack of LPS is half a turn in RAS: nothing is left out there.
  ok(storedTurn([[-1, 0, 0], [0, -1, 0], [0, 0, 1]], 2 ** -25) < 1e-6);
});

Deno.test("only the fields that change are written", () => {
  for (const version of [1, 2] as const) {
    const bytes = niftiHeader(GRID, { version, qformCode: 1 });
    const source = readNifti(bytes);
    deepEqual([...rewriteNifti(source, {}).bytes], [...source.bytes]);
    const moved = rewriteNifti(source, {
      placement: { steps: GRID.directions, origin: [1, 2, 3] },
    });
    const again = readNifti(moved.bytes);
    deepEqual([again.sform?.origin, again.qform?.origin], [[1, 2, 3], [1, 2, 3]]);
    const text = new TextDecoder("latin1").decode(moved.bytes);
    ok(text.includes("kept as it is"));
    const sheared = rewriteNifti(source, {
      placement: { steps: [[1, 0, 0], [0.2, 1, 0], [0, 0, 2]], origin: [0, 0, 0] },
    });
    const { sform, qform } = readNifti(sheared.bytes);
    deepEqual([qform, sform?.code], [undefined, 1]);
    near(sform!.steps[1][0], 0.2, 1e-7);
  }
});

Deno.test("what is no header is refused", () => {
  const bytes = niftiHeader(GRID);
  throws(() => readNifti(bytes.slice(0, 347)), refusedWith("bad-header"));
  throws(() => readNifti(new Uint8Array(400)), refusedWith("bad-header", /no NIfTI/));
  const flat = bytes.slice();
  new DataView(flat.buffer).setInt16(42, 0, true);
  throws(() => readNifti(flat), refusedWith("bad-header", /dim/));
  const nothing = niftiHeader({ ...GRID, directions: [[0, 0, 0], [0, 1, 0], [0, 0, 1]] });
  throws(() => readNifti(nothing), refusedWith("bad-header", /srow/));
});
