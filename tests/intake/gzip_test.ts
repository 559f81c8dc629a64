import { crc32 as zlibCrc32 } from "node:zlib";
import * as fflate from "fflate";
import { Random } from "../support/random.ts";
import { fc } from "../support/property.ts";
import type { HeaderError } from "../../lib/errors.ts";
import { crc32 } from "../../lib/intake/bytes.ts";
import { Gzip } from "../../lib/intake/gzip.ts";
import { deepEqual, equal, match, throws } from "../assert.ts";
import { budgetOf, cuts, Entries, feed, join, utf8 } from "./support.ts";

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function gunzip(bytes: Uint8Array, places: readonly number[] = []) {
  const entries = new Entries();
  feed(new Gzip(entries.open("x"), budgetOf(bytes)), bytes, places);
  return entries.found[0]!;
}

Deno.test("Gzip gives back what the runtime compressed, wherever it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), cuts, async (bytes, places) => {
      const found = gunzip(await gzipped(bytes.slice()), places);
      deepEqual([...found.bytes], [...bytes]);
      equal(found.outcome, "ended");
    }),
  );
});

Deno.test("Gzip takes several members as one stream, and padding behind them", async () => {
  const [a, b] = [await gzipped(utf8("one ")), await gzipped(utf8("two"))];
  const whole = join(a, b, new Uint8Array(700));
  for (const places of [[], [a.length], [a.length, whole.length - 700], [a.length + 1]]) {
    const { bytes, outcome } = gunzip(whole, places);
    deepEqual([new TextDecoder().decode(bytes), outcome], ["one two", "ended"]);
  }
});

Deno.test("Gzip reports what is damaged, cut, or followed by something else", async () => {
  const good = await gzipped(utf8("content ".repeat(50)));
  const damaged = good.slice();
  damaged[good.length - 6]! ^= 1;
  match(gunzip(damaged).outcome!, /damaged/);
  match(gunzip(good.subarray(0, good.length - 1)).outcome!, /ends early/);
  match(gunzip(join(good, "garbage")).outcome!, /damaged/);
});

/** A member with optional fields (RFC 1952 2.3.1). */
function member(
  content: Uint8Array,
  fields: { extra?: number; name?: string; comment?: string; checksum?: boolean },
): Uint8Array<ArrayBuffer> {
  const { extra, name, comment, checksum = false } = fields;
  const plain = fflate.gzipSync(content);
  const flags = (extra === undefined ? 0 : 4) + (name === undefined ? 0 : 8) +
    (comment === undefined ? 0 : 16) + (checksum ? 2 : 0);
  return join(
    Uint8Array.of(0x1f, 0x8b, 8, flags),
    plain.subarray(4, 10),
    extra === undefined
      ? ""
      : join(Uint8Array.of(extra & 0xff, extra >> 8), new Uint8Array(extra).fill(1)),
    name === undefined ? "" : `${name}\0`,
    comment === undefined ? "" : `${comment}\0`,
    checksum ? Uint8Array.of(1, 2) : "",
    plain.subarray(10),
  );
}

Deno.test("Gzip passes over the optional fields of a member, wherever they are cut", () => {
  const optional = fc.record({
    extra: fc.nat({ max: 300 }),
    name: fc.stringMatching(/^[a-z./]{0,40}$/),
    comment: fc.stringMatching(/^[a-z ]{0,40}$/),
    checksum: fc.boolean(),
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(optional, { minLength: 1, maxLength: 3 }), cuts, (members, places) => {
      const bytes = join(...members.map((fields, k) => member(utf8(`member ${k}, `), fields)));
      const found = gunzip(bytes, places);
      equal(new TextDecoder().decode(found.bytes), members.map((_, k) => `member ${k}, `).join(""));
      equal(found.outcome, "ended");
    }),
  );
});

Deno.test("Gzip takes the longest fields that are real, and no name without end", () => {
  const content = utf8("content");
  const long = { extra: 0xffff, name: "n".repeat(4096), comment: "c".repeat(4096) };
  equal(gunzip(member(content, long), [10, 1000, 60_000]).outcome, "ended");
  const every16 = Array.from({ length: 63 }, (_, k) => k * 2 ** 14);
  for (const field of ["name", "comment"]) {
    const endless = member(content, { [field]: "n".repeat(2 ** 20) });
    match(gunzip(endless, every16).outcome!, /damaged/);
  }
});

Deno.test("Gzip keeps nothing of a name that does not end", () => {
  const entries = new Entries();
  const start = Uint8Array.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0);
  const gzip = new Gzip(entries.open("x"), budgetOf(start));
  gzip.push(start);
  let pieces = 0;
  for (; pieces < 1000 && entries.found[0]!.outcome === undefined; pieces++) {
    gzip.push(new Uint8Array(2 ** 14).fill(0x6e));
  }
  // The first one that no longer fits into the longest header is the last.
  equal(pieces, 128 / 16);
});

Deno.test("Gzip counts members without content: each costs as much as one with some", () => {
  const empty = fflate.gzipSync(new Uint8Array(0));
  const few = join(...Array(60).fill(empty));
  equal(gunzip(few).outcome, "ended");
  const many = join(...Array(100_000).fill(empty));
  throws(
    () => gunzip(many),
    (error: HeaderError) =>
      error.code === "limit-exceeded" && error.details["limit"] === "inflate ratio",
  );
});

Deno.test("Gzip refuses a stream that becomes less, and takes one that is stored", () => {
  // RFC 1951 3.2.4: an empty stored block, five bytes that are no output. BFINAL stands in the first bit.
  const empty = [0, 0, 0, 0xff, 0xff];
  const header = fflate.gzipSync(new Uint8Array(0)).subarray(0, 10);
  const blocks = (count: number) =>
    join(
      header,
      Uint8Array.from({ length: 5 * count }, (_, k) => empty[k % 5]!),
      Uint8Array.of(1, ...empty.slice(1), ...new Uint8Array(8)),
    );
  equal(gunzip(blocks(1000)).outcome, "ended");
  match(gunzip(blocks(100_000)).outcome!, /damaged/);
  const noise = new Random(3).bytes(300_000).slice();
  const stored = gunzip(fflate.gzipSync(noise, { level: 0 }), [1000, 70_000]);
  deepEqual([stored.outcome, stored.bytes.length], ["ended", noise.length]);
});

Deno.test("Gzip stops bombs soon after the first 16 MiB", () => {
  const bomb = fflate.gzipSync(new Uint8Array(50 * 2 ** 20), { level: 9 });
  const entries = new Entries();
  throws(
    () => feed(new Gzip(entries.open("x"), budgetOf(bomb)), bomb, [1000, 2000, 3000]),
    (error: HeaderError) =>
      error.code === "limit-exceeded" && error.details["limit"] === "inflate ratio",
  );
  equal(entries.found[0]!.bytes.length < 17 * 2 ** 20, true);
});

Deno.test("crc32() gives the check value of the standard", () => {
  equal(crc32(utf8("123456789")), 0xcbf43926);
  equal(crc32(utf8("6789"), crc32(utf8("12345"))), 0xcbf43926);
});

Deno.test("crc32() is zlib's, for bytes of every length and wherever they are cut", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 100 }), (bytes, at) => {
      equal(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at))), zlibCrc32(bytes));
    }),
  );
});
