/**
 * Names behind `data file:`.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";

/** Longest file name written; file systems end at 255 bytes, folders included here. */
const LONGEST_FILE_NAME = 1024;

/**
 * A file name for `data file:` that every reader takes for just that: relative, below the header's
 * folder, one line.
 *
 * @param name As the caller gave it
 * @throws {HeaderError} header-injection, when a reader would take the name for something else
 */
export function safeFileName(name: string): string {
  if (isTemplate(name)) throw unusable("readers take %d for a numbered series of files");
  return listedFileName(name);
}

/**
 * A file name for a line below `data file: LIST`, where `%d` means nothing.
 *
 * @param name As the caller gave it
 * @throws {HeaderError} header-injection
 */
export function listedFileName(name: string): string {
  const reason = unsafeBecause(name);
  if (reason) throw unusable(reason);
  // Behind its folder a name is neither the word LIST nor a comment (NRRD `data file`).
  return /^(LIST|SKIPLIST|#)/i.test(name) ? `./${name}` : name;
}

/** Whether readers would put numbers into a single name. */
export function isTemplate(name: string): boolean {
  return /%\d*d/i.test(name);
}

function unusable(reason: string): HeaderError {
  return new HeaderError("header-injection", `the data file name cannot be used: ${reason}`, {
    help: "a plain file name such as mask.raw",
  });
}

function unsafeBecause(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.length > LONGEST_FILE_NAME) return `it is longer than ${LONGEST_FILE_NAME} characters`;
  if (/[^\x20-\x7e]/.test(name)) return "it has characters that are not printable ASCII";
  if (name !== name.trim()) return "it begins or ends with a space";
  if (name.startsWith("-")) return "readers take a leading - for standard input";
  if (/^[/\\]/.test(name) || name[1] === ":") return "it is not relative to the header's folder";
  if (name.includes("\\")) return "it has a backslash";
  if (name.split("/").some((part) => part === "..")) return "it leaves the header's folder";
  return undefined;
}
