import { readFrames } from "../../lib/frames/mod.ts";
import { unit, type Vector } from "../../lib/geometry/vector.ts";
import { readOptions } from "../../lib/options/read.ts";
import { formulaGhost } from "../../page/ghosts.ts";
import type { Point, Shape } from "../../page/labels.ts";
import { layoutOf } from "../../page/layout.ts";
import { type Picture, pictureAsDescribed, pictureAsSent, withGhosts } from "../../page/picture.ts";
import { sceneOf } from "../../page/scene.ts";
import { equal, near, ok } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { Random } from "../support/random.ts";
import { makeReply } from "../support/reply.ts";
import { makeSeries, type SeriesOptions } from "../support/series.ts";

const VIEWS = [
  { turn: 35, height: 22 },
  { turn: 0, height: 0 },
  { turn: 90, height: 0 },
  { turn: 0, height: 90 },
];
const SIZES = [{ width: 518, height: 446 }, { width: 328, height: 288 }];

function pictureFrom(
  series: SeriesOptions,
  sent = false,
  others: readonly SeriesOptions[] = [],
): Picture {
  const { objects } = collect([series, ...others].flatMap((one) => makeSeries(one)));
  const scene = sceneOf(readFrames(objects));
  const volume = makeReply(objects, [], readOptions([]).header).volumes[0];
  const picture = sent ? pictureAsSent(scene) : pictureAsDescribed(scene, volume);
  const ghost = formulaGhost(scene, scene.groups[0]!);
  return ghost ? withGhosts(picture, [ghost]) : picture;
}

/** A stack in any direction, perhaps tilted, perhaps with a thickness of its own. */
function anyStack(random: Random): SeriesOptions {
  const any = (): Vector => [random.between(-1, 1), random.between(-1, 1), random.between(-1, 1)];
  const row = unit(any());
  const other = any();
  const along = other[0] * row[0] + other[1] * row[1] + other[2] * row[2];
  const column = unit([0, 1, 2].map((k) => other[k]! - along * row[k]!) as unknown as Vector);
  const normal: Vector = [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ];
  const gap = random.magnitude(0.5, 8) * random.of([1, -1]);
  const drift = random.chance(0.3) ? random.between(-0.5, 0.5) : 0;
  return {
    row,
    column,
    columns: 16 + random.below(48),
    rows: 16 + random.below(48),
    pixelSpacing: [random.between(0.5, 4), random.between(0.5, 4)],
    first: any().map((value) => 200 * value) as unknown as Vector,
    step: normal.map((value, k) => gap * (value + drift * column[k]!)) as unknown as Vector,
    count: 1 + random.below(40),
    thickness: random.chance(0.5) ? random.between(0.5, 8) : undefined,
  };
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Whether a line from one point to another passes through a rectangle, by cutting it off (Liang–Barsky). */
function crosses(
  { left, right, top, bottom }: Rectangle,
  a: Point,
  b: Point,
): boolean {
  let [from, to] = [0, 1];
  for (
    const [move, room] of [
      [a[0] - b[0], a[0] - left],
      [b[0] - a[0], right - a[0]],
      [a[1] - b[1], a[1] - top],
      [b[1] - a[1], bottom - a[1]],
    ] as const
  ) {
    if (move === 0 && room < 0) return false;
    if (move < 0) from = Math.max(from, room / move);
    if (move > 0) to = Math.min(to, room / move);
  }
  return from <= to;
}

/** Whether a point lies in a shape: a ray from it meets the edges an odd number of times. */
function holds(points: Shape, [x, y]: Point): boolean {
  return points.filter(([ax, ay], n) => {
        const [bx, by] = points[(n + 1) % points.length]!;
        return ay > y !== by > y && x < ax + (y - ay) / (by - ay) * (bx - ax);
      }).length % 2 === 1;
}

Deno.test("labels lie neither on each other nor on slices, whatever the stack", () => {
  let letters = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = new Random(seed);
    const series = anyStack(random);
    const others = random.chance(0.2) ? [anyStack(random)] : [];
    const picture = pictureFrom(series, random.chance(0.2), others);
    const view = random.chance(0.5)
      ? random.of(VIEWS)
      : { turn: random.between(-180, 180), height: random.between(-90, 90) };
    const size = random.of(SIZES);
    const { labels, polygons } = layoutOf(picture, { view, ...size });
    const boxes = labels.map(({ x, y, width, height }): Rectangle => ({
      left: x - width / 2,
      right: x + width / 2,
      top: y - height / 2,
      bottom: y + height / 2,
    }));
    boxes.forEach((box, k) => {
      const name = `seed ${seed}: "${labels[k]!.text}"`;
      ok(
        box.left >= -size.width / 2 && box.right <= size.width / 2 &&
          box.top >= -size.height / 2 && box.bottom <= size.height / 2,
        `${name} is cut off`,
      );
      boxes.slice(0, k).forEach((other, n) =>
        ok(
          box.left >= other.right || box.right <= other.left || box.top >= other.bottom ||
            box.bottom <= other.top,
          `${name} lies on "${labels[n]!.text}"`,
        )
      );
      if (labels[k]!.kind.includes("bar")) return;
      for (const { points, kind } of polygons) {
        const { x, y } = labels[k]!;
        // The faint planes of other volumes may have words on them.
        ok(kind === "other" || !holds(points, [x, y]), `${name} lies in a ${kind}`);
        points.forEach((point, n) =>
          ok(!crosses(box, point, points[(n + 1) % points.length]!), `${name} lies on a ${kind}`)
        );
      }
    });
    const texts = new Set(labels.map(({ text }) => text));
    // An axis that is seen at all has its letter.
    const { strokes } = layoutOf(picture, { view, ...size });
    for (const [kind, letter] of [["columns", "i"], ["rows", "j"], ["slices", "k"]]) {
      if (!strokes.some((stroke) => stroke.kind === `arrow ${kind}`)) continue;
      ok(texts.has(letter!), `seed ${seed}: no ${letter}`);
      letters++;
    }
    if (picture.items.length > 1) {
      ok(texts.has("0") && texts.has(String(picture.items.length - 1)), `seed ${seed}: no numbers`);
    }
  }
  ok(letters > 500, `only ${letters} letters`);
});

