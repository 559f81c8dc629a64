/** Headers from which something was left out: the orientation, the origin, the unit. */

import { deepEqual, equal, match, ok } from "../assert.ts";
import { cornerDistance, type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { collect } from "../support/objects.ts";
import { makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { check, geometryOf, named, rightGeometry } from "./support.ts";

const BASE: SeriesOptions = {
  columns: 11,
  rows: 8,
  count: 5,
  pixelSpacing: [0.9, 0.5],
  first: [-3.25, 17, 99.5],
  thickness: 2,
};

/** Oblique, coronal and sagittal, 2 mm from slice to slice, 0.5 × 0.9 mm within. */
const SERIES: readonly SeriesOptions[] = [
  { ...BASE, row: [0.8, 0.6, 0], column: [0, 0, -1], step: [-1.2, 1.6, 0] },
  { ...BASE, row: [1, 0, 0], column: [0, 0, -1], step: [0, 2, 0] },
  { ...BASE, row: [0, 1, 0], column: [0, 0, -1], step: [-2, 0, 0] },
];

const diagonal = (x: number, y: number, z: number): [Triple, Triple, Triple] => [
  [x, 0, 0],
  [0, y, 0],
  [0, 0, z],
];

Deno.test("spacings along the axes of the space: the orientation was left out", () => {
  for (const series of SERIES) {
    const { objects } = collect(makeSeries(series));
    const right = rightGeometry(objects);
    // As LPS, as RAS, and as Slicer writes it in LPS for an array without orientation.
    const [lps, slicer] = [diagonal(0.5, 0.9, 2), diagonal(-0.5, -0.9, 2)];
    const [x, y, z] = right.origin;
    const headers: HeaderGeometry[] = [
      { ...right, directions: lps },
      { ...right, directions: slicer },
      { ...right, space: "right-anterior-superior", directions: lps, origin: [-x, -y, z] },
    ];
    for (const header of headers) {
      const reply = check(objects, header);
      deepEqual([reply.status, named(reply)], ["wrong", ["orientation-ignored"]]);
      deepEqual(reply.diagnoses[0]!.axes, [0, 1, 2]);
      match(reply.diagnoses[0]!.message, /^the first, second and third directions run along/);
      ok(cornerDistance(geometryOf(reply.right.header), right) < 1e-12);
    }
  }
});

Deno.test("without orientation and origin, and with the thickness besides, each is told", () => {
  const { objects } = collect(makeSeries({ ...SERIES[0]!, thickness: 3 }));
  const right = rightGeometry(objects);
  const reply = check(objects, { ...right, directions: diagonal(0.5, 0.9, 3), origin: [0, 0, 0] });
  deepEqual(named(reply), ["orientation-ignored", "origin-missing", "thickness-used-as-spacing"]);
  const swapped = check(objects, { ...right, directions: diagonal(0.9, 0.5, 2) });
  deepEqual(named(swapped), ["orientation-ignored", "rows-columns-swapped"]);
  const unit = check(objects, { ...right, directions: diagonal(1, 1, 1) });
  deepEqual(named(unit), [
    "in-plane-spacing-missing",
    "orientation-ignored",
    "slice-spacing-missing",
  ]);
});

Deno.test("where rows and columns run along the axes, nothing was left out", () => {
  const axial = collect(makeSeries({ ...BASE, step: [0, 0, 2] })).objects;
  const right = rightGeometry(axial);
  deepEqual(right.directions, diagonal(0.5, 0.9, 2));
  equal(check(axial, right).status, "ok");
  const backwards = check(axial, { ...right, directions: diagonal(0.5, 0.9, -2) });
  deepEqual(named(backwards), ["slice-axis-reversed"]);
});

Deno.test("an origin of zero was left out, unless it is right or that of another slice", () => {
  const { objects } = collect(makeSeries(SERIES[0]));
  const right = rightGeometry(objects);
  const zero = check(objects, { ...right, origin: [0, 0, 0] });
  deepEqual(named(zero), ["origin-missing"]);
  match(zero.diagnoses[0]!.message, /^the origin is \(0,0,0\); it must be the position of slice 0/);
  deepEqual([zero.right.changed, zero.right.spaceOrigin], [["space origin"], right.origin]);
  const none = check(objects, headerOf(right).replace(/space origin.*\n/, ""));
  match(none.diagnoses[0]!.message, /^the header has no origin/);
  const near = check(objects, { ...right, origin: [0, 0, 0.5] });
  deepEqual(named(near), ["unexplained"]);
  const through = collect(makeSeries({ ...BASE, first: [0, 0, -4], step: [0, 0, 2] })).objects;
  const other = check(through, { ...rightGeometry(through), origin: [0, 0, 0] });
  deepEqual(named(other), ["origin-of-other-slice"]);
  const first = collect(makeSeries({ ...BASE, first: [0, 0, 0], step: [0, 0, 2] })).objects;
  equal(check(first, rightGeometry(first)).status, "ok");
});

Deno.test("centimetres and metres are named, and the header is written in millimetres", () => {
  const { objects } = collect(makeSeries(SERIES[0]));
  const right = rightGeometry(objects);
  for (const [unit, factor] of [["cm", 10], ["m", 1000]] as const) {
    const by = (v: Triple) => v.map((value) => value / factor) as unknown as Triple;
    const [i, j, k] = right.directions;
    const small = {
      ...right,
      directions: [by(i), by(j), by(k)],
      origin: by(right.origin),
    } as const;
    const text = headerOf(small)
      .replace("kinds:", `space units: "${unit}" "${unit}" "${unit}"\nkinds:`);
    const reply = check(objects, text);
    deepEqual([reply.status, named(reply)], ["wrong", ["unit-confused"]]);
    deepEqual([reply.diagnoses[0]!.unit, reply.diagnoses[0]!.factor], [unit, factor]);
    deepEqual(reply.right.changed, ["space units", "space directions", "space origin"]);
    match(reply.right.header, /^space units: "mm" "mm" "mm"$/m);
    ok(cornerDistance(geometryOf(reply.right.header), right) < 1e-12);
    deepEqual(check(objects, headerOf(small)).right.changed, ["space directions", "space origin"]);
  }
  // An origin alone in centimetres is no header in centimetres.
  const [x, y, z] = right.origin;
  const origin = check(objects, { ...right, origin: [x / 10, y / 10, z / 10] });
  deepEqual(named(origin), ["unexplained"]);
  equal(
    check(objects, headerOf(right).replace("kinds", 'space units: "cm" "cm" "cm"\nkinds')).status,
    "ok",
  );
});

Deno.test("of what nothing explains only what is wrong is told", () => {
  const { objects } = collect(makeSeries(SERIES[0]));
  const right = rightGeometry(objects);
  const [i, j, k] = right.directions;
  const told = (directions: HeaderGeometry["directions"]) => {
    const { diagnoses } = check(objects, { ...right, directions }, { order: "position" });
    deepEqual(diagnoses.map(({ code }) => code), ["unexplained"]);
    return diagnoses[0]!.message;
  };
  const long = ([x, y, z]: Triple): Triple => [1.3 * x, 1.3 * y, 1.3 * z];
  equal(
    told([long(i), j, k]),
    "the first direction is 0.65 mm long instead of 0.5 mm; no known mistake explains it",
  );
  equal(
    told([i, long(j), k]),
    "the second direction is 1.17 mm long instead of 0.9 mm; no known mistake explains it",
  );
  // By 0.3 radians about the rows' normal: as long as before.
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const turned = (v: Triple): Triple => [c * v[0] - s * v[1], s * v[0] + c * v[1], v[2]];
  equal(
    told([i, j, turned(k)]),
    "the third direction is off by 17.189 degrees; no known mistake explains it",
  );
  match(
    told([long(turned(i)), j, k]),
    /^the first direction is 0\.65 mm long instead of 0\.5 mm and is off by 17\.189 degrees;/,
  );
});
