import { Intake } from "../../lib/intake/intake.ts";
import { readOptions } from "../../lib/options/read.ts";
import type { Progress, Source } from "../../page/protocol.ts";
import { read as readInto } from "../../page/reading.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { makeSeries } from "../support/series.ts";
import { tarBytes } from "../support/tar_writer.ts";
import { Watched } from "./watched.ts";

const { header: OPTIONS } = readOptions([]);

/** What a source brings. */
async function read(source: Source, onProgress: (progress: Progress) => void): Promise<Intake> {
  const intake = new Intake();
  await readInto(source, intake, onProgress);
  return intake;
}

Deno.test("only the beginning of each file is read, and the reply is that of the whole", async () => {
  const series = makeSeries({ count: 6, pixels: () => new Uint8Array(5_000_000) });
  const files = series.map(({ name, bytes }) => new Watched([bytes.slice()], name));
  const seen: Progress[] = [];
  const { objects, skipped } = await read(
    { from: "files", files: files.map((file) => ({ path: file.name, file })) },
    (progress) => seen.push(progress),
  );
  for (const file of files) ok(file.bytesRead <= 20_000, `${file.bytesRead} bytes were read`);
  deepEqual(objects.map(({ byteLength }) => byteLength), files.map(({ size }) => size));
  const whole = collect(series);
  deepEqual(makeReply(objects, skipped, OPTIONS), makeReply(whole.objects, [], OPTIONS));
  deepEqual(seen.map(({ done }) => done), [1, 2, 3, 4, 5, 6]);
});

Deno.test("a header longer than the first piece is read to its end", async () => {
  const [object] = makeSeries({
    count: 1,
    attributes: { "00091010": { vr: "OB", value: new Uint8Array(300_000) } },
    pixels: () => new Uint8Array(2_000_000),
  });
  const file = new Watched([object!.bytes.slice()], "long.dcm");
  const { objects } = await read({ from: "files", files: [{ path: "long.dcm", file }] }, () => {});
  ok(file.bytesRead > 300_000 && file.bytesRead < 1_000_000, String(file.bytesRead));
  equal(objects[0]!.dataset.numbers("Rows")[0], 6);
  equal(objects[0]!.byteLength, file.size);
});

Deno.test("a file that cannot be read is listed and takes nothing else with it", async () => {
  const series = makeSeries({ count: 3 });
  class Gone extends File {
    override slice(): Blob {
      throw new DOMException("moved", "NotReadableError");
    }
  }
  const files = series.map(({ name, bytes }, k) =>
    k === 1 ? new Gone([], name) : new File([bytes.slice()], name)
  );
  const { objects, skipped } = await read(
    { from: "files", files: files.map((file) => ({ path: file.name, file })) },
    () => {},
  );
  deepEqual(objects.map(({ given }) => given), [0, 2]);
  deepEqual(skipped.map(({ given, file, reason }) => ({ given, file, reason })), [
    { given: 1, file: "0002.dcm", reason: "bad-request" },
  ]);
});

Deno.test("of a large file the bytes are counted, alone and among others", async () => {
  const series = makeSeries({ count: 3, pixels: () => new Uint8Array(9_000_000) });
  const tar = new File([tarBytes(series).slice()], "series.tar");
  const seen: Progress[] = [];
  const report = (progress: Progress): void => void seen.push(progress);
  await read({ from: "files", files: [{ path: "series.tar", file: tar }] }, report);
  const bytes = seen.filter(({ unit }) => unit === "bytes");
  ok(bytes.length > 5, `${bytes.length} reports`);
  ok(bytes.every(({ done, total }, k) => total === tar.size && done > (bytes[k - 1]?.done ?? 0)));

  seen.length = 0;
  const small = new File([series[0]!.bytes.slice(0, 1000)], "a.txt");
  const files = [{ path: "a.txt", file: small }, { path: "series.tar", file: tar }];
  await read({ from: "files", files }, report);
  const within = seen.flatMap((progress) => progress.within ? [progress] : []);
  ok(within.length > 5);
  ok(
    within.every(({ done, total, within }) =>
      done === 1 && total === 2 && within!.total === tar.size
    ),
  );
});