Deno.test("a sagittal stack: k, its numbers and all letters are there", () => {
  const picture = pictureFrom({
    row: [0, 1, 0],
    column: [0, 0, -1],
    columns: 256,
    rows: 256,
    first: [-81, -120, 120],
    step: [4.8, 0, 0],
    count: 35,
  });
  const texts = (view: { turn: number; height: number }) =>
    layoutOf(picture, { view, ...SIZES[0]! }).labels.map(({ text }) => text).sort().join(" ");
  equal(texts(VIEWS[0]!), "0 100 mm 34 A I L P R S i j k");
  // From the front, rows point away from the viewer, and so do A and P.
  equal(texts(VIEWS[1]!), "0 100 mm 34 I L R S j k");
  equal(texts(VIEWS[2]!), "0 100 mm 34 A I P S i j");
});

Deno.test("the scale is as long as it says", () => {
  const picture = pictureFrom({ columns: 100, rows: 100, step: [0, 0, 1], count: 100 });
  const { strokes, labels, polygons } = layoutOf(picture, { view: VIEWS[3]!, ...SIZES[0]! });
  const bar = /h([\d.]+)/.exec(strokes.find(({ kind }) => kind === "bar")!.path)![1];
  const says = parseFloat(labels.find(({ kind }) => kind.includes("bar"))!.text);
  // Seen from above, a slice of 100 mm is as wide as it is.
  const xs = polygons[0]!.points.map(([x]) => x);
  const pixels = (Math.max(...xs) - Math.min(...xs)) / 100;
  near(Number(bar), says * pixels, 0.06);
});
