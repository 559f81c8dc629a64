/**
 * The user's choice: files in the order of their names, and a name for all of them.
 *
 * @module
 */

import type { NamedFile } from "./protocol.ts";

/** Files, and what a person would call all of them. */
export interface Choice {
  readonly name: string;
  readonly files: readonly NamedFile[];
}

/**
 * Files by name, in the order of character codes as `sorted()` of Python and archives have it. The
 * folder that holds all of them is not part of their names: headers are saved into it, and it often
 * bears the name of a person.
 */
export function choiceOf(files: readonly NamedFile[]): Choice {
  const sorted = [...files].sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
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
