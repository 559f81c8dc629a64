/**
 * Frames to volumes: group, sort into positions, separate, order, fit.
 *
 * @module
 */

import { Budget } from "../budget.ts";
import type { ErrorCode } from "../codes/errors.ts";
import { HeaderError, isHeaderError, orError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { normal } from "../geometry/plane.ts";
import type { GeometryOptions } from "../options/types.ts";
import { copyFindings, withoutCopies } from "./duplicates.ts";
import type { DiffusionPartition } from "./fourth_axis/diffusion.ts";
import { axis4Findings } from "./fourth_axis/findings.ts";
import { axisAttribute } from "./fourth_axis/attributes.ts";
import { AXIS_NAMES, separate, type Separation, singleVolumes } from "./fourth_axis/search.ts";
import { shownAxis } from "./fourth_axis/shown.ts";
import { FrameValues } from "./frame_values.ts";
import { geometryFindings } from "./geometry_findings.ts";
import { groupFrames } from "./group.ts";
import { someHeldTwice } from "./held_twice.ts";
import { splitByKind } from "./image_type.ts";
import { interleavedStacks } from "./interleaved.ts";
import { positionsOf } from "./positions.ts";
import type { SegmentFrame } from "./segmentation/layers.ts";
import { describeSegmentations } from "./segmentation/mod.ts";
import { type Row, SETTING_NAMES, settingsFindings, splitBySettings } from "./settings.ts";
import { locationFindings, refuseCopiedPositions } from "./slice_location.ts";
import { arrange } from "./slice_order.ts";
import { checkStep, laidOut } from "./stated_step.ts";
import { withSlicesBetween } from "./slices_between.ts";
import { type Axis4, type BareVolume, type Volume, type Volumes, volumesOf } from "./volume.ts";

/**
 * Describes all frames; a part that fails takes no other with it.
 *
 * @param budget Of the answer
 */
export function describeVolumes(
  frames: readonly Frame[],
  options: GeometryOptions,
  budget: Budget = new Budget(),
): Volumes {
  checkAxisName(options.axis4);
  const values = new FrameValues(budget);
  const images = frames.filter((frame) => frame.segmentation === undefined);
  const found = together(
    groupFrames(images).flatMap((group) => describeGroup(group, options, values)),
  );
  const volumes = withSlicesBetween(found.volumes);
  const masks = frames.filter((frame): frame is SegmentFrame => frame.segmentation !== undefined);
  const segmentations = describeSegmentations(masks, volumes, options, budget);
  return together([{ volumes, refused: found.refused }, segmentations]);
}

/** Volumes of frames that can share one, row by row. */
function describeGroup(
  group: readonly Frame[],
  options: GeometryOptions,
  values: FrameValues,
): Volumes[] {
  const parts = attempt(group, () => laidOut(group, options));
  if ("refused" in parts) return [parts];
  return parts.made.flatMap((part) => {
    const rows = attempt(part, () => partsOf(part, values));
    return "refused" in rows ? [rows] : rows.made.map((row) => describeRow(row, options, values));
  });
}

/** Volumes of frames that may be one stack; of several, if they are none. */
function describeRow(
  { positions, differing }: Row,
  options: GeometryOptions,
  values: FrameValues,
): Volumes {
  const whole = describeStack(positions, differing, options, values);
  const codes = whole.refused.map(({ error }) => error.code);
  if (!codes.some((code) => NO_STACK.has(code))) return whole;
  const unlike = codes.includes("incomplete-4d");
  const sought = attempt(positions.flat(), () => interleavedStacks(positions, values, { unlike }));
  if ("refused" in sought) return sought;
  const stacks = sought.made;
  if (!stacks) return whole;
  return together(
    stacks.map((slices) =>
      describeStack(slices.map((frame) => [frame]), differing, options, values)
    ),
  );
}

/** Volumes of frames by position, and those that make none. */
function describeStack(
  positions: Frame[][],
  differing: readonly string[],
  options: GeometryOptions,
  values: FrameValues,
): Volumes {
  const arranged = attempt(positions.flat(), () => arrangementsOf(positions, options, values));
  if ("refused" in arranged) return arranged;
  return together(arranged.made.map(({ volumes, axis4, copies = [], settings = [] }): Volumes => {
    const names = [...differing, ...settings];
    const described = attempt(
      volumes.flat(),
      () =>
        volumesOf(volumes, axis4, options).map((volume) => {
          checkStep(volume, options);
          return withFindings(volume, copies, names, options, values);
        }),
    );
    return "refused" in described ? described : { volumes: described.made, refused: [] };
  }));
}

function together(parts: readonly Volumes[]): Volumes {
  return {
    volumes: parts.flatMap(({ volumes }) => volumes),
    refused: parts.flatMap(({ refused }) => refused),
  };
}

/** What was made of frames, or why nothing was. */
function attempt<T>(frames: readonly Frame[], make: () => T): { readonly made: T } | Volumes {
  const made = orError(make);
  return isHeaderError(made) ? { volumes: [], refused: [{ error: made, frames }] } : { made };
}

/** Why frames are no stack; they may be several. */
const NO_STACK: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "missing-slices",
  "irregular-spacing",
  "duplicate-positions",
  "incomplete-4d",
]);

