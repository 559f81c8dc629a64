/**
 * The pixels of a volume in the files that were dropped: which bytes of which file, in the order of
 * the header. Only the places are looked up here; the pixels stay where they are.
 *
 * @module
 */

import type { DicomObject } from "../lib/dicom/dataset.ts";
import { isHeaderError } from "../lib/errors.ts";
import type { Frame } from "../lib/frames/frame.ts";
import type { VolumeReply } from "../lib/mod.ts";
import type { HeaderOptions } from "../lib/options/types.ts";
import { storedImage } from "../lib/stored_image.ts";
import type { ImageOffer, NamedFile } from "./protocol.ts";
import { unpack } from "./unpacking.ts";

/** The files that objects came from; objects of JSON came from none. */
export type Origins = ReadonlyMap<DicomObject, NamedFile>;

/** The pixels of one frame. */
interface Piece {
  readonly object: DicomObject;
  readonly offset: number;
  readonly length: number;
}

/** Why an image cannot be saved, by code of the library's error. */
const REASONS: Readonly<Record<string, string>> = {
  "byte-offset-unknown": "only headers were read, not the files with the pixels",
  "compressed-pixels": "the pixels are compressed in the DICOM files",
  "tiled-pixels": "the slices are tiles of one picture (a mosaic)",
  "bad-frame-count": "a file ends within its pixels",
};

/**
 * Whether the image can be saved as the header describes it.
 *
 * @param frames All frames that were read
 * @param options By which the header was made
 */
export function imageOffer(
  volume: VolumeReply,
  frames: readonly Frame[],
  origins: Origins,
  options: HeaderOptions,
): ImageOffer {
  try {
    const pieces = piecesOf(volume, frames, origins, options);
    if (typeof pieces === "string") return { why: pieces };
    return {
      bytes: pieces.reduce((sum, { length }) => sum + length, 0),
      files: new Set(pieces.map(({ object }) => origins.get(object))).size,
    };
  } catch (error) {
    if (!isHeaderError(error)) throw error;
    return { why: REASONS[error.code] ?? error.message };
  }
}

/**
 * The pixels of a volume that has an offer, as parts of the files.
 *
 * @throws {HeaderError} bad-archive
 */
export async function imagePixels(
  volume: VolumeReply,
  frames: readonly Frame[],
  origins: Origins,
  options: HeaderOptions,
): Promise<Blob[]> {
  const pieces = piecesOf(volume, frames, origins, options);
  if (typeof pieces === "string") throw new Error(pieces);
  const inArchives = new Map<NamedFile, Map<string, Blob>>();
  for (const { object } of pieces) {
    const origin = origins.get(object)!;
    if (isFile(object, origin) || inArchives.has(origin)) continue;
    const wanted = new Set(
      pieces.flatMap((piece) =>
        origins.get(piece.object) === origin ? [piece.object.file ?? ""] : []
      ),
    );
    const unpacked = await unpack(origin.file, (name) => wanted.has(name));
    inArchives.set(origin, new Map(unpacked.map(({ name, content }) => [name, content])));
  }
  return pieces.map(({ object, offset, length }) => {
    const origin = origins.get(object)!;
    const whole = isFile(object, origin)
      ? origin.file
      : inArchives.get(origin)!.get(object.file ?? "")!;
    return whole.slice(offset, offset + length);
  });
}

/**
 * All pieces in the order of the array, or why they are not to be had.
 *
 * @throws {HeaderError} as {@linkcode storedImage}
 */
function piecesOf(
  volume: VolumeReply,
  frames: readonly Frame[],
  origins: Origins,
  options: HeaderOptions,
): Piece[] | string {
  const { as, array, data, encoding } = options;
  if (as !== "image" || array !== undefined || volume.segments) {
    return "the header describes an array";
  }
  if (data !== "attached") return "the header names a data file";
  if (encoding !== "raw" && encoding !== "gzip") return `encoding=${encoding} is not written here`;
  const atHand = new Set([...origins.keys()].map(({ given }) => given));
  if (volume.slices.some(({ given }) => !atHand.has(given))) return REASONS["byte-offset-unknown"]!;
  const image = storedImage(volume, frames, options);
  const pieces: Piece[] = [];
  const names = new Map<string, DicomObject>();
  for (const frame of image.frames) {
    if (frame === undefined) return "slices are missing, and what they hold is not known";
    if (frame.turned) return "the pixels are big-endian";
    const { object, offset } = frame;
    const origin = origins.get(object)!;
    if (isFile(object, origin) && object.byteLength !== origin.file.size) return "a file changed";
    const name = `${origin.path}\n${object.file}`;
    if ((names.get(name) ?? object) !== object) return "several files of the archive have one name";
    names.set(name, object);
    pieces.push({ object, offset, length: image.frameBytes });
  }
  return pieces;
}

/** Whether an object is the whole of the file that was dropped, not an entry of it. */
function isFile({ file }: DicomObject, { path }: NamedFile): boolean {
  return file === path;
}
