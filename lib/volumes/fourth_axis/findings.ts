/**
 * Findings about the fourth axis.
 *
 * @module
 */

import type { Diffusion, Uncertainty } from "../../frames/diffusion/mod.ts";
import { brief, list } from "../../text.ts";
import { type Finding, info, warning } from "../finding.ts";
import type { FrameValues } from "../frame_values.ts";
import type { Axis4, BareVolume, Slice } from "../volume.ts";
import type { Spread } from "./partition.ts";
import type { Common } from "./search.ts";
import { BY_DIMENSIONS, BY_NUMBER, BY_PLACE } from "./attributes.ts";

/** What orders frames without saying what changes, in everyday words. */
const UNNAMED: Readonly<Record<string, string>> = {
  [BY_NUMBER.by]: "instance or frame numbers differ",
  [BY_DIMENSIONS.by]: "dimension indices differ",
  [BY_PLACE.by]: "order differs",
};

/** What a caller should know of how volumes were separated. */
export function axis4Findings({ axis4, slices }: BareVolume, frameValues: FrameValues): Finding[] {
  if (!axis4) return [];
  const findings: Finding[] = [];
  const { by, values, alternatives, common } = axis4;
  const unnamed = UNNAMED[by];
  if (unnamed !== undefined) {
    const differing = differingAt(slices, frameValues);
    findings.push(warning(
      "axis4-unnamed",
      `there are ${values.length} frames at every position and ${
        differing.length > 0 ? "no attribute makes volumes of them; their" : "only their"
      } ${unnamed}${
        differing.length > 0 ? `, and ${list(differing)} from frame to frame` : ""
      }: the fourth axis is in that order, its meaning is unknown`,
      { volumes: values.length, ...(differing.length > 0 ? { differing } : {}) },
    ));
  } else {
    findings.push(info(
      "axis4-found",
      `there are ${values.length} frames at every position; ${by} separates them${
        alternatives.length > 0
          ? ` (${alternatives.map((other) => other.by).join(", ")} would too)`
          : ""
      }${common.map(saidOf).join("")}`,
      { by, volumes: values.length, alternatives, ...(common.length > 0 ? { common } : {}) },
    ));
  }
  findings.push(...numberedFindings(axis4));
  if (axis4.spread) findings.push(spreadFinding(by, axis4.spread));
  if (axis4.list === "third") {
    findings.push(warning(
      "list-not-last",
      "in this slice order the frames of one position follow each other, so the list axis is the third; Slicer needs it last",
    ));
  }
  return [...findings, ...diffusionFindings(axis4.diffusion ?? [])];
}

function saidOf({ by, unit, value, numbered }: Common): string {
  return numbered === undefined
    ? `; ${by} of all is ${value} ${unit}`.trimEnd()
    : `; ${by} of all is number ${value} of ${numbered}`;
}

/** Says of which attributes the values are not shown, that of the axis and those of a split. */
function numberedFindings({ by, numbered, common }: Axis4): Finding[] {
  return [{ by, numbered }, ...common].flatMap(({ by, numbered }) =>
    numbered === undefined ? [] : [info(
      "values-numbered",
      `the volumes differ in ${by}, whose values may be anything: they are not shown, but numbered 1 to ${numbered} as they sort`,
      { by, values: numbered },
    )]
  );
}

/** Why a direction cannot be turned into the patient, and what helps. */
const UNCERTAIN: Readonly<Record<Uncertainty["because"], string>> = {
  "slice-sign":
    "Phase is encoded along columns, and the sign of the slice component depends on the polarity of the phase encoding, which no attribute tells: each may be mirrored at the slice. Enhanced objects of the same scanner have Diffusion Gradient Orientation (0018,9089), which is certain",
  "not-turned":
    "United Imaging's Diffusion Gradient Orientation (0018,9089) does not follow the turn of the slices, and the private element (0065,1037), which does, is absent. With it they can be read",
  "phase-encoding":
    "In-plane Phase Encoding Direction (0018,1312) says neither ROW nor COL, and their axes are those of phase and frequency. With it they can be read",
};

/** What keeps a list of weighted volumes from being written as diffusion. */
function diffusionFindings(diffusion: readonly Diffusion[]): Finding[] {
  const findings: Finding[] = [];
  if (diffusion.some(({ kind }) => kind === "isotropic")) {
    findings.push(warning(
      "diffusion-without-directions",
      "some volumes are diffusion-weighted without a gradient direction (trace images): Slicer cannot read them as diffusion data, so the header is not marked as such",
    ));
  }
  const reasons = diffusion.map(({ uncertainty }) => uncertainty?.because);
  for (const because of Object.keys(UNCERTAIN) as Uncertainty["because"][]) {
    const volumes = reasons.flatMap((reason, t) => reason === because ? [t] : []);
    if (volumes.length === 0) continue;
    findings.push(warning(
      "diffusion-directions-uncertain",
      `gradients of ${volumes.length} of ${diffusion.length} volumes are not certain. ${
        UNCERTAIN[because]
      }. The header is not marked as diffusion data. Its b-values are ${
        counted(diffusion.map(({ b }) => b))
      }`,
      { because, volumes },
    ));
  }
  return findings;
}

/** Different values that a message lists. */
const LISTED = 8;

/** The different values and how often each comes: `0, 1500 (12 times)`. */
function counted(values: readonly number[]): string {
  const sorted = [...Map.groupBy(values, (value) => value)].sort(([a], [b]) => a - b);
  if (sorted.length > LISTED) return `${sorted[0]![0]} to ${sorted.at(-1)![0]}`;
  return sorted.map(([value, { length }]) => length > 1 ? `${value} (${length} times)` : `${value}`)
    .join(", ");
}

function spreadFinding(by: string, { size, unit, counted }: Spread): Finding {
  const differ =
    `${by} tells the frames of every position apart, but slices of one volume differ by up to ${
      brief(size)
    } ${unit}`;
  return counted
    ? warning(
      "axis4-times-vary",
      `${differ}, more than half of what lies between two volumes: the axis counts the phases and has no times`,
      { by, spread: size },
    )
    : info(
      "axis4-times-vary",
      `${differ}: the axis has the value in the middle of each volume`,
      { by, spread: size },
    );
}

/** Attributes that differ between frames at one position, although they make no volumes. */
function differingAt(slices: readonly Slice[], { axes }: FrameValues): string[] {
  const positions = [...Map.groupBy(slices, ({ k }) => k).values()];
  return axes.filter(({ valueOf }) =>
    positions.some((here) => new Set(here.map(({ frame }) => valueOf(frame))).size > 1)
  ).map(({ by }) => by);
}
