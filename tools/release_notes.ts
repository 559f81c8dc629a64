/**
 * Says whether a tag may become a release, and prints what it brings:
 * `deno run --allow-read=. tools/release_notes.ts v1.2.3`.
 *
 * @module
 */

const root = new URL("../", import.meta.url);

/** What a release is made of. */
export interface Release {
  /** As git has it, for example `v1.2.3`. */
  readonly tag: string;
  /** As `deno.json` has it. */
  readonly version: string;
  /** As `CITATION.cff` has it, for citations. */
  readonly cited: string | undefined;
  readonly changelog: string;
}

/**
 * The section of the changelog for a tag: what stands under `## 1.2.3`, or `## 1.2.3 - <date>`.
 *
 * @throws {Error} when the tag is no version of these files, or nothing is told of it
 */
export function releaseNotes({ tag, version, cited, changelog }: Release): string {
  if (tag !== `v${version}`) throw new Error(`The tag ${tag} is not v${version} of deno.json`);
  if (cited !== version) throw new Error(`CITATION.cff has the version ${cited}, not ${version}`);
  for (const section of changelog.split(/^## /m).slice(1)) {
    const [heading = "", ...lines] = section.split("\n");
    if (heading !== version && !heading.startsWith(`${version} `)) continue;
    const notes = lines.join("\n").trim();
    if (notes === "") throw new Error(`CHANGELOG.md tells nothing of ${version}`);
    return `${notes}\n`;
  }
  throw new Error(`CHANGELOG.md has no section "## ${version}"`);
}

/** The version of a citation file; its few lines need no YAML library. */
export function citedVersion(citation: string): string | undefined {
  return /^version: (\S+)$/m.exec(citation)?.[1];
}

async function read(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, root));
}

if (import.meta.main) {
  try {
    const notes = releaseNotes({
      tag: Deno.args[0] ?? "",
      version: JSON.parse(await read("deno.json")).version,
      cited: citedVersion(await read("CITATION.cff")),
      changelog: await read("CHANGELOG.md"),
    });
    await Deno.stdout.write(new TextEncoder().encode(notes));
  } catch (error) {
    await Deno.stderr.write(new TextEncoder().encode(`${(error as Error).message}\n`));
    Deno.exit(1);
  }
}
