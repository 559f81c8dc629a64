/**
 * The axes of an image along which FSL counts gradients.
 *
 * @module
 */

import type { PlacedAxis } from "../../array/described_array.ts";
import { cross, dot, length, scale, subtract, unit, type Vector } from "../../geometry/vector.ts";

/** Three perpendicular unit vectors, one for each spatial axis in its order; LPS. */
export interface ImageAxes {
  readonly axes: readonly [Vector, Vector, Vector];
  /** Angle by which the slice axis was turned to stand on the slices, radians. */
  readonly turned: number;
  /** Whether they are right-handed. RAS and LPS differ by half a turn: it is the same in both. */
  readonly rightHanded: boolean;
}

/**
 * Unit vectors along the three spatial axes. Those of sheared grids are not perpendicular: rows and
 * columns stay, where gradients are encoded, and the slice axis becomes the normal on its side.
 *
 * @param axes With x, y and z once each, in the order of the image
 */
export function imageAxes(axes: readonly PlacedAxis[]): ImageAxes {
  const step = (wanted: string): Vector => axes.find(({ name }) => name === wanted)!.step!;
  const x = unit(step("x"));
  const along = step("y");
  const y = unit(subtract(along, scale(x, dot(x, along))));
  const slice = step("z");
  const normal = cross(x, y);
  const z = dot(normal, slice) < 0 ? scale(normal, -1) : normal;
  const byName = { x, y, z };
  const [a, b, c] = axes.flatMap(({ name }) => name === "t" || name === "c" ? [] : [byName[name]]);
  return {
    axes: [a!, b!, c!],
    turned: Math.atan2(length(cross(z, slice)), dot(z, slice)),
    rightHanded: dot(cross(a!, b!), c!) > 0,
  };
}
