/**
 * Findings about what the caller states, because DICOM does not say it.
 *
 * @module
 */

import type { StatedPlace } from "../frames/stated_place.ts";
import type { GeometryOptions } from "../options/types.ts";
import { brief, counted, list, verb } from "../text.ts";
import { type Finding, warning } from "./finding.ts";
import type { BareVolume } from "./volume.ts";

/** What of a volume's place is the caller's word. */
export function statedFindings(
  volume: Pick<BareVolume, "grid" | "slices">,
  options: GeometryOptions,
): Finding[] {
  const { stated } = volume.slices[0]!.frame;
  return [
    ...(stated && stated.parts.length > 0 ? [planeStated(volume, stated, options)] : []),
    ...(stated?.step === "used" ? [stepStated(volume.grid.slices, options.step!)] : []),
  ];
}

function planeStated(
  { slices }: Pick<BareVolume, "slices">,
  { parts, spacingHolds }: StatedPlace,
  { plane: option }: GeometryOptions,
): Finding {
  const assumed = parts.includes("position") && option?.position === undefined;
  const named = assumed ? parts.filter((part) => part !== "position") : parts;
  const { plane: { row, column, rowSpacing, columnSpacing } } = slices[0]!.frame;
  const values = {
    orientation: [...row, ...column],
    position: option?.position ?? [0, 0, 0],
    spacing: [rowSpacing, columnSpacing],
  };
  const words = {
    orientation: `orientation ${values.orientation.map(brief).join("\\")}`,
    position: `position ${values.position.map(brief).join("\\")} mm (LPS)`,
    spacing: `pixel spacing ${values.spacing.map(brief).join("\\")} mm`,
  };
  const own = spacingHolds === undefined ? "" : `; the ${words.spacing} is from ${spacingHolds}`;
  return warning(
    "plane-stated",
    `${
      [
        ...named.length > 0
          ? [
            `${list(named.map((part) => words[part]))} ${
              verb(named.length, "is", "are")
            } as stated by the caller (plane=)`,
          ]
          : [],
        ...assumed
          ? [`the position is taken as ${values.position.join("\\")}, as nobody states it`]
          : [],
      ].join("; ")
    }: DICOM does not say where the image lies in the patient${own}`,
    {
      ...Object.fromEntries(parts.map((part) => [part, values[part]])),
      ...(assumed ? { positionAssumed: true } : {}),
    },
  );
}

/** The step is the caller's: of a single slice, or between slices without positions of their own. */
export function stepStated(slices: number, step: number): Finding {
  return warning(
    "step-stated",
    slices === 1
      ? `a single slice has no measurable slice spacing: the slice axis is ${
        brief(Math.abs(step))
      } mm long, as stated by the caller (step=)`
      : `${counted(slices, "slice")} lie ${brief(Math.abs(step))} mm apart, one after the other ${
        step < 0 ? "against" : "along"
      } row × column, as stated by the caller (step=): DICOM does not say where they are`,
    { step, slices },
  );
}
