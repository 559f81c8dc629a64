/**
 * Findings about the fourth axis.
 *
 * @module
 */

import { type Finding, info, warning } from "../finding.ts";
import type { BareVolume } from "../volume.ts";
import { BY_DIMENSIONS, BY_NUMBER, BY_PLACE } from "./attributes.ts";

/** What orders frames without saying what changes, in everyday words. */
const UNNAMED: Readonly<Record<string, string>> = {
  [BY_NUMBER.by]: "instance or frame numbers differ",
  [BY_DIMENSIONS.by]: "dimension indices differ",
  [BY_PLACE.by]: "order differs",
};

/** What a caller should know of how volumes were separated. */
export function axis4Findings({ axis4 }: BareVolume): Finding[] {
  if (!axis4) return [];
  const findings: Finding[] = [];
  const { by, values, alternatives, common } = axis4;
  const unnamed = UNNAMED[by];
  if (unnamed !== undefined) {
    findings.push(warning(
      "axis4-unnamed",
      `there are ${values.length} frames at every position and only their ${unnamed}: the fourth axis is in that order, its meaning is unknown`,
      { volumes: values.length },
    ));
  } else {
    findings.push(info(
      "axis4-found",
      `there are ${values.length} frames at every position; ${by} separates them${
        alternatives.length > 0
          ? ` (${alternatives.map((other) => other.by).join(", ")} would too)`
          : ""
      }${
        common.map(({ by, unit, value }) => `; ${by} of all is ${value} ${unit}`.trimEnd()).join("")
      }`,
      { by, volumes: values.length, alternatives, ...(common.length > 0 ? { common } : {}) },
    ));
  }
  if (axis4.list === "third") {
    findings.push(warning(
      "list-not-last",
      "in this slice order the frames of one position follow each other, so the list axis is the third; Slicer needs it last",
    ));
  }
  if (axis4.diffusion?.some(({ kind }) => kind === "isotropic")) {
    findings.push(warning(
      "diffusion-without-directions",
      "some volumes are diffusion-weighted without a gradient direction (trace images): Slicer cannot read them as diffusion data, so the header is not marked as such",
    ));
  }
  return findings;
}
