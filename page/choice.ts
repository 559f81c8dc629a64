/**
 * The user's choice: files in the order of their names, and a name for all of them.
 *
 * @module
 */

import { byNumbers } from "../lib/name_order.ts";
import type { NamedFile } from "./protocol.ts";

/** Files, and what a person would call all of them. */
export interface Choice {
  readonly name: string;
  readonly files: readonly NamedFile[];
}

/**
 * Files by name, I2 before I10, as the command line and the Python client read a folder. The
 * folder that holds all of them is not part of their names: headers are saved into it, and it often
 * bears the name of a person.
 */
export function choiceOf(files: readonly NamedFile[]): Choice {
  const sorted = files.toSorted((a, b) => byNumbers(a.path, b.path));
  const [first] = sorted;
  if (!first) return { name: "", files: [] };
  const folder = first.path.slice(0, first.path.indexOf("/") + 1);
  if (folder !== "" && sorted.every(({ path }) => path.startsWith(folder))) {
    const inside = sorted.map(({ path, file }) => ({ path: path.slice(folder.length), file }));
    return { name: folder, files: inside };
  }
  const more = sorted.length > 1 ? ` and ${sorted.length - 1} more` : "";
  return { name: first.path + more, files: sorted };
}
