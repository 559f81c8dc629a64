import { readFrames } from "../../lib/frames/mod.ts";
import type { VolumeReply } from "../../lib/mod.ts";
import { subtract } from "../../lib/geometry/vector.ts";
import { readOptions } from "../../lib/options/read.ts";
import { describe } from "../../page/description.ts";
import { pictureAsDescribed, pictureAsSent, thinned } from "../../page/picture.ts";
import { type Scene, sceneOf } from "../../page/scene.ts";
import { deepEqual, equal, match, nearAll, ok } from "../assert.ts";
import { objectsOf } from "../support/dataset.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { makeSegmentation } from "../support/segmentation.ts";
import { asked } from "../support/stated.ts";
import { evenly, makeSeries, type SeriesOptions } from "../support/series.ts";

/** Eight columns 2 mm apart, six rows 3 mm apart. */
const MATRIX = { columns: 8, rows: 6, pixelSpacing: [3, 2] } as const;

function look(
  series: SeriesOptions,
  options: readonly (readonly [string, string])[] = [],
): { scene: Scene; volume: VolumeReply | undefined } {
  const { objects } = collect(makeSeries({ ...MATRIX, ...series }));
  const scene = sceneOf(readFrames(objects));
  try {
    return { scene, volume: makeReply(objects, [], readOptions(options).header).volumes[0] };
  } catch {
    return { scene, volume: undefined };
  }
}

Deno.test("sheets reach from the outer corner of the first pixel to that of the last", () => {
  const { scene, volume } = look({ first: [10, 20, 30], step: [0, 0, 5], count: 3 });
  const [sent] = pictureAsSent(scene).items;
  nearAll(sent!.corner, [9, 18.5, 30], 1e-12);
  nearAll(sent!.across, [16, 0, 0], 1e-12);
  nearAll(sent!.down, [0, 18, 0], 1e-12);
  const described = pictureAsDescribed(scene, volume);
  nearAll(described.items[2]!.corner, [9, 18.5, 40], 1e-12);
  deepEqual(described.drawn, [0, 1, 2]);
  equal(described.ghosts.length, 0);
  // Half the diagonal of 16 × 18 × 10 mm.
  nearAll([described.radius], [Math.hypot(16, 18, 10) / 2], 1e-12);
  nearAll(described.centre, [17, 27.5, 35], 1e-12);
});

Deno.test("as sent: the order of the files; as described: that of the header, in either space", () => {
  const series = { first: [70, 80, 50], step: [0, 0, -5], count: 4 } as const;
  for (const space of ["LPS", "RAS"]) {
    const { scene, volume } = look(series, [["space", space]]);
    const heights = (items: readonly { height: number }[]) => items.map(({ height }) => height);
    nearAll(heights(pictureAsSent(scene).items), [50, 45, 40, 35], 1e-12);
    const { items } = pictureAsDescribed(scene, volume);
    nearAll(heights(items), [35, 40, 45, 50], 1e-12);
    nearAll(items[0]!.corner, [69, 78.5, 35], 1e-12, space);
  }
  const { scene, volume } = look(series, [["order", "given"]]);
  nearAll(
    pictureAsDescribed(scene, volume).items.map(({ height }) => height),
    [50, 45, 40, 35],
    1e-9,
  );
});

Deno.test("oblique slices lie at their positions, in either space", () => {
  // Slices that lean by 45 degrees: seen in RAS, their columns run as their normal does in LPS.
  const column = [0, Math.SQRT1_2, Math.SQRT1_2] as const;
  const series = { column, first: [0, 0, 0], step: [0, -3, 3], count: 5 } as const;
  for (const space of ["LPS", "RAS"]) {
    const { scene, volume } = look(series, [["space", space]]);
    const { items } = pictureAsDescribed(scene, volume);
    const heights = [0, 1, 2, 3, 4].map((k) => k * Math.hypot(3, 3));
    nearAll(items.map(({ height }) => height), heights, 1e-6, space);
    nearAll(subtract(items[4]!.corner, items[0]!.corner), [0, -12, 12], 1e-6, space);
  }
});

Deno.test("a hole is drawn where the slice should be, with and without a header", () => {
  const positions = evenly([0, 0, 0], [0, 0, 4], 6).filter((_, k) => k !== 2 && k !== 3);
  const without = look({ positions });
  equal(without.volume, undefined);
  const { gaps } = pictureAsDescribed(without.scene, without.volume);
  nearAll(gaps.map(({ corner }) => corner[2]), [8, 12], 1e-12);
  equal(gaps[0]!.label, "2 missing");
  match(
    describe(without.scene, undefined).join(" "),
    /^4 axial slices, slice spacing 4 mm\..* 2 slices are missing, after 1\./,
  );

  const filled = look({ positions }, [["uneven", "fill"]]);
  const picture = pictureAsDescribed(filled.scene, filled.volume);
  nearAll(picture.gaps.map(({ corner }) => corner[2]), [8, 12], 1e-9);
  deepEqual(picture.drawn, [0, 1, 4, 5]);
});

