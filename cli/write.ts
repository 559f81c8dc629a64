/**
 * Files, folders and standard output.
 *
 * @module
 */

import * as fs from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import process from "node:process";
import type { DicomObject } from "../lib/dicom/dataset.ts";
import { type FormatOfName, formatOfName } from "../lib/headers/named_format.ts";
import { counted } from "../lib/text.ts";
import { type Command, UsageError } from "./arguments.ts";

/** Bytes to write, one after the other. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Where a reply goes. */
export interface Target {
  readonly kind: "file" | "folder" | "standard output";
  /** Folder that names in the reply are seen from. */
  readonly folder: string;
  /** Name of the file in its folder; absent for a folder and for standard output. */
  readonly file?: string;
  /** What that name asks for; undefined if it does not say. */
  readonly named?: FormatOfName | undefined;
  /**
   * Makes sure that files can be written.
   *
   * @throws {UsageError} where one is there already
   */
  readonly checkFree: (names: readonly string[]) => Promise<void>;
  /**
   * Writes a file into the folder, or to standard output.
   *
   * @returns The name of the file as people see it
   */
  readonly write: (name: string, pieces: Pieces) => Promise<string>;
}

/**
 * Decides where a reply goes; writes nothing yet.
 *
 * @throws {UsageError} when nothing can be written there
 */
export async function targetOf({ output, from, force }: Command): Promise<Target> {
  if (output === undefined) {
    return {
      kind: "standard output",
      folder: resolve(from),
      checkFree: async () => {},
      async write(_, pieces) {
        for await (const piece of pieces) await toStandardOutput(piece);
        return "standard output";
      },
    };
  }
  const path = resolve(from, output);
  const there = await fs.stat(path).catch(() => undefined);
  if (/[\\/]$/.test(output) || there?.isDirectory()) {
    return { kind: "folder", ...inFolder(path, output, force) };
  }
  if (there && !force) throw unwritable(path, { code: "EEXIST" });
  const folder = dirname(path);
  if (!await fs.stat(folder).then((found) => found.isDirectory(), () => false)) {
    throw unwritable(path, { code: "ENOENT" });
  }
  const file = basename(path);
  return {
    kind: "file",
    file,
    named: formatOfName(file),
    ...inFolder(folder, dirname(output), force),
  };
}

/** @param shown The folder as people see it */
function inFolder(
  folder: string,
  shown: string,
  force: boolean,
): Pick<Target, "folder" | "checkFree" | "write"> {
  return {
    folder,
    async checkFree(names) {
      for (const name of names) {
        const path = join(folder, name);
        const there = await fs.stat(path).catch(() => undefined);
        if (there && !force) throw unwritable(path, { code: "EEXIST" });
      }
    },
    async write(name, pieces) {
      await fs.mkdir(folder, { recursive: true }).catch((error) => {
        throw unwritable(folder, error);
      });
      await toFile(join(folder, name), pieces, force);
      return join(shown, name);
    },
  };
}

/**
 * A header that points at files finds them from its own folder on, and not outside of it.
 *
 * @param objects By names seen from that folder
 * @throws {UsageError} naming a folder that holds all of them
 */
export function checkFolder(objects: readonly DicomObject[], folder: string): void {
  const files = objects.flatMap(({ file }) => file ?? []);
  const outside = files.filter(isOutside).length;
  if (outside === 0) return;
  const above = files.map((file) => dirname(resolve(folder, file))).reduce(commonFolder);
  throw new UsageError(
    `data=dicom: ${outside} of ${
      counted(files.length, "file")
    } lie outside of ${folder}, the folder of the header, from which it would have to name them; write it where they are, for example --output ${
      join(above, "volume.nhdr")
    }`,
  );
}

/** Whether a name leads out of the folder that it is seen from. */
export function isOutside(file: string): boolean {
  return file.startsWith("../") || isAbsolute(file);
}

/** The innermost folder that holds both. */
function commonFolder(a: string, b: string): string {
  let above = a;
  while (/^\.\.($|[\\/])/.test(relative(above, b)) && dirname(above) !== above) {
    above = dirname(above);
  }
  return above;
}

/** Writes a file wholly or not at all; what was there stays until the new one is complete. */
async function toFile(path: string, pieces: Pieces, force: boolean): Promise<void> {
  const there = force ? await fs.stat(path).catch(() => undefined) : undefined;
  const isReplaced = there?.isFile() === true;
  const written = isReplaced ? `${path}.part` : path;
  let file: fs.FileHandle | undefined;
  try {
    file = await fs.open(written, force ? "w" : "wx");
    for await (const piece of pieces) await file.writeFile(piece);
    await file.close();
    if (isReplaced) await fs.rename(written, path);
  } catch (error) {
    await file?.close().catch(() => {});
    if (file && (isReplaced || !there)) await fs.unlink(written).catch(() => {});
    throw unwritable(path, error);
  }
}

/** What errors of the file system say, by code; others by the code itself. */
const REASONS: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) => `there is no folder ${folder}; -o ${join(folder, "/")} makes it`,
  ENOTDIR: (folder) => `${folder} is no folder`,
  EACCES: () => "no permission",
  EPERM: () => "no permission",
  EROFS: () => "the disk is read-only",
  ENOSPC: () => "no space is left",
  EDQUOT: () => "no space is left",
};

/** Why a file cannot be written; what is no error of the file system stays what it is. */
function unwritable(path: string, error: unknown): unknown {
  const { code } = error as { code?: unknown };
  if (typeof code !== "string" || !/^E[A-Z]+$/.test(code)) return error;
  if (code === "EEXIST") return new UsageError(`${path} is there already; --force overwrites it`);
  return new UsageError(`${path} cannot be written: ${REASONS[code]?.(dirname(path)) ?? code}`);
}

function toStandardOutput(bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(bytes, (error) => error ? fail(error) : done());
  });
}
