/**
 * Files that `deno task generate` makes and the service sends from memory.
 *
 * @module
 */

import { qualityOfCoding } from "./accept.ts";
import { replyOf, WORTH_COMPRESSING } from "./reply.ts";

/** A file and its tag. */
export interface GeneratedFile {
  /** Hash of the text. */
  readonly tag: string;
  readonly text: string;
  /** The text in Brotli, which few runtimes can make and none cheaply; in base64. */
  readonly brotli: string;
}

/**
 * The file as a response that can be compared with an earlier one.
 *
 * @param request What is asked, for the codings that it accepts
 */
export function fileResponse(
  { tag, text, brotli }: GeneratedFile,
  request: Request,
  type: string,
  cacheControl: string,
): Response {
  const headers = { "Content-Type": type, "Cache-Control": cacheControl, "ETag": `"${tag}"` };
  if (text.length < WORTH_COMPRESSING || !prefersBrotli(request)) return replyOf(text, headers);
  const bytes = Uint8Array.from(atob(brotli), (byte) => byte.charCodeAt(0));
  return replyOf(bytes, { ...headers, "ETag": `W/"${tag}"`, "Content-Encoding": "br" });
}

/** Whether Brotli will do, and nothing else would be better. */
function prefersBrotli({ headers }: Request): boolean {
  const accepted = headers.get("Accept-Encoding") ?? "";
  const quality = qualityOfCoding("br", accepted);
  return quality > 0 && quality >= qualityOfCoding("gzip", accepted);
}
