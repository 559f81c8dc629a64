/** Generated series, every mistake that people make, every form: each is named. */

import type { ClaimedHeader } from "../../lib/check/claimed_header.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";
import { cornerDistance } from "../support/corruptions.ts";
import { type Grid, rasOf } from "../support/header_forms.ts";
import { collect } from "../support/objects.ts";
import { fc } from "../support/property.ts";
import { makeSeries, type Triple } from "../support/series.ts";
import {
  checkForm,
  corrected,
  FORMS,
  type MakeForm,
  metaImage,
  nifti,
  niftiAsIs,
  RIGID_FORMS,
  simpleItk,
} from "./forms_support.ts";
import { named } from "./support.ts";

const times = (v: Triple, by: number): Triple => [v[0] * by, v[1] * by, v[2] * by];
const plus = (a: Triple, b: Triple): Triple => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const lengths = ({ directions }: Grid) => directions.map((v) => Math.hypot(...v));

/** Where a voxel of a grid lies. */
function at({ origin, directions }: Grid, place: Triple): Triple {
  return directions.reduce((point, step, axis) => plus(point, times(step, place[axis]!)), origin);
}

/** Unit vectors of a grid, transposed, each as long as the grid's axis. */
function turnedOver(grid: Grid): Grid {
  const [a, b, c] = lengths(grid) as [number, number, number];
  const units = grid.directions.map((v) => times(v, 1 / Math.hypot(...v)));
  const row = (n: number): Triple => [units[0]![n]!, units[1]![n]!, units[2]![n]!];
  return { ...grid, directions: [times(row(0), a), times(row(1), b), times(row(2), c)] };
}

/** A mistake that shows in the numbers alone, whatever the form. */
interface NumberMistake {
  readonly code: string;
  readonly make: (right: Grid) => Grid;
}

const THICKNESS_RATIO = 2.5;

const MISTAKES: readonly NumberMistake[] = [
  {
    code: "thickness-used-as-spacing",
    make: (right) => ({
      ...right,
      directions: [
        right.directions[0],
        right.directions[1],
        times(right.directions[2], THICKNESS_RATIO),
      ],
    }),
  },
  {
    code: "slice-axis-reversed",
    make: (right) => ({
      ...right,
      directions: [right.directions[0], right.directions[1], times(right.directions[2], -1)],
    }),
  },
  {
    code: "in-plane-spacing-missing",
    make: (right) => {
      const [a, b] = lengths(right) as [number, number];
      const [i, j, k] = right.directions;
      return { ...right, directions: [times(i, 1 / a), times(j, 1 / b), k] };
    },
  },
  {
    code: "rows-columns-swapped",
    make: (right) => {
      const [a, b] = lengths(right) as [number, number];
      const [i, j, k] = right.directions;
      return { ...right, directions: [times(i, b / a), times(j, a / b), k] };
    },
  },
  {
    code: "half-voxel-shift",
    make: (right) => ({ ...right, origin: at(right, [-0.5, -0.5, -0.5]) }),
  },
  { code: "half-voxel-shift", make: (right) => ({ ...right, origin: at(right, [0.5, 0.5, 0]) }) },
  {
    code: "origin-of-other-slice",
    make: (right) => ({ ...right, origin: at(right, [0, 0, right.sizes[2] - 1]) }),
  },
  {
    code: "spacing-order-reversed",
    make: (right) => {
      const [a, , c] = lengths(right) as [number, number, number];
      const [i, j, k] = right.directions;
      return { ...right, directions: [times(i, c / a), j, times(k, a / c)] };
    },
  },
  { code: "axes-transposed", make: turnedOver },
];

