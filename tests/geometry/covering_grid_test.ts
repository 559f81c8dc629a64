/** The regular grid that covers a stack, against hand calculations and against the planes themselves. */

import {
  type CoveringGrid,
  coveringGrid,
  MOST_FINER,
  type PlaneStack,
} from "../../lib/geometry/covering_grid.ts";
import { lineThroughEnds } from "../../lib/geometry/line.ts";
import { pixelCentre, type Plane } from "../../lib/geometry/plane.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal, near, nearAll, ok } from "../assert.ts";
import { fc } from "../support/property.ts";

type Pixels = Omit<Plane, "position">;

/** 4 columns 0.5 mm apart along x, 3 rows 2 mm apart along y. */
const AXIAL: Pixels = {
  row: [1, 0, 0],
  column: [0, 1, 0],
  columnSpacing: 0.5,
  rowSpacing: 2,
  columns: 4,
  rows: 3,
};

/** A stack whose array goes by the row through its ends. */
function stackOf(positions: readonly (Vector | undefined)[], pixels: Pixels = AXIAL): PlaneStack {
  const places = [...positions.keys()].filter((k) => positions[k]);
  const { row, column, columnSpacing: x, rowSpacing: y, columns, rows } = pixels;
  const line = lineThroughEnds(places, places.map((k) => positions[k]!));
  return {
    columnStep: [row[0] * x, row[1] * x, row[2] * x],
    rowStep: [column[0] * y, column[1] * y, column[2] * y],
    columns,
    rows,
    line: places.length > 1 ? line : { ...line, step: [0, 0, 3] },
    planes: positions.map((position): Plane | undefined => position && { ...pixels, position }),
  };
}

/** Centre of voxel (i, j, k) of a grid: its own arithmetic, none of the library's. */
function voxel({ origin, directions, spacing }: CoveringGrid, index: readonly number[]): Vector {
  return [0, 1, 2].map((c) =>
    origin[c]! + directions.reduce((sum, d, a) => sum + index[a]! * spacing[a]! * d[c]!, 0)
  ) as unknown as Vector;
}

/** Index of the array by the map, as its description says. */
function mapped({ map }: CoveringGrid, index: readonly [number, number, number]): number[] {
  const added = map.offsets?.[index[2]] ?? [0, 0, 0];
  return [0, 1, 2].map((row) =>
    [...index, 1].reduce((sum, value, n) => sum + map.matrix[row]![n]! * value, added[row]!)
  );
}

/** Where an index of the array lies: by the planes alone, between two of them on the straight line. */
function placed(planes: readonly Plane[], [i, j, k]: readonly number[]): Vector {
  const below = Math.min(Math.floor(k!), planes.length - 2);
  const part = k! - below;
  const [a, b] = [planes[below]!, planes[below + 1]!].map((plane) => pixelCentre(plane, i!, j!));
  return [0, 1, 2].map((c) => (1 - part) * a![c]! + part * b![c]!) as unknown as Vector;
}

const corners = (sizes: readonly number[]): [number, number, number][] =>
  [0, sizes[0]! - 1].flatMap((i) =>
    [0, sizes[1]! - 1].flatMap((j) =>
      [...Array(sizes[2]).keys()].map((k): [number, number, number] => [i, j, k])
    )
  );

const zs = (heights: readonly number[]): Vector[] => heights.map((z) => [10, -20, z]);

