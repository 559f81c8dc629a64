/**
 * Option `step`: slices where DICOM has one position for many frames, or none. Where it has positions,
 * the option has to agree with them.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { agree } from "../geometry/numbers.ts";
import { normal } from "../geometry/plane.ts";
import { along, length } from "../geometry/vector.ts";
import type { GeometryOptions } from "../options/types.ts";
import { apart, counted } from "../text.ts";
import { BY_NUMBER } from "./fourth_axis/attributes.ts";
import { samePosition } from "./positions.ts";
import type { BareVolume } from "./volume.ts";

/** A stated step is the one of the positions if it differs by no more than this part: lost digits. */
const SAME_STEP = 1e-3;

/**
 * Lays frames that have their position in common along their normal, one `step` after the other: those
 * of one object as they are stored, objects in the order asked for, and by their instance numbers
 * where that is by position.
 *
 * @param group Frames that can share one volume, in the order sent
 * @returns Frames that DICOM places and those that it does not, apart
 * @throws {HeaderError} no-geometry, bad-option, instance-numbers-unusable
 */
export function laidOut(group: readonly Frame[], options: GeometryOptions): Frame[][] {
  const loose = group.filter(({ stated }) => stated?.step === "needed");
  if (loose.length === 0) return [[...group]];
  const placed = group.filter(({ stated }) => stated?.step !== "needed");
  const parts = placed.length > 0 ? [placed] : [];
  if (loose.length === 1) return [...parts, loose];
  const { step } = options;
  if (step === undefined) {
    // Who names what separates them means pictures of one place.
    if (options.axis4 !== "auto" && options.axis4 !== "none") return [...parts, loose];
    throw new HeaderError(
      "no-geometry",
      `${
        counted(loose.length, "frame")
      } lie on the one plane that plane= states: DICOM does not say how far apart they are, and neither does step=`,
      { frames: loose.length, help: "step=1, with the mm from frame to frame" },
    );
  }
  const least = samePosition(loose[0]!);
  if (Math.abs(step) <= least) {
    throw new HeaderError(
      "bad-option",
      `Option "step" is ${step} mm; frames up to ${least} mm apart lie at the same position`,
      { option: "step", stated: step },
    );
  }
  const direction = normal(loose[0]!.plane);
  const { position } = loose[0]!.plane;
  const laid = inSequence(loose, options).map((frame, k): Frame => ({
    ...frame,
    plane: { ...frame.plane, position: along(position, direction, k * step) },
    stated: { ...frame.stated!, step: "used" },
  }));
  return [...parts, laid.sort((a, b) => a.place - b.place)];
}

function inSequence(frames: readonly Frame[], { order }: GeometryOptions): readonly Frame[] {
  const [{ object }] = frames as [Frame];
  if (order === "given" || frames.every((frame) => frame.object === object)) return frames;
  const numbered = frames.map((frame) => ({ frame, number: BY_NUMBER.valueOf(frame) }));
  const numbers = new Set(numbered.map(({ number }) => number));
  if (numbers.has(undefined) || numbers.size < frames.length) {
    throw new HeaderError(
      "instance-numbers-unusable",
      `${
        counted(frames.length, "object")
      } have no positions, so instance numbers say which comes first, and these are absent or repeated`,
      { help: "order=given" },
    );
  }
  return numbered.sort((a, b) => Number(a.number) - Number(b.number)).map(({ frame }) => frame);
}

/**
 * Refuses a step against the positions that DICOM has.
 *
 * @throws {HeaderError} bad-option
 */
export function checkStep(
  { grid, stack, slices }: Pick<BareVolume, "grid" | "stack" | "slices">,
  { step }: GeometryOptions,
): void {
  if (step === undefined || grid.slices === 1 || slices[0]!.frame.stated?.step === "used") return;
  const spacing = length(stack.step);
  if (agree(Math.abs(step), spacing, SAME_STEP)) return;
  const [stated, measured] = apart(Math.abs(step), spacing);
  throw new HeaderError(
    "bad-option",
    `Option "step" states ${stated} mm, but by their positions the slices are ${measured} mm apart: step= is for slices of which DICOM has none`,
    { option: "step", stated: step, said: spacing, help: "the same without step=" },
  );
}
