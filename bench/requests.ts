/**
 * The same headers as the bodies that clients send.
 *
 * @module
 */

import { tarBytes } from "../tests/support/tar_writer.ts";
import type { Header } from "./series.ts";

/** A body and its media type. */
export interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Forms in which a series is sent. */
export type Form = "tar" | "multipart" | "json";

/** A file as it is sent. */
export type Sent = Pick<Header, "name" | "bytes">;

/** The headers in every form. */
export async function bodiesOf(headers: readonly Header[]): Promise<Record<Form, Body>> {
  return {
    tar: tarOf(headers),
    multipart: await multipartOf(headers),
    json: jsonOf(headers),
  };
}

/** The headers as an archive. */
export function tarOf(headers: readonly Sent[]): Body {
  return { bytes: tarBytes(headers), type: "application/x-tar" };
}

/** The headers as an archive, compressed. */
export async function tarGzOf(headers: readonly Sent[]): Promise<Body> {
  const gzip = new Blob([tarBytes(headers)]).stream().pipeThrough(new CompressionStream("gzip"));
  return { bytes: await bytesOf(new Response(gzip)), type: "application/gzip" };
}

/** The headers as a form. */
export async function multipartOf(headers: readonly Sent[]): Promise<Body> {
  const form = new FormData();
  for (const { name, bytes } of headers) form.append("file", new Blob([bytes]), name);
  const response = new Response(form);
  const type = response.headers.get("Content-Type")!;
  return { bytes: await bytesOf(response), type };
}

/** The headers in the DICOM JSON Model. */
export function jsonOf(headers: readonly Header[]): Body {
  return {
    bytes: new TextEncoder().encode(JSON.stringify(headers.map(({ json }) => json()))),
    type: "application/dicom+json",
  };
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Sends a body to a fetch handler and reads the whole answer.
 *
 * @param query Options, as `?format=json`
 */
export async function post(
  handler: (request: Request) => Response | Promise<Response>,
  { bytes, type }: Body,
  query = "",
): Promise<string> {
  const request = new Request(`http://localhost/v1/header${query}`, {
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
