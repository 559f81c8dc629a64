/**
 * Uploads of any size, made while they are sent: whole CT images with their pixels.
 *
 * @module
 */

import { makeSeries } from "../support/series.ts";
import { tarHeader } from "../support/tar_writer.ts";

/** How the images are sent: in a container, or the first one alone. */
export type Container = "multipart" | "tar" | "none";

/** What an upload shall hold. */
export interface Size {
  readonly files: number;
  /** Columns and rows of each file; a pixel has two bytes. */
  readonly side: number;
}

/** A request that is ready to be sent. */
export interface Upload {
  readonly body: ReadableStream<Uint8Array>;
  readonly type: string;
}

/** Pixels are sent in pieces of this size. */
const PIECE = new Uint8Array(64 * 2 ** 10);

const BOUNDARY = "a-boundary-that-pixels-do-not-hold";

/** Axial slices, 1 mm apart. */
export function upload(container: Container, size: Size): Upload {
  const types = {
    multipart: `multipart/form-data; boundary=${BOUNDARY}`,
    tar: "application/x-tar",
    none: "application/dicom",
  };
  const pieces = bodyOf(container, size);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
  return { body, type: types[container] };
}

function* bodyOf(container: Container, { files, side }: Size): Generator<Uint8Array> {
  const made = makeSeries({
    columns: side,
    rows: side,
    count: files,
    thickness: 1,
    pixels: () => new Uint8Array(0),
  });
  const pixelBytes = 2 * side * side;
  for (const { name, bytes } of made) {
    const size = bytes.length + PIXEL_HEAD + pixelBytes;
    if (container === "multipart") {
      yield text(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\n\r\n`,
      );
    } else if (container === "tar") {
      yield tarHeader(name, size);
    }
    yield bytes.slice();
    yield* pixelData(pixelBytes);
    if (container === "multipart") yield text("\r\n");
    else if (container === "tar") yield new Uint8Array((512 - size % 512) % 512);
  }
  if (container === "multipart") yield text(`--${BOUNDARY}--\r\n`);
  else if (container === "tar") yield new Uint8Array(1024);
}

const PIXEL_HEAD = 12;

/** (7FE0,0010) OW in explicit VR little endian. */
function* pixelData(bytes: number): Generator<Uint8Array> {
  const head = Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 0, 0, 0, 0);
  new DataView(head.buffer).setUint32(8, bytes, true);
  yield head;
  for (let left = bytes; left > 0; left -= PIECE.length) {
    yield PIECE.slice(0, Math.min(left, PIECE.length));
  }
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
