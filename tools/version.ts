/**
 * `deno task version 1.2.3`: the version, in every place that has it, and its heading in the
 * changelog.
 *
 * `deno.json` is the one that counts; packages and images are made from these files.
 *
 * @module
 */

const root = new URL("../", import.meta.url);

/** Where the version stands, and the expression whose first group is what stands before it. */
const PLACES: Readonly<Record<string, RegExp>> = {
  "deno.json": /^( {2}"version": ")([^"]*)/m,
  "CITATION.cff": /^(version: )(\S+)$/m,
  "clients/python/pyproject.toml": /^(version = ")([^"]*)/m,
  "deploy/container/Dockerfile": /(org\.opencontainers\.image\.version=")([^"]*)/,
  "deploy/container/service.yaml": /(\bimage: \S+\/dcm2nhdr:)(\S+)$/m,
};

/** Semantic versions that npm, JSR and PyPI understand alike: no pre-releases, no builds. */
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Texts by path. */
export type Texts = Readonly<Record<string, string>>;

/** The version that each place has; undefined where there is none. */
export function versionsOf(texts: Texts): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(PLACES).map(([path, place]) => [path, place.exec(texts[path] ?? "")?.[2]]),
  );
}

/**
 * The same texts with another version, and the changelog with a section of that version, to which all
 * goes that is not released.
 *
 * @param date As in the changelog, for example `2026-03-01`
 * @throws {Error} for what is no version; when a place has none; when nothing is told
 */
export function withVersion(texts: Texts, version: string, date: string): Texts {
  if (!VERSION.test(version)) throw new Error(`${version} is not of the form 1.2.3`);
  const changed = Object.entries(PLACES).map(([path, place]) => {
    const text = texts[path] ?? "";
    if (!place.test(text)) throw new Error(`${path} has no version`);
    return [path, text.replace(place, `$1${version}`)];
  });
  const changelog = texts["CHANGELOG.md"] ?? "";
  if (new RegExp(`^## ${version.replaceAll(".", "\\.")}( |$)`, "m").test(changelog)) {
    throw new Error(`CHANGELOG.md tells of ${version} already`);
  }
  const [before, after, ...more] = changelog.split(/^## Unreleased\n/m);
  if (after === undefined || more.length > 0 || !/^\s*- /.test(after)) {
    throw new Error('CHANGELOG.md has nothing under "## Unreleased"');
  }
  const heading = `## Unreleased\n\n## ${version} - ${date}\n`;
  return { ...Object.fromEntries(changed), "CHANGELOG.md": `${before}${heading}${after}` };
}

/** The files that have to do with the version. */
export async function readTexts(): Promise<Texts> {
  const paths = [...Object.keys(PLACES), "CHANGELOG.md"];
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, await Deno.readTextFile(new URL(path, root))]),
    ),
  );
}

if (import.meta.main) {
  const today = new Date().toISOString().slice(0, 10);
  try {
    for (
      const [path, text] of Object.entries(
        withVersion(await readTexts(), Deno.args[0] ?? "", today),
      )
    ) {
      await Deno.writeTextFile(new URL(path, root), text);
    }
  } catch (error) {
    await Deno.stderr.write(new TextEncoder().encode(`${(error as Error).message}\n`));
    Deno.exit(1);
  }
}
