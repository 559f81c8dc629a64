/**
 * Whether slices and volumes stand in the order asked for.
 *
 * @module
 */

import { heightOf } from "./plane.ts";
import type { Fault, Placed, ReadVolume } from "./read_volume.ts";
import { leavesOrderOpen } from "./reasons.ts";
import type { ReplyVolume } from "./reply.ts";
import type { Request } from "./request.ts";
import type { World } from "./world.ts";

/** Slices of each volume, and volumes of each slice, in the order asked for. */
export function judgeOrder(
  { labels, objects }: World,
  { query }: Request,
  { placed, volume }: ReadVolume,
): Fault[] {
  if (labels) return [];
  const order = query.order ?? "position";
  const keyOf = ({ truth, rank, slice }: Placed): number | undefined => {
    if (order === "position") return heightOf(truth.plane);
    return order === "given" ? rank : slice.instanceNumber ?? truth.instanceNumber;
  };
  // Frames of one object have its number; those of several are sorted by a rule of their own.
  const many = objects.some(({ frames }) => frames.length > 1);
  if (order === "instance-number" && many) return [];
  const rises = (row: readonly Placed[], by: (one: Placed) => number): boolean => {
    const keys = [...row].sort((a, b) => by(a) - by(b)).map(keyOf);
    return keys.every((key, n) => n === 0 || key! > keys[n - 1]!);
  };
  const slices = [...Map.groupBy(placed, ({ t }) => t).values()];
  const volumes = order === "position" ? [] : [...Map.groupBy(placed, ({ k }) => k).values()];
  if (
    slices.every((row) => rises(row, ({ k }) => k)) && volumes.every((r) => rises(r, ({ t }) => t))
  ) {
    return judgeList(objects, placed, volume);
  }
  return [{ kind: "wrong-order", what: `the slices do not follow order=${order}` }];
}

/** Where the order sent is another than that of positions, nobody guesses which one an array has. */
export function judgeOpenOrder(
  { labels }: World,
  request: Request,
  { placed }: ReadVolume,
): Fault[] {
  if (labels || !leavesOrderOpen(request)) return [];
  const rows = [...Map.groupBy(placed, ({ t }) => t).values()];
  const same = rows.every((row) => {
    const ranks = row.toSorted((a, b) => heightOf(a.truth.plane) - heightOf(b.truth.plane))
      .map(({ rank }) => rank);
    return ranks.every((rank, n) => n === 0 || rank > ranks[n - 1]!);
  });
  if (same) return [];
  return [{
    kind: "order-guessed",
    what: "the array's order was not stated and not asked for",
  }];
}

/** `order` tells the same as `slices`. */
function judgeList(
  objects: World["objects"],
  placed: readonly Placed[],
  { order }: ReplyVolume,
): Fault[] {
  if (objects.some(({ copy }) => copy)) return [];
  const starts: number[] = [];
  let start = 0;
  for (const { frames } of objects) {
    starts.push(start);
    start += frames.length;
  }
  const places = placed.map(({ slice }) => starts[slice.given]! + slice.frame);
  const listed = order.filter((place) => place !== null);
  if (listed.length === places.length && places.every((place) => listed.includes(place))) return [];
  return [{ kind: "wrong-list", what: "`order` and `slices` name different frames" }];
}