/** A mistake of its own form: LPS in place of RAS or the reverse. */
const OTHER_SPACE: Readonly<Record<string, MakeForm>> = {
  "NIfTI-1": (grid) => niftiAsIs(grid),
  "NIfTI-2": (grid) => niftiAsIs(grid, { version: 2 }),
  "NIfTI-1, qform": (grid) => niftiAsIs(grid, { sformCode: 0, qformCode: 1 }),
  MetaImage: (grid) => metaImage(rasOf(grid)),
  SimpleITK: (grid) => simpleItk(rasOf(grid)),
};

const component = fc.double({ min: -1, max: 1, noNaN: true });
const direction = fc.tuple(component, component, component)
  .filter((v) => Math.hypot(...v) > 0.3) as fc.Arbitrary<Triple>;

/** Rows, columns, slices: every orientation, the usual ones among them. */
const orientation: fc.Arbitrary<readonly [Triple, Triple]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(direction, direction) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly [Triple, Triple]>(
      [[1, 0, 0], [0, 1, 0]],
      [[0, 1, 0], [0, 0, -1]],
      [[1, 0, 0], [0, 0, -1]],
    ),
  },
).map(([a, b]) => {
  const row = times(a, 1 / Math.hypot(...a));
  const across = cross(cross(row, b), row);
  return [row, times(across, 1 / Math.hypot(...across))] as const;
}).filter(([, column]) => column.every(Number.isFinite));

/** Lengths that nobody can take for one another, or for 1. */
const spacing = fc.tuple(
  fc.double({ min: 0.3, max: 0.6, noNaN: true }),
  fc.double({ min: 0.65, max: 0.92, noNaN: true }),
  fc.double({ min: 1.3, max: 4, noNaN: true }),
);
const place = fc.double({ min: -250, max: 250, noNaN: true });

const series = fc.record({
  orientation,
  spacing,
  first: fc.tuple(place, place, place) as fc.Arbitrary<Triple>,
  columns: fc.integer({ min: 40, max: 60 }),
  rows: fc.integer({ min: 61, max: 90 }),
  count: fc.integer({ min: 6, max: 20 }),
  sheared: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
}).map(({ orientation: [row, column], spacing: [a, b, c], sheared, ...rest }) => {
  const normal = cross(row, column);
  const step = plus(times(normal, c), sheared ? times(column, 0.3 * c) : [0, 0, 0]);
  const right: Grid = {
    directions: [times(row, a), times(column, b), step],
    origin: rest.first,
    sizes: [rest.columns, rest.rows, rest.count],
  };
  const { objects } = collect(makeSeries({
    ...rest,
    row,
    column,
    step,
    pixelSpacing: [b, a],
    thickness: THICKNESS_RATIO * Math.hypot(...step),
  }));
  return { right, objects, sheared };
});

/** So many series are generated, and so much of their mistakes has to be named. */
const SERIES = 40;
const NAMED = 0.95;
/** Of each mistake: along the axes of the space, some are the same numbers as others. */
const NAMED_OF_EACH = 0.75;
/** A mistake that moves no corner by more cannot be seen, mm. */
const VISIBLE = 0.1;

/** Headers that were named, and those that were not. */
class Count {
  #named = 0;
  readonly missed: string[] = [];

  add(is: boolean, what: string): void {
    if (is) this.#named++;
    else this.missed.push(what);
  }

