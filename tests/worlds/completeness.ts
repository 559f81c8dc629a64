/**
 * Whether every frame comes somewhere, once, and what contradicts itself is told.
 *
 * @module
 */

import { heightOf } from "./plane.ts";
import type { Fault, ReadVolume } from "./read_volume.ts";
import { type JsonReply, warnsOf } from "./reply.ts";
import type { Request } from "./request.ts";
import { settingsKey, type TrueFrame, type World } from "./world.ts";

/** Every place of the grid is taken once, or said to be empty. */
export function judgeFilled(
  { query }: Request,
  { volume, header, axes, placed }: ReadVolume,
): Fault[] {
  const segmented = placed.some(({ truth }) => truth.segment !== undefined) ||
    volume.segments !== undefined;
  if (segmented) return [];
  const places = new Set(placed.map(({ k, t }) => `${k} ${t}`));
  if (places.size < placed.length) {
    return [{ kind: "place-taken-twice", what: "two frames, one place" }];
  }
  const lists = header.kinds.flatMap((kind, axis) => kind === "list" ? [header.sizes[axis]!] : []);
  const slices = header.sizes[header.spatialAxes[axes[2]]!]!;
  const empty = Array.from({ length: slices }, (_, k) => k)
    .filter((k) => placed.every((one) => one.k !== k));
  const told = volume.findings.find(({ code }) => code === "missing-filled")?.missing ?? [];
  if (told.join() !== empty.join()) {
    return [{ kind: "places-empty", what: `slices ${empty} are missing, ${told} is said` }];
  }
  const grid = (slices - empty.length) * (lists[0] ?? 1);
  if (placed.length === grid && (empty.length === 0 || query.uneven === "fill")) return [];
  return [{ kind: "places-empty", what: `${placed.length} frames for ${grid} places` }];
}

/** No frame is used twice, and none lost without a word. */
export function judgeCompleteness(
  { objects, whole }: World,
  { query, array }: Request,
  { volumes, refused, skipped }: JsonReply,
  read: readonly ReadVolume[],
): Fault[] {
  const used = new Map<TrueFrame, number>();
  read.forEach(({ placed }, n) => {
    for (const { truth } of placed) used.set(truth, used.has(truth) ? -1 : n);
  });
  const taken = skipped.find(({ given, reason }) =>
    reason === "duplicate-instance" && !objects[given]!.copy
  );
  if (taken) return [{ kind: "taken-for-copy", what: `object ${taken.given} is no copy` }];
  if ([...used.values()].includes(-1)) {
    return [{ kind: "used-twice", what: "a frame stands twice" }];
  }
  const excused = new Set([
    ...refused.flatMap(({ given }) => given),
    ...skipped.filter(({ reason }) => reason !== "duplicate-instance").map(({ given }) => given),
    ...volumes.flatMap(({ findings }) => findings.flatMap(({ given = [] }) => given)),
  ]);
  // An array without volumes lies on the first of them.
  const firstOnly = query.as !== undefined || array?.letters.includes("t") === false;
  const heights = new Set([...used.keys()].map(({ plane }) => heightOf(plane).toFixed(3)));
  const lost = objects.flatMap(({ frames, copy }, given) =>
    copy || excused.has(given)
      ? []
      : frames.filter((frame) =>
        !used.has(frame) && !(firstOnly && heights.has(heightOf(frame.plane).toFixed(3)))
      )
  );
  if (lost.length > 0) return [{ kind: "lost", what: `${lost.length} frames come nowhere` }];
  if (!whole || query.uneven === "split") return [];
  const homes = Map.groupBy(used.keys(), ({ settings }) => settingsKey(settings));
  for (const frames of homes.values()) {
    if (new Set(frames.map((frame) => used.get(frame))).size > 1) {
      return [{ kind: "torn", what: "one even stack came out as several volumes" }];
    }
  }
  return [];
}

/** Attributes that contradict each other are told. */
export function judgeContradiction(keyword: string, { volumes }: JsonReply): Fault[] {
  if (volumes.every(({ findings }) => warnsOf(findings, keyword))) return [];
  return [{ kind: "contradiction-untold", what: `no word of ${keyword}` }];
}
