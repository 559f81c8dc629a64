/**
 * Replies to standard output, a file, or a folder.
 *
 * @module
 */

import * as fs from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import process from "node:process";
import type { DicomObject } from "../lib/dicom/dataset.ts";
import { HeaderError, isHeaderError } from "../lib/errors.ts";
import type { Headers } from "../lib/reply.ts";
import type { Answer } from "../lib/service.ts";
import { counted } from "../lib/text.ts";
import { bytesOf, type Written, writtenHeader } from "../lib/written.ts";
import { type Command, UsageError } from "./arguments.ts";

/** Where a reply goes. */
export interface Target {
  /** Folder that names in the reply are seen from. */
  readonly folder: string;
  /** Writes one file, or to standard output. */
  readonly write: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Whether several files can be written. */
  readonly several: boolean;
}

/** Decides where a reply goes; writes nothing yet. */
export async function targetOf({ output, from, force }: Command): Promise<Target> {
  if (output === undefined) {
    return { folder: resolve(from), several: false, write: (_, bytes) => toStandardOutput(bytes) };
  }
  const path = resolve(from, output);
  const isFolder = /[\\/]$/.test(output) ||
    await fs.stat(path).then((found) => found.isDirectory(), () => false);
  return {
    folder: isFolder ? path : resolve(path, ".."),
    several: isFolder,
    async write(name, bytes) {
      if (isFolder) await fs.mkdir(path, { recursive: true });
      await toFile(isFolder ? join(path, name) : path, bytes, force);
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
  const outside = files.filter((file) => file.startsWith("../") || isAbsolute(file)).length;
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

/** The innermost folder that holds both. */
function commonFolder(a: string, b: string): string {
  let above = a;
  while (/^\.\.($|[\\/])/.test(relative(above, b)) && dirname(above) !== above) {
    above = dirname(above);
  }
  return above;
}

/** How a reply is wanted. */
type Wanted = Omit<Answer<Headers>, "reply">;

/**
 * Writes a reply.
 *
 * @throws {HeaderError} several-volumes, no-such-volume
 * @throws {UsageError} when there is a file already, or none can be written
 */
export async function writeReply(
  reply: Headers,
  wanted: Wanted,
  target: Target,
): Promise<void> {
  const { format, volume } = wanted;
  if (format === "text" && volume === undefined && target.several) {
    for (const { fileName, header } of reply.volumes) {
      await target.write(fileName, new TextEncoder().encode(header));
    }
    return;
  }
  await writeFile(fileOf(reply, wanted), target);
}

/** Writes one file. */
export async function writeFile(written: Written, target: Target): Promise<void> {
  await target.write(written.name, bytesOf(written));
}

/** What the service answers; of several volumes, the advice that only a folder can follow as well. */
function fileOf(reply: Headers, { format, volume, budget }: Wanted): Written {
  try {
    return writtenHeader(reply, format, volume, budget);
  } catch (error) {
    if (!isHeaderError(error, "several-volumes")) throw error;
    const { code, message, details } = error;
    throw new HeaderError(code, message, {
      ...details,
      help: `-o out/ (a folder, with the slash) writes all of them; or ${details.help}`,
    });
  }
}

async function toFile(path: string, bytes: Uint8Array, force: boolean): Promise<void> {
  try {
    await fs.writeFile(path, bytes, { flag: force ? "w" : "wx" });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    throw new UsageError(
      code === "EEXIST"
        ? `${path} is there already; --force overwrites it`
        : `${path} cannot be written`,
    );
  }
}

function toStandardOutput(bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(bytes, (error) => error ? fail(error) : done());
  });
}
