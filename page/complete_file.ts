/**
 * Complete files: a header, and the bytes that it describes, each from where they are.
 *
 * @module
 */

import type { FormFile } from "../lib/headers/forms.ts";
import { compressedExtension } from "../lib/headers/named_format.ts";
import type { Choice, FormName } from "../lib/options/table.ts";

/**
 * Puts a file together. Nothing is read before it is saved, but for what has to be compressed.
 *
 * @param form The header
 * @param samples In the order of the array
 * @param encoding Of the samples behind the header
 */
export async function completeFile(
  format: FormName,
  { content, end }: FormFile,
  samples: readonly Blob[],
  encoding: Choice<"encoding">,
): Promise<Blob> {
  const behind = encoding === "gzip" ? [await compressed(new Blob([...samples]))] : samples;
  const parts = [content, ...behind, ...(end === undefined ? [] : [end])];
  const file = new Blob(parts, { type: "application/octet-stream" });
  return compressedExtension(format) === undefined ? file : await compressed(file);
}

async function compressed(samples: Blob): Promise<Blob> {
  return await new Response(samples.stream().pipeThrough(new CompressionStream("gzip"))).blob();
}
