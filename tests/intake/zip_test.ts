import { fc } from "../support/property.ts";
import * as fflate from "fflate";
import { HeaderError } from "../../lib/errors.ts";
import { Zip } from "../../lib/intake/zip.ts";
import { deepEqual, equal, match, throws } from "../assert.ts";
import { budgetOf, cuts, Entries, feed, feedBytewise, join, utf8 } from "./support.ts";

interface Member {
  name: string;
  bytes: Uint8Array;
  deflate: boolean;
}

/** An archive with sizes in the local headers, written by fflate. */
function sized(members: readonly Member[]): Uint8Array {
  return fflate.zipSync(
    Object.fromEntries(members.map(({ name, bytes, deflate }) => [
      name,
      [bytes, { level: deflate ? 6 : 0 }] as fflate.ZippableFile,
    ])),
  );
}

/** An archive with data descriptors, written by fflate as a stream. */
function streamed(members: readonly Member[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new fflate.Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const { name, bytes, deflate } of members) {
    const file = deflate ? new fflate.ZipDeflate(name) : new fflate.ZipPassThrough(name);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return join(...chunks);
}

function unzip(archive: Uint8Array, places: readonly number[] = []): Entries {
  const entries = new Entries();
  feed(new Zip(entries.open, budgetOf(archive)), archive, places);
  return entries;
}

/** Sets a bit in the flags of the first entry. */
function withFlag(archive: Uint8Array, bit: number): Uint8Array {
  const copy = archive.slice();
  copy[6]! |= bit;
  return copy;
}

const hello: Member = { name: "a/hello.txt", bytes: utf8("hello ".repeat(99)), deflate: true };
const stored: Member = {
  name: "ä.bin",
  bytes: utf8("PK\x07\x08 PK\x03\x04 stored"),
  deflate: false,
};
const helloText = "hello ".repeat(99);
const storedText = "PK\x07\x08 PK\x03\x04 stored";

Deno.test("Zip gives back what was packed, wherever the archive is cut", () => {
  const member = fc.record({
    name: fc.stringMatching(/^[\wäł][\w./ äł-]{0,20}[\wäł]$/),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom(utf8("PK\x07\x08".repeat(30)), utf8("PK\x03\x04")),
    ),
    deflate: fc.boolean(),
  });
  const members = fc.uniqueArray(member, { selector: ({ name }) => name, minLength: 1 });
  fc.assert(
    fc.property(members, fc.constantFrom(sized, streamed), cuts, (packed, write, places) => {
      const { found } = unzip(write(packed), places);
      const byName = (list: { name?: string | undefined; bytes: Uint8Array }[]) =>
        list.map(({ name, bytes }) => [name, [...bytes]]).sort();
      deepEqual(byName(found), byName(packed));
      equal(found.every(({ outcome }) => outcome === "ended"), true);
    }),
    { numRuns: 200 },
  );
});

Deno.test("Zip takes single bytes", () => {
  for (const write of [sized, streamed]) {
    const entries = new Entries();
    const archive = write([hello, stored]);
    feedBytewise(new Zip(entries.open, budgetOf(archive)), archive);
    deepEqual(entries.texts(), [
      [hello.name, helloText, "ended"],
      [stored.name, storedText, "ended"],
    ]);
  }
});

Deno.test("Zip reads what Python's zipfile writes to a pipe (descriptors, zip64)", () => {
  // Two entries, "d/deflated.txt" and "stored.txt", each "slice " 20 times;
  // the first with force_zip64 (sizes of 8 bytes in header and descriptor).
  const archive = Uint8Array.fromBase64(PYTHON_PIPE);
  deepEqual(unzip(archive).texts(), [
    ["d/deflated.txt", "slice ".repeat(20), "ended"],
    ["stored.txt", "slice ".repeat(20), "ended"],
  ]);
});

