/**
 * Frames as their files store them: what can be taken byte by byte, and what cannot.
 *
 * @module
 */

import type { ErrorCode } from "../codes/errors.ts";
import { finite } from "../dicom/dataset.ts";
import { DEFLATED_LITTLE, hasBigEndianPixels, isEncapsulated } from "../dicom/transfer_syntax.ts";
import type { Details } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";

/** Why the bytes of a frame are not its samples, or are not known. */
export interface PixelFault {
  readonly code: ErrorCode;
  /** A sentence without its capital and its stop. */
  readonly reason: string;
  /** The numbers in it. */
  readonly details?: Details;
}

/** Pixels of a whole number of bytes that NRRD has a type for. */
const USABLE_BITS: readonly (number | undefined)[] = [8, 16, 32, 64];

/** What keeps a frame's bytes from being its samples, one after the other; undefined: nothing. */
export function pixelFault(frame: Frame): PixelFault | undefined {
  const { object: { transferSyntax, pixelData }, number, tile } = frame;
  const fault = (code: ErrorCode, reason: string, details?: Details): PixelFault => ({
    code,
    reason,
    ...(details ? { details } : {}),
  });
  if (tile) {
    const reason =
      "the slices are tiles of one image (a mosaic): no slice is contiguous in the file";
    return fault("tiled-pixels", reason);
  }
  if (transferSyntax === DEFLATED_LITTLE) {
    return fault("compressed-pixels", "the files are deflated as a whole", { transferSyntax });
  }
  const fragments = pixelData !== undefined && pixelData.length === undefined;
  if (fragments || transferSyntax !== undefined && isEncapsulated(transferSyntax)) {
    return fault("compressed-pixels", "the pixels are compressed in DICOM", { transferSyntax });
  }
  if (transferSyntax === undefined || pixelData === undefined) {
    return fault(
      "byte-offset-unknown",
      "the offset of the pixels in the files is not known; send the first bytes of the files, up to the pixels",
    );
  }
  const unusable = unusableFormat(frame);
  if (unusable) return unusable;
  const [bytes, needed] = [pixelData.length!, (number + 1) * frameBytes(frame)];
  if (bytes >= needed) return undefined;
  const reason = `the pixel data have ${bytes} bytes, but frame ${
    number + 1
  } would end at byte ${needed}`;
  return fault("bad-frame-count", reason, { bytes, needed });
}

function unusableFormat({ object, pixels }: Frame): PixelFault | undefined {
  const { bitsAllocated: bits, bitsStored = bits, values } = pixels;
  const highBit = finite(object.dataset.numbers("HighBit"));
  const photometric = pixels.photometricInterpretation ?? "";
  const big = hasBigEndianPixels(object.transferSyntax);
  const reason = values === "integer" && !USABLE_BITS.includes(bits)
    ? `pixels of ${bits ?? "unknown"} bits are not separate samples`
    : values === "integer" && highBit !== undefined && highBit !== bitsStored! - 1
    ? `the values end at bit ${highBit}, not at bit ${bitsStored! - 1}: they are shifted`
    : /_42[02]$/.test(photometric)
    ? "colour is stored only for every second pixel"
    // PS3.5 A.3: bytes of 16-bit words are swapped, whatever is in the words.
    : big && values === "integer" && bits !== 16
    ? `big-endian pixels of ${bits} bits are byte-swapped in 16-bit words`
    : undefined;
  if (reason === undefined) return undefined;
  return { code: "unsupported-pixel-format", reason, details: { bitsAllocated: bits, highBit } };
}

/** Bytes of one frame. */
export function frameBytes({ pixels, plane }: Pick<Frame, "pixels" | "plane">): number {
  const bits = pixels.values === "integer"
    ? pixels.bitsAllocated!
    : pixels.values === "float"
    ? 32
    : 64;
  return plane.columns * plane.rows * pixels.samplesPerPixel * bits / 8;
}