/** Frames as the array will hold them, and what separates those at one position. */
interface Arrangement {
  /** volumes[t][k] */
  readonly volumes: readonly (readonly Frame[])[];
  readonly axis4: Axis4 | undefined;
  /** Frames that are copies of these, and are left out. */
  readonly copies?: readonly Frame[];
  /** What may differ among them besides: frames of several volumes, taken apart by where they lie. */
  readonly settings?: readonly string[];
}

/** A misspelt name must not pass unnoticed where there is no fourth axis to look for. */
function checkAxisName(name: string): void {
  if (name === "auto") return;
  const valid = ["auto", "none", ...AXIS_NAMES];
  if (valid.some((known) => known.toLowerCase() === name.toLowerCase())) return;
  throw new HeaderError(
    "bad-option",
    `Option "axis4" names no attribute that separates volumes; valid: ${valid.join(", ")}`,
    { option: "axis4", valid },
  );
}

/**
 * Frames by position; several where frames share positions and show different kinds, or where what
 * the scanner was set to tells stacks apart.
 */
function partsOf(group: readonly Frame[], values: FrameValues): Row[] {
  const direction = normal(group[0]!.plane);
  const positions = positionsOf(group, direction);
  const alone = positions.every((frames) => frames.length === 1);
  const kinds = alone
    ? [positions]
    : splitByKind(group, values).map((kind) => positionsOf(kind, direction));
  return kinds.flatMap((kind) => splitBySettings(kind, direction, values));
}

function arrangementsOf(
  positions: Frame[][],
  options: GeometryOptions,
  values: FrameValues,
): Arrangement[] {
  if (positions.every((frames) => frames.length === 1)) {
    return [threeDimensional(positions.flat(), options)];
  }
  refuseCopiedPositions(positions);
  const originals = withoutCopies(positions, values);
  if (originals) {
    const kept = new Set(originals);
    const copies = positions.flat().filter((frame) => !kept.has(frame));
    return [{ ...threeDimensional(originals, options), copies }];
  }
  // A row in which some positions are held twice comes apart as any uneven one does.
  if (options.uneven === "split" && someHeldTwice(positions)) {
    return [{ ...threeDimensional(positions.flat(), options), settings: SETTING_NAMES }];
  }
  if (options.axis4 === "none") {
    return singleVolumes(positions, options.order, values).map((frames) =>
      threeDimensional(frames, options)
    );
  }
  const wanted = options.axis4 === "auto" ? undefined : options.axis4;
  return separate(positions, options.order, values, wanted)
    .map((found) => fourDimensional(found, options));
}

function threeDimensional(frames: readonly Frame[], options: GeometryOptions): Arrangement {
  return { volumes: arrange([frames], options.order).volumes, axis4: undefined };
}

function fourDimensional(
  { partition, alternatives, common }: Separation,
  options: GeometryOptions,
): Arrangement {
  const { volumes, volumeOrder, list } = arrange(partition.volumes, options.order);
  const { unit, values, numbered } = shownAxis(partition);
  const { diffusion } = partition as Partial<DiffusionPartition>;
  const axis4: Axis4 = {
    by: partition.by,
    unit,
    values: volumeOrder.map((t) => values[t]!),
    numbered,
    alternatives,
    common,
    ranked: partition.matching === "rank",
    spread: partition.spread,
    diffusion: diffusion && volumeOrder.map((t) => diffusion[t]!),
    sorted: inverse(volumeOrder),
    list,
  };
  return { volumes, axis4 };
}

/** Where each number of a permutation stands. */
function inverse(permutation: readonly number[]): number[] {
  const places: number[] = new Array(permutation.length);
  permutation.forEach((value, place) => places[value] = place);
  return places;
}

/** An attribute that was named as the fourth axis, and is none, although it differs. */
function namedInVain({ axis4, slices }: BareVolume, options: GeometryOptions): string[] {
  const named = options.axis4 === "auto" ? undefined : axisAttribute(options.axis4);
  if (axis4 || named === undefined) return [];
  const values = new Set(slices.map(({ frame }) => named.valueOf(frame)));
  return values.size > 1 ? [named.by] : [];
}

function withFindings(
  volume: BareVolume,
  copies: readonly Frame[],
  differing: readonly string[],
  options: GeometryOptions,
  values: FrameValues,
): Volume {
  return {
    ...volume,
    findings: [
      ...geometryFindings(volume, options),
      ...axis4Findings(volume, values),
      ...(volume.axis4 ? locationFindings(volume.slices) : []),
      ...copyFindings(copies),
      ...settingsFindings(volume.slices, [
        ...new Set([...differing, ...namedInVain(volume, options)]),
      ], values),
    ],
  };
}
