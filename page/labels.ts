/**
 * Places for labels: none lies on another, on a line, or on anything that is drawn.
 *
 * @module
 */

/** A place on the screen, pixels. */
export type Point = readonly [x: number, y: number];

/** Corners of a convex shape, around; two make a line. */
export type Shape = readonly Point[];

/** A rectangle that stands straight, pixels. */
export interface Box {
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A label that wants a place. */
export interface Wish {
  readonly width: number;
  readonly height: number;
  /** What it names. */
  readonly at: Point;
  /** The way from there on which it is liked best. */
  readonly away: Point;
}

/** Pixels between a label and everything else. */
const ROOM = 3;
/** Distances from what is named that are tried, pixels: near ones first. */
const DISTANCES = Array.from({ length: 36 }, (_, k) => 6 + 4 * k);
/** Turns away from the liked way that are tried, degrees. */
const TURNS = [0, 20, -20, 40, -40, 60, -60, 90, -90, 120, -120, 150, -150, 180];
/** Pixels further away that are as bad as a turn of one degree. */
const PIXELS_PER_DEGREE = 0.25;

/** Every place that is tried, best first. */
const PLACES = DISTANCES.flatMap((distance) =>
  TURNS.map((turn) => ({ distance, turn, cost: distance + Math.abs(turn) * PIXELS_PER_DEGREE }))
).sort((a, b) => a.cost - b.cost);

/**
 * The best free place for a label.
 *
 * @param taken Boxes of other labels
 * @param drawn What else must not be covered
 * @param bounds The whole drawing
 * @returns Undefined when there is none
 */
export function placeOf(
  { width, height, at, away }: Wish,
  taken: readonly Box[],
  drawn: readonly Shape[],
  bounds: Box,
): Box | undefined {
  const liked = Math.atan2(away[1], away[0]);
  for (const { distance, turn } of PLACES) {
    const way = liked + turn * Math.PI / 180;
    const [cos, sin] = [Math.cos(way), Math.sin(way)];
    // As far as needed for the box to begin where the distance ends.
    const reach = distance + Math.abs(cos) * width / 2 + Math.abs(sin) * height / 2;
    const box = { x: at[0] + cos * reach, y: at[1] + sin * reach, width, height };
    if (!isWithin(box, bounds) || taken.some((other) => overlap(box, other))) continue;
    if (!drawn.some((shape) => covers(box, shape))) return box;
  }
}

/** Whether two boxes come closer than labels may. */
export function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 + ROOM &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + ROOM;
}

/** Whether a box comes too close to a convex shape: no line parts them. */
export function covers(box: Box, shape: Shape): boolean {
  const [w, h] = [box.width / 2 + ROOM, box.height / 2 + ROOM];
  const parted = ([x, y]: Point): boolean => {
    const reach = Math.abs(x) * w + Math.abs(y) * h;
    let [least, most] = [Infinity, -Infinity];
    for (const point of shape) {
      const along = (point[0] - box.x) * x + (point[1] - box.y) * y;
      least = Math.min(least, along);
      most = Math.max(most, along);
    }
    return least > reach || most < -reach;
  };
  if (parted([1, 0]) || parted([0, 1])) return false;
  return !shape.some((a, k) => {
    const b = shape[(k + 1) % shape.length]!;
    return parted([a[1] - b[1], b[0] - a[0]]);
  });
}

function isWithin(box: Box, bounds: Box): boolean {
  return Math.abs(box.x - bounds.x) <= (bounds.width - box.width) / 2 &&
    Math.abs(box.y - bounds.y) <= (bounds.height - box.height) / 2;
}

/** The convex shape around points. */
export function hullOf(points: readonly Point[]): Shape {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (row: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of row) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  const hull = [...half(sorted), ...half(sorted.reverse())];
  return hull.length > 0 ? hull : points.slice(0, 1);
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
