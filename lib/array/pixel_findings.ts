/**
 * Findings about what the voxels hold.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { isEncapsulated } from "../dicom/transfer_syntax.ts";
import { type Frame, telling } from "../frames/frame.ts";
import type { PixelFormat } from "../frames/pixel_format.ts";
import type { WritingOptions } from "../options/types.ts";
import { brief, counted } from "../text.ts";
import { type Finding, info, warning } from "../volumes/finding.ts";
import type { Volume } from "../volumes/volume.ts";
import { isFloat, type SampleType } from "./sample_type.ts";

/** What Bits Allocated can be (PS3.5 8.1.1), and the 12 of packed pixels (ACR-NEMA, retired). */
const DICOM_BITS: ReadonlySet<number> = new Set([1, 8, 12, 16, 32, 64]);

/**
 * All findings about a volume's pixels; none where the header describes other voxels: those of the
 * caller's array, of a mask, or of segments.
 *
 * @param type Of the header; undefined where there is none yet
 */
export function pixelFindings(
  volume: Volume,
  options: Pick<WritingOptions, "as" | "npy" | "type">,
  type?: SampleType,
): Finding[] {
  if (!holdsPixels(volume, options)) return [];
  const frames = volume.slices.map(({ frame }) => frame);
  const pixels = frames[0]!.pixels;
  return [
    ...format(frames[0]!, options.type !== undefined),
    ...rescale(frames, type && isReal(type, pixels) ? type : undefined),
    ...compression(frames),
  ];
}

/**
 * How the values of an array are to be rescaled: by 1 and 0 where it holds other values than DICOM
 * stores; undefined where every slice has a rescale of its own.
 *
 * @param type Of the array
 */
export function rescaleOf(
  volume: Volume,
  options: Pick<WritingOptions, "as" | "npy">,
  type: SampleType,
): Rescale | undefined {
  const frames = volume.slices.map(({ frame }) => frame);
  const stored = holdsPixels(volume, options) && !isReal(type, frames[0]!.pixels);
  return stored ? commonRescale(frames) : { slope: 1, intercept: 0 };
}

/** Whether the header describes DICOM's pixels, and no array of the caller's, mask or segments. */
function holdsPixels(
  { segmentation }: Volume,
  { as, npy }: Pick<WritingOptions, "as" | "npy">,
): boolean {
  return as === "image" && !npy && segmentation?.voxels !== "labels";
}

/** Whether samples are of floating point where DICOM stores integers: rescaled ones. */
function isReal(type: SampleType, { values }: PixelFormat): boolean {
  return isFloat(type) && values === "integer";
}

function format({ pixels }: Frame, typeStated: boolean): Finding[] {
  const assumed = pixels.values !== "integer" || typeStated ? undefined : doubt(pixels);
  if (assumed !== undefined) {
    const { bitsAllocated } = pixels;
    return [warning("type-assumed", assumed, bitsAllocated === undefined ? {} : { bitsAllocated })];
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

/** Why the type of stored integers is not certain. */
function doubt({ bitsAllocated: bits }: PixelFormat): string | undefined {
  if (bits === undefined) {
    return "Bits Allocated (0028,0100) is absent: type short is assumed, type= sets another";
  }
  if (DICOM_BITS.has(bits)) return undefined;
  return `Bits Allocated (0028,0100) is ${
    brief(bits)
  }, which no pixel of DICOM has; the next larger type is assumed, type= sets another`;
}

/**
 * NRRD has no field for slope and intercept that readers obey, so the caller has to know. Of an array
 * of floating point, where DICOM stores integers, whoever made it has most likely rescaled it.
 */
function rescale(frames: readonly Frame[], real: SampleType | undefined): Finding[] {
  const common = commonRescale(frames);
  if (common?.slope === 1 && common.intercept === 0) return [];
  const values = common
    ? rescaleFormula(common)
    : "stored values, each slice rescaled by its own slope and intercept";
  if (real !== undefined) {
    return [info(
      "rescale-assumed",
      `an array of type ${real} is assumed to hold real values: ${values}; an array of stored values must still be rescaled`,
      { ...common },
    )];
  }
  if (!common) {
    return [warning(
      "rescale-varies",
      "Rescale Slope or Intercept differs from slice to slice: rescale each slice before comparing values across slices",
    )];
  }
  return [info(
    "rescale-needed",
    `the header describes stored values; real values are ${values}, which NRRD cannot express`,
    { ...common },
  )];
}

/** What makes real values of stored ones: stored × slope + intercept. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

/** What all frames say; undefined where they differ. */
function commonRescale(frames: readonly Frame[]): Rescale | undefined {
  const pairs = telling(frames, ...SCALING, ...REAL_WORLD).map(scaleOf);
  const [slope, intercept] = pairs[0]!;
  const same = pairs.every((pair) => pair[0] === slope && pair[1] === intercept);
  return same ? { slope, intercept } : undefined;
}

const SCALING = ["RescaleSlope", "DoseGridScaling", "RescaleIntercept"] as const;
const REAL_WORLD = ["RealWorldValueSlope", "RealWorldValueIntercept"] as const;

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

/** A rescale for a sentence. */
export function rescaleFormula({ slope, intercept }: Rescale): string {
  return `stored × ${brief(slope)} ${intercept < 0 ? "-" : "+"} ${brief(Math.abs(intercept))}`;
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