Deno.test("positions with more frames than the others stand out; a fourth axis does not", () => {
  const once = evenly([0, 0, 0], [0, 0, 4], 5);
  const doubled = look({ positions: [...once, [0, 0, 8]] });
  const { crowded } = pictureAsSent(doubled.scene);
  equal(crowded.length, 1);
  nearAll(crowded[0]!.corner, [-1, -1.5, 8], 1e-12);
  equal(crowded[0]!.label, "2 here");
  match(describe(doubled.scene, undefined).join(" "), /1 position holds more frames/);

  const twice = look({
    positions: [...once, ...once],
    attributes: (index) => ({ TemporalPositionIdentifier: index < 5 ? 1 : 2 }),
  });
  equal(twice.volume?.sizes.at(-1), 2);
  equal(pictureAsSent(twice.scene).crowded.length, 0);
  match(
    describe(twice.scene, twice.volume)[0]!,
    /^5 axial slices, slice spacing 4 mm, 2 frames at each/,
  );
});

Deno.test("a tilt is an angle between two arrows; without it DICOM's planes stay as ghosts", () => {
  // 4 mm up and 3 mm back: atan(3/4).
  const series = { step: [0, 3, 4], count: 5 } as const;
  const kept = look(series);
  const arrows = pictureAsDescribed(kept.scene, kept.volume).arrows;
  const way = (kind: string) => arrows.find((arrow) => arrow.kind === kind)!;
  // From the outer corner of the first pixel.
  nearAll(way("slices").to, [-1, 10.5, 16], 1e-9);
  nearAll(way("normal").to, [-1, -1.5, 20], 1e-9);
  equal(way("normal").label, "normal, 36.87°");
  match(describe(kept.scene, kept.volume).at(-1)!, /by 36\.87°/);

  const removed = look(series, [["tilt", "orthogonal"]]);
  const { ghosts, items } = pictureAsDescribed(removed.scene, removed.volume);
  // The header's slices go straight up; the last one is 12 mm beside and 4 mm above DICOM's.
  nearAll(items.at(-1)!.corner, [-1, -1.5, 20], 1e-9);
  nearAll(ghosts.at(-1)!.corner, [-1, 10.5, 16], 1e-9);
});

Deno.test("the words name planes and directions", () => {
  const words = (series: SeriesOptions) => {
    const { scene, volume } = look(series);
    return describe(scene, volume).join(" ");
  };
  match(
    words({ row: [0, 1, 0], column: [0, 0, -1], step: [3, 0, 0], count: 4 }),
    /^4 sagittal slices, slice spacing 3 mm\. As sent, they run from right to left\. The header runs from left to right\.$/,
  );
  match(
    words({ row: [1, 0, 0], column: [0, 0, -1], step: [0, -2, 0], count: 4 }),
    /^4 coronal slices, slice spacing 2 mm\. As sent, they run from posterior to anterior\./,
  );
  const a = 20 * Math.PI / 180;
  const oblique = { row: [1, 0, 0], column: [0, Math.cos(a), Math.sin(a)] } as const;
  match(
    words({ ...oblique, step: [0, -2 * Math.sin(a), 2 * Math.cos(a)], count: 3 }),
    /^3 oblique \(20° from axial\) slices, slice spacing 2 mm\./,
  );
  const interleaved = [0, 2, 4, 1, 3, 5].map((k) => [0, 0, k] as const);
  match(
    words({ positions: interleaved }),
    /As sent, they are not in the order of their positions\./,
  );
});

Deno.test("slices are thinned in even steps, the ends kept", () => {
  for (const [count, drawn] of [[24, 24], [25, 13], [93, 24], [166, 16]] as const) {
    const kept = thinned(Array.from({ length: count }, (_, k) => k), 24);
    equal(kept.length, drawn, `of ${count}`);
    deepEqual([kept[0], kept.at(-1)], [0, count - 1]);
    equal(new Set(kept.slice(1).map((k, n) => k - kept[n]!)).size, 1, `steps of ${count}`);
  }
  // 699 = 3 · 233 has no divisor near: all but the last step are even.
  const { scene, volume } = look({ step: [0, 0, 0.5], count: 700 });
  const { items, drawn } = pictureAsDescribed(scene, volume);
  equal(items.length, 700);
  ok(drawn.length <= 24);
  deepEqual([drawn[0], drawn.at(-1)], [0, 699]);
  equal(new Set(drawn.slice(1, -1).map((k, n) => k - drawn[n]!)).size, 1);
});

