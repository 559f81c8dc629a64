/** Arrays that are part of the series: right where they lie on its grid, wrong where they do not. */

import { fc } from "../support/property.ts";
import { claimedNumbers } from "../../lib/check/claimed_header.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, match, near, ok } from "../assert.ts";
import { type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { collect } from "../support/objects.ts";
import { makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { check, checkHeader, named } from "./support.ts";

/** Oblique and leaning, with oblong pixels; by hand the grid that it lies on. */
const SERIES: SeriesOptions = {
  columns: 11,
  rows: 8,
  count: 9,
  pixelSpacing: [0.9, 0.5],
  row: [0.8, 0.6, 0],
  column: [0, 0, -1],
  first: [-3.25, 17, 99.5],
  step: [-1.2, 1.6, 0.3],
  thickness: 3,
};
const STEPS: readonly [Triple, Triple, Triple] = [[0.4, 0.3, 0], [0, 0, -0.9], [-1.2, 1.6, 0.3]];
const FIRST: Triple = [-3.25, 17, 99.5];
const SIZES: Triple = [11, 8, 9];
const { objects } = collect(makeSeries(SERIES));

/** Centre of a voxel, whole or not. */
function at(place: Triple): Triple {
  return [0, 1, 2].map((c) =>
    FIRST[c]! + STEPS.reduce((sum, step, axis) => sum + place[axis]! * step[c]!, 0)
  ) as unknown as Triple;
}

/** An array that begins at a voxel and goes backwards along some axes. */
function part(first: Triple, sizes: Triple, signs: Triple = [1, 1, 1]): HeaderGeometry {
  const [i, j, k] = STEPS.map((step, axis) => step.map((v) => v * signs[axis]! + 0));
  return {
    space: "left-posterior-superior",
    directions: [i, j, k] as unknown as HeaderGeometry["directions"],
    origin: at(first),
    sizes,
  };
}

function inRAS({ directions, origin, sizes }: HeaderGeometry): HeaderGeometry {
  const turned = ([x, y, z]: Triple): Triple => [-x + 0, -y + 0, z];
  const [i, j, k] = directions;
  return {
    space: "right-anterior-superior",
    directions: [turned(i), turned(j), turned(k)],
    origin: turned(origin),
    sizes,
  };
}

/** Begin and size along each axis, never all of the volume. */
const region = fc.tuple(
  ...SIZES.map((size) =>
    fc.integer({ min: 2, max: size }).chain((n) =>
      fc.tuple(fc.integer({ min: 0, max: size - n }), fc.constant(n))
    )
  ),
).filter((axes) => axes.some(([, size], axis) => size !== SIZES[axis]));

const triple = (values: readonly number[]): Triple => values as unknown as Triple;

Deno.test("a part of the volume is right wherever it begins, and keeps its sizes and origin", () => {
  fc.assert(fc.property(
    region,
    fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    fc.boolean(),
    (axes, backwards, ras) => {
      const [offset, sizes] = [0, 1].map((n) => triple(axes.map((axis) => axis[n]!)));
      const first = triple(
        offset!.map((start, n) => backwards[n] ? start + sizes![n]! - 1 : start),
      );
      const header = part(first, sizes!, triple(backwards.map((turned) => turned ? -1 : 1)));
      const text = headerOf(ras ? inRAS(header) : header);
      const reply = check(objects, text);
      deepEqual([reply.status, named(reply), reply.right.changed], ["ok", [], []]);
      ok(reply.error < 1e-9);
      deepEqual([reply.crop?.offset, reply.crop?.sizes], [offset, sizes]);
      equal(reply.right.header, text);
    },
  ));
});

Deno.test("in any series: oblique, leaning, of any spacing, in any order of files", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const size = fc.integer({ min: 3, max: 14 });
  const series = fc.record({
    turn: number(0, 6),
    lean: number(-0.5, 0.5),
    spacing: fc.tuple(number(0.3, 3), number(0.3, 3), number(0.3, 5)),
    first: fc.tuple(number(-200, 200), number(-200, 200), number(-200, 200)),
    sizes: fc.tuple(size, size, size),
    parts: fc.tuple(number(0, 1), number(0, 1), number(0, 1), number(0, 1), number(0, 1)),
  });
  fc.assert(fc.property(series, ({ turn, lean, spacing: [x, y, z], first, sizes, parts }) => {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const [row, column]: [Triple, Triple] = [[cos, sin, 0], [0, 0, -1]];
    // row × column, and a part of the row: the stack leans.
    const step: Triple = [z * (-sin + lean * cos), z * (cos + lean * sin), 0];
    const { objects } = collect(makeSeries({
      columns: sizes[0],
      rows: sizes[1],
      count: sizes[2],
      pixelSpacing: [y, x],
      row,
      column,
      first,
      step,
      thickness: 7,
    }));
    // Two thirds of the columns and rows, some of the slices but at least one.
    const own: Triple = [
      Math.max(2, Math.round(sizes[0] * 0.66)),
      Math.max(2, Math.round(sizes[1] * 0.66)),
      1 + Math.floor(parts[3] * (sizes[2] - 1)),
    ];
    const offset = triple(own.map((n, axis) => Math.floor(parts[axis]! * (sizes[axis]! - n))));
    const steps: [Triple, Triple, Triple] = [
      triple(row.map((v) => v * x)),
      triple(column.map((v) => v * y)),
      step,
    ];
    const origin = triple(
      first.map((v, c) => v + steps.reduce((sum, s, axis) => sum + s[c]! * offset[axis]!, 0)),
    );
    const header: HeaderGeometry = {
      space: "left-posterior-superior",
      directions: steps,
      origin,
      sizes: own,
    };
    const reply = check(objects, header, { order: "position" });
    deepEqual([reply.status, reply.crop?.offset, reply.crop?.sizes], ["ok", offset, own]);
    equal(reply.right.header, headerOf(header));
    // Half a voxel along a row, or two tenths of a slice: wrong by as much.
    const off = parts[4] < 0.5 ? steps[0].map((v) => v / 2) : step.map((v) => v / 5);
    const moved = triple(origin.map((v, c) => v + off[c]!));
    const wrong = check(objects, { ...header, origin: moved }, { order: "position" });
    near(wrong.error, Math.hypot(...off), 1e-6);
    equal(wrong.status, "wrong");
    ok(wrong.diagnoses.length > 0);
  }));
});

Deno.test("bare numbers of a part keep its sizes", () => {
  const { directions: spaceDirections, origin: spaceOrigin, sizes } = part([3, 2, 4], [5, 4, 3]);
  const { status, crop, right } = checkHeader(
    claimedNumbers({ spaceDirections, spaceOrigin, sizes }),
    objects,
    [],
    { ...DEFAULT_OPTIONS, orderStated: false, volume: undefined },
  );
  deepEqual([status, crop?.offset, right.sizes], ["ok", [3, 2, 4], sizes]);
  deepEqual([right.spaceOrigin, right.changed], [spaceOrigin, []]);
  match(right.header, /^sizes: 5 4 3$/m);
  match(crop!.message, /columns 3 to 7 of 11, rows 2 to 5 of 8, slices 4 to 6 of 9/);
});

Deno.test("whole slices, but only every second or third, are right where they are all of those", () => {
  for (const [every, start] of [[2, 0], [2, 1], [3, 0], [3, 2], [4, 0]] as const) {
    const count = Math.ceil((SIZES[2] - start) / every);
    const header = part([0, 0, start], [11, 8, count], [1, 1, every]);
    const reply = check(objects, header);
    deepEqual([reply.status, named(reply)], ["ok", []], `every ${every} from ${start}`);
    deepEqual([reply.crop?.offset, reply.crop?.everySlice], [[0, 0, start], every]);
    equal(reply.right.header, headerOf(header));
  }
  const long = collect(makeSeries({ ...SERIES, count: 45 })).objects;
  for (
    const [every, words] of [[2, "second"], [3, "third"], [11, "11th"], [21, "21st"], [
      22,
      "22nd",
    ]] as const
  ) {
    const count = Math.ceil(45 / every);
    const { crop } = check(long, part([0, 0, 0], [11, 8, count], [1, 1, every]));
    match(crop!.message, new RegExp(`of 45, every ${words} of them, counted from 0$`));
  }
  // Half of the slices with twice the step are no such part: the step is wrong.
  const [status] = [check(objects, part([0, 0, 2], [11, 8, 2], [1, 1, 2])).status];
  equal(status, "wrong");
  equal(check(objects, part([2, 0, 0], [5, 8, 5], [1, 1, 2])).status, "wrong");
});

Deno.test("off the grid by part of a voxel, a part is wrong by as much, and its grid the nearest", () => {
  const fraction = fc.double({ min: 0.15, max: 0.45, noNaN: true });
  fc.assert(fc.property(
    region,
    fc.tuple(fraction, fc.constantFrom(-1, 0, 1)),
    fc.constantFrom(0, 1, 2),
    (axes, [by, sign], axis) => {
      const [offset, sizes] = [0, 1].map((n) => triple(axes.map((a) => a[n]!)));
      const moved = triple(
        offset!.map((start, n) => n === axis ? start + by * (sign || 1) : start),
      );
      const reply = check(objects, part(moved, sizes!));
      equal(reply.status, "wrong");
      near(reply.error, by * Math.hypot(...STEPS[axis]!), 1e-9);
      deepEqual([reply.crop?.offset, reply.right.sizes], [offset, sizes]);
      deepEqual(named(reply), ["unexplained"]);
      const again = check(objects, reply.right.header);
      deepEqual([again.status, again.crop?.offset], ["ok", offset]);
    },
  ));
});

Deno.test("a part that reaches beyond the volume is wrong", () => {
  fc.assert(fc.property(region, fc.constantFrom(0, 1, 2), fc.boolean(), (axes, axis, below) => {
    const [offset, sizes] = [0, 1].map((n) => triple(axes.map((a) => a[n]!)));
    const outside = below ? -1 : SIZES[axis]! - sizes![axis]! + 1;
    const reply = check(objects, part(triple(offset!.with(axis, outside)), sizes!));
    equal(reply.status, "wrong");
    ok(reply.diagnoses.length > 0);
  }));
});

Deno.test("an array of half as many voxels, each the mean of eight, is no part", () => {
  const { directions, origin } = part([0.5, 0.5, 0.5], [5, 4, 4], [2, 2, 2]);
  const { status, crop, diagnoses } = check(objects, {
    ...part([0, 0, 0], [5, 4, 4]),
    directions,
    origin,
  });
  deepEqual([status, crop, diagnoses[0]!.code], ["wrong", undefined, "sizes-differ"]);
});

Deno.test("mistakes in a part are those of a whole", () => {
  const header = part([3, 2, 4], [5, 4, 3]);
  const [i, j, k] = header.directions;
  const long = k.map((v) => v * 3 / Math.hypot(...k)) as unknown as Triple;
  const thick = check(objects, { ...header, directions: [i, j, long] });
  deepEqual([thick.status, named(thick)], ["wrong", ["thickness-used-as-spacing"]]);
  deepEqual([thick.crop?.offset, thick.right.sizes], [[3, 2, 4], [5, 4, 3]]);
  const [x, y, z] = header.origin;
  const space = check(objects, { ...header, space: "right-anterior-superior" });
  deepEqual([named(space), space.crop?.offset], [["space-confused"], [3, 2, 4]]);
  const half = check(objects, { ...header, origin: at([2.5, 1.5, 3.5]) });
  deepEqual([named(half), half.crop?.offset], [["half-voxel-shift"], [3, 2, 4]]);
  const reversed = check(objects, part([3, 2, 4], [5, 4, 3], [1, 1, -1]), { order: "position" });
  deepEqual([named(reversed), reversed.crop?.offset], [["slice-axis-reversed"], [3, 2, 4]]);
  const spacing = check(objects, { ...header, directions: [i, j, [k[0], k[1], 0.7]] });
  deepEqual([named(spacing), spacing.crop?.offset], [["unexplained"], [3, 2, 4]]);
  deepEqual([x, y, z], at([3, 2, 4]));
});

Deno.test("Slicer's offset: the origin is that of the part, and nobody else's", () => {
  const crop = part([3, 2, 4], [5, 4, 3]);
  const slicer = (header: HeaderGeometry, offset: string) =>
    headerOf(header).replace(/\n\n$/, `\nSegmentation_ReferenceImageExtentOffset:=${offset}\n\n`);
  const right = slicer(crop, "3 2 4");
  const reply = check(objects, right);
  deepEqual([reply.status, reply.right.header], ["ok", right]);
  // Of a reference that begins elsewhere: readers go by the origin.
  equal(check(objects, slicer(crop, "13 2 4")).status, "ok");

  const left = check(objects, slicer({ ...crop, origin: FIRST }, "3 2 4"));
  deepEqual([left.status, named(left)], ["wrong", ["crop-origin-missing"]]);
  deepEqual(left.diagnoses[0]!.offset, [3, 2, 4]);
  deepEqual(left.right.changed, ["space origin"]);
  equal(check(objects, left.right.header).status, "ok");
  deepEqual(check(objects, left.right.header).crop?.offset, [3, 2, 4]);
  equal(check(objects, slicer({ ...crop, origin: FIRST }, "0 0 0")).status, "ok");
  // From there on the volume does not have as many columns: it is not this volume that is meant.
  const other = check(objects, slicer({ ...crop, origin: FIRST }, "7 2 4"));
  deepEqual([other.status, other.crop?.offset], ["ok", [0, 0, 0]]);
});
