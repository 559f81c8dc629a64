/**
 * `deno task docs`: writes what the documents take from the service's own tables and from each other. A test compares.
 *
 * @module
 */

import { diagnosesPage, errorsPage, findingsPage } from "./codes.ts";
import { optionsPage, pythonOptions } from "./options.ts";
import { threadsPage } from "./threads.ts";

/** A text that is written, or the part of one between two lines that stay. */
export interface Written {
  /** Path from the root of the project. */
  readonly path: string;
  /** The text, without the lines. */
  readonly text: () => string;
  /** The lines around it; absent where it is the whole file. */
  readonly between?: readonly [first: string, last: string];
}

/** All that is written. */
export const WRITTEN: readonly Written[] = [
  { path: "docs/errors.md", text: errorsPage },
  { path: "docs/findings.md", text: findingsPage },
  { path: "docs/diagnoses.md", text: diagnosesPage },
  { path: "docs/options.md", text: optionsPage },
  { path: "docs/threads.md", text: threadsPage },
  {
    path: "clients/python/dcm2nhdr.py",
    text: pythonOptions,
    between: [
      "    # These are written by `deno task docs` from lib/options/table.ts.",
      "    # That is all of them.",
    ],
  },
];

/**
 * A file as it must be.
 *
 * @param found The file as it is
 * @throws {Error} where the lines are not there, each once
 */
export function asItMustBe({ path, text, between }: Written, found: string): string {
  if (between === undefined) return text();
  const [first, last] = between.map((line) => `${line}\n`) as [string, string];
  const [before, rest, ...more] = found.split(first);
  const [, after, ...others] = rest?.split(last) ?? [];
  if (after === undefined || more.length + others.length > 0) {
    throw new Error(`${path} needs the lines ${between.join(" and ")} once`);
  }
  return `${before}${first}${text()}\n${last}${after}`;
}

if (import.meta.main) {
  for (const written of WRITTEN) {
    const file = new URL(`../${written.path}`, import.meta.url);
    const found = written.between ? await Deno.readTextFile(file) : "";
    await Deno.writeTextFile(file, asItMustBe(written, found));
  }
}
