/**
 * Requests that no client sends: bytes over a TCP connection.
 *
 * @module
 */

/** Sends bytes, and reads the reply up to the end of its header fields, or of the connection. */
export async function replyHead(origin: string, request: string | Uint8Array): Promise<string> {
  const port = Number(new URL(origin).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const bytes = typeof request === "string" ? latin1(request) : request;
  // A server may have refused the beginning.
  await new Blob([bytes.slice()]).stream().pipeTo(connection.writable, { preventClose: true })
    .catch(() => {});
  const buffer = new Uint8Array(4096);
  let reply = "";
  while (!reply.includes("\r\n\r\n")) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) break;
    reply += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return reply;
}

/** One byte for each character. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
