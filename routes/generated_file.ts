/**
 * Files that `deno task generate` makes and the service sends from memory.
 *
 * @module
 */

import { qualityOfCoding } from "./accept.ts";
import { replyOf } from "./reply.ts";

/**
 * A file and its tag. Of the text there is only what is sent of it, in base64: a runtime reads all files
 * with every start.
 */
export interface GeneratedFile {
  /** Hash of the text. */
  readonly tag: string;
  readonly gzip: string;
  /** Which few runtimes can make, and none cheaply. */
  readonly brotli: string;
}

/**
 * The file as a response that can be compared with an earlier one.
 *
 * @param request What is asked, for the codings that it accepts
 */
export async function fileResponse(
  file: GeneratedFile,
  request: Request,
  type: string,
  cacheControl: string,
): Promise<Response> {
  const headers = { "Content-Type": type, "Cache-Control": cacheControl, "ETag": `"${file.tag}"` };
  const coding = codingFor(request);
  if (coding === undefined) return replyOf(await textOf(file), headers);
  const bytes = bytesOf(coding === "br" ? file.brotli : file.gzip);
  return replyOf(bytes, { ...headers, "ETag": `W/"${file.tag}"`, "Content-Encoding": coding });
}

/** The text of a file. */
export async function textOf({ gzip }: GeneratedFile): Promise<string> {
  const stream = new Blob([bytesOf(gzip)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
}

/** Brotli where nothing else would be better. */
function codingFor({ headers }: Request): "br" | "gzip" | undefined {
  const accepted = headers.get("Accept-Encoding") ?? "";
  const [br, gzip] = [qualityOfCoding("br", accepted), qualityOfCoding("gzip", accepted)];
  return br > 0 && br >= gzip ? "br" : gzip > 0 ? "gzip" : undefined;
}
