import { ByobReader } from "../../routes/byob_reader.ts";
import { deepEqual, equal } from "../assert.ts";
import { inPieces } from "./support.ts";

const bytes = Uint8Array.from({ length: 100 }, (_, k) => k);

/** A stream of pieces that are handed over as they are. */
function plain(length: number): ReadableStream<Uint8Array> {
  const pieces = Array.from(
    { length: bytes.length / length },
    (_, k) => bytes.slice(k * length, (k + 1) * length),
  );
  return ReadableStream.from(pieces);
}

for (const [kind, stream] of Object.entries({ bytes: inPieces(bytes, 25), plain: plain(25) })) {
  Deno.test(`a stream of ${kind} comes chunk by chunk, as it was sent`, async () => {
    const chunks = new ByobReader(stream, 30);
    const found: number[] = [];
    for (let chunk; (chunk = await chunks.next());) found.push(...chunk);
    deepEqual(found, [...bytes]);
  });
}

Deno.test("chunks of a stream of bytes come in one and the same memory", async () => {
  const chunks = new ByobReader(inPieces(bytes, 25), 0);
  equal((await chunks.next())![0], 0);
  const second = await chunks.next();
  equal(second![0], 25);
  // Memory that is lent goes from hand to hand: the chunk before is no more.
  await chunks.next();
  equal(second!.length, 0);
});

Deno.test("memory is lent only where a stream turns out long, and asked for once", async () => {
  const modes = async (stream: ReadableStream<Uint8Array>, plain?: number) => {
    const asked: (string | undefined)[] = [];
    const { getReader } = stream;
    stream.getReader = ((options?: { mode: "byob" }) => {
      asked.push(options?.mode);
      return getReader.call(stream, options!);
    }) as typeof getReader;
    const chunks = new ByobReader(stream, plain);
    while (await chunks.next());
    return asked;
  };
  deepEqual(await modes(inPieces(bytes, 10)), [undefined]);
  deepEqual(await modes(inPieces(bytes, 10), 30), [undefined, "byob"]);
  deepEqual(await modes(plain(10), 30), [undefined, "byob", undefined]);
});

Deno.test("what is let go of is told so", async () => {
  let cancelled = 0;
  for (const type of ["bytes", undefined] as const) {
    const stream = new ReadableStream({ type: type as undefined, cancel: () => void cancelled++ });
    await new ByobReader(stream).cancel();
  }
  equal(cancelled, 2);
});