  /** @param least Part that has to be named */
  check(least = NAMED): void {
    const all = this.#named + this.missed.length;
    ok(this.#named >= least * all, `${this.missed.length} of ${all}: ${this.missed.join("; ")}`);
  }
}

const lps = (grid: Grid) => ({ ...grid, space: "left-posterior-superior" as const });

Deno.test("a right header is never called wrong, whatever its form", () => {
  fc.assert(
    fc.property(series, ({ right, objects, sheared }) => {
      for (const [name, make] of Object.entries({ ...FORMS, ...(sheared ? {} : RIGID_FORMS) })) {
        const reply = checkForm(objects, make(right));
        deepEqual([name, reply.status, named(reply)], [name, "ok", []]);
        deepEqual(reply.right.own?.changed, []);
      }
    }),
    { numRuns: SERIES },
  );
});

Deno.test("every mistake of numbers is named in every form, and put right in it", () => {
  const count = new Count();
  const each = new Map(MISTAKES.map(({ code }) => [code, new Count()]));
  for (const { right, objects, sheared } of fc.sample(series, SERIES)) {
    for (const { code, make } of MISTAKES) {
      // Unit vectors of a sheared stack are no rotation: nobody has its inverse by turning it over.
      if (code === "axes-transposed" && sheared) continue;
      const wrong = make(right);
      if (cornerDistance(lps(wrong), lps(right)) < VISIBLE) continue;
      const forms = sheared
        ? FORMS
        : { ...FORMS, "NIfTI-1, qform": RIGID_FORMS["NIfTI-1, qform"]! };
      for (const [name, form] of Object.entries(forms)) {
        const isNamed = one(count, `${code} in ${name}`, code, objects, form(wrong), right, wrong);
        each.get(code)!.add(isNamed, name);
      }
    }
  }
  count.check();
  for (const ofOne of each.values()) ofOne.check(NAMED_OF_EACH);
});

Deno.test("numbers of the other space are named in every form that has one", () => {
  const count = new Count();
  for (const { right, objects, sheared } of fc.sample(series, SERIES)) {
    for (const [name, form] of Object.entries(OTHER_SPACE)) {
      if (sheared && name.endsWith("qform")) continue;
      one(count, `space in ${name}`, "space-confused", objects, form(right), right, rasOf(right));
    }
  }
  count.check();
});

Deno.test("a wrong sign of qfac is a slice axis that is reversed, and said to be that sign", () => {
  const count = new Count();
  for (const { right, objects, sheared } of fc.sample(series, SERIES)) {
    if (sheared) continue;
    const claimed = nifti(right, { sformCode: 0, qformCode: 1, wrongQfac: true });
    const reply = checkForm(objects, claimed);
    const isNamed = named(reply).join() === "slice-axis-reversed" &&
      /pixdim\[0\] \(qfac\)/.test(reply.diagnoses[0]!.message);
    count.add(isNamed, named(reply).join());
    const again = checkForm(objects, corrected(reply, claimed));
    deepEqual([again.status, beyondRounding(again)], ["ok", []]);
  }
  count.check();
});

Deno.test("an axis from last to first, with its origin there, is a layout", () => {
  for (const { right, objects } of fc.sample(series, SERIES / 4)) {
    for (const axis of [0, 1] as const) {
      const last: Triple = [0, 0, 0];
      const end = last.with(axis, right.sizes[axis] - 1) as unknown as Triple;
      const flipped: Grid = {
        ...right,
        directions: right.directions.with(
          axis,
          times(right.directions[axis], -1),
        ) as unknown as Grid[
          "directions"
        ],
        origin: at(right, end),
      };
      for (const [name, make] of Object.entries(FORMS)) {
        const reply = checkForm(objects, make(flipped));
        const backwards = [["columns"], ["rows"]][axis]!;
        deepEqual([name, reply.status, named(reply), reply.layout?.backwards], [
          name,
          "ok",
          [],
          backwards,
        ]);
      }
    }
  }
});

Deno.test("transforms that disagree are told, with what each is off", () => {
  for (const { right, objects, sheared } of fc.sample(series, SERIES / 4)) {
    if (sheared) continue;
    const moved: Grid = { ...right, origin: plus(right.origin, [3, 4, 0]) };
    const claimed = nifti(right, { sformCode: 1, qformCode: 1, qform: moved });
    const reply = checkForm(objects, claimed);
    deepEqual([reply.status, named(reply)], ["ok", ["transforms-disagree"]]);
    const [{ apart, errors, readers }] = reply.diagnoses as unknown as [
      { apart: number; errors: { sform: number; qform: number }; readers: unknown },
    ];
    near(apart, 5, 1e-3);
    near(errors.qform, 5, 1e-3);
    near(errors.sform, 0, 1e-3);
    deepEqual(readers, { nibabel: "sform", ITK: "sform" });
    const again = checkForm(objects, corrected(reply, claimed));
    deepEqual([again.status, beyondRounding(again)], ["ok", []]);
    const aligned = checkForm(objects, nifti(moved, { sformCode: 2, qformCode: 1, qform: right }));
    deepEqual(aligned.status, "wrong");
    const told = aligned.diagnoses.find(({ code }) => code === "transforms-disagree");
    deepEqual(told?.readers, { nibabel: "sform", ITK: "qform" });
  }
});

Deno.test("a pixdim that is not as long as the sform is told: ITK takes its lengths", () => {
  for (const { right, objects, sheared } of fc.sample(series, SERIES / 4)) {
    if (sheared) continue;
    const [i, j, k] = right.directions;
    const stretched: Grid = { ...right, directions: [i, j, times(k, 1.5)] };
    const last = right.sizes[2] - 1;
    const off = last * 0.5 * Math.hypot(...k);
    for (const qformCode of [0, 1]) {
      const claimed = nifti(right, { sformCode: 1, qformCode, qform: stretched });
      const reply = checkForm(objects, claimed);
      equal(reply.status, "ok");
      const told = reply.diagnoses.find(({ code }) => code === "pixdim-contradicts");
      const { sform, ITK } = told!.errors as { sform: number; ITK: number };
      near(sform, 0, 1e-3);
      near(ITK, off, 1e-3);
      const again = checkForm(objects, corrected(reply, claimed));
      deepEqual([again.status, beyondRounding(again)], ["ok", []]);
    }
    // The same pixdim, where it is right and the sform is not.
    const wrong = checkForm(
      objects,
      nifti(stretched, { sformCode: 1, qformCode: 0, qform: right }),
    );
    equal(wrong.status, "wrong");
    const told = wrong.diagnoses.find(({ code }) => code === "pixdim-contradicts");
    const { sform, ITK } = told!.errors as { sform: number; ITK: number };
    near(sform, off, 1e-3);
    near(ITK, 0, 1e-3);
  }
});

Deno.test("no transform at all is told, and the right header has one", () => {
  for (const { right, objects } of fc.sample(series, SERIES / 4)) {
    const claimed = nifti(right, { sformCode: 0, qformCode: 0 });
    const reply = checkForm(objects, claimed);
    deepEqual([reply.read.placement, reply.read.codes], ["pixdim", { sform: 0, qform: 0 }]);
    ok(named(reply).includes("transform-missing"));
    const again = checkForm(objects, corrected(reply, claimed));
    deepEqual([again.status, beyondRounding(again)], ["ok", []]);
  }
});

/** Checks one wrong header: its name, its millimetres, and its correction. */
function one(
  count: Count,
  what: string,
  code: string,
  objects: Parameters<typeof checkForm>[0],
  claimed: ClaimedHeader,
  right: Grid,
  wrong: Grid,
): boolean {
  // In a known order: otherwise two mistakes of the slices may be one layout.
  const reply = checkForm(objects, claimed, { order: "given" });
  const isNamed = reply.diagnoses.length === 1 && reply.diagnoses[0]!.code === code;
  count.add(isNamed, `${what}: ${named(reply).join()}`);
  if (isNamed) near(reply.error, cornerDistance(lps(wrong), lps(right)), 5e-3, what);
  const again = checkForm(objects, corrected(reply, claimed), { order: "given" });
  deepEqual([what, again.status, beyondRounding(again)], [what, "ok", []]);
  return isNamed;
}

/** What is named besides single precision, which is what NIfTI-1 has, and shows where numbers are large. */
function beyondRounding(reply: ReturnType<typeof checkForm>): string[] {
  return named(reply).filter((code) => code !== "precision-lost");
}
