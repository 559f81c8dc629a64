/**
 * The samples that belong to a header: the array that was read, or the image itself.
 *
 * @module
 */

import { HeaderError, isHeaderError } from "../lib/errors.ts";
import type { Frames } from "../lib/frames/mod.ts";
import { bytesPerSample, type SampleType } from "../lib/array/sample_type.ts";
import type { FoundArray, HeaderOptions } from "../lib/options/types.ts";
import type { VolumeReply } from "../lib/reply.ts";
import { storedImage } from "../lib/stored_image.ts";
import { UsageError } from "./arguments.ts";
import { imageValues, npyValues, npzValues, type Values } from "./behind.ts";
import type { Disk } from "./read_files.ts";
import { helped } from "./told.ts";
import type { Pieces } from "./write.ts";

/**
 * The samples of a volume as its header has them, but for their encoding.
 *
 * @param array That was read, if there is one
 * @param frames Of which the volume was made
 * @param options With which the volume was made
 * @throws {HeaderError} when they are not to be had from the files
 * @throws {UsageError} when they were read from what cannot be read again
 */
export async function samplesOf(
  volume: VolumeReply,
  array: FoundArray | undefined,
  frames: Frames,
  disk: Disk,
  options: HeaderOptions,
): Promise<Pieces> {
  return array
    ? await arraySamples(array, volume, disk)
    : imageSamples(volume, frames, disk, options);
}

async function arraySamples(
  { array, file, archive }: FoundArray,
  volume: VolumeReply,
  disk: Disk,
): Promise<Pieces> {
  const length = volume.sizes.reduce((product, size) => product * size, 1) *
    bytesPerSample(volume.type as SampleType);
  const values: Values = { offset: array.offset!, length };
  const path = disk.paths.get((archive ? archive.file : file) ?? "");
  if (path === undefined || archive && !isNpz(archive.file)) {
    const where = archive ? archive.file ?? "an archive" : "standard input";
    throw new UsageError(
      `the array in ${where} cannot be written behind its header; take the .npy as a file, or --header-only`,
    );
  }
  return archive ? npzValues(path, file ?? "", values) : await npyValues(path, values);
}

function imageSamples(
  volume: VolumeReply,
  { frames }: Frames,
  { objects }: Disk,
  options: HeaderOptions,
): Pieces {
  try {
    const image = storedImage(volume, frames, options);
    const elsewhere = image.frames.some((frame) => frame && !objects.has(frame.object));
    if (!elsewhere) return imageValues(image, objects);
    throw new HeaderError("byte-offset-unknown", "the pixels lie in no files of their own");
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    const decompressed = error.code === "compressed-pixels"
      ? "decompressed copies of the files (gdcmconv --raw); or "
      : "";
    throw helped(
      error,
      `${decompressed}the array as .npy beside the series; or --header-only, and the bytes appended by yourself`,
    );
  }
}

/** Whether a file is an archive of arrays, as numpy writes it. */
export function isNpz(file: string | undefined): boolean {
  return /\.npz$/i.test(file ?? "");
}

/** Bytes one after the other. */
export async function* joined(...parts: readonly Pieces[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield* part;
}

/** Compressed. */
export function gzipped(pieces: Pieces): AsyncIterable<Uint8Array> {
  return ReadableStream.from(pieces as AsyncIterable<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new CompressionStream("gzip"));
}