Deno.test("a regular stack is its own grid", () => {
  const grid = coveringGrid(stackOf(zs([5, 8, 11])));
  deepEqual(grid.origin, [10, -20, 5]);
  deepEqual([grid.spacing, grid.sizes], [[0.5, 2, 3], [4, 3, 3]]);
  deepEqual(grid.directions, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  deepEqual(grid.map, {
    kind: "identity",
    matrix: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
  });
  deepEqual([grid.maxError, grid.smallestGap], [0, 3]);
});

Deno.test("a stack from the top down keeps its direction, and with that its handedness", () => {
  const grid = coveringGrid(stackOf(zs([11, 8, 5])));
  equal(grid.map.kind, "identity");
  deepEqual(grid.origin, [10, -20, 11]);
  nearAll(grid.directions[2], [0, 0, -1], 0);
});

Deno.test("a single slice is a grid of one slice", () => {
  const grid = coveringGrid(stackOf([[1, 2, 3]]));
  deepEqual([grid.map.kind, grid.sizes, grid.spacing], ["identity", [4, 3, 1], [0.5, 2, 3]]);
  equal(grid.smallestGap, 0);
});

Deno.test("tilt: rows shift by 1 mm of 2 from slice to slice, 3 mm apart", () => {
  // Rows at 0, 2, 4 in the first slice and at 3, 5, 7 in the fourth: 7 mm, at 2 mm 4.5 → 5 rows.
  const grid = coveringGrid(stackOf([0, 1, 2, 3].map((k): Vector => [0, k, 3 * k])));
  deepEqual([grid.origin, grid.spacing, grid.sizes], [[0, 0, 0], [0.5, 2, 3], [4, 5, 4]]);
  equal(grid.map.kind, "shear");
  deepEqual(grid.map.matrix, [[1, 0, 0, 0], [0, 1, -0.5, 0], [0, 0, 1, 0], [0, 0, 0, 1]]);
  deepEqual(grid.map.offsets, undefined);
});

Deno.test("tilt the other way: the grid begins where the last slice does", () => {
  const grid = coveringGrid(stackOf([0, 1, 2, 3].map((k): Vector => [-0.25 * k, -k, 3 * k])));
  // Columns from −0.75 to 1.5: 2.25 mm at 0.5 mm; rows from −3 to 4.
  deepEqual([grid.origin, grid.sizes], [[-0.75, -3, 0], [6, 5, 4]]);
  deepEqual(grid.map.matrix, [
    [1, 0, 0.5, -1.5],
    [0, 1, 0.5, -1.5],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]);
});

Deno.test("uneven gaps of 3, 4 and 2 mm: even steps of 1.8 mm between the same ends", () => {
  // Below 1.5 × 2 mm is 2 alone: steps of about 2 mm, 9 / 2 = 4.5, so five of 1.8 mm.
  const grid = coveringGrid(stackOf(zs([0, 3, 7, 9])));
  equal(grid.map.kind, "uneven");
  deepEqual(grid.sizes, [4, 3, 6]);
  near(grid.spacing[2], 1.8, 1e-15);
  equal(grid.smallestGap, 2);
  deepEqual(grid.map.matrix, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]);
  // Heights 0, 1.8, 3.6, 5.4, 7.2, 9 between 0, 3, 7, 9.
  nearAll(
    grid.map.offsets!.map(([, , s]) => s),
    [0, 0.6, 1 + 0.6 / 4, 1 + 2.4 / 4, 2 + 0.2 / 2, 3],
    1e-12,
  );
  deepEqual(grid.map.offsets!.map(([i, j]) => [i, j]), Array(6).fill([0, 0]));
});

Deno.test("where one slice lacks, the grid meets all that are there", () => {
  const grid = coveringGrid(stackOf(zs([0, 3, 6, 12, 15])));
  deepEqual([grid.spacing[2], grid.sizes[2]], [3, 6]);
  deepEqual(grid.map.offsets!.map(([, , s]) => s), [0, 1, 2, 2.5, 3, 4]);
});

Deno.test("the empty slice of a filled stack leaves it even, and lies between its neighbours", () => {
  const even = coveringGrid(stackOf([[0, 0, 0], [0, 1, 3], undefined, [0, 3, 9]]));
  equal(even.map.kind, "shear");
  deepEqual(even.sizes, [4, 5, 4]);
  const [a, b, , d, e] = zs([0, 2.9, 0, 9, 12]);
  const uneven = coveringGrid(stackOf([a, b, undefined, d, e]));
  equal(uneven.map.kind, "uneven");
  // The empty one at (2.9 + 9) / 2 = 5.95; gaps 2.9, 3.05, 3.05, 3: four steps of 3 mm.
  deepEqual([uneven.spacing[2], uneven.sizes[2]], [3, 5]);
  near(uneven.map.offsets![2]![2], 2 + 0.05 / 3.05, 1e-12);
});

Deno.test("an uneven stack that is sheared: offsets in columns and rows, slice by slice", () => {
  const grid = coveringGrid(stackOf([[0, 0, 0], [1, 0, 2], [1, -2, 6], [1, -2, 8]]));
  // Columns from 0 to 2.5 mm, rows from −2 to 4 mm; steps of 2 mm.
  deepEqual([grid.origin, grid.sizes], [[0, -2, 0], [6, 4, 5]]);
  deepEqual(grid.map.offsets, [[0, -1, 0], [-2, -1, 1], [-2, -0.5, 1.5], [-2, 0, 2], [-2, 0, 3]]);
});

Deno.test("slices that nearly coincide make a bounded number of slices", () => {
  const grid = coveringGrid(stackOf(zs([0, 0.001, 50, 100, 150])));
  equal(grid.sizes[2], MOST_FINER * 5);
  equal(grid.smallestGap, 0.001);
  near(grid.spacing[2], 150 / 19, 1e-12);
});

