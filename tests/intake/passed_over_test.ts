/** What takes no part: by itself where it may have been meant as an image, else counted. */

import { fc } from "../support/property.ts";
import { openEntry } from "../../lib/intake/entry.ts";
import { Intake } from "../../lib/intake/intake.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { series } from "../routes/support.ts";

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function skippedOf(entries: readonly Entry[]) {
  const intake = new Intake();
  for (const { name, bytes } of entries) {
    intake.budget.count("bodyBytes", bytes.length);
    const sink = openEntry(intake, { file: name, archives: true, gzip: true });
    sink.push(bytes);
    sink.end();
  }
  return intake;
}

const text = (name: string, content = "some words\n"): Entry => ({
  name,
  bytes: new TextEncoder().encode(content),
});
const binary = (name: string): Entry => ({ name, bytes: Uint8Array.from([0, 1, 2, 3, 0, 5]) });

/** Nobody takes these for images. */
const OTHERS: readonly Entry[] = [
  text("README.md"),
  text("a/setup.py"),
  text("a/b/settings.json", '{"editor.tabSize": 2}'),
  text("list.json", "[1, 2, 3]"),
  text("LICENSE"),
  text(".gitignore"),
  text("page.html", "<html></html>"),
  binary("weights.bin"),
  binary("model.pt"),
  text("__init__.py", ""),
  text("mask.nrrd", "NRRD0004\ntype: short\n"),
];

/** These may have been meant. */
const MEANT: readonly Entry[] = [
  text("IM0001.dcm"),
  text("a/1.IMA"),
  binary("IM0001"),
  binary("1.2.840.113619.2.5"),
  binary("DICOM/I.001"),
  text("empty.dcm", ""),
];

Deno.test("files that nobody takes for images are counted, the others listed", () => {
  const { skipped, objects } = skippedOf([...OTHERS, ...series, ...MEANT]);
  equal(objects.length, 4);
  deepEqual(skipped.slice(0, -1).map(({ file }) => file), MEANT.map(({ name }) => name));
  const { given, file, reason, message, details } = skipped.at(-1)!;
  deepEqual([given, file, reason, details], [0, undefined, "not-dicom", { count: OTHERS.length }]);
  match(message, /^11 other files were ignored/);
});

Deno.test("a single one is named", () => {
  for (const entry of OTHERS) {
    const { skipped: [only, ...more] } = skippedOf([...series, entry]);
    deepEqual([only!.file, only!.given, more], [entry.name, 4, []]);
  }
});

Deno.test("whatever comes in whatever order, every entry is an object, listed or counted", () => {
  const pools = fc.constantFrom(...OTHERS, ...MEANT, ...series);
  fc.assert(fc.property(fc.array(pools, { maxLength: 30 }), (entries) => {
    const { skipped, objects } = skippedOf(entries);
    const others = entries.filter((entry) => OTHERS.includes(entry));
    const counted = skipped.find(({ details }) => details?.["count"] !== undefined);
    equal(counted?.details?.["count"], others.length > 1 ? others.length : undefined);
    const listed = skipped.length - (counted ? 1 : 0);
    equal(objects.length + listed + (counted ? others.length : 0), entries.length);
    ok(skipped.every(({ given }) => given < entries.length));
  }));
});
