/**
 * Diffusion weighting of frames: b-value and gradient, for scanners of all vendors.
 *
 * Rules are chosen by the attributes that a frame carries: anonymised objects have often lost the
 * manufacturer's name.
 *
 * @module
 */

import type { Frame } from "../frame.ts";
import { canon } from "./canon.ts";
import { ge } from "./ge.ts";
import { philips } from "./philips.ts";
import { siemens } from "./siemens.ts";
import { standard, standardBValue } from "./standard.ts";
import { unitedImaging } from "./united_imaging.ts";
import { type Diffusion, weighting } from "./weighting.ts";

export type { Diffusion, Uncertainty } from "./weighting.ts";

/** In the order of asking; the first that knows has it. */
const RULES: readonly ((frame: Frame) => Diffusion | undefined)[] = [
  unitedImaging,
  standard,
  siemens,
  ge,
  philips,
  canon,
  standardBValue,
];

/**
 * Values of Image Type (PS3.3 C.8.13.3.1.1 and vendors' own) of maps that were calculated from
 * weighted images and have no weighting themselves, even if they inherited a b-value.
 */
const MAPS: ReadonlySet<string> = new Set(["ADC", "EADC", "FA", "COLFA", "DIFFUSION_ANISO"]);

/** Values of Image Type of images averaged over directions, which may keep one of the gradients. */
const AVERAGES: ReadonlySet<string> = new Set(["TRACE", "TRACEW"]);

/** The weighting of a frame; undefined where its headers say nothing of diffusion. */
export function diffusionOf(frame: Frame): Diffusion | undefined {
  const imageType = frame.attributes.strings("ImageType");
  if (imageType.some((value) => MAPS.has(value))) return undefined;
  for (const rule of RULES) {
    const found = rule(frame);
    if (!found) continue;
    return imageType.some((value) => AVERAGES.has(value))
      ? weighting(found.b, undefined, "ImageType")
      : found;
  }
  return undefined;
}
