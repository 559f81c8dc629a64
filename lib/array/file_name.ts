/**
 * Names behind `data file:`.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";

/** Longest file name written; file systems end at 255 bytes, folders included here. */
const LONGEST_FILE_NAME = 1024;

/** From so many words on, VTK takes `data file:` for a template and its numbers, whatever they are. */
const TEMPLATE_WORDS = 4;

/** Names that are something else to a reader (`LIST`, a comment, a home), unless a folder comes first. */
const NEEDS_FOLDER = /^(LIST|SKIPLIST|#|~)/i;

/** How a URL begins (RFC 3986, 3.1), and a drive of Windows. */
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * A file name for `data file:` that every reader takes for just that: relative, below the header's
 * folder, one line, no template.
 *
 * @param name As the caller gave it
 * @param skips Whether the header has a byte skip. VTK stops there and reads no name
 * @throws {HeaderError} header-injection, when a reader would take the name for something else
 */
export function safeFileName(name: string, skips = false): string {
  const help = "a plain file name such as mask.raw";
  if (name.includes("%")) throw unusable("readers take % for the number of a file", help);
  const plain = plainFileName(name, help);
  if (!skips && plain.split(/ +/).length >= TEMPLATE_WORDS) {
    throw unusable(
      `VTK takes ${TEMPLATE_WORDS} words or more for a template and its numbers`,
      "a name with fewer blanks, such as mask_of_liver.raw",
    );
  }
  return plain;
}

/**
 * A file name for a line below `data file: LIST`, where templates mean nothing.
 *
 * @param name As the file was sent
 * @throws {HeaderError} header-injection
 */
export function listedFileName(name: string): string {
  return plainFileName(name, "the files under plain names; or data=attached");
}

/** Whether teem and ITK would put numbers into a single name. */
export function isTemplate(name: string): boolean {
  return /%\d*d/i.test(name);
}

/** Whether a file is a `.npy`, which begins with a header of its own. */
export function isNpyName(name: string): boolean {
  return /\.npy$/i.test(name);
}

function plainFileName(name: string, help: string): string {
  const reason = unsafeBecause(name);
  if (reason) throw unusable(reason, help);
  return NEEDS_FOLDER.test(name) ? `./${name}` : name;
}

function unusable(reason: string, help: string): HeaderError {
  return new HeaderError("header-injection", `the data file name cannot be used: ${reason}`, {
    help,
  });
}

function unsafeBecause(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.length > LONGEST_FILE_NAME) return `it is longer than ${LONGEST_FILE_NAME} characters`;
  if (/[^\x20-\x7e]/.test(name)) return "it has characters that are not printable ASCII";
  if (name !== name.trim()) return "it begins or ends with a space";
  if (name.startsWith("-")) return "readers take a leading - for standard input";
  if (/^[/\\]/.test(name) || name[1] === ":") return "it is not relative to the header's folder";
  if (SCHEME.test(name)) return "it begins like a URL";
  if (name.includes("\\")) return "it has a backslash";
  const parts = name.split("/");
  if (parts.includes("..")) return "it leaves the header's folder";
  if (["", "."].includes(parts.at(-1)!)) return "it is the name of a folder";
  if (/\.nhdr$/i.test(name)) return "it is the name of a header";
  return undefined;
}
