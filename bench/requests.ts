/**
 * The same headers as the bodies that clients send.
 *
 * @module
 */

import { writeTar } from "../tests/support/tar_writer.ts";
import type { Header } from "./series.ts";

/** A body and its media type. */
export interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Forms in which a series is sent. */
export type Form = "tar" | "multipart" | "json";

/** The headers in every form. */
export async function bodiesOf(headers: readonly Header[]): Promise<Record<Form, Body>> {
  const form = new FormData();
  for (const { name, bytes } of headers) form.append("file", new Blob([bytes]), name);
  const multipart = new Response(form);
  const type = multipart.headers.get("Content-Type")!;
  return {
    tar: { bytes: await bytesOf(writeTar(headers)), type: "application/x-tar" },
    multipart: { bytes: await bytesOf(await multipart.blob()), type },
    json: {
      bytes: new TextEncoder().encode(JSON.stringify(headers.map(({ json }) => json))),
      type: "application/dicom+json",
    },
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** Sends a body to a fetch handler and reads the whole answer. */
export async function post(
  handler: (request: Request) => Response | Promise<Response>,
  { bytes, type }: Body,
): Promise<string> {
  const request = new Request("http://localhost/v1/header", {
    method: "POST",
    headers: { "Content-Type": type },
    body: bytes,
  });
  const response = await handler(request);
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}: ${text}`);
  return text;
}

/** A handler that reads the body and does nothing else: what HTTP itself costs. */
export async function readOnly(request: Request): Promise<Response> {
  let size = 0;
  for await (const chunk of request.body!) size += chunk.length;
  return new Response(String(size));
}
