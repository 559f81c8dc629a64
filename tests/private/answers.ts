/**
 * Everything that the service answers, in every form of reply.
 *
 * @module
 */

import * as fflate from "fflate";
import { createApp } from "../../routes/app.ts";
import { ok } from "../assert.ts";
import type { Body } from "./kinds.ts";

const app = createApp();

/** What differs from answer to answer: how long it took, and its random number. */
export const OWN_FIELDS: ReadonlySet<string> = new Set(["server-timing", "x-request-id"]);

/** One answer as text: its body, unpacked if it is a zip, and its header fields. */
export async function answerTo(path: string, { content, type }: Body): Promise<string> {
  const response = await app.request(path, {
    method: "POST",
    body: content,
    headers: { "Content-Type": type },
  });
  ok(response.status < 500, `${path}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isZip = response.headers.get("Content-Type") === "application/zip";
  const parts = isZip ? Object.entries(fflate.unzipSync(bytes)) : [["", bytes] as const];
  const fields = [...response.headers].filter(([name]) => !OWN_FIELDS.has(name));
  return [
    ...parts.map(([name, content]) => `${name}\n${new TextDecoder().decode(content)}`),
    response.status,
    JSON.stringify(fields),
  ].join("\n");
}
