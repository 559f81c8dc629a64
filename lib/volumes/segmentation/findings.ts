/**
 * Findings about segmentations.
 *
 * @module
 */

import { SILENT_RESIDUAL } from "../../geometry/spacing.ts";
import { length } from "../../geometry/vector.ts";
import type { GeometryOptions } from "../../options/types.ts";
import { brief, counted, verb } from "../../text.ts";
import { type Finding, info, warning } from "../finding.ts";
import { singleSlice, tilt } from "../geometry_findings.ts";
import { tagFindings } from "../tag_findings.ts";
import type { BareVolume } from "../volume.ts";
import type { Placed } from "./grid.ts";
import type { SegmentationGroup, VolumeSegmentation } from "./layers.ts";

/** A volume of segments, before anything is said about it. */
export type BareSegmentation = BareVolume & { readonly segmentation: VolumeSegmentation };

/** All findings about a segmentation's volume. */
export function segmentationFindings(
  volume: BareSegmentation,
  parts: readonly SegmentationGroup[],
  placed: Placed,
  options: GeometryOptions,
): Finding[] {
  return [
    ...ownGrid(volume, placed, options),
    ...(volume.grid.slices > 1 ? [...tagFindings(volume), ...tilt(volume, options)] : []),
    ...uneven(volume),
    ...emptyPlanes(volume),
    ...several(parts),
    ...voxels(volume, parts),
  ];
}

function ownGrid(
  volume: BareSegmentation,
  { from, imagesSent, sorted }: Placed,
  options: GeometryOptions,
): Finding[] {
  if (from === "images") return [];
  const { grid, slices, stack } = volume;
  const spacing = length(stack.step);
  const extent = grid.slices === 1
    ? "one slice"
    : `${grid.slices} slices with a slice spacing of ${
      brief(spacing)
    } mm, from its first plane to its last`;
  const order = sorted
    ? "; its frames follow each other in no regular order, so its slices are sorted by position"
    : "";
  const own = `the grid is the segmentation's own, ${extent}${order}`;
  const numbers = { slices: grid.slices, spacing, imagesSent, ...(sorted ? { sorted } : {}) };
  return [
    imagesSent
      ? warning(
        "segmentation-own-grid",
        `the planes are not on the grid of the images they refer to: ${own}, and the mask does not match those images voxel by voxel`,
        numbers,
      )
      : info(
        "segmentation-own-grid",
        `${own}; send the headers of the segmented images in the same request to get the images' grid`,
        numbers,
      ),
    ...(grid.slices === 1 ? [singleSlice(slices[0]!.frame, options)] : []),
  ];
}

function uneven({ stack }: BareSegmentation): Finding[] {
  if (stack.maxError <= SILENT_RESIDUAL) return [];
  return [warning(
    "uneven-spacing",
    `planes are off the grid by up to ${brief(stack.maxError)} mm`,
    { error: stack.maxError, bestPossible: stack.bestPossible },
  )];
}

/** Empty planes that a finding lists; how many there are is always told. */
const EMPTY_LISTED = 100;

function emptyPlanes({ grid, slices }: BareSegmentation): Finding[] {
  const present = new Set(slices.map((slice) => slice.k));
  const count = grid.slices - present.size;
  if (count === 0) return [];
  const empty: number[] = [];
  for (let k = 0; empty.length < Math.min(count, EMPTY_LISTED); k++) {
    if (!present.has(k)) empty.push(k);
  }
  return [info(
    "planes-without-segments",
    `${count} of ${counted(grid.slices, "slice")} ${
      verb(count, "has", "have")
    } no frame in the segmentation; the array must be zero there`,
    { empty, emptyCount: count },
  )];
}

function several(parts: readonly SegmentationGroup[]): Finding[] {
  if (parts.length === 1) return [];
  return [info(
    "several-segmentations",
    `${parts.length} segmentations share one grid and one header, each in its own layers`,
    { segmentations: parts.length, given: parts.map(({ object }) => object.given) },
  )];
}

function voxels(volume: BareSegmentation, parts: readonly SegmentationGroup[]): Finding[] {
  const { segmentation: { voxels, segments, layers } } = volume;
  if (voxels === "fractions") {
    const { number } = segments[0]!.segment;
    const { maximum } = parts[0]!.of;
    return [
      warning(
        "fractional-segment",
        `the voxels are fractions of segment ${number}${
          maximum === undefined ? "" : `, ${maximum} meaning 1`
        }: an image, not labels, so the header names no segments`,
        { segment: number, ...(maximum === undefined ? {} : { maximum }) },
      ),
    ];
  }
  const findings: Finding[] = [];
  if (layers > parts.length) {
    findings.push(info(
      "segments-may-overlap",
      `segments may overlap, and several have frames in one slice: each has its own layer, ${layers} in all, along the first axis of the array`,
      { layers },
    ));
  }
  const background = parts.find(({ of }) => of.type === "LABELMAP" && of.background !== 0)?.of
    .background;
  if (background !== undefined) {
    findings.push(warning(
      "background-not-zero",
      `the background value in DICOM is ${background}; readers of this header take 0 for the background`,
      { background },
    ));
  }
  return findings;
}
