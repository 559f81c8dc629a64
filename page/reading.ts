/**
 * Files, text and DICOMweb answers into an intake, the way the service reads a multipart request.
 *
 * Of a file only its beginning is read, until its header is complete: what follows are pixels.
 *
 * @module
 */

import type { DicomObject } from "../lib/dicom/dataset.ts";
import { openEntry } from "../lib/intake/entry.ts";
import { feed, FIRST_PIECE } from "../lib/intake/feed.ts";
import type { Intake } from "../lib/intake/intake.ts";
import { seriesMetadata } from "./dicomweb.ts";
import type { NamedFile, Progress, Source } from "./protocol.ts";

/** Files whose beginnings are fetched ahead of the one that is parsed. */
const AHEAD = 16;

/**
 * Reads a source.
 *
 * @param onProgress Called after every file, and every piece of a large one or of an answer
 * @returns The files that the objects came from
 * @throws {HeaderError} when nothing of it can be used
 */
export async function read(
  source: Source,
  intake: Intake,
  onProgress: (progress: Progress) => void,
): Promise<Map<DicomObject, NamedFile>> {
  switch (source.from) {
    case "files":
      return await readFiles(source.files, intake, onProgress);
    case "text":
      readText(source.text, intake);
      break;
    case "dicomweb":
      readText(await seriesMetadata(source.url, onProgress), intake);
  }
  return new Map();
}

async function readFiles(
  files: readonly NamedFile[],
  intake: Intake,
  onProgress: (progress: Progress) => void,
): Promise<Map<DicomObject, NamedFile>> {
  const origins = new Map<DicomObject, NamedFile>();
  const beginnings: Promise<Uint8Array | undefined>[] = [];
  for (const [k, named] of files.entries()) {
    const { file, path } = named;
    while (beginnings.length < Math.min(k + AHEAD, files.length)) {
      // A file that was moved, or is not allowed, is found out when its turn comes.
      const beginning = pieceOf(files[beginnings.length]!.file, 0, FIRST_PIECE);
      beginnings.push(beginning.catch(() => undefined));
    }
    const beginning = await beginnings[k];
    // What was read is in the intake soon; the list holds nothing back.
    delete beginnings[k];
    const before = intake.objects.length;
    const sink = openEntry(intake, { file: path, archives: true, gzip: true });
    await feed(sink, intake.budget, file.size, async (from, length) => {
      if (from === 0) return beginning ?? await pieceOf(file, from, length);
      const within = { done: from, total: file.size };
      onProgress(
        files.length === 1
          ? { ...within, unit: "bytes" }
          : { done: k, total: files.length, unit: "files", within },
      );
      return await pieceOf(file, from, length);
    });
    for (const object of intake.objects.slice(before)) origins.set(object, named);
    onProgress({ done: k + 1, total: files.length, unit: "files" });
  }
  return origins;
}

/** Bytes of a file, fewer at its end. */
export async function pieceOf(file: Blob, from: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, from + length).arrayBuffer());
}

function readText(text: string, intake: Intake): void {
  const sink = openEntry(intake, { label: "json", archives: false, gzip: false });
  sink.push(new TextEncoder().encode(text));
  sink.end();
}
