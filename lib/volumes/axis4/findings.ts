/**
 * Findings about the fourth axis.
 *
 * @module
 */

import { type Finding, info, warning } from "../finding.ts";
import type { BareVolume } from "../volume.ts";
import { BY_NUMBER } from "./attributes.ts";

/** What a caller should know of how volumes were separated. */
export function axis4Findings({ axis4 }: BareVolume): Finding[] {
  if (!axis4) return [];
  const findings: Finding[] = [];
  const { by, values, alternatives } = axis4;
  if (by === BY_NUMBER.by) {
    findings.push(warning(
      "axis4-unnamed",
      `${values.length} frames lie at every position and only their instance numbers differ: the fourth axis is in that order, what it means is not said`,
      { volumes: values.length },
    ));
  } else {
    findings.push(info(
      "axis4-found",
      `${values.length} frames lie at every position; ${by} separates them${
        alternatives.length > 0
          ? ` (${alternatives.map((other) => other.by).join(", ")} would, too)`
          : ""
      }`,
      { by, volumes: values.length, alternatives },
    ));
  }
  if (axis4.list === "third") {
    findings.push(warning(
      "list-not-last",
      "in this order the frames of one position follow each other, so that the list axis stands third; Slicer wants it last",
    ));
  }
  if (axis4.diffusion?.some(({ kind }) => kind === "isotropic")) {
    findings.push(warning(
      "diffusion-without-directions",
      "some volumes are weighted without a direction (trace images): Slicer cannot read them as diffusion, so the header makes no such claim",
    ));
  }
  return findings;
}
