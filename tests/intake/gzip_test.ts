import * as fflate from "fflate";
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
