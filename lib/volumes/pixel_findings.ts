/**
 * Findings about what the voxels hold.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { isEncapsulated } from "../dicom/transfer_syntax.ts";
import type { Frame } from "../frames/frame.ts";
import { brief, counted } from "../text.ts";
import { type Finding, info, warning } from "./finding.ts";

/** All findings about a volume's pixels. */
export function pixelFindings(frames: readonly Frame[]): Finding[] {
  return [...format(frames[0]!), ...rescale(frames), ...compression(frames)];
}

function format({ pixels }: Frame): Finding[] {
  if (pixels.values === "integer" && pixels.bitsAllocated === undefined) {
    return [warning(
      "type-assumed",
      "Bits Allocated (0028,0100) is absent: type short is assumed, type= sets another",
    )];
  }
  if (pixels.photometricInterpretation === "PALETTE COLOR") {
    return [info("palette-indices", "voxels are indices into a colour palette, not colours")];
  }
  if (pixels.photometricInterpretation?.startsWith("YBR")) {
    return [info(
      "colour-decoded",
      "DICOM stores luminance and two colour differences; the header assumes an array of red, green and blue, as decoders return it",
    )];
  }
  if (pixels.bitsAllocated === 1) {
    return [info(
      "bits-unpacked",
      "DICOM packs eight pixels into one byte; the header assumes one byte per pixel",
    )];
  }
  return [];
}

/** NRRD has no field for slope and intercept that readers obey, so the caller has to know. */
function rescale(frames: readonly Frame[]): Finding[] {
  const pairs = frames.map(scaleOf);
  const [slope, intercept] = pairs[0]!;
  if (pairs.some((pair) => pair[0] !== slope || pair[1] !== intercept)) {
    return [warning(
      "rescale-varies",
      "Rescale Slope or Intercept differs from slice to slice: rescale each slice before comparing values across slices",
    )];
  }
  if (slope === 1 && intercept === 0) return [];
  return [info(
    "rescale-needed",
    `the header describes stored values; real values are ${
      formula(slope, intercept)
    }, which NRRD cannot express`,
    { slope, intercept },
  )];
}

function scaleOf({ attributes }: Frame): readonly [slope: number, intercept: number] {
  const slope = finite(attributes.numbers("RescaleSlope")) ??
    // The same for dose grids, under a name of its own (PS3.3 C.8.8.3).
    finite(attributes.numbers("DoseGridScaling")) ?? 1;
  const intercept = finite(attributes.numbers("RescaleIntercept")) ?? 0;
  if (slope !== 1 || intercept !== 0) return [slope, intercept];
  // Parametric maps say it here alone, from stored values, too (PS3.3 C.7.6.16.2.11).
  return [
    finite(attributes.numbers("RealWorldValueSlope")) ?? 1,
    finite(attributes.numbers("RealWorldValueIntercept")) ?? 0,
  ];
}

function formula(slope: number, intercept: number): string {
  return `stored × ${brief(slope)} ${intercept < 0 ? "-" : "+"} ${brief(Math.abs(intercept))}`;
}

/**
 * What becomes of a finding about rescaling where the caller's array is of floating point and DICOM
 * stores integers: it has most likely been rescaled.
 *
 * @param type NRRD type of the array
 */
export function rescaled(finding: Finding, type: string): Finding {
  const { code, slope, intercept } = finding;
  if (code !== "rescale-needed" && code !== "rescale-varies") return finding;
  const values = code === "rescale-needed"
    ? formula(slope as number, intercept as number)
    : "stored values, each slice rescaled by its own slope and intercept";
  return info(
    "rescale-assumed",
    `an array of type ${type} is assumed to hold real values: ${values}; an array of stored values must still be rescaled`,
    code === "rescale-needed" ? { slope, intercept } : {},
  );
}

function compression(frames: readonly Frame[]): Finding[] {
  const compressed = frames.filter(({ object: { transferSyntax } }) =>
    transferSyntax !== undefined && isEncapsulated(transferSyntax)
  );
  if (compressed.length === 0) return [];
  return [info(
    "compressed-pixels",
    `the pixels of ${compressed.length} of ${
      counted(frames.length, "slice")
    } are compressed in DICOM; the header describes them decompressed`,
    { compressed: compressed.length },
  )];
}