Deno.test("several copies of a stack run several times, whatever separates them", () => {
  const once = evenly([0, 0, 0], [0, 0, 4], 5);
  const { scene, volume } = look({
    positions: [...once, ...once, ...once],
    attributes: (index) => ({ TemporalPositionIdentifier: 1 + Math.floor(index / 5) }),
  });
  match(
    describe(scene, volume).join(" "),
    /As sent, they run 3 times from inferior to superior\./,
  );
});

Deno.test("with a header the words have its numbers: slices, empty ones, spacing", () => {
  const positions = evenly([0, 0, 0], [0, 0, 4], 6).filter((_, k) => k !== 2 && k !== 3);
  const filled = look({ positions }, [["uneven", "fill"]]);
  equal(filled.volume?.sizes.at(-1), 6);
  match(
    describe(filled.scene, filled.volume).join(" "),
    /^6 axial slices, 2 of them empty, slice spacing 4 mm\. .* Slices 2, 3 were not sent\.$/,
  );
  // Millimetres of the header's step, not those between the two middle slices.
  const rounded = look({ positions: [0, 7, 14, 21.002].map((z) => [0, 0, z] as const) });
  equal(Number(rounded.volume?.geometry.spacing[2].toFixed(4)), 7.0007);
  match(describe(rounded.scene, rounded.volume)[0]!, /slice spacing 7\.0007 mm/);

  // 3 mm back for 4 mm up, left out: the last of five slices is off by 4 · 3 mm across and 4 up.
  const straight = look({ step: [0, 3, 4], count: 5 }, [["tilt", "orthogonal"]]);
  match(
    describe(straight.scene, straight.volume).at(-1)!,
    /drifts .* by 36\.87°; this header leaves that out, so its slices are up to 12\.6 mm from/,
  );
});

Deno.test("planes without a segment are no holes", () => {
  const frames = [0, 5, 10, 40].map((z) => [[0, 0, z], 1] as const);
  const { objects } = collect([makeSegmentation({ frames, spacingBetweenSlices: 5 })]);
  const scene = sceneOf(readFrames(objects));
  const [volume] = makeReply(objects, [], readOptions([]).header).volumes;
  equal(volume!.sizes.at(-1), 9);
  const picture = pictureAsDescribed(scene, volume);
  deepEqual(picture.gaps, []);
  deepEqual(picture.drawn, [0, 1, 2, 8]);
  nearAll(picture.empty.map(({ corner }) => corner[2]), [15, 20, 25, 30, 35], 1e-9);
  equal(picture.items[5]!.caption, "slice 5 of 9: without segment");
  const words = describe(scene, volume).join(" ");
  match(words, /^9 axial slices, 4 of them with segments, slice spacing 5 mm\./);
  ok(!/missing|uneven|not sent/.test(words), words);
  ok(!/missing|uneven/.test(describe(scene, undefined).join(" ")));
});

Deno.test("frames that the person places are drawn where they are stated", () => {
  const run = {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
    NumberOfFrames: 3,
    Rows: 6,
    Columns: 8,
    BitsAllocated: 8,
  };
  const objects = objectsOf([run]);
  equal(sceneOf(readFrames(objects)).frames.length, 0);
  const options = asked({
    plane: { orientation: "axial", position: [10, 20, 30], spacing: [3, 2] },
    step: 5,
  });
  const scene = sceneOf(readFrames(objects, [], undefined, options), options);
  const [sent] = pictureAsSent(scene).items;
  nearAll(sent!.corner, [9, 18.5, 30], 1e-12);
  deepEqual(scene.groups.map(({ positions, spacing }) => [positions, spacing]), [
    [[[0], [1], [2]], 5],
  ]);
  const { items } = pictureAsDescribed(scene, makeReply(objects, [], options).volumes[0]);
  nearAll(items.map(({ height }) => height), [30, 35, 40], 1e-12);
  // Without a step they lie at one position, and there is no volume to draw.
  const plane = asked({ plane: { orientation: "axial", spacing: [3, 2] } });
  const flat = sceneOf(readFrames(objects, [], undefined, plane), plane);
  deepEqual(flat.groups.map(({ positions }) => positions), [[[0, 1, 2]]]);
});

Deno.test("other volumes are drawn beside the one that is shown", () => {
  const axial = makeSeries({ ...MATRIX, step: [0, 0, 5], count: 3 });
  const coronal = makeSeries({
    ...MATRIX,
    row: [1, 0, 0],
    column: [0, 0, -1],
    step: [0, 5, 0],
    count: 9,
  });
  const { objects } = collect([...axial, ...coronal]);
  const scene = sceneOf(readFrames(objects));
  const { volumes } = makeReply(objects, [], readOptions([]).header);
  const [first, second] = volumes.map((volume) => pictureAsDescribed(scene, volume));
  equal(first!.items.length, 3);
  // Five of nine, ends included.
  nearAll(first!.others.map(({ corner }) => corner[1]), [0, 10, 20, 30, 40], 1e-9);
  equal(second!.others.length, 3);
});
