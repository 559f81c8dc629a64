/**
 * How a frame is weighted by diffusion.
 *
 * @module
 */

import type { Vector } from "../../geometry/vector.ts";
import type { Frame } from "../frame.ts";

/** Diffusion weighting of one frame. */
export interface Diffusion {
  /** b-value, s/mm². */
  readonly b: number;
  /** Unit gradient, patient LPS. */
  readonly gradient: Vector | undefined;
  readonly kind: "none" | "directional" | "isotropic";
  readonly source: string;
}

/** The weighting of a frame; undefined where its headers say nothing of diffusion. */
export function diffusionOf(_frame: Frame): Diffusion | undefined {
  return undefined;
}
