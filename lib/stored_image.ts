/**
 * The image itself behind its header: which bytes of which files, in the order of the array.
 *
 * For those who have the files: the library reads headers only and never sees a pixel.
 *
 * @module
 */

import type { ErrorCode } from "./codes/errors.ts";
import type { DicomObject } from "./dicom/dataset.ts";
import { hasBigEndianPixels } from "./dicom/transfer_syntax.ts";
import { type Details, HeaderError } from "./errors.ts";
import type { Frame } from "./frames/frame.ts";
import { frameBytes, type PixelFault, pixelFault } from "./array/stored_pixels.ts";
import { bytesPerSample, nrrdType, typeOfPixels } from "./array/sample_type.ts";
import type { HeaderOptions } from "./options/types.ts";
import type { VolumeReply } from "./volume_reply.ts";

/** One frame in the file of its object. */
export interface StoredFrame {
  readonly object: DicomObject;
  /** Byte of the file at which it begins. */
  readonly offset: number;
  /** Whether the bytes of its samples have to be turned round, because the header says so. */
  readonly turned: boolean;
}

/** Where the samples of a volume are. */
export interface StoredImage {
  /** In the order of the array; undefined for a hole, which is to be filled with zeros. */
  readonly frames: readonly (StoredFrame | undefined)[];
  /** Bytes of every frame. */
  readonly frameBytes: number;
  /** Bytes of every sample. */
  readonly sampleBytes: number;
}

const NO_PIXELS = "they have no pixels, or end before them";

/**
 * Finds the samples that an attached header of the image describes.
 *
 * @param volume The reply, made by these options
 * @param frames Of the request
 * @throws {HeaderError} byte-offset-unknown, compressed-pixels, tiled-pixels,
 * unsupported-pixel-format, bad-frame-count; bad-option where the header describes another array
 */
export function storedImage(
  volume: VolumeReply,
  frames: readonly Frame[],
  options: HeaderOptions,
): StoredImage {
  const byPlace = new Map(frames.map((frame) => [frame.place, frame]));
  const placed = volume.order.map((place) => place === null ? undefined : byPlace.get(place)!);
  const first = placed.find((frame) => frame !== undefined);
  // Labels of segments are drawn from several frames each.
  if (!first) throw unlike("the segments are stored one by one, each as bits");
  const size = frameBytes(first);
  checkArray(volume, first, options);
  const samples = volume.sizes.reduce((product, length) => product * length, 1);
  const sampleBytes = bytesPerSample(typeOfPixels(first.pixels));
  for (const frame of placed) {
    const fault = frame && (pixelFault(frame) ?? unlikeSamples(frame, size));
    if (fault?.code === "byte-offset-unknown") throw unwritable(fault.code, NO_PIXELS);
    if (fault) throw unwritable(fault.code, fault.reason, fault.details);
  }
  if (samples * sampleBytes !== placed.length * size) {
    throw unlike(`${placed.length} frames of ${size} bytes are not what the header describes`);
  }
  const bigHeader = options.endian === "big";
  return {
    frames: placed.map((frame) =>
      frame && {
        object: frame.object,
        offset: frame.object.pixelData!.offset + frame.number * size,
        turned: sampleBytes > 1 && hasBigEndianPixels(frame.object.transferSyntax) !== bigHeader,
      }
    ),
    frameBytes: size,
    sampleBytes,
  };
}

/** The header has to describe the array that the files hold. */
function checkArray(
  volume: VolumeReply,
  { pixels }: Frame,
  { as, array, npy, type }: HeaderOptions,
): void {
  const stored = typeOfPixels(pixels);
  if (as !== "image" || npy || array !== undefined) {
    throw unlike("the header describes another array, which is not here");
  }
  if (volume.type !== stored || type !== undefined && nrrdType(type)?.type !== stored) {
    throw unlike(`the pixels are stored as ${stored}, the header says ${volume.type}`);
  }
}

/** What an attached header takes for granted: colour pixel by pixel, as red, green and blue. */
function unlikeSamples(frame: Frame, size: number): PixelFault | undefined {
  const { pixels: { samplesPerPixel, planar, photometricInterpretation: photometric }, object } =
    frame;
  const code = "unsupported-pixel-format";
  if (samplesPerPixel > 1 && planar) {
    return { code, reason: "colour is stored plane by plane, not pixel by pixel" };
  }
  if (samplesPerPixel > 1 && photometric !== undefined && photometric !== "RGB") {
    return {
      code,
      reason: "colour is stored as luminance and differences, not as red, green, blue",
    };
  }
  const end = object.pixelData!.offset + (frame.number + 1) * size;
  if (object.byteLength !== undefined && object.byteLength < end) {
    return { code: "byte-offset-unknown", reason: NO_PIXELS };
  }
  return undefined;
}

function unwritable(code: ErrorCode, reason: string, details: Details = {}): HeaderError {
  return new HeaderError(code, `the image cannot be taken from these files: ${reason}`, details);
}

function unlike(reason: string): HeaderError {
  return unwritable("bad-option", reason);
}
