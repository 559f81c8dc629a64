/**
 * Replies as they come over the wire, which `fetch` unpacks before anybody sees them: some servers
 * compress by themselves, and none may compress twice.
 *
 * @module
 */

import { type IncomingMessage, request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { equal, match, ok } from "../assert.ts";
import { dictionaries } from "../routes/support.ts";

/** Fails unless large replies are compressed, once and by a coding that was asked for. */
export async function isCompressedOnce(origin: string): Promise<void> {
  const header = `${origin}/v1/header?format=json`;
  const computed = await sent(header, "gzip", JSON.stringify(dictionaries));
  equal(computed.coding, "gzip");
  equal(JSON.parse(utf8(gunzipSync(computed.bytes))).volumes.length, 1);
  ok(computed.vary.includes("Accept-Encoding"), computed.vary);
  const plain = await sent(header, "identity", JSON.stringify(dictionaries));
  equal(plain.coding, undefined);
  equal(JSON.parse(utf8(plain.bytes)).volumes.length, 1);
  for (const [coding, unpack] of [["gzip", gunzipSync], ["br", brotliDecompressSync]] as const) {
    const page = await sent(`${origin}/page.js`, coding);
    equal(page.coding, coding);
    match(utf8(unpack(page.bytes)), /function/);
  }
}

const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Sends a question; the reply as it comes. */
function sent(address: string, accepted: string, body?: string) {
  return new Promise<{ coding: string | undefined; vary: string; bytes: Uint8Array }>(
    (resolve, reject) => {
      const method = body === undefined ? "GET" : "POST";
      const headers = { "Accept-Encoding": accepted, "Content-Type": "application/json" };
      const asked = request(
        address,
        { method, headers, agent: false },
        (reply: IncomingMessage) => {
          const chunks: Uint8Array[] = [];
          reply.on("data", (chunk) => chunks.push(chunk));
          reply.on("error", reject);
          reply.on("end", async () => {
            const bytes = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
            const { "content-encoding": coding, vary = "" } = reply.headers;
            resolve({ coding, vary, bytes });
          });
        },
      );
      asked.on("error", reject);
      asked.end(body);
    },
  );
}
