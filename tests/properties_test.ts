/**
 * What must follow when a series is turned, moved, shuffled or printed with fewer digits.
 */

import { fc } from "./support/property.ts";
import { cross, distance, scale, unit, type Vector } from "../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../lib/options/types.ts";
import type { VolumeReply } from "../lib/reply.ts";
import { deepEqual, equal, near, nearAll, ok } from "./assert.ts";
import { objectsOf, sliceAt, type Values } from "./support/dataset.ts";
import { readNrrdGeometry } from "./support/nrrd_geometry.ts";
import { makeReply } from "./support/reply.ts";

/** A stack anywhere in space: exact directions and positions. */
interface Stack {
  readonly row: Vector;
  readonly column: Vector;
  readonly spacing: readonly [number, number];
  readonly origin: Vector;
  /** Steps along row, column and normal. */
  readonly step: readonly [number, number, number];
  readonly count: number;
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const stacks: fc.Arbitrary<Stack> = fc.record({
  towards: fc.tuple(number(-1, 1), number(-1, 1), number(-1, 1)).filter((v) =>
    Math.hypot(...v) > 0.1
  ),
  about: fc.tuple(number(-1, 1), number(-1, 1), number(-1, 1)).filter((v) =>
    Math.hypot(...v) > 0.1
  ),
  spacing: fc.tuple(number(0.3, 3), number(0.3, 3)),
  origin: fc.tuple(number(-300, 300), number(-300, 300), number(-300, 300)),
  step: fc.tuple(fc.constantFrom(0, 0, 0.3), fc.constantFrom(0, 0, 0, -0.8), number(0.5, 8)),
  count: fc.integer({ min: 2, max: 40 }),
}).filter(({ towards, about }) => Math.hypot(...cross(unit(towards), unit(about))) > 0.1)
  .map(({ towards, about, ...rest }) => {
    const row = unit(towards);
    const column = unit(cross(cross(row, about), row));
    return { row, column, ...rest };
  });

/** Position of slice k. */
function positionOf({ row, column, origin, step }: Stack, k: number): Vector {
  const normal = cross(row, column);
  const at = (c: 0 | 1 | 2): number =>
    origin[c] + k * (step[0] * row[c] + step[1] * column[c] + step[2] * normal[c]);
  return [at(0), at(1), at(2)];
}

function slicesOf(stack: Stack, digits?: number): Values[] {
  const print = (value: number): number =>
    digits === undefined ? value : Number(value.toFixed(digits));
  return [...Array(stack.count).keys()].map((k) =>
    sliceAt(positionOf(stack, k).map(print), {
      ImageOrientationPatient: [...stack.row, ...stack.column],
      PixelSpacing: stack.spacing,
      InstanceNumber: k + 1,
    })
  );
}

function volumeOf(slices: readonly Values[], options: Partial<HeaderOptions> = {}): VolumeReply {
  const { volumes } = makeReply(objectsOf(slices), [], { ...DEFAULT_OPTIONS, ...options });
  equal(volumes.length, 1);
  return volumes[0]!;
}

/** Where the header puts the first pixel of slice k. */
function headerPosition(volume: VolumeReply, k: number): Vector {
  const { origin, directions } = readNrrdGeometry(volume.header);
  const at = (c: 0 | 1 | 2): number => origin[c] + k * directions[2][c];
  return [at(0), at(1), at(2)];
}

Deno.test("any stack, turned and moved anyhow: every slice lies where it lies", () => {
  fc.assert(fc.property(stacks, (stack) => {
    const volume = volumeOf(slicesOf(stack));
    for (let k = 0; k < stack.count; k++) {
      near(distance(headerPosition(volume, k), positionOf(stack, k)), 0, 1e-3, `slice ${k}`);
    }
    const { directions } = readNrrdGeometry(volume.header);
    nearAll(directions[0], scale(stack.row, stack.spacing[1]), 1e-12);
    nearAll(directions[1], scale(stack.column, stack.spacing[0]), 1e-12);
  }));
});

Deno.test("the order in which files are sent changes nothing but `order`", () => {
  const shuffledStacks = stacks.chain((stack) =>
    fc.tuple(
      fc.constant(stack),
      fc.shuffledSubarray([...Array(stack.count).keys()], {
        minLength: stack.count,
        maxLength: stack.count,
      }),
    )
  );
  fc.assert(fc.property(shuffledStacks, ([stack, permutation]) => {
    const slices = slicesOf(stack);
    const straight = volumeOf(slices);
    const shuffled = volumeOf(permutation.map((k) => slices[k]!));
    const fields = ({ header }: VolumeReply) =>
      header.split("\n").filter((l) => !l.startsWith("#"));
    deepEqual(fields(shuffled), fields(straight));
    deepEqual(shuffled.order.map((place) => permutation[place!]), straight.order);
  }));
});

Deno.test("sent in falling order and asked for as given, the header runs down", () => {
  fc.assert(fc.property(stacks, (stack) => {
    const volume = volumeOf(slicesOf(stack).reverse(), { order: "given" });
    equal(volume.geometry.handedness, "left");
    for (let k = 0; k < stack.count; k++) {
      const expected = positionOf(stack, stack.count - 1 - k);
      near(distance(headerPosition(volume, k), expected), 0, 1e-3, `slice ${k}`);
    }
  }));
});

Deno.test("positions printed with 1 to 5 decimals: a header off by the rounding, or refused", () => {
  fc.assert(
    fc.property(stacks, fc.integer({ min: 1, max: 5 }), (stack, digits) => {
      // Each end is off by half a digit in each component; a snapped shear adds at most its drift.
      const rounding = Math.sqrt(3) * 10 ** -digits;
      const gap = Math.hypot(...stack.step);
      let volume: VolumeReply;
      try {
        volume = volumeOf(slicesOf(stack, digits));
      } catch {
        // Only coarse digits may make a stack undecidable.
        ok(gap < 20 * 10 ** -digits, `gap ${gap}, ${digits} digits: refused`);
        return;
      }
      for (let k = 0; k < stack.count; k++) {
        near(distance(headerPosition(volume, k), positionOf(stack, k)), 0, 3 * rounding + 1e-3);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("RAS is LPS with x and y turned round, and nothing else", () => {
  fc.assert(fc.property(stacks, (stack) => {
    const slices = slicesOf(stack);
    const [lps, ras] = [volumeOf(slices), volumeOf(slices, { space: "RAS" })];
    // The independent reader turns RAS back into LPS.
    deepEqual(readNrrdGeometry(ras.header).origin, readNrrdGeometry(lps.header).origin);
    deepEqual(readNrrdGeometry(ras.header).directions, readNrrdGeometry(lps.header).directions);
    deepEqual(ras.geometry.affineRAS, lps.geometry.affineRAS);
  }));
});

Deno.test("a real shear with all its digits is kept, however thin the slices and constant the others", () => {
  fc.assert(
    fc.property(
      fc.record({
        gap: number(0.05, 8),
        shear: number(0.003, 0.5),
        axis: fc.constantFrom(0, 1),
        count: fc.integer({ min: 3, max: 30 }),
        pixel: number(0.2, 3),
        start: number(-300, 300),
        whole: fc.boolean(),
      }),
      ({ gap, shear, axis, count, pixel, start, whole }) => {
        // Whole millimetres along z say nothing of the digits of x and y.
        const step = whole ? Math.ceil(gap) : gap;
        const places = [...Array(count).keys()].map((k): Vector => {
          const across = Number((start + k * shear * step).toFixed(10));
          const z = Number((start + k * step).toFixed(10));
          return axis === 0 ? [across, 12.5, z] : [-7, across, z];
        });
        const volume = volumeOf(
          places.map((place) => sliceAt(place, { PixelSpacing: [pixel, pixel] })),
        );
        places.forEach((place, k) => near(distance(headerPosition(volume, k), place), 0, 1e-3));
        // Nor by any part of the slice spacing that could be seen.
        places.forEach((place, k) =>
          near(distance(headerPosition(volume, k), place), 0, Math.max(1e-7, 0.02 * step))
        );
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("micrometres, in millimetres: every slice is one, wherever it lies", () => {
  fc.assert(
    fc.property(
      number(1e-4, 2e-3),
      number(0.5, 2),
      fc.integer({ min: 3, max: 30 }),
      (pixel, ratio, count) => {
        const gap = Number((pixel * ratio).toPrecision(6));
        const slices = [...Array(count).keys()].map((k) =>
          sliceAt([0, 0, k * gap], { PixelSpacing: [pixel, pixel], InstanceNumber: k + 1 })
        );
        const volume = volumeOf(slices);
        deepEqual(volume.sizes, [4, 3, count]);
        near(volume.geometry.directions[2][2], gap, 1e-4 * gap);
      },
    ),
  );
});