Deno.test("what the digits of positions explain is even, and its error is told", () => {
  // Steps of 3.04 mm, printed to 0.1 mm: off by up to 0.04 mm, which is more than silent.
  const printed = zs([...Array(11).keys()].map((k) => Math.round(30.4 * k) / 10));
  const grid = coveringGrid(stackOf(printed));
  equal(grid.map.kind, "identity");
  near(grid.maxError, 0.04, 0.011);
  // The same errors with six digits are measured.
  const measured = zs([...Array(11).keys()].map((k) => 3.04 * k + (k % 2) * 0.04321));
  equal(coveringGrid(stackOf(measured)).map.kind, "uneven");
});

Deno.test("a shear that the array's own row does not have is found in the planes", () => {
  const sheared = stackOf([0, 1, 2, 3].map((k): Vector => [0, k, 3 * k]));
  const straightened = { ...sheared, line: { origin: [0, 0, 0], step: [0, 0, 3] } } as const;
  deepEqual(coveringGrid(straightened), coveringGrid(sheared));
});

Deno.test("rows not quite at a right angle to columns get a grid that is", () => {
  const lean = 0.0009;
  const skew: Pixels = { ...AXIAL, rows: 501, column: [lean, Math.sqrt(1 - lean ** 2), 0] };
  const grid = coveringGrid(stackOf(zs([0, 3, 6]), skew));
  equal(grid.map.kind, "shear");
  deepEqual(grid.directions, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  // 500 rows of 2 mm lean by 0.9 mm: two more columns of 0.5 mm.
  deepEqual(grid.sizes, [6, 501, 3]);
});

Deno.test("a drift too small to see makes no voxels, and the first slice is met exactly", () => {
  const grid = coveringGrid(stackOf([0, 1, 2].map((k): Vector => [-2e-4 * k, k, 3 * k])));
  deepEqual([grid.origin, grid.sizes], [[0, 0, 0], [4, 4, 3]]);
  nearAll(grid.map.matrix[0]!, [1, 0, 4e-4, 0], 1e-15);
  // In rows as well: the grid is the stack, with the slice spacing that its header has.
  const still = coveringGrid(stackOf([0, 1, 2].map((k): Vector => [-2e-4 * k, 0, 3 * k])));
  equal(still.map.kind, "identity");
  equal(still.spacing[2], Math.sqrt(4e-8 + 9));
  nearAll([still.maxError], [4e-4], 1e-9);
});

Deno.test("one slice of several that the array has: the row that it was given, moved onto it", () => {
  const planes = [undefined, { ...AXIAL, position: [1, 2, 3] as const }, undefined];
  const line = { origin: [1, 2, 0], step: [0, 0, 4] } as const;
  const grid = coveringGrid({ ...stackOf([[0, 0, 0]]), planes, line });
  deepEqual([grid.origin, grid.sizes, grid.map.kind], [[1, 2, -1], [4, 3, 3], "identity"]);
});

Deno.test("empty slices before and behind uneven ones lie one step of the row farther", () => {
  const there = zs([0, 3, 7, 10]).map((position) => ({ ...AXIAL, position }));
  const line = { origin: [10, -20, -3.5], step: [0, 0, 3.5] } as const;
  const planes = [undefined, ...there, undefined];
  const grid = coveringGrid({ ...stackOf([[0, 0, 0]]), planes, line });
  equal(grid.map.kind, "uneven");
  // From −3.5 to 13.5; gaps 3.5, 3, 4, 3, 3.5, their median 3.5: five of 3.4 mm.
  deepEqual([grid.origin, grid.sizes[2]], [[10, -20, -3.5], 6]);
  near(grid.spacing[2], 3.4, 1e-15);
  nearAll(
    grid.map.offsets!.map(([, , s]) => s),
    [0, 3.4 / 3.5, 2.075, 2.925, 4 + 0.1 / 3.5, 5],
    1e-9,
  );
});

/** Doubles of which small ones are no more likely than others. */
const within = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1e6 }).map((part) => min + (max - min) * part / 1e6);

