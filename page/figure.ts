/**
 * A small figure of a person that turns with the view: where the head is, and the face.
 *
 * @module
 */

import type { Vector } from "../lib/geometry/vector.ts";
import type { Point } from "./labels.ts";
import { looking, type View } from "./projection.ts";

/** A line. */
export interface Stroke {
  readonly kind: string;
  readonly path: string;
  /** Pixels, where the style does not say it. */
  readonly width?: number;
}

/** Limbs as thick lines, LPS, by the height of the figure: the face and the feet look ahead (−y). */
const LIMBS: readonly (readonly [from: Vector, to: Vector, thick: number])[] = [
  [[0, 0, 0.4], [0, 0, 0.4], 0.21],
  [[-0.11, 0, 0.2], [0.11, 0, 0.2], 0.1],
  [[0, 0, 0.17], [0, 0, -0.02], 0.24],
  [[-0.17, 0, 0.2], [-0.22, -0.01, -0.08], 0.075],
  [[0.17, 0, 0.2], [0.22, -0.01, -0.08], 0.075],
  [[-0.07, 0, -0.08], [-0.08, 0, -0.45], 0.105],
  [[0.07, 0, -0.08], [0.08, 0, -0.45], 0.105],
  [[-0.08, 0, -0.46], [-0.09, -0.1, -0.47], 0.075],
  [[0.08, 0, -0.46], [0.09, -0.1, -0.47], 0.075],
];
const EYES: readonly Vector[] = [[-0.045, -0.095, 0.42], [0.045, -0.095, 0.42]];
const EYE = 0.034;

/**
 * The strokes of the figure.
 *
 * @param height Pixels
 * @param at Its middle on the screen
 */
export function figureOf(view: View, height: number, [x, y]: Point): Stroke[] {
  const see = looking(view, [0, 0, 0]);
  const stroke = (kind: string, from: Vector, to: Vector, thick: number): Stroke => {
    const [a, b] = [see(from), see(to)];
    const way = [(b[0] - a[0]) * height, (b[1] - a[1]) * height].map((n) => n.toFixed(1));
    return {
      kind,
      path: `M${(x + a[0] * height).toFixed(1)} ${(y + a[1] * height).toFixed(1)}l${way.join(" ")}`,
      width: thick * height,
    };
  };
  return [
    ...LIMBS.map(([from, to, thick]) => stroke("figure", from, to, thick)),
    // The back of the head has none.
    ...EYES.filter((eye) => see(eye)[2] > 0.02).map((eye) => stroke("eye", eye, eye, EYE)),
  ];
}
