/**
 * What stands behind an attached header: the array, or the image itself, piece by piece.
 *
 * Nothing is held in memory but the piece that is on its way.
 *
 * @module
 */

import { type FileHandle, open, stat } from "node:fs/promises";
import { Budget } from "../lib/budget.ts";
import type { DicomObject } from "../lib/dicom/dataset.ts";
import { HeaderError } from "../lib/errors.ts";
import { DISCARD, type EntrySink } from "../lib/intake/sink.ts";
import { Zip } from "../lib/intake/zip.ts";
import type { StoredImage } from "../lib/stored_image.ts";
import { UsageError } from "./arguments.ts";
import { LOCAL_LIMITS } from "./read_files.ts";

/** Bytes of a piece. Of a compressed one a thousand times as many may come at once. */
const PIECE = 64 * 1024;
const COMPRESSED_PIECE = 8 * 1024;

/** The values of an array: how many bytes, and from which byte of the `.npy` on. */
export interface Values {
  readonly offset: number;
  readonly length: number;
}

/**
 * Values of a `.npy` as they lie in it.
 *
 * @throws {HeaderError} bad-array when there are too few
 */
export async function npyValues(path: string, values: Values): Promise<AsyncIterable<Uint8Array>> {
  const { size } = await stat(path);
  checkLength(path, size - values.offset, values.length);
  return valuesOfFile(path, values);
}

async function* valuesOfFile(path: string, { offset, length }: Values): AsyncIterable<Uint8Array> {
  const file = await opened(path);
  try {
    yield* bytesOf(file, path, offset, length, PIECE);
  } finally {
    await file.close();
  }
}

/** Values of the array in a `.npz`, inflated; its check sum is verified. */
export async function* npzValues(
  path: string,
  member: string,
  { offset, length }: Values,
): AsyncIterable<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let at = 0;
  let left = length;
  const sink: EntrySink = {
    push(chunk) {
      const from = Math.min(Math.max(0, offset - at), chunk.length);
      const taken = chunk.slice(from, from + left);
      at += chunk.length;
      left -= taken.length;
      if (taken.length > 0) pieces.push(taken);
    },
    end() {},
    fail(error) {
      throw error;
    },
  };
  const budget = new Budget(LOCAL_LIMITS);
  const zip = new Zip((name) => name === member ? sink : DISCARD, budget);
  const file = await opened(path);
  try {
    const { size } = await file.stat();
    for await (const chunk of bytesOf(file, path, 0, size, COMPRESSED_PIECE)) {
      budget.count("bodyBytes", chunk.length);
      zip.push(chunk);
      yield* pieces;
      pieces = [];
    }
    zip.end();
  } finally {
    await file.close();
  }
  checkLength(path, length - left, length);
}

function checkLength(path: string, found: number, length: number): void {
  if (found >= length) return;
  throw new HeaderError(
    "bad-array",
    `${path} ends early: its header promises ${length} bytes of values, and there are ${
      Math.max(0, found)
    }`,
  );
}

/** Frames of an image from their files; zeros where there is none. */
export async function* imageValues(
  { frames, frameBytes, sampleBytes }: StoredImage,
  paths: ReadonlyMap<DicomObject, string>,
): AsyncIterable<Uint8Array> {
  let file: { readonly path: string; readonly handle: FileHandle } | undefined;
  try {
    for (const frame of frames) {
      if (frame === undefined) {
        yield new Uint8Array(frameBytes);
        continue;
      }
      const path = paths.get(frame.object)!;
      if (file?.path !== path) {
        await file?.handle.close();
        file = undefined;
        file = { path, handle: await opened(path) };
      }
      // Pieces of whole samples, or their bytes could not be turned round.
      for await (const piece of bytesOf(file.handle, path, frame.offset, frameBytes, PIECE)) {
        if (frame.turned) turnRound(piece, sampleBytes);
        yield piece;
      }
    }
  } finally {
    await file?.handle.close();
  }
}

/** Little endian to big and back, in place. */
function turnRound(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

async function opened(path: string): Promise<FileHandle> {
  return await open(path).catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
}

/** So many bytes of a file in whole pieces, the last one excepted. */
async function* bytesOf(
  file: FileHandle,
  path: string,
  offset: number,
  length: number,
  most: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length;) {
    const piece = new Uint8Array(Math.min(most, length - done));
    let filled = 0;
    while (filled < piece.length) {
      const position = offset + done + filled;
      const { bytesRead } = await file.read(piece, filled, piece.length - filled, position);
      if (bytesRead === 0) throw new UsageError(`${path} was cut while it was read`);
      filled += bytesRead;
    }
    done += filled;
    yield piece;
  }
}
