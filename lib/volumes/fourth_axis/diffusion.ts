/**
 * Volumes by diffusion weighting: b-value and gradient together.
 *
 * @module
 */

import type { Diffusion } from "../../frames/diffusion/mod.ts";
import type { Frame } from "../../frames/frame.ts";
import { largestOf, median } from "../../geometry/numbers.ts";
import { SpatialHash } from "../../geometry/spatial_hash.ts";
import { angle, unit, type Vector } from "../../geometry/vector.ts";
import type { FrameValues } from "../frame_values.ts";
import { type AxisAttribute, BY_DIMENSIONS, BY_NUMBER } from "./attributes.ts";
import { ascending, type Incomplete, mostlyHoles, type Partition } from "./partition.ts";
import { isPure, keptApart } from "./split.ts";

/** Name of this axis in replies and for `axis4=`. */
export const BY_DIFFUSION = "Diffusion";

const ABOUT = { by: BY_DIFFUSION, unit: "s/mm^2", role: "setting" } as const;

/** b-values closer than this part, or than 1 s/mm², are one: some scanners print the nominal value
 * on one slice and the effective one on another. */
const SAME_B = 0.01;
const SAME_B_NEAR_ZERO = 1;
/** Gradients closer than this, radians, are one: printed with four digits they differ by 1e-4. */
const SAME_GRADIENT = 2e-3;
const NO_GRADIENT: Vector = [0, 0, 0];

/** A partition whose volumes have a b-value each and, unless it is zero, a gradient. */
export interface DiffusionPartition extends Partition {
  readonly diffusion: readonly Diffusion[];
}

/**
 * Sorts frames into diffusion-weighted volumes. The same weighting may come several times
 * (averages, several b = 0, echoes): repeats are told apart by what else changes at every position,
 * then by dimension indices and by instance number. Volumes are in the order of acquisition, as far as instance numbers tell
 * it.
 *
 * @param positions Frames by position
 */
export function partitionByDiffusion(
  positions: readonly (readonly Frame[])[],
  values: FrameValues,
): DiffusionPartition | Incomplete | undefined {
  if (!values.diffusionOf(positions[0]![0]!)) return undefined;
  const weightings: Diffusion[] = [];
  /** Index of a weighting by its direction: there may be as many directions as frames. */
  const cells = new SpatialHash<number>(SAME_GRADIENT);
  const all = positions.reduce((sum, frames) => sum + frames.length, 0);
  /** byWeighting[k][w]: frames at position k with weighting w, in order of acquisition. */
  const byWeighting: Frame[][][] = [];
  const others = keptApart(positions, values);
  for (const frames of positions) {
    const here: Frame[][] = [];
    for (const frame of inSequence(frames, others, values)) {
      const diffusion = values.diffusionOf(frame);
      if (!diffusion) return undefined;
      const direction = unit(vectorOf(diffusion) ?? NO_GRADIENT);
      let w = cells.near(direction).find((w) => sameWeighting(weightings[w]!, diffusion));
      if (w === undefined) {
        w = weightings.push(diffusion) - 1;
        cells.add(direction, w);
      }
      if (mostlyHoles(weightings.length * positions.length, all)) return undefined;
      (here[w] ??= []).push(frame);
    }
    byWeighting.push(here);
  }
  if (weightings.length < 2) return undefined;

  const repeats = weightings.map((_, w) =>
    largestOf(byWeighting.map((frames) => frames[w]?.length ?? 0))
  );
  const volumesMade = repeats.reduce((sum, count) => sum + count, 0);
  if (mostlyHoles(volumesMade * positions.length, all)) return undefined;
  const holes = byWeighting.flatMap((frames, slice) =>
    weightings.flatMap(({ b }, w) =>
      Array.from({ length: repeats[w]! - (frames[w]?.length ?? 0) }, () => ({ slice, value: b }))
    )
  );
  if (holes.length > 0) {
    const parts = weightings.flatMap((_, w) =>
      Array.from(
        { length: repeats[w]! },
        (_, repeat) => byWeighting.flatMap((frames) => frames[w]?.[repeat] ?? []),
      )
    );
    return { ...ABOUT, values: weightings.map(({ b }) => b), holes, parts };
  }
  const volumes = weightings
    .flatMap((diffusion, w) =>
      Array.from({ length: repeats[w]! }, (_, repeat) => {
        const frames = byWeighting.map((frames) => frames[w]![repeat]!);
        return { diffusion, frames, when: median(frames.map(sequence)) };
      })
    )
    .sort((a, b) => a.when - b.when);
  const partition: DiffusionPartition = {
    ...ABOUT,
    matching: "equal",
    values: volumes.map(({ diffusion }) => diffusion.b),
    volumes: volumes.map(({ frames }) => frames),
    diffusion: volumes.map(({ diffusion }) => diffusion),
  };
  // Which repeat goes with which is a guess that other causes must bear out; the weightings are none.
  const causes = others.filter(({ role }) => role === "setting");
  const guessed = repeats.some((count) => count > 1);
  return guessed && !isPure(partition, causes) ? undefined : partition;
}

function sameWeighting(a: Diffusion, b: Diffusion): boolean {
  if (Math.abs(a.b - b.b) > Math.max(SAME_B_NEAR_ZERO, SAME_B * a.b)) return false;
  if (a.uncertainty?.because !== b.uncertainty?.because) return false;
  const [one, other] = [vectorOf(a), vectorOf(b)];
  if (!one || !other) return one === other;
  return angle(one, other) <= SAME_GRADIENT;
}

/** What tells one direction from another, whether or not it is known in the patient. */
function vectorOf({ gradient, uncertainty }: Diffusion): Vector | undefined {
  return gradient ?? uncertainty?.stated;
}

/** Frames of one position by what else changes, then as they were indexed and numbered. */
function inSequence(
  frames: readonly Frame[],
  others: readonly AxisAttribute[],
  values: FrameValues,
): Frame[] {
  const dimensions = values.remembered(BY_DIMENSIONS);
  return frames.map((frame) => ({
    frame,
    keys: [
      ...others.map(({ valueOf }) => valueOf(frame)!),
      dimensions.valueOf(frame) ?? "",
      sequence(frame),
    ],
  })).sort((a, b) => {
    for (const [n, key] of a.keys.entries()) {
      const difference = ascending(key, b.keys[n]!);
      if (difference !== 0) return difference;
    }
    return 0;
  }).map(({ frame }) => frame);
}

function sequence(frame: Frame): number {
  return BY_NUMBER.valueOf(frame) as number | undefined ?? frame.place;
}
