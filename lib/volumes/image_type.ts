/**
 * Magnitude, phase, a derived map: frames that show different things never share a volume.
 *
 * @module
 */

import type { Frame } from "../frames/frame.ts";
import type { FrameValues } from "./frame_values.ts";

/**
 * Sorts frames at equal positions by what kind of image they are: Image Type or Frame Type
 * (PS3.3 C.7.6.1.1.2, C.8.16.1), Complex Image Component, the vendor's own word for it, and whether
 * diffusion was averaged over directions, where others were weighted along one.
 *
 * @returns Kinds in the order of their first frame; frames keep their order
 */
export function splitByKind(frames: readonly Frame[], values: FrameValues): Frame[][] {
  const diffusions = frames.map((frame) => values.diffusionOf(frame)?.kind);
  // Without directions, a series of b-values is one series: b = 0 is no other kind of image.
  const hasDirections = diffusions.includes("directional") || diffusions.includes("uncertain");
  const kinds = Map.groupBy(frames, (frame, n) => {
    const averaged = hasDirections && diffusions[n] === "isotropic";
    return `${imageTypeOf(frame)}\\${averaged ? "averaged" : ""}`;
  });
  return [...kinds.values()];
}

/** What names a part of a complex image, in the words of several vendors, by its first letter. */
const COMPONENT = /^(?:M(?:AGNITUDE)?|P(?:HASE)?|R(?:EAL)?|I(?:MAGINARY)?)$/;

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
    return words.find((word) => COMPONENT.test(word))?.[0] ?? [];
  }));
  return components.size > 1;
}

/** What kind of image a frame is, as text to compare. */
export function imageTypeOf(frame: Frame): string {
  const { attributes } = frame;
  return [
    ...attributes.strings("ImageType"),
    ...attributes.strings("ComplexImageComponent"),
    ...attributes.numbers("GeImageKind"),
    // Ultrasound volumes: tissue, flow, elasticity (0018,9808). Parametric maps: one quantity or
    // another, each under its label (C.7.6.16.2.11).
    ...attributes.strings("DataType"),
    ...attributes.strings("LUTLabel"),
  ].join("\\");
}
