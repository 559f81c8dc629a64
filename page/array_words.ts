/**
 * Arrays and volumes in a few words.
 *
 * @module
 */

import { cross, dot, unit, type Vector } from "../lib/geometry/vector.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { brief, counted } from "../lib/text.ts";
import type { DroppedArray, SeriesWords } from "./protocol.ts";
import type { Scene } from "./scene.ts";

/** Planes off by less than this, degrees, are called by their plain name. */
const STRAIGHT = 1;

/** `35 × 256 × 256, uint8`: as numpy says it. */
export function arrayWords({ shape, dtype, fortranOrder }: DroppedArray): string {
  const order = fortranOrder && shape.length > 1 ? ", Fortran order" : "";
  return `${shape.join(" × ")}, ${dtypeWords(dtype)}${order}`;
}

const KINDS: Readonly<Record<string, string>> = { u: "uint", i: "int", f: "float", c: "complex" };

/** `<i2` → `int16`, `|b1` → `bool`. */
export function dtypeWords(dtype: string): string {
  const [, endian, kind = "", bytes] = /^([<>|=]?)([a-z])(\d+)$/.exec(dtype) ?? [];
  const name = kind === "b" ? "bool" : KINDS[kind] ? `${KINDS[kind]}${8 * Number(bytes)}` : dtype;
  return endian === ">" ? `${name}, big-endian` : name;
}

/** Whether an array may hold labels. */
export function holdsWholeNumbers({ dtype }: DroppedArray): boolean {
  return /^[<>|=]?[uib]\d+$/.test(dtype);
}

/**
 * `axial, 7 slices, slice spacing 15 mm, 256 × 256`
 *
 * @param scene The frames that it was made of
 */
export function volumeWords(volume: VolumeReply, scene: Scene): string {
  const frame = frameOf(volume, scene);
  if (!frame) return volume.sizes.join(" × ");
  const normal = unit(cross(frame.across, frame.down));
  const { directions, spacing } = volume.geometry;
  const axis = alongSlices(directions, normal, volume.geometry.space);
  const count = volume.sizes[spatialAxes(volume)[axis]!]!;
  const others = volume.sizes.filter((_, k) => k !== spatialAxes(volume)[axis]);
  return [
    planeOf(normal),
    counted(count, "slice"),
    ...(count > 1 ? [`slice spacing ${brief(Number(spacing[axis]!.toFixed(4)))} mm`] : []),
    others.join(" × "),
  ].join(", ");
}

/** `MR, series 3: T1 tra` */
export function seriesName({ modality, number, description }: SeriesWords = {}): string {
  const series = number === undefined ? "" : `series ${number}`;
  const named = series && description ? `${series}: ${description}` : series || description || "";
  return [modality ?? "", named].filter((part) => part !== "").join(", ");
}

function frameOf({ slices }: VolumeReply, { frames }: Scene): Scene["frames"][number] | undefined {
  const first = slices[0];
  return frames.find(({ given, frame }) => given === first?.given && frame === first?.frame);
}

/** Axes of the array that are spatial, as indices into its sizes. */
function spatialAxes({ kinds }: VolumeReply): number[] {
  const spatial = kinds.flatMap((kind, k) => kind === "domain" || kind === "space" ? [k] : []);
  return spatial.length === 3 ? spatial : [0, 1, 2];
}

function alongSlices(
  directions: readonly [Vector, Vector, Vector],
  [x, y, z]: Vector,
  space: "LPS" | "RAS",
): 0 | 1 | 2 {
  const normal: Vector = space === "LPS" ? [x, y, z] : [-x, -y, z];
  const slopes = directions.map((step) => Math.abs(dot(unit(step), normal)));
  return slopes.indexOf(Math.max(...slopes)) as 0 | 1 | 2;
}

function planeOf(normal: Vector): string {
  const parts = normal.map(Math.abs);
  const axis = parts.indexOf(Math.max(...parts));
  const off = Math.acos(Math.min(1, parts[axis]!)) * 180 / Math.PI;
  const plane = ["sagittal", "coronal", "axial"][axis]!;
  return off < STRAIGHT ? plane : `oblique (near ${plane})`;
}
