/**
 * Puts what was measured into the document that tells of it.
 *
 * @module
 */

import { processorName } from "../tests/support/process_figures.ts";
import { markdown, type Table } from "./table.ts";

/** By what a table was measured. */
export interface Source {
  /** What makes it anew: `deno task bench requests`. */
  readonly command: string;
  /** When, with what, on what. */
  readonly circumstances: string;
}

/** A table below the line that says where it comes from. */
export function captioned(table: Table, { command, circumstances }: Source): string {
  return `${table.caption} (\`${command}\`, ${circumstances}):\n\n${markdown(table)}\n`;
}

/**
 * The document with this table in place of the one with the same caption.
 *
 * @throws {Error} where there is no such table
 */
export function updated(document: string, table: Table, source: Source): string {
  // The formatter may have broken the line; the table ends where its last line does.
  const words = table.caption.split(" ").map((word) => word.replace(/[^\w]/g, "\\$&"));
  const found = new RegExp(`^${words.join("\\s")}\\s\\([^|]*?:\n\n(?:\\|.*\n)+`, "m");
  if (!found.test(document)) throw new Error(`the document has no table "${table.caption}"`);
  return document.replace(found, () => captioned(table, source));
}

/** When and on what this runs. */
export async function circumstances(): Promise<string> {
  const date = new Date().toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const processor = await processorName() ?? Deno.build.arch;
  const load = Deno.loadavg()[0]!.toFixed(1);
  return `${date}, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} × ${processor}, load ${load}`;
}
