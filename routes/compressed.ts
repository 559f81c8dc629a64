/**
 * Responses, compressed where that is worth it.
 *
 * @module
 */

import { qualityOfCoding } from "./accept.ts";
import { WORTH_COMPRESSING } from "./reply.ts";

/** Media types of texts. Archives and images are compressed already. */
const TEXT = /^(?:text\/|application\/json|[^;]+\+(?:json|xml))/;

/**
 * The response in gzip, if it is long and that is accepted: no other coding is both cheap to make and
 * known to all runtimes. The body of others is not so much as touched, so that a runtime can send the
 * bytes as they are.
 */
export function compressed(response: Response, request: Request): Response {
  const { headers } = response;
  if (Number(headers.get("Content-Length")) < WORTH_COMPRESSING) return response;
  if (headers.has("Content-Encoding") || !TEXT.test(headers.get("Content-Type")!)) return response;
  const accepted = request.headers.get("Accept-Encoding") ?? "";
  // The answer to HEAD has no body.
  if (qualityOfCoding("gzip", accepted) === 0 || response.body === null) return response;
  const stream = response.body.pipeThrough(new CompressionStream("gzip"));
  const packed = new Response(stream, response);
  packed.headers.delete("Content-Length");
  packed.headers.set("Content-Encoding", "gzip");
  return packed;
}
