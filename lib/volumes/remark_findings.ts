/**
 * Findings about how a volume's frames were read.
 *
 * @module
 */

import type { Remark } from "../frames/frame.ts";
import { brief, counted, verb } from "../text.ts";
import { type Finding, info, warning } from "./finding.ts";
import type { BareVolume } from "./volume.ts";

/**
 * Pixels larger than this, mm, are none of a patient's image: the coarsest of emission are 15 mm.
 * What is larger is told and not refused: nothing contradicts it, and not only patients are scanned.
 */
const LARGEST_PIXEL = 50;

/** Nor is a slice wider or higher than this, mm: nobody is, lying or standing. */
const LARGEST_FIELD = 3000;

/** What frames were remarked with, and pixels of an impossible size. */
export function remarkFindings(volume: Pick<BareVolume, "slices">): Finding[] {
  const objects = new Map<Remark, Set<unknown>>();
  for (const { frame: { remarks = [], object } } of volume.slices) {
    for (const remark of remarks) {
      objects.set(remark, (objects.get(remark) ?? new Set()).add(object));
    }
  }
  return [
    ...[...objects].map(([remark, { size }]) => FINDING_OF[remark](size)),
    ...implausibleSize(volume),
  ];
}

const FINDING_OF: Readonly<Record<Remark, (objects: number) => Finding>> = {
  "uid-repeated": (objects) =>
    warning(
      "uid-repeated",
      `${counted(objects, "object")} of this volume ${
        verb(objects, "has", "have")
      } the SOP Instance UID of another object and ${
        verb(objects, "is not a copy", "are not copies")
      } of it: all are used`,
      { objects },
    ),
  "plane-outside-macros": (objects) =>
    info(
      "plane-outside-macros",
      `${counted(objects, "object")} ${
        verb(objects, "has", "have")
      } the plane of frames directly in functional groups, not in the macros (0020,9113), (0020,9116), (0028,9110)`,
      { objects },
    ),
  "nominal-spacing": (objects) =>
    warning(
      "nominal-spacing",
      `Pixel Spacing (0028,0030) is absent from ${
        counted(objects, "object")
      }: Nominal Scanned Pixel Spacing (0018,2010) is used, the pixel size on the film or page that was scanned`,
      { objects },
    ),
};

function implausibleSize({ slices }: Pick<BareVolume, "slices">): Finding[] {
  const { columns, rows, columnSpacing, rowSpacing } = slices[0]!.frame.plane;
  const pixel = Math.max(columnSpacing, rowSpacing);
  const field = Math.max(columns * columnSpacing, rows * rowSpacing);
  if (pixel <= LARGEST_PIXEL && field <= LARGEST_FIELD) return [];
  return [warning(
    "implausible-pixel-size",
    `Pixel Spacing (0028,0030) is ${brief(rowSpacing)} × ${
      brief(columnSpacing)
    } mm, so that a slice is ${
      brief(field / 1000)
    } m wide or high: perhaps a decimal comma was lost, or the unit is not the millimetre`,
    { rowSpacing, columnSpacing, field },
  )];
}
