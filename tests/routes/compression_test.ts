import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { WORTH_COMPRESSING } from "../../routes/reply.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { createApp } from "./checked_app.ts";
import { form } from "./support.ts";

const app = createApp();

/** What browsers send. */
const BROWSER = "gzip, deflate, br, zstd";

const ask = (coding: string | undefined, path: string, init: RequestInit = {}) => {
  const headers = new Headers(init.headers);
  if (coding !== undefined) headers.set("Accept-Encoding", coding);
  return app.request(path, { ...init, headers });
};

const question = (coding: string | undefined, query = "?format=json") =>
  ask(coding, `/v1/header${query}`, { method: "POST", body: form() });

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

const unpacked = (bytes: Uint8Array) => new TextDecoder().decode(gunzipSync(bytes));

Deno.test("computed replies are compressed by gzip, if that is accepted", async () => {
  const plain = await question(undefined);
  equal(plain.headers.get("Content-Encoding"), null);
  const text = await plain.text();
  equal(plain.headers.get("Content-Length"), `${new TextEncoder().encode(text).length}`);
  for (const coding of [BROWSER, "gzip", "GZIP", "*", "br;q=1, gzip;q=0.5"]) {
    const response = await question(coding);
    deepEqual([response.status, response.headers.get("Content-Encoding")], [200, "gzip"], coding);
    equal(response.headers.get("Vary"), "Accept, Accept-Encoding");
    equal(response.headers.get("Content-Length"), null);
    const bytes = await bytesOf(response);
    ok(bytes.length < text.length / 2);
    equal(unpacked(bytes), text);
  }
  for (const coding of ["", "identity", "br", "zstd", "gzip;q=0", "*;q=0"]) {
    const response = await question(coding);
    equal(response.headers.get("Content-Encoding"), null, coding);
    equal(response.headers.get("Vary"), "Accept, Accept-Encoding");
    equal(await response.text(), text);
  }
});

Deno.test("what fits into a packet is not compressed, nor what is compressed already", async () => {
  const text = await question(BROWSER, "");
  equal(text.headers.get("Content-Encoding"), null);
  ok(Number(text.headers.get("Content-Length")) < WORTH_COMPRESSING);
  match(await text.text(), /^NRRD/);
  const zip = await question(BROWSER, "?format=zip");
  equal(zip.headers.get("Content-Encoding"), null);
  match(new TextDecoder().decode(await bytesOf(zip)), /^PK/);
  for (const path of ["/health", "/nothing"]) {
    const small = await ask(BROWSER, path);
    deepEqual([small.headers.get("Content-Encoding"), (await small.json()) !== null], [null, true]);
  }
});

Deno.test("files come in Brotli, gzip or neither, under one tag", async () => {
  for (const path of ["/", "/page.js", "/page.css", "/openapi.json"]) {
    const plain = await ask(undefined, path);
    const text = await plain.text();
    const tag = plain.headers.get("ETag")!;
    match(tag, /^"/);
    const ways = [
      [BROWSER, "br", brotliDecompressSync],
      ["br", "br", brotliDecompressSync],
      ["gzip, br;q=0.5", "gzip", gunzipSync],
      ["br;q=0, *", "gzip", gunzipSync],
    ] as const;
    for (const [accepted, coding, unpack] of ways) {
      const response = await ask(accepted, path);
      deepEqual([response.status, response.headers.get("Content-Encoding")], [200, coding], path);
      equal(response.headers.get("Vary"), "Accept-Encoding");
      // Other bytes than those of the strong tag, but the same file.
      equal(response.headers.get("ETag"), `W/${tag}`);
      equal(new TextDecoder().decode(unpack(await bytesOf(response))), text);
      const again = await ask(accepted, path, { headers: { "If-None-Match": `W/${tag}` } });
      equal(again.status, 304);
      equal(again.headers.get("Vary"), "Accept-Encoding");
      equal((await bytesOf(again)).length, 0);
    }
    const head = await ask(BROWSER, path, { method: "HEAD" });
    deepEqual([head.status, (await bytesOf(head)).length], [200, 0]);
  }
});

Deno.test("the length of a compressed reply depends on its own request alone", async () => {
  const secret = "k7Qd93".repeat(20);
  const [first, credited] = [new FormData(), new FormData()];
  for (const [name, file] of form().entries()) {
    first.append(name, file);
    credited.append(name, file);
  }
  const send = (body: FormData, headers: Record<string, string> = {}) =>
    ask("gzip", "/v1/header?format=json", { method: "POST", body, headers });
  const alone = await bytesOf(await send(first));
  // Others ask meanwhile, and the one who asks again has credentials for everything.
  await bytesOf(await question("gzip"));
  const response = await send(credited, {
    "Cookie": `session=${secret}`,
    "Authorization": `Bearer ${secret}`,
    "X-Request-Id": secret.slice(0, 64),
    "Referer": `https://example.org/${secret}`,
  });
  equal(response.headers.get("Set-Cookie"), null);
  equal(response.headers.get("Access-Control-Allow-Credentials"), null);
  deepEqual(await bytesOf(response), alone);
  equal(unpacked(alone).includes(secret.slice(0, 12)), false);
});
