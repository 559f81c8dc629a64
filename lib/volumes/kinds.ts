/**
 * Magnitude, phase, a derived map: frames that show different things never share a volume.
 *
 * @module
 */

import { diffusionOf } from "../frames/diffusion/mod.ts";
import type { Frame } from "../frames/frame.ts";

/**
 * Sorts frames at equal positions by what kind of image they are: Image Type or Frame Type
 * (PS3.3 C.7.6.1.1.2, C.8.16.1), Complex Image Component, the vendor's own word for it, and whether
 * diffusion was averaged over directions.
 *
 * @returns Kinds in the order of their first frame; frames keep their order
 */
export function splitByKind(frames: readonly Frame[]): Frame[][] {
  const kinds = new Map<string, Frame[]>();
  for (const frame of frames) {
    const key = kindOf(frame);
    const kind = kinds.get(key);
    if (kind) kind.push(frame);
    else kinds.set(key, [frame]);
  }
  return [...kinds.values()];
}

/** Values of Image Type that name a part of a complex image, in the words of several vendors. */
const COMPONENTS: Readonly<Record<string, string>> = {
  M: "MAGNITUDE",
  MAGNITUDE: "MAGNITUDE",
  P: "PHASE",
  PHASE: "PHASE",
  R: "REAL",
  REAL: "REAL",
  I: "IMAGINARY",
  IMAGINARY: "IMAGINARY",
};

/**
 * Whether some frames show one part of a complex image, as magnitude, and others another: no stack,
 * even if the slices of one continue those of the other.
 */
export function mixesComponents(frames: readonly Frame[]): boolean {
  const components = new Set(frames.flatMap(({ attributes }) => {
    const words = [
      ...attributes.strings("ComplexImageComponent"),
      ...attributes.strings("ImageType").slice(2),
    ];
    const known = words.find((word) => Object.hasOwn(COMPONENTS, word));
    return known === undefined ? [] : [COMPONENTS[known]!];
  }));
  return components.size > 1;
}

function kindOf(frame: Frame): string {
  const { attributes } = frame;
  return [
    ...attributes.strings("ImageType"),
    ...attributes.strings("ComplexImageComponent"),
    ...attributes.numbers("GeImageKind"),
    diffusionOf(frame)?.kind === "isotropic" ? "isotropic" : "",
  ].join("\\");
}
