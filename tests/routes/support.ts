/** A made series in every form that clients send. */

import * as fflate from "fflate";
import { makeSeries } from "../support/series.ts";
import { writeTar } from "../support/tar_writer.ts";

/** Bytes under a name. */
export interface File {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const made = makeSeries({
  columns: 7,
  rows: 5,
  pixelSpacing: [0.5, 0.75],
  first: [-10, -20, -30],
  step: [0, 0, 2.5],
  count: 4,
  thickness: 2.5,
});

/** Four axial slices, 2.5 mm apart from (−10, −20, −30), in order. */
export const series: readonly File[] = made.map(({ name, bytes }) => ({
  name: `Łódź/${name}`,
  bytes: bytes.slice(),
}));

/** The same headers as dictionaries of keywords, as pydicom users write them. */
export const dictionaries: readonly Record<string, unknown>[] = made.map(({ attributes }) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
);

/** What the header of the series has to say, by hand. */
export const TRUE_LINES: readonly string[] = [
  "type: short",
  "dimension: 3",
  "sizes: 7 5 4",
  "space: left-posterior-superior",
  "space directions: (0.75,0,0) (0,0.5,0) (0,0,2.5)",
  "space origin: (-10,-20,-30)",
];

/** The slices as a form, in any order. */
export function form(
  files: readonly File[] = series,
  fields: Record<string, string> = {},
): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const { name, bytes } of files) data.append("file", new Blob([bytes]), name);
  return data;
}

/** The slices as a zip archive. */
export function zip(files: readonly File[] = series): Uint8Array<ArrayBuffer> {
  return fflate.zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])));
}

/** The slices as a tar archive. */
export function tar(files: readonly File[] = series): Blob {
  return writeTar(files.map((file) => ({ ...file, name: file.name.replace("Łódź", "Lodz") })));
}

/** Compressed by the runtime. */
export async function gzip(content: Blob | Uint8Array<ArrayBuffer> | string): Promise<Blob> {
  return await new Response(
    new Blob([content]).stream().pipeThrough(new CompressionStream("gzip")),
  ).blob();
}

/** A body as DICOMweb servers send it (PS3.18 8.6.1.2). */
export function related(files: readonly { readonly bytes: Uint8Array<ArrayBuffer> }[] = series) {
  const parts = files.flatMap(({ bytes }) => [
    "\r\n--dicomweb-1\r\nContent-Type: application/dicom; transfer-syntax=*\r\n\r\n",
    bytes,
  ]);
  return {
    body: new Blob([...parts, "\r\n--dicomweb-1--\r\n"]),
    type: 'multipart/related; type="application/dicom"; boundary="dicomweb-1"',
  };
}

/**
 * A stream that yields a body in pieces of the given length. Whoever lends it memory gets every piece
 * in the same place, as from a socket, so that a piece that was kept without a copy does not last.
 */
export function inPieces(
  bytes: Uint8Array<ArrayBuffer>,
  length: number,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      if (at < bytes.length) return controller.enqueue(bytes.slice(at, at += length));
      controller.close();
      // A read that waits for bytes is told in this way that none come.
      controller.byobRequest?.respond(0);
    },
  });
}
