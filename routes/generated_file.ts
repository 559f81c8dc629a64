/**
 * Files that `deno task generate` makes and the service sends from memory.
 *
 * @module
 */

/** A file and its tag. */
export interface GeneratedFile {
  /** Hash of the text. */
  readonly tag: string;
  readonly text: string;
}

/** The file as a response that can be compared with an earlier one. */
export function fileResponse(
  { tag, text }: GeneratedFile,
  type: string,
  cacheControl: string,
): Response {
  return new Response(text, {
    headers: { "Content-Type": type, "Cache-Control": cacheControl, "ETag": `"${tag}"` },
  });
}
