/** A tag becomes a release only if the files that lie under it say so. */

import { releaseNotes } from "../../tools/release_notes.ts";
import { readTexts, versionsOf, withVersion } from "../../tools/version.ts";
import { equal, match, throws } from "../assert.ts";

const changelog = `# Changelog

## Unreleased

- Not yet.

## 1.2.3-beta.1 - 2026-02-01

- Tried.

## 1.2.3 - 2026-03-01

- One.
- Two,
  of two lines.

## 1.2.30

## 1.2.2

- Old.
`;

const versions = { "deno.json": "1.2.3", "CITATION.cff": "1.2.3" };
const release = { tag: "v1.2.3", versions, changelog };

Deno.test("the notes of a release are its section of the changelog, and no other", () => {
  equal(releaseNotes(release), "- One.\n- Two,\n  of two lines.\n");
  const old = { ...release, tag: "v1.2.2", versions: { "deno.json": "1.2.2" } };
  equal(releaseNotes(old), "- Old.\n");
});

Deno.test("a tag is refused that is not the version everywhere, or of which nothing is told", () => {
  const refused = (changed: Partial<typeof release>, message: RegExp) =>
    throws(() => releaseNotes({ ...release, ...changed }), { message });
  refused({ tag: "v1.2.4" }, /v1\.2\.4 is not v1\.2\.3 of deno\.json/);
  refused({ tag: "1.2.3" }, /is not v1\.2\.3/);
  const cited = { ...versions, "CITATION.cff": "1.2.2" };
  refused({ versions: cited }, /v1\.2\.3 is not v1\.2\.2 of CITATION\.cff/);
  const at = (version: string) => ({ "deno.json": version, "CITATION.cff": version });
  refused({ tag: "v1.2", versions: at("1.2") }, /no section "## 1\.2"/);
  refused({ tag: "v1.2.30", versions: at("1.2.30") }, /tells nothing of 1\.2\.30/);
});

Deno.test("every place has the version of deno.json", async () => {
  const found = versionsOf(await readTexts());
  equal(Object.keys(found).length, 5);
  const config = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  const { version } = JSON.parse(config);
  for (const [path, one] of Object.entries(found)) equal(one, version, path);
});

Deno.test("a new version goes to every place, and what is not released to its section", async () => {
  const texts = await readTexts();
  const changed = withVersion(texts, "98.76.54", "2026-03-01");
  for (const [path, one] of Object.entries(versionsOf(changed))) equal(one, "98.76.54", path);
  const old = versionsOf(texts)["deno.json"]!;
  for (const [path, text] of Object.entries(texts)) {
    if (path === "CHANGELOG.md") continue;
    equal(changed[path]!.replace("98.76.54", old), text, `${path}: more than the version`);
  }
  const notes = releaseNotes({
    tag: "v98.76.54",
    versions: versionsOf(changed),
    changelog: changed["CHANGELOG.md"]!,
  });
  const [, unreleased = ""] = texts["CHANGELOG.md"]!.split("## Unreleased\n");
  equal(unreleased.trim().startsWith(notes.trim()), true);
  match(changed["CHANGELOG.md"]!, /^## Unreleased\n\n## 98\.76\.54 - 2026-03-01\n\n- /m);
});

Deno.test("what is no version, is told already or has nothing to tell is refused", async () => {
  const texts = await readTexts();
  const refused = (version: string, message: RegExp, changed: Record<string, string> = {}) =>
    throws(() => withVersion({ ...texts, ...changed }, version, "2026-03-01"), { message });
  for (const wrong of ["", "v1.2.3", "1.2", "1.2.3-beta.1", "1.2.03"]) {
    refused(wrong, /form 1\.2\.3/);
  }
  refused("1.2.3", /tells of 1\.2\.3 already/, { "CHANGELOG.md": changelog });
  const told = "# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- One.\n";
  refused("1.2.3", /nothing under/, { "CHANGELOG.md": told });
  refused("1.2.3", /CITATION\.cff has no version/, { "CITATION.cff": "title: dcm2nhdr\n" });
});
