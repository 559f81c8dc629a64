/**
 * Refusals that a world or a request gives a reason for, by construction. Any other is one of a
 * header that could have been made.
 *
 * @module
 */

import type { Request } from "./request.ts";
import { byHeight, LABELS, settingsKey, type TrueFrame, type World } from "./world.ts";

/** Where the pixels of DICOM files lie decides whether a header can point at them. */
const OF_FILES = [
  "byte-offset-unknown",
  "skips-differ",
  "mixed-pixel-formats",
  "compressed-pixels",
  "frames-not-in-order",
  "file-names-unusable",
  "unsupported-pixel-format",
  "missing-slices",
  "bad-frame-count",
];

/** Codes that may be answered. */
export function reasonsOf(world: World, request: Request): Set<string> {
  const { query, array } = request;
  const helped = world.helps?.includes(query.uneven ?? "refuse");
  const codes = new Set(helped ? [] : Object.values(world.reasons ?? {}).flat());
  if (query.data === "dicom") { for (const code of OF_FILES) codes.add(code); }
  for (const order of ["given", "instance-number"] as const) {
    if (query.order === order) { for (const code of orderReasons(world, order)) codes.add(code); }
  }
  if (leavesOrderOpen(request) && !sentInOrder(world)) codes.add("order-not-stated");
  const { axes = [] } = world;
  // Names of segments and labels are whole numbers.
  if (world.labels && /float|f8/.test(query.type ?? "")) codes.add("bad-option");
  // Planes of a mask fall together on a grid that was set upright far from them.
  if (world.labels && query.tilt === "orthogonal") codes.add("duplicate-positions");
  // One of two attributes leaves frames of the other at the same place.
  if (axes.length > 1 && !["auto", "none", undefined].includes(query.axis4)) {
    for (const code of ["no-such-axis", "duplicate-positions", "incomplete-4d"]) codes.add(code);
  }
  // Layers of a segmentation stand first, and a series of volumes is none.
  if (array && (query.as === "segmentation" || axes.length > 0)) codes.add("array-does-not-fit");
  return codes;
}

/** Whether an array is described without its order. */
export function leavesOrderOpen({ query, array }: Request): boolean {
  return query.order === undefined && (array !== undefined || query.as !== undefined);
}

interface Ranked extends TrueFrame {
  /** Place among all frames sent. */
  readonly rank: number;
  /** Number by which an order can be asked for. */
  readonly number: number | undefined;
}

function ranked({ objects }: World): Ranked[] {
  let rank = 0;
  const several = objects.length > 1;
  return objects.flatMap(({ frames, copy }) =>
    frames.flatMap((frame, n): Ranked[] => {
      if (copy) return [];
      const number = frames.length > 1 ? several ? undefined : n : frame.instanceNumber;
      return [{ ...frame, rank: rank++, number }];
    })
  );
}

/** Frames of each volume, ascending along the normal. */
function volumesOf(frames: readonly Ranked[]): Ranked[][] {
  return [...Map.groupBy(frames, ({ settings }) => settingsKey(settings)).values()].map(byHeight);
}

/** Whether sent order is order of position, volumes one after the other, their values ascending. */
function sentInOrder(world: World): boolean {
  const frames = ranked(world);
  const keys = frames.map(({ settings }) => settingsKey(settings));
  const grouped = keys.every((key, n) => key === keys[n - 1] || keys.indexOf(key) === n);
  const volumes = volumesOf(frames);
  return grouped && volumes.every((own) => isRising(own.map(({ rank }) => rank))) &&
    (world.axes ?? []).every((axis) =>
      isRising(volumes.map(([first]) => Number(first!.settings[axis])))
    );
}

function isRising(values: readonly number[]): boolean {
  return values.every((value, n) => n === 0 || value > values[n - 1]!);
}

/** Whether slices and volumes follow each other in one of the two ways that a header can say. */
function orderReasons(world: World, order: "given" | "instance-number"): string[] {
  // An array of labels is no stack of frames.
  const frames = ranked(world).filter(({ settings }) => settings.Mask !== LABELS);
  const key = (frame: Ranked) => order === "given" ? frame.rank : frame.number;
  const keys = frames.map(key);
  const codes: string[] = [];
  const unusable = keys.includes(undefined) || new Set(keys).size < keys.length;
  if (unusable) codes.push("instance-numbers-unusable");
  const volumes = volumesOf(frames);
  const monotone = volumes.every((own) => {
    const values = own.map((frame) => key(frame) ?? 0);
    return isRising(values) || isRising(values.toReversed());
  });
  const several = volumes.length > 1;
  if (!monotone || world.reasons || unusable || several && !isRegular(frames, volumes, key)) {
    codes.push("order-not-regular");
  }
  return codes;
}

function isRegular(
  frames: readonly Ranked[],
  volumes: readonly (readonly Ranked[])[],
  key: (frame: Ranked) => number | undefined,
): boolean {
  const sorted = [...frames].sort((a, b) => key(a)! - key(b)!);
  const cells = sorted.map((frame) => {
    const t = volumes.findIndex((own) => own.includes(frame));
    return { t, k: volumes[t]!.indexOf(frame) };
  });
  const [slices, count] = [volumes[0]!.length, volumes.length];
  if (volumes.some((own) => own.length !== slices)) return false;
  const fits = (at: (k: number, t: number) => number): boolean =>
    cells.every((_, n) => {
      const [k, t] = [n % slices, Math.floor(n / slices)];
      const cell = cells[at(k, t)]!;
      return cell.k === cells[at(k, 0)]!.k && cell.t === cells[at(0, t)]!.t;
    });
  return fits((k, t) => k + slices * t) || fits((k, t) => t + count * k);
}
