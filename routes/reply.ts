/**
 * Responses from memory, and when they are compressed.
 *
 * @module
 */

/** Bytes of content that one packet holds beside the header fields: fewer are not worth compressing. */
export const WORTH_COMPRESSING = 1200;

/** What replies in several forms depend on. */
export const NEGOTIATED = { "Vary": "Accept, Accept-Encoding" };

/** Content, whole or in pieces, and its length. */
export function replyOf(
  content: string | Uint8Array<ArrayBuffer> | readonly Uint8Array<ArrayBuffer>[],
  headers: Readonly<Record<string, string>>,
  status = 200,
): Response {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  const init = {
    status,
    headers: {
      "Vary": "Accept-Encoding",
      ...headers,
      "Content-Length": String(pieces.reduce((sum, { length }) => sum + length, 0)),
    },
    // Without it, workerd would compress once more what says that it is compressed.
    encodeBody: "manual",
  };
  return new Response(bytes instanceof Uint8Array ? bytes : streamOf(bytes), init);
}

/** Pieces one by one: a runtime copies what it is given as a whole. */
function streamOf(parts: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  const left = parts.toReversed();
  return new ReadableStream({
    pull(controller) {
      const part = left.pop();
      if (part) controller.enqueue(part);
      else controller.close();
    },
  });
}
