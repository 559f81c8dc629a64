/** Clients that are slow, leave, or never finish, on connections of their own. */

import { equal, match } from "../assert.ts";
import { makeSeries } from "../support/series.ts";
import { serve, withServerProcess } from "../support/server_process.ts";

/** Frames of a dose grid, whose reply has 7 MB for a request of 200 kB. */
const FRAMES = 30_000;

const utf8 = (text: string) => new TextEncoder().encode(text);

const [slice] = makeSeries({ count: 1 });

/** A request whose reply is long. */
const LONG = JSON.stringify({
  ...slice!.attributes,
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
  NumberOfFrames: FRAMES,
  GridFrameOffsetVector: Array.from({ length: FRAMES }, (_, k) => 2 * k),
});

const headOf = (length: number) =>
  `POST /v1/header?format=json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`;

async function connect(origin: string): Promise<Deno.TcpConn> {
  return await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(origin).port) });
}

async function send(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

/**
 * A request like any other is answered rightly, whatever others have not read yet. Who waits for them
 * does not answer at all, because they read on only afterwards.
 */
async function answersOthers(origin: string): Promise<void> {
  const request = { method: "POST", body: slice!.bytes.slice() };
  const response = await fetch(`${origin}/v1/header`, request);
  match(await response.text(), /^sizes: 8 6 1$/m);
}

Deno.test("clients that leave while they are answered cost the others nothing", async () => {
  await withServerProcess(serve("main.ts"), async ({ origin, written }) => {
    for (let k = 0; k < 4; k++) {
      const connection = await connect(origin);
      await send(connection, utf8(headOf(LONG.length) + LONG));
      // One leaves before the first byte, the others in the middle.
      if (k > 0) await connection.read(new Uint8Array(1000 * k));
      connection.close();
    }
    await answersOthers(origin);
    equal(written().includes("error"), false, written());
  });
});

Deno.test("a client that reads slowly gets all of its answer, and holds up nobody", async () => {
  await withServerProcess(serve("main.ts"), async ({ origin }) => {
    using connection = await connect(origin);
    await send(connection, utf8(headOf(LONG.length) + LONG));
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(2 ** 16);
    let answer = "";
    const read = async (bytes: number) => {
      const count = await connection.read(buffer.subarray(0, bytes));
      answer += decoder.decode(buffer.subarray(0, count ?? 0), { stream: true });
      return count !== null;
    };
    for (let k = 0; k < 20; k++) {
      await read(100);
      await new Promise((done) => setTimeout(done, 25));
    }
    await answersOthers(origin);
    while (await read(buffer.length));
    match(answer, /^HTTP\/1\.1 200 /);
    const length = Number(/content-length: (\d+)/i.exec(answer)![1]);
    const body = answer.slice(answer.indexOf("\r\n\r\n") + 4);
    equal(utf8(body).length, length);
    equal(JSON.parse(body).volumes[0].slices.length, FRAMES);
  });
});

Deno.test("hundreds of requests that do not go on hold up nobody", async () => {
  await withServerProcess(serve("main.ts"), async ({ origin }) => {
    const beginnings = [
      "",
      "POST /v1/hea",
      "POST /v1/header HTTP/1.1\r\nHost: x\r\nX-Slow: a",
      headOf(10 ** 9),
      `${headOf(10 ** 9)}DICM`,
      "POST /v1/header HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
    ];
    const connections = await Promise.all(
      Array.from({ length: 300 }, () => connect(origin)),
    );
    await Promise.all(
      connections.map((connection, k) =>
        send(connection, utf8(beginnings[k % beginnings.length]!))
      ),
    );
    await answersOthers(origin);
    for (const connection of connections) connection.close();
    await answersOthers(origin);
  });
});

Deno.test("a body that comes in single bytes is read", async () => {
  await withServerProcess(serve("main.ts"), async ({ origin }) => {
    using connection = await connect(origin);
    connection.setNoDelay(true);
    const { bytes } = slice!;
    await send(connection, utf8(headOf(bytes.length)));
    for (let at = 0; at < bytes.length; at++) await send(connection, bytes.subarray(at, at + 1));
    match(await new Response(connection.readable).text(), /"sizes": \[\s*8,\s*6,\s*1\s*\]/);
  });
});
