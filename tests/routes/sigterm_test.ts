import { equal, match, ok } from "../assert.ts";
import { serve, type Start, withServerProcess } from "../support/server_process.ts";
import { series } from "./support.ts";

const { bytes } = series[0]!;

/** What platforms send, and people who press Ctrl-C again. */
const SIGNALS: readonly (readonly Deno.Signal[])[] = [
  ["SIGTERM"],
  ["SIGINT"],
  ["SIGTERM", "SIGTERM"],
  ["SIGINT", "SIGTERM", "SIGINT"],
];

/** Half an upload, signals, the other half; what comes back, and how the process ends. */
async function endedHalfway(
  start: Start,
  signals: readonly Deno.Signal[] = ["SIGTERM"],
): Promise<{ reply: string; code: number }> {
  return await withServerProcess(start, async ({ origin, kill, status }) => {
    const port = Number(new URL(origin).port);
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    const send = (part: Uint8Array) =>
      new Blob([part.slice()]).stream().pipeTo(
        connection.writable,
        { preventClose: true },
      );
    const head = "POST /v1/header HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" +
      `Content-Length: ${bytes.length}\r\n\r\n`;
    await send(new TextEncoder().encode(head));
    // The server says so when it begins to read (RFC 9110 10.1.1): the upload is under way.
    const buffer = new Uint8Array(100);
    const count = await connection.read(buffer);
    match(new TextDecoder().decode(buffer.subarray(0, count ?? 0)), /^HTTP\/1\.1 100 /);
    await send(bytes.subarray(0, 200));
    // For a signal to come before the next, and before the other half. If it does not, the test
    // proves less, and passes.
    for (const signal of signals) {
      kill(signal);
      await new Promise((done) => setTimeout(done, 300));
    }
    await send(bytes.subarray(200)).catch(() => {});
    const reply = await new Response(connection.readable).text().catch(() => "");
    return { reply, code: (await status).code };
  });
}

for (const signals of SIGNALS) {
  Deno.test(`in a container, an upload comes to its end and is answered after ${signals.join(", ")}`, async () => {
    const net = ["--no-prompt", "--allow-net=127.0.0.1"];
    const args = ["run", ...net, "deploy/container/serve.ts", "0", "127.0.0.1"];
    const { reply, code } = await endedHalfway({ args }, signals);
    match(reply, /^HTTP\/1\.1 200 OK\r\n/);
    ok(reply.includes("\nsizes: 7 5 1\n"), reply);
    equal(code, 0);
  });
}

Deno.test("under deno serve, SIGTERM answers an upload that has not come to its end", async () => {
  const { reply, code } = await endedHalfway(serve("main.ts"));
  match(reply, /^HTTP\/1\.1 (200|400) /);
  ok(reply.includes("\nsizes: 7 5 1\n") || reply.includes('"code": "bad-request"'), reply);
  equal(code, 0);
});
