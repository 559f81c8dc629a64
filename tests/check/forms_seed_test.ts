/**
 * The question that started this project, in the forms of the other formats: 160 slices, 1.25 mm
 * apart and 5 mm thick, and somebody computes cross(row, column) × Slice Thickness.
 */

import { deepEqual, equal, match, near, ok } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { makeSeries, type Triple } from "../support/series.ts";
import { affineOf, type Grid, niftiHeader, rasOf } from "../support/header_forms.ts";
import { claimedAffine } from "../../lib/check/claimed_matrix.ts";
import { checkForm, corrected, FORMS, niftiAsIs } from "./forms_support.ts";
import { named } from "./support.ts";

const ROW: Triple = [0.8, 0.6, 0];
const COLUMN: Triple = [0, 0, -1];
/** row × column */
const NORMAL: Triple = [-0.6, 0.8, 0];
const times = (v: Triple, by: number): Triple => [v[0] * by, v[1] * by, v[2] * by];

const { objects } = collect(makeSeries({
  columns: 512,
  rows: 512,
  pixelSpacing: [0.7, 0.7],
  row: ROW,
  column: COLUMN,
  first: [-120.5, -80.25, 60],
  step: times(NORMAL, 1.25),
  count: 160,
  thickness: 5,
}));

const RIGHT: Grid = {
  directions: [times(ROW, 0.7), times(COLUMN, 0.7), times(NORMAL, 1.25)],
  origin: [-120.5, -80.25, 60],
  sizes: [512, 512, 160],
};
const THICK: Grid = {
  ...RIGHT,
  directions: [RIGHT.directions[0], RIGHT.directions[1], times(NORMAL, 5)],
};

Deno.test("seed: right, in every form", () => {
  for (const [name, make] of Object.entries(FORMS)) {
    const reply = checkForm(objects, make(RIGHT));
    deepEqual([name, reply.status, named(reply)], [name, "ok", []]);
  }
});

Deno.test("seed: cross × thickness, in every form: 596.25 mm, and why", () => {
  for (const [name, make] of Object.entries(FORMS)) {
    const claimed = make(THICK);
    const reply = checkForm(objects, claimed);
    deepEqual([name, reply.status, named(reply)], [name, "wrong", ["thickness-used-as-spacing"]]);
    near(reply.error, 159 * 3.75, 2e-3);
    near(reply.diagnoses[0]?.given as number, 5, 1e-6);
    near(reply.diagnoses[0]?.right as number, 1.25, 1e-9);
    const again = checkForm(objects, corrected(reply, claimed));
    deepEqual([name, again.status, named(again)], [name, "ok", []]);
    ok(again.error < 1e-3);
  }
});

Deno.test("seed: the same in an sform that is LPS: both mistakes", () => {
  for (const version of [1, 2] as const) {
    const reply = checkForm(objects, niftiAsIs(THICK, { version }));
    deepEqual(named(reply), ["space-confused", "thickness-used-as-spacing"]);
    const space = reply.diagnoses.find(({ code }) => code === "space-confused");
    deepEqual([space?.stated, space?.right, space?.part], ["RAS", "LPS", "all"]);
    match(space!.message, /^NIfTI is RAS, but the numbers are LPS/);
    equal(reply.right.space, "RAS");
    equal(checkForm(objects, corrected(reply, niftiAsIs(THICK, { version }))).status, "ok");
  }
});

Deno.test("seed: an affine without a space is RAS, and the reply says so", () => {
  const lps = affineOf(RIGHT);
  const reply = checkForm(objects, claimedAffine({ affine: lps, space: undefined }));
  deepEqual([reply.read.space, named(reply)], ["RAS", ["space-confused"]]);
  match(reply.read.message!, /taken for RAS, as nibabel and Slicer have theirs/);
  match(reply.diagnoses[0]!.message, /^an affine without a space is taken for RAS/);
  const own = reply.right.own;
  ok(own?.form === "affine");
  const right = affineOf(rasOf(RIGHT));
  own.json.affine.forEach((row, n) => row.forEach((value, m) => near(value, right[n]![m]!, 1e-9)));
  const stated = checkForm(objects, claimedAffine({ affine: lps, space: "LPS" }));
  deepEqual([stated.read.space, stated.status, named(stated)], ["LPS", "ok", []]);
  match(stated.read.message!, /as the request says/);
});

Deno.test("seed: every byte that says something else stays", () => {
  const given = niftiHeader(rasOf(THICK));
  const claimed = FORMS["NIfTI-1"]!(THICK);
  const { own } = checkForm(objects, claimed).right;
  ok(own?.form === "nifti");
  const bytes = Uint8Array.from(atob(own.base64), (c) => c.charCodeAt(0));
  deepEqual([bytes.length, own.changed], [348, ["srow", "pixdim"]]);
  const differ = [...bytes.keys()].filter((n) => bytes[n] !== given[n]);
  // pixdim[3] at 88, and the third column of srow: x and y of it, at 288 and 304.
  ok(differ.every((n) => n >= 88 && n < 92 || n >= 288 && n < 292 || n >= 304 && n < 308));
  near(new DataView(bytes.buffer).getFloat32(88, true), 1.25, 0);
});
