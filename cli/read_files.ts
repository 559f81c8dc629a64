/**
 * Files and folders into an intake, the way the service reads a request.
 *
 * @module
 */

import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import process from "node:process";
import { openEntry } from "../lib/intake/entry.ts";
import { feed } from "../lib/intake/feed.ts";
import type { Intake } from "../lib/intake/intake.ts";
import type { EntrySink } from "../lib/intake/sink.ts";
import { DEFAULT_LIMITS, type Limits } from "../lib/limits.ts";
import { UsageError } from "./arguments.ts";

/** On one's own machine only memory limits how much may be read; damaged files stay limited. */
export const LOCAL_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  bodyBytes: Infinity,
  requestHeaderBytes: 2 ** 31,
  jsonBytes: 2 ** 29,
  jsonMemory: Infinity,
  objects: 1_000_000,
  frames: 1_000_000,
  objectFrames: 1_000_000,
  countedFrames: 1_000_000,
  comparisons: Infinity,
  volumes: 1_000_000,
  segments: Infinity,
  // What a file is made of has to fit into one array.
  replyBytes: 2 ** 31,
  seconds: Infinity,
  idleSeconds: Infinity,
};

/** Names of NRRD headers, which beside the files of a series may have been made of it. */
const NRRD_NAME = /\.n(hdr|rrd)$/i;

/** What is read, and where names begin. */
export interface Reading {
  readonly paths: readonly string[];
  /** Folder from which paths are seen. */
  readonly from: string;
  /** Folder from which names are seen in replies: that of the header, which may refer to them. */
  readonly namesFrom: string;
  /** Called after every file with their number. */
  readonly onFile: (files: number) => void;
}

/**
 * Reads everything.
 *
 * @param intake Takes them
 * @throws {UsageError} when a path leads nowhere
 * @throws {HeaderError} when an archive is damaged, or a limit is passed
 */
export async function readFiles(
  intake: Intake,
  { paths, from, namesFrom, onFile }: Reading,
): Promise<void> {
  const entry = (file?: string) => openEntry(intake, { file, archives: true, gzip: true });
  let files = 0;
  for (const path of paths) {
    if (path === "-") {
      await readStandardInput(entry(), intake);
      onFile(++files);
      continue;
    }
    for await (const { file, found } of filesBelow(resolve(from, path), path)) {
      // Only the header that was named is to be checked, not one that lies beside the series.
      if (intake.claimed && found && NRRD_NAME.test(file)) continue;
      const name = relative(namesFrom, file).replaceAll(sep, "/");
      await readFile(file, entry(name), intake);
      onFile(++files);
    }
  }
}

/** A file, and whether it was found in a folder rather than named. */
interface FoundFile {
  readonly file: string;
  readonly found: boolean;
}

/** A file itself, or all files of a folder and its folders, by name. Links to folders are left. */
async function* filesBelow(path: string, named: string): AsyncGenerator<FoundFile> {
  const about = await stat(path).catch(() => {
    throw new UsageError(`there is no ${named}`);
  });
  if (!about.isDirectory()) return yield { file: path, found: false };
  for await (const file of filesIn(path)) yield { file, found: true };
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && await isFile(path))) yield path;
  }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isFile(), () => false);
}

async function readFile(path: string, sink: EntrySink, { budget }: Intake): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path).catch(() => undefined);
    const size = (await file?.stat())?.size ?? 0;
    await feed(sink, budget, size, async (from, length) => {
      const { bytesRead, buffer } = await file!.read(new Uint8Array(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await file?.close();
  }
}

async function readStandardInput(sink: EntrySink, intake: Intake): Promise<void> {
  for await (const chunk of process.stdin) {
    intake.budget.count("bodyBytes", chunk.length);
    sink.push(chunk as Uint8Array);
  }
  sink.end();
}
