/** Little that becomes much: compressed once or several times, in one piece or in thousands. */

import * as fflate from "fflate";
import { Budget } from "../../lib/budget.ts";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { concat, writeDicom } from "../support/dicom_writer.ts";
import { Random } from "../support/random.ts";
import { makeSeries } from "../support/series.ts";
import { form, gzip, series, tar, TRUE_LINES, zip } from "./support.ts";

/** Bytes that inflate unasked: so much is no bomb, whatever its ratio. */
const FREE = 16 * 2 ** 20;

/** Bytes that are counted in one step, at most: those of one look at a deflated header. */
const STEP = 2 ** 20;

/** What comes of some work, and how many bytes were inflated meanwhile. */
async function countInflated<T>(work: () => Promise<T>): Promise<[result: T, bytes: number]> {
  let inflated = 0;
  const { countInflatedBytes } = Budget.prototype;
  Budget.prototype.countInflatedBytes = function (bytes) {
    inflated += bytes;
    countInflatedBytes.call(this, bytes);
  };
  try {
    return [await work(), inflated];
  } finally {
    Budget.prototype.countInflatedBytes = countInflatedBytes;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

const zeros = (mebibytes: number): Bytes => new Uint8Array(mebibytes * 2 ** 20);
const gzipped = (bytes: Bytes): Bytes => fflate.gzipSync(bytes, { level: 9 });
const named = (bytes: Bytes, count = 1, name = "x") =>
  Array.from({ length: count }, (_, k) => ({ name: `${name}${k}`, bytes }));

/** A slice whose deflated dataset begins with so many blank bytes. */
function deflated(blanks: number): Bytes {
  const [slice] = makeSeries({ count: 1 });
  const attributes = {
    ...slice!.attributes,
    "00091010": { vr: "OB", value: new Uint8Array(blanks) },
  };
  return writeDicom(attributes, { transferSyntax: "deflated" }).slice();
}

/** A MiB that becomes 1 kB, so that it passes for a small file. */
const SMALL = gzipped(zeros(1).subarray(1000));

interface Sent {
  readonly body: BodyInit | Promise<BodyInit>;
  readonly headers?: Record<string, string>;
}

const bombs: Record<string, () => Sent> = {
  "zip": () => ({ body: zip(named(zeros(20))), headers: { "Content-Type": "application/zip" } }),
  "gzip": () => ({ body: gzipped(zeros(20)), headers: { "Content-Type": "application/gzip" } }),
  "tar in gzip": () => ({ body: gzip(tar(named(zeros(20)))) }),
  "zip in gzip": () => ({ body: gzip(zip(named(zeros(99)))) }),
  "gzip in tar": () => ({ body: tar(named(gzipped(zeros(20)))) }),
  "gzip in zip": () => ({ body: zip(named(gzipped(zeros(99)))) }),
  "content coding gzip": () => ({
    body: gzipped(zeros(20)),
    headers: { "Content-Type": "application/dicom", "Content-Encoding": "gzip" },
  }),
  "content coding x-gzip of a form": () => ({
    body: gzip(new Blob([`--b\r\nContent-Type: application/dicom\r\n\r\n`, zeros(20)])),
    headers: { "Content-Type": "multipart/form-data; boundary=b", "Content-Encoding": "x-gzip" },
  }),
  "deflated transfer syntax": () => ({ body: deflated(3_000_000) }),
  "zip in a form": () => ({ body: form([{ name: "x.zip", bytes: zip(named(zeros(20))) }]) }),
  "gzip in a form": () => ({ body: form(named(gzipped(zeros(20)))) }),
  "deflated transfer syntax in a form": () => ({ body: form(named(deflated(3_000_000))) }),
  "deflated transfer syntax in zip": () => ({ body: zip(named(deflated(3_000_000))) }),
  "a thousand small ones in zip": () => ({ body: zip(named(SMALL, 1000)) }),
  "a thousand small ones in tar": () => ({ body: tar(named(SMALL.slice(), 1000)) }),
  "a thousand small ones in a form": () => ({ body: form(named(SMALL, 1000)) }),
  "a thousand small ones in one gzip": () => ({
    body: concat(Array(1000).fill(SMALL)).slice(),
    headers: { "Content-Type": "application/gzip" },
  }),
  "a thousand deflated objects": () => ({ body: form(named(deflated(1_000_000), 1000)) }),
};

for (const [name, make] of Object.entries(bombs)) {
  Deno.test(`a bomb, ${name}: 413, the inflate ratio, and no further`, async () => {
    const { body, headers = {} } = make();
    const init = { method: "POST", body: await body, headers };
    const request = new Request("http://localhost/v1/header", init);
    const sent = (await request.clone().bytes()).length;
    const [problem, inflated] = await countInflated(async () => {
      const response = await createApp().fetch(request);
      return { status: response.status, ...await response.json() };
    });
    deepEqual(
      [problem.status, problem.code, problem.limit, problem.maximum],
      [413, "limit-exceeded", "inflate ratio", 100],
      JSON.stringify(problem).slice(0, 500),
    );
    ok(inflated <= Math.max(FREE, 100 * sent) + STEP, `${inflated} bytes of ${sent}`);
  });
}

Deno.test("of compression within compression, the product of the ratios counts", async () => {
  const noise = new Random(1).bytes(6000);
  const member = concat([noise, zeros(0.5)]).slice();
  const step = gzipped(member);
  const entry = concat(Array(60).fill(step)).slice();
  const body = zip(named(entry, 10));
  // No step for itself is a bomb; together they make 300 MB of 100 kB.
  ok(member.length / step.length < 100 && 10 * entry.length / body.length < 100);
  ok(600 * member.length / body.length > 1000);
  const response = await createApp().request("/v1/header", { method: "POST", body });
  const problem = await response.json();
  deepEqual([response.status, problem.limit], [413, "inflate ratio"], JSON.stringify(problem));
});

Deno.test("what is compressed as images are is no bomb, blank slices included", async () => {
  const made = makeSeries({ columns: 512, rows: 512, count: 8, pixels: () => new Uint8Array(0) });
  const withBlanks = (blanks: readonly number[]) =>
    made.map(({ name, bytes }, k) => {
      const pixels = blanks.includes(k) ? zeros(2) : new Random(k).bytes(2 ** 16);
      return { name, bytes: concat([bytes, pixels]).slice() };
    });
  const bodies = [zip(withBlanks([0, 1, 2, 3])), await gzip(tar(withBlanks([0, 1, 2, 3])))];
  for (const body of bodies) {
    const response = await createApp().request("/v1/header", { method: "POST", body });
    const text = await response.text();
    equal(response.status, 200, text);
    ok(text.includes("\nsizes: 512 512 8\n"), text);
  }
});

Deno.test("what file managers leave behind is passed over, not inflated", async () => {
  const litter = named(zeros(20), 3, "__MACOSX/._");
  const response = await createApp().request("/v1/header", {
    method: "POST",
    body: zip([...litter, ...series]),
  });
  const text = await response.text();
  for (const line of TRUE_LINES) ok(text.includes(`\n${line}\n`), text);
});

Deno.test("other content codings are refused, bombs or not", async () => {
  for (const coding of ["deflate", "br", "zstd", "compress", "gzip, gzip"]) {
    const headers = { "Content-Type": "application/json", "Content-Encoding": coding };
    const request = { method: "POST", body: fflate.zlibSync(zeros(20)), headers };
    const response = await createApp().request("/v1/header", request);
    deepEqual([response.status, (await response.json()).code], [415, "unsupported-media-type"]);
  }
});
