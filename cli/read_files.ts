/**
 * Files and folders into an intake, the way the service reads a request.
 *
 * @module
 */

import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import process from "node:process";
import type { DicomObject } from "../lib/dicom/dataset.ts";
import { formatOfName } from "../lib/headers/named_format.ts";
import { openEntry } from "../lib/intake/entry.ts";
import { feed } from "../lib/intake/feed.ts";
import type { Intake } from "../lib/intake/intake.ts";
import type { EntrySink } from "../lib/intake/sink.ts";
import { DEFAULT_LIMITS, type Limits } from "../lib/limits.ts";
import { byNumbers } from "../lib/name_order.ts";
import { nearestName } from "../lib/options/nearest_name.ts";
import { OPTION_NAMES } from "../lib/options/table.ts";
import { UsageError } from "./arguments.ts";
import { fetchMetadata, isAddress } from "./dicomweb.ts";

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
  // An empty mask in a .npz has the most that deflate can do, 1032; a quarter counts in the end.
  inflateRatio: 5000,
  seconds: Infinity,
  idleSeconds: Infinity,
};

/**
 * Names in a folder without those of images in a format that is written here. Beside the files of a
 * series they may have been made of it, and the header to check is the one that is named.
 */
function withoutImages<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
): Entry[] {
  const passed = new Set(entries.flatMap(({ name }) => {
    const { samples = "none", stem = "" } = formatOfName(name) ?? {};
    if (samples === "none") return [];
    return typeof samples === "object" ? [name, stem + samples.beside] : [name];
  }));
  return entries.filter(({ name }) => !passed.has(name));
}

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

/** What was read from files that can be read again. */
export interface Disk {
  /** Their paths, by the names under which they were read. */
  readonly paths: ReadonlyMap<string, string>;
  /** Paths of the objects that are a file each: no part of an archive, not compressed. */
  readonly objects: ReadonlyMap<DicomObject, string>;
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
): Promise<Disk> {
  const entry = (file?: string) => openEntry(intake, { file, archives: true, gzip: true });
  const disk = { paths: new Map<string, string>(), objects: new Map<DicomObject, string>() };
  let files = 0;
  for (const path of paths) {
    if (path === "-" || isAddress(path)) {
      await readStream(path === "-" ? process.stdin : await fetchMetadata(path), entry(), intake);
      onFile(++files);
      continue;
    }
    for await (const file of filesBelow(resolve(from, path), path)) {
      const name = relative(namesFrom, file).replaceAll(sep, "/");
      const before = intake.objects.length;
      const size = await readFile(file, entry(name), intake);
      disk.paths.set(name, file);
      const [object, ...others] = intake.objects.slice(before);
      // An archive is longer than any one of its files.
      if (object?.file === name && object.byteLength === size && others.length === 0) {
        disk.objects.set(object, file);
      }
      onFile(++files);
    }
  }
  return disk;
}

/** A file itself, or all files of a folder and its folders. Links to folders are left. */
async function* filesBelow(path: string, named: string): AsyncGenerator<string> {
  const about = await stat(path).catch((error) => {
    const isThere = (error as { code?: unknown }).code !== "ENOENT";
    throw new UsageError(
      isThere ? `${named} cannot be read` : `there is no ${named}${meant(named)}`,
    );
  });
  if (about.isDirectory()) yield* filesIn(path);
  else yield path;
}

/** `ordr=given` is no file; it may be an option, misspelt. */
function meant(named: string): string {
  const [, name = "", value] = /^([^=]+)=(.*)$/s.exec(named) ?? [];
  const nearest = nearestName(name, OPTION_NAMES);
  return nearest === undefined ? "" : `; is ${nearest}=${value} meant?`;
}

/** By the numbers in their names: I2 before I10. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new UsageError(`the folder ${folder} cannot be read`);
  });
  const entries = withoutImages(found).sort((a, b) => byNumbers(a.name, b.name));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() || (entry.isSymbolicLink() && await isFile(path))) yield path;
  }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isFile(), () => false);
}

/** Gives the size of the file. */
async function readFile(path: string, sink: EntrySink, { budget }: Intake): Promise<number> {
  let file: FileHandle | undefined;
  try {
    file = await open(path).catch(() => undefined);
    const size = (await file?.stat())?.size ?? 0;
    await feed(sink, budget, size, async (from, length) => {
      const { bytesRead, buffer } = await file!.read(new Uint8Array(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    });
    return size;
  } finally {
    await file?.close();
  }
}

/** What comes once, and by no name. */
async function readStream(
  stream: AsyncIterable<unknown>,
  sink: EntrySink,
  intake: Intake,
): Promise<void> {
  for await (const chunk of stream) {
    const bytes = chunk as Uint8Array;
    intake.budget.count("bodyBytes", bytes.length);
    sink.push(bytes);
  }
  sink.end();
}
