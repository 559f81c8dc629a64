/**
 * Frames to volumes: group, sort into positions, separate, order, fit.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { normal } from "../geometry/plane.ts";
import type { GeometryOptions } from "../options.ts";
import { axis4Findings } from "./axis4/findings.ts";
import { withTimes } from "./axis4/times.ts";
import { separate, type Separation, singleVolumes } from "./axis4/search.ts";
import type { DiffusionPartition } from "./axis4/diffusion.ts";
import { geometryFindings } from "./geometry_findings.ts";
import { copyFindings, withoutCopies } from "./copies.ts";
import { groupFrames } from "./group.ts";
import { splitByKind } from "./kinds.ts";
import { layOut } from "./order.ts";
import { pixelFindings } from "./pixel_findings.ts";
import { positionsOf } from "./positions.ts";
import type { SegmentFrame } from "./segmentation/layers.ts";
import { describeSegmentations } from "./segmentation/mod.ts";
import { type Axis4, type BareVolume, type Volume, volumesOf } from "./volume.ts";

/** Frames that belong together but make no volume. */
export interface Refusal {
  readonly error: HeaderError;
  readonly frames: readonly Frame[];
}

/** The volumes of a request, and what would not become one. */
export interface Volumes {
  readonly volumes: readonly Volume[];
  readonly refused: readonly Refusal[];
}

/** Describes all frames; a part that fails takes no other with it. */
export function describeVolumes(frames: readonly Frame[], options: GeometryOptions): Volumes {
  const refused: Refusal[] = [];
  const attempt = <T>(frames: readonly Frame[], make: () => T[]): T[] => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof HeaderError)) throw error;
      refused.push({ error, frames });
      return [];
    }
  };
  const images = frames.filter((frame) => frame.segmentation === undefined);
  const volumes = groupFrames(images).flatMap(partsOf)
    .flatMap((part) => attempt(part.flat(), () => arrangementsOf(part, options)))
    .flatMap(({ volumes, axis4, copies }) =>
      attempt(
        volumes.flat(),
        () => volumesOf(volumes, axis4, options).map((v) => withFindings(v, copies ?? [], options)),
      )
    );
  const masks = frames.filter((frame): frame is SegmentFrame => frame.segmentation !== undefined);
  const segmentations = describeSegmentations(masks, volumes, options);
  return {
    volumes: [...volumes, ...segmentations.volumes],
    refused: [...refused, ...segmentations.refused],
  };
}

/** Frames as the array will hold them, and what separates those at one position. */
interface Arrangement {
  /** volumes[t][k] */
  readonly volumes: readonly (readonly Frame[])[];
  readonly axis4: Axis4 | undefined;
  /** Frames that are copies of these, and are left out. */
  readonly copies?: readonly Frame[];
}

/** Frames by position; several only where frames share positions and show different kinds. */
function partsOf(group: readonly Frame[]): Frame[][][] {
  const direction = normal(group[0]!.plane);
  const positions = positionsOf(group, direction);
  if (positions.every((frames) => frames.length === 1)) return [positions];
  return splitByKind(group).map((kind) => positionsOf(kind, direction));
}

function arrangementsOf(positions: Frame[][], options: GeometryOptions): Arrangement[] {
  if (positions.every((frames) => frames.length === 1)) {
    return [threeDimensional(positions.flat(), options)];
  }
  const originals = withoutCopies(positions);
  if (originals) {
    const kept = new Set(originals);
    const copies = positions.flat().filter((frame) => !kept.has(frame));
    return [{ ...threeDimensional(originals, options), copies }];
  }
  if (options.axis4 === "none") {
    return singleVolumes(positions).map((frames) => threeDimensional(frames, options));
  }
  const wanted = options.axis4 === "auto" ? undefined : options.axis4;
  return separate(positions, wanted).map((found) => fourDimensional(found, options));
}

function threeDimensional(frames: readonly Frame[], options: GeometryOptions): Arrangement {
  return { volumes: layOut([frames], options.order).volumes, axis4: undefined };
}

function fourDimensional(
  { partition, alternatives }: Separation,
  options: GeometryOptions,
): Arrangement {
  const { volumes, volumeOrder, list } = layOut(partition.volumes, options.order);
  const { by, unit, values } = withTimes(partition);
  const { diffusion } = partition as Partial<DiffusionPartition>;
  const axis4: Axis4 = {
    by,
    unit,
    values: volumeOrder.map((t) => values[t]!),
    alternatives,
    ranked: partition.matching === "rank",
    diffusion: diffusion && volumeOrder.map((t) => diffusion[t]!),
    sorted: volumeOrder.map((_, t) => volumeOrder.indexOf(t)),
    list,
  };
  return { volumes, axis4 };
}

function withFindings(
  volume: BareVolume,
  copies: readonly Frame[],
  options: GeometryOptions,
): Volume {
  return {
    ...volume,
    findings: [
      ...geometryFindings(volume, options),
      ...axis4Findings(volume),
      ...copyFindings(copies),
      ...pixelFindings(volume.slices.map((slice) => slice.frame)),
    ],
  };
}
