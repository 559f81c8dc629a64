/**
 * An orthographic look at the patient, from any side.
 *
 * @module
 */

import { dot, subtract, type Vector } from "../lib/geometry/vector.ts";

/** Where the viewer stands, in degrees. */
export interface View {
  /** Around the patient's long axis: 0 from the front, 90 from the patient's left. */
  readonly turn: number;
  /** Above (90) or below (−90) the patient. */
  readonly height: number;
}

/** A point on the screen: right, down, and towards the viewer; in millimetres. */
export type Seen = readonly [right: number, down: number, near: number];

/** Looks from a view: LPS millimetres to millimetres on the screen, around a centre. */
export function looking({ turn, height }: View, centre: Vector): (point: Vector) => Seen {
  const a = turn * Math.PI / 180;
  const h = height * Math.PI / 180;
  // Facing the patient, the patient's left (+x) is on the viewer's right.
  const right: Vector = [Math.cos(a), Math.sin(a), 0];
  const front: Vector = [Math.sin(a), -Math.cos(a), 0];
  const up: Vector = [-Math.sin(h) * front[0], -Math.sin(h) * front[1], Math.cos(h)];
  const near: Vector = [Math.cos(h) * front[0], Math.cos(h) * front[1], Math.sin(h)];
  return (point) => {
    const p = subtract(point, centre);
    return [dot(p, right), -dot(p, up), dot(p, near)];
  };
}
