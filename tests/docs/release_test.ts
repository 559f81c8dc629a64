/** A tag becomes a release only if the files that lie under it say so. */

import { citedVersion, releaseNotes } from "../../tools/release_notes.ts";
import { equal, throws } from "../assert.ts";

const root = new URL("../../", import.meta.url);

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

const release = { tag: "v1.2.3", version: "1.2.3", cited: "1.2.3", changelog };

Deno.test("the notes of a release are its section of the changelog, and no other", () => {
  equal(releaseNotes(release), "- One.\n- Two,\n  of two lines.\n");
  const old = { ...release, tag: "v1.2.2", version: "1.2.2", cited: "1.2.2" };
  equal(releaseNotes(old), "- Old.\n");
});

Deno.test("a tag is refused that is not the version, or of which nothing is told", () => {
  const refused = (changed: Partial<typeof release>, message: RegExp) =>
    throws(() => releaseNotes({ ...release, ...changed }), { message });
  refused({ tag: "v1.2.4" }, /v1\.2\.4 is not v1\.2\.3/);
  refused({ tag: "1.2.3" }, /is not v1\.2\.3/);
  refused({ cited: "1.2.2" }, /CITATION\.cff has the version 1\.2\.2/);
  refused({ tag: "v1.2", version: "1.2", cited: "1.2" }, /no section "## 1\.2"/);
  refused({ tag: "v1.2.30", version: "1.2.30", cited: "1.2.30" }, /tells nothing of 1\.2\.30/);
});

Deno.test("CITATION.cff has the version of deno.json", async () => {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  equal(citedVersion(await Deno.readTextFile(new URL("CITATION.cff", root))), version);
});