/** Oblique planes with any in-plane drift and any gaps, in either direction. */
const anyStack = fc.record({
  angles: fc.tuple(
    within(-3, 3),
    within(-3, 3),
    within(-1e-3, 1e-3),
  ),
  spacings: fc.tuple(
    within(0.2, 5),
    within(0.2, 5),
  ),
  columns: fc.integer({ min: 1, max: 9 }),
  rows: fc.integer({ min: 1, max: 9 }),
  gaps: fc.oneof(
    fc.array(within(0.3, 9), { minLength: 1, maxLength: 12 }),
    fc.tuple(within(0.3, 9), fc.integer({ min: 1, max: 12 }))
      .map(([gap, count]) => Array<number>(count).fill(gap)),
  ),
  drifts: fc.array(
    fc.tuple(
      within(-2, 2),
      within(-2, 2),
    ),
    { minLength: 1, maxLength: 12 },
  ),
  down: fc.boolean(),
}).map(({ angles: [a, b, lean], spacings: [x, y], columns, rows, gaps, drifts, down }) => {
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const u: Vector = [ca, sa, 0];
  const v: Vector = [-sa * cb, ca * cb, sb];
  const n: Vector = [sa * sb, -ca * sb, cb];
  const mix = (p: number, q: number, r: number): Vector =>
    [0, 1, 2].map((c) => p * u[c]! + q * v[c]! + r * n[c]!) as unknown as Vector;
  const pixels: Pixels = {
    row: u,
    column: mix(Math.sin(lean), Math.cos(lean), 0),
    columnSpacing: x,
    rowSpacing: y,
    columns,
    rows,
  };
  const positions: Vector[] = [[3, -40, 17]];
  let [p, q, h] = [0, 0, 0];
  gaps.forEach((gap, k) => {
    const [dx, dy] = drifts[k % drifts.length]!;
    [p, q, h] = [p + dx, q + dy, h + (down ? -gap : gap)];
    const offset = mix(p, q, h);
    positions.push([3 + offset[0], -40 + offset[1], 17 + offset[2]]);
  });
  return stackOf(positions, pixels);
});

Deno.test("every pixel lies within the grid, which is nowhere a voxel too wide", () => {
  fc.assert(fc.property(anyStack, (stack) => {
    const { origin, directions, spacing, sizes } = coveringGrid(stack);
    const extremes = directions.map(() => [Infinity, -Infinity] as [number, number]);
    for (const plane of stack.planes) {
      for (const [i, j] of corners([stack.columns, stack.rows, 1])) {
        const point = pixelCentre(plane!, i, j);
        directions.forEach((direction, axis) => {
          const along = direction.reduce((sum, d, c) => sum + d * (point[c]! - origin[c]!), 0);
          const [low, high] = extremes[axis]!;
          extremes[axis] = [Math.min(low, along), Math.max(high, along)];
        });
      }
    }
    extremes.forEach(([low, high], axis) => {
      const end = (sizes[axis]! - 1) * spacing[axis]!;
      // What is silent everywhere, 0.001 mm, makes no voxels.
      ok(low >= -1.001e-3, `axis ${axis} begins ${low} mm outside`);
      ok(high <= end + 1.001e-3, `axis ${axis} ends ${high - end} mm outside`);
      ok(low <= 1e-9, `axis ${axis} begins ${low} mm early`);
      ok(end - high < spacing[axis]!, `axis ${axis} ends ${end - high} mm late`);
    });
  }));
});

Deno.test("axes are unit vectors at right angles, along the columns and the slices", () => {
  fc.assert(fc.property(anyStack, (stack) => {
    const { directions: [x, y, z] } = coveringGrid(stack);
    const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    nearAll([dot(x, x), dot(y, y), dot(z, z)], [1, 1, 1], 1e-14);
    nearAll([dot(x, y), dot(y, z), dot(z, x)], [0, 0, 0], 1e-14);
    const { row, column, position } = stack.planes[0]!;
    ok(dot(x, row) > 1 - 1e-12);
    ok(dot(y, column) > 0.999);
    const last = stack.planes.at(-1)!.position;
    ok(dot(z, [last[0] - position[0], last[1] - position[1], last[2] - position[2]]) > 0);
  }));
});

Deno.test("the map leads to the same point: by the given planes and by the grid", () => {
  fc.assert(fc.property(anyStack, (stack) => {
    const grid = coveringGrid(stack);
    for (const index of corners(grid.sizes)) {
      const to = placed(stack.planes as Plane[], mapped(grid, index));
      nearAll(to, voxel(grid, index), grid.maxError + 1e-9, `${index}`);
    }
    if (grid.map.kind === "uneven") equal(grid.maxError < 1e-9, true);
    // Even stacks are not bent, only laid on their row: less than what is silent.
    ok(grid.maxError <= 1e-3, `${grid.maxError} mm`);
  }));
});

Deno.test("no slice is passed over: one of the grid is nearer than its neighbours", () => {
  fc.assert(fc.property(anyStack, (stack) => {
    const { map, sizes, spacing, smallestGap } = coveringGrid(stack);
    if (map.kind !== "uneven" || sizes[2] === MOST_FINER * stack.planes.length) return;
    ok(spacing[2] < 2 * smallestGap);
    for (const k of stack.planes.keys()) {
      ok(map.offsets!.some(([, , s]) => Math.abs(s - k) < 1), `slice ${k}`);
    }
  }));
});
