/**
 * Says whether a tag may become a release, and prints what it brings:
 * `deno run --allow-read=. tools/release_notes.ts v1.2.3`.
 *
 * @module
 */

import { readTexts, versionsOf } from "./version.ts";

/** What a release is made of. */
export interface Release {
  /** As git has it, for example `v1.2.3`. */
  readonly tag: string;
  /** As each file has it. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly changelog: string;
}

/**
 * The section of the changelog for a tag: what stands under `## 1.2.3`, or `## 1.2.3 - <date>`.
 *
 * @throws {Error} when the tag is not the version of every file, or nothing is told of it
 */
export function releaseNotes({ tag, versions, changelog }: Release): string {
  for (const [path, version] of Object.entries(versions)) {
    if (tag !== `v${version}`) throw new Error(`The tag ${tag} is not v${version} of ${path}`);
  }
  const version = tag.slice(1);
  for (const section of changelog.split(/^## /m).slice(1)) {
    const [heading = "", ...lines] = section.split("\n");
    if (heading !== version && !heading.startsWith(`${version} `)) continue;
    const notes = lines.join("\n").trim();
    if (notes === "") throw new Error(`CHANGELOG.md tells nothing of ${version}`);
    return `${notes}\n`;
  }
  throw new Error(`CHANGELOG.md has no section "## ${version}"`);
}

if (import.meta.main) {
  try {
    const texts = await readTexts();
    const notes = releaseNotes({
      tag: Deno.args[0] ?? "",
      versions: versionsOf(texts),
      changelog: texts["CHANGELOG.md"]!,
    });
    await Deno.stdout.write(new TextEncoder().encode(notes));
  } catch (error) {
    await Deno.stderr.write(new TextEncoder().encode(`${(error as Error).message}\n`));
    Deno.exit(1);
  }
}
