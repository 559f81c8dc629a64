import { claimedText } from "../../lib/check/claimed_text.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { checkAnswer } from "../../lib/check_service.ts";
import { ServiceRequest } from "../../lib/service.ts";
import {
  type Checked,
  claimedGhost,
  claimedGrid,
  formulaGhost,
  type Ghost,
} from "../../page/ghosts.ts";
import { rightText } from "../../page/claimed.ts";
import { pictureAsSent, withGhosts } from "../../page/picture.ts";
import { sceneOf } from "../../page/scene.ts";
import { deepEqual, equal, match, near, nearAll } from "../assert.ts";
import { SEED_FIRST, seedSeries } from "../support/cases.ts";
import { collect } from "../support/objects.ts";
import { type MadeObject, makeSeries, type SeriesOptions } from "../support/series.ts";

function sceneFrom(series: readonly MadeObject[]) {
  return sceneOf(readFrames(collect(series).objects));
}

function formula(series: SeriesOptions): Ghost | undefined {
  const scene = sceneFrom(makeSeries(series));
  return formulaGhost(scene, scene.groups[0]!);
}

function length(from: Vector, to: Vector): number {
  return Math.hypot(...from.map((value, axis) => to[axis]! - value));
}

Deno.test("the formula of the question: 349.8 mm off at the last of its 160 files", () => {
  const scene = sceneFrom(seedSeries());
  const ghost = formulaGhost(scene, scene.groups[0]!)!;
  // Up by 159 thicknesses instead of down by 159 spacings; both are 1.1 mm.
  near(ghost.error, 349.8, 1e-4);
  near(length(ghost.from, ghost.to), ghost.error, 1e-9);
  const half = 0.80357140302658 / 2;
  const corner = [SEED_FIRST[0] - half * 0.9993283937409, SEED_FIRST[1] - half];
  nearAll(ghost.first.corner.slice(0, 2), corner, 1e-6);
  near(ghost.last.corner[2] - ghost.first.corner[2], 159 * 1.0992612569408777, 1e-6);
  equal(ghost.label, "last file: 350 mm");
  match(
    ghost.words,
    /off by 350 mm at the last file: the files run against cross\(row, column\)\.$/,
  );
});

Deno.test("the formula: thickness is not spacing, and nothing is said where there is no thickness", () => {
  // Slices of 5 mm every 4 mm: the last of six lies at 20 mm and the formula has it at 25.
  const ghost = formula({ step: [0, 0, 4], count: 6, thickness: 5 })!;
  nearAll(ghost.first.corner, [-0.5, -0.5, 0], 1e-12);
  nearAll(ghost.last.corner, [-0.5, -0.5, 25], 1e-12);
  nearAll(ghost.from, [-0.5, -0.5, 20], 1e-12);
  near(ghost.error, 5, 1e-12);
  match(ghost.words, /off by 5 mm at the last file: the thickness is 5 mm, the spacing 4 mm\.$/);

  const right = formula({ step: [0, 0, 4], count: 6, thickness: 4 })!;
  match(right.words, /is right for these files/);
  const shuffled = formula({
    positions: [0, 8, 4, 12].map((z) => [0, 0, z] as const),
    thickness: 4,
  })!;
  equal(shuffled.error, 0);
  equal(formula({ step: [0, 0, 4], count: 6 }), undefined);
  equal(formula({ count: 1, thickness: 4 }), undefined);
});

/** Five slices 4 mm apart, 8 × 6 pixels of 1 mm, as `/v1/check` and the page see a header for them. */
function check(directions: string, origin: string, sizes = "8 6 5"): Checked {
  const request = new ServiceRequest("header");
  const series = makeSeries({ first: [10, 20, 30], step: [0, 0, 4], count: 5 });
  request.intake.objects.push(...collect(series).objects);
  const text = `NRRD0004
type: short
dimension: 3
sizes: ${sizes}
space: right-anterior-superior
space directions: ${directions}
kinds: domain domain domain
endian: little
encoding: raw
space origin: ${origin}

`;
  const header = claimedText(text);
  const { reply } = checkAnswer(request, [], header);
  return { ...reply, claimed: claimedGrid(header, reply), rightText: rightText(reply.right) };
}

Deno.test("a header is drawn where its readers have it", () => {
  // RAS, 5 mm instead of 4 from slice to slice: the last one lies at 50 mm instead of 46.
  const ghost = claimedGhost(check("(-1,0,0) (0,-1,0) (0,0,5)", "(-10,-20,30)"))!;
  nearAll(ghost.first.corner, [9.5, 19.5, 30], 1e-9);
  nearAll(ghost.first.across, [8, 0, 0], 1e-9);
  nearAll(ghost.first.down, [0, 6, 0], 1e-9);
  nearAll(ghost.last.corner, [9.5, 19.5, 50], 1e-9);
  near(ghost.error, 4, 1e-9);
  near(ghost.from[2], 46, 1e-9);
  near(ghost.to[2], 50, 1e-9);
  equal(ghost.label, "slice 4: 4 mm");
  equal(ghost.words, "The checked header is off by 4 mm at slice 4.");

  const right = claimedGhost(check("(-1,0,0) (0,-1,0) (0,0,4)", "(-10,-20,30)"))!;
  equal(right.error, 0);
  equal(right.words, "The checked header lies on the slices.");
});

Deno.test("an array with slices first: they are the axis that the check has found", () => {
  const checked = check("(0,0,4) (0,-1,0) (-1,0,0)", "(-10,-20,30)", "5 6 8");
  deepEqual(checked.layout?.axes, ["slices", "rows", "columns"]);
  const ghost = claimedGhost(checked)!;
  nearAll(ghost.first.across, [8, 0, 0], 1e-9);
  nearAll(ghost.last.corner, [9.5, 19.5, 46], 1e-9);
});

Deno.test("a grid is drawn with the slices; of one that is far away, only the way there", () => {
  const scene = sceneFrom(makeSeries({ step: [0, 0, 4], count: 6, thickness: 5 }));
  const picture = pictureAsSent(scene);
  const ghost = formulaGhost(scene, scene.groups[0]!)!;
  const near = withGhosts(picture, [ghost]);
  equal(near.outlines.length, 1);
  deepEqual(near.measures.map(({ to, label }) => [to, label]), [[ghost.to, "last file: 5 mm"]]);
  // From the middle at 10 mm to a corner at 25, 8 × 6 mm wide.
  nearAll([near.radius], [Math.hypot(4, 3, 15)], 1e-9);

  const to: Vector = [-0.5, -0.5, 5020];
  const far = withGhosts(picture, [{ ...ghost, last: { ...ghost.last, corner: to }, to }]);
  deepEqual(far.outlines, []);
  equal(far.radius, picture.radius);
  nearAll(far.measures[0]!.to, [-0.5, -0.5, 20 + picture.radius / 2], 1e-9);
});