Deno.test("Zip reads data descriptors without signature", () => {
  const archive = streamed([hello, { ...hello, name: "again.txt" }]);
  const text = [...archive].map((byte) => String.fromCharCode(byte)).join("");
  const cut = Uint8Array.from(text.replaceAll("PK\x07\x08", ""), (c) => c.charCodeAt(0));
  equal(cut.length, archive.length - 8);
  deepEqual(unzip(cut).texts(), [
    [hello.name, helloText, "ended"],
    ["again.txt", helloText, "ended"],
  ]);
});

Deno.test("Zip passes over folders, and takes an archive without entries", () => {
  deepEqual(unzip(fflate.zipSync({ "folder/": new Uint8Array(), "folder/x": utf8("x") })).texts(), [
    ["folder/x", "x", "ended"],
  ]);
  deepEqual(unzip(fflate.zipSync({})).found, []);
});

Deno.test("Zip lists entries that are encrypted, packed otherwise or damaged, and goes on", () => {
  const outcome = (archive: Uint8Array) => {
    const [first, second] = unzip(archive).texts();
    deepEqual(second, [stored.name, storedText, "ended"]);
    return first![2]!;
  };
  const archive = sized([hello, stored]);
  match(outcome(withFlag(archive, 1)), /encrypted/);
  match(outcome(withFlag(streamed([hello, stored]), 1)), /encrypted/);
  const lzma = archive.slice();
  lzma[8] = 14;
  match(outcome(lzma), /method 14/);
  const wrongSum = archive.slice();
  wrongSum[14]! ^= 1;
  match(outcome(wrongSum), /checksum/);
  const damaged = archive.slice();
  damaged[30 + hello.name.length] = 0xff;
  match(outcome(damaged), /damaged/);
});

Deno.test("Zip refuses archives that break off at any byte before the directory", () => {
  const archive = sized([hello, stored]);
  const directory = new TextDecoder("latin1").decode(archive).indexOf("PK\x01\x02");
  for (let length = 0; length < directory + 4; length++) {
    throws(() => unzip(archive.subarray(0, length)), { code: "bad-archive" }, `cut at ${length}`);
  }
  equal(unzip(archive.subarray(0, directory + 4)).found.length, 2);
});

Deno.test("Zip never fails otherwise than with a HeaderError, whatever is damaged", () => {
  const archive = streamed([hello, stored, hello]);
  fc.assert(
    fc.property(
      fc.nat({ max: archive.length - 1 }),
      fc.nat({ max: 255 }),
      cuts,
      (at, byte, places) => {
        const damaged = archive.slice();
        damaged[at] = byte;
        try {
          unzip(damaged, places);
        } catch (error) {
          if (!(error instanceof HeaderError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("Zip stops bombs at the ratio", () => {
  const bomb = fflate.zipSync({ "zeros": new Uint8Array(20 * 2 ** 20) });
  throws(
    () => unzip(bomb),
    (error: HeaderError) =>
      error.code === "limit-exceeded" && error.details["limit"] === "inflate ratio" &&
      error.details["maximum"] === 100 && Number(error.details["found"]) > 100,
  );
});

const PYTHON_PIPE =
  "UEsDBC0ACAAIAAAAIQAAAAAA//////////8OABQAZC9kZWZsYXRlZC50eHQBABAAAAAAAAAAAAAAAAAAAAAAACvO" +
  "yUxOVSimOwkAUEsHCPylkv4LAAAAAAAAAHgAAAAAAAAAUEsDBBQACAAAAAAAIQAAAAAAAAAAAAAAAAAKAAAAc3Rv" +
  "cmVkLnR4dHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNl" +
  "IHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIHNsaWNlIFBLBwj8" +
  "pZL+eAAAAHgAAABQSwECLQMtAAgACAAAACEA/KWS/gsAAAB4AAAADgAAAAAAAAAAAAAAgAEAAAAAZC9kZWZsYXRl" +
  "ZC50eHRQSwECFAMUAAgAAAAAACEA/KWS/ngAAAB4AAAACgAAAAAAAAAAAAAAgAFjAAAAc3RvcmVkLnR4dFBLBQYA" +
  "AAAAAgACAHQAAAATAQAAAAA=";
