/**
 * Files, text and DICOMweb answers into an intake, the way the service reads a multipart request.
 *
 * Of a file only its beginning is read, until its header is complete: what follows are pixels.
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";
import { openEntry } from "../lib/intake/entry.ts";
import { Intake } from "../lib/intake/intake.ts";
import { DEFAULT_LIMITS } from "../lib/limits.ts";
import { seriesMetadata } from "./dicomweb.ts";
import type { NamedFile, Progress, Source } from "./protocol.ts";

/** First bytes of a file that are read; most headers of single slices fit. */
const FIRST_PIECE = 16 * 1024;
/** Longest piece that is read at once; archives are read in such pieces. */
const LONGEST_PIECE = 4 * 2 ** 20;
/** Files whose beginnings are fetched ahead of the one that is parsed. */
const AHEAD = 16;

/**
 * Reads a source.
 *
 * @param onProgress Called after every file, or every piece of an answer
 * @throws {HeaderError} when nothing of it can be used
 */
export async function read(
  source: Source,
  onProgress: (progress: Progress) => void,
): Promise<Intake> {
  const intake = new Intake(DEFAULT_LIMITS);
  switch (source.from) {
    case "files":
      await readFiles(source.files, intake, onProgress);
      break;
    case "text":
      readText(source.text, intake);
      break;
    case "dicomweb":
      readText(await seriesMetadata(source.url, onProgress), intake);
  }
  return intake;
}

async function readFiles(
  files: readonly NamedFile[],
  intake: Intake,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const beginnings: Promise<Uint8Array | undefined>[] = [];
  for (let k = 0; k < files.length; k++) {
    while (beginnings.length < Math.min(k + AHEAD, files.length)) {
      beginnings.push(piece(files[beginnings.length]!.file, 0, FIRST_PIECE));
    }
    await readFile(files[k]!, await beginnings[k]!, intake);
    // What was read is in the intake now; the list holds nothing back.
    delete beginnings[k];
    onProgress({ done: k + 1, total: files.length, unit: "files" });
  }
}

async function readFile(
  { file, path }: NamedFile,
  beginning: Uint8Array | undefined,
  intake: Intake,
): Promise<void> {
  const sink = openEntry(intake, { file: path, archives: true, gzip: true });
  let next = beginning;
  let at = 0;
  while (next && next.length > 0) {
    intake.countBodyBytes(next.length);
    sink.push(next);
    at += next.length;
    if (sink.settled || at >= file.size) break;
    next = await piece(file, at, Math.min(at * 2, LONGEST_PIECE));
  }
  if (!next) return sink.fail(new HeaderError("bad-request", "The browser cannot read this file"));
  sink.pass?.(file.size - at);
  sink.end();
}

/** Bytes of a file; undefined when it cannot be read: it was moved, or is not allowed. */
async function piece(file: File, from: number, bytes: number): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.slice(from, from + bytes).arrayBuffer());
  } catch {
    return undefined;
  }
}

function readText(text: string, intake: Intake): void {
  const sink = openEntry(intake, { label: "json", archives: false, gzip: false });
  sink.push(new TextEncoder().encode(text));
  sink.end();
}
