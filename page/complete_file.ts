/**
 * Complete files: a header, and the bytes that it describes, each from where they are.
 *
 * @module
 */

import { VTK_END } from "../lib/headers/vtk/form.ts";
import type { Choice, FormName } from "../lib/options/table.ts";
import { pageFormat } from "./formats.ts";

/**
 * Puts a file together. Nothing is read before it is saved, but for what has to be compressed.
 *
 * @param content The header
 * @param samples In the order of the array
 * @param encoding Of the samples behind the header
 */
export async function completeFile(
  format: FormName,
  content: string | Uint8Array<ArrayBuffer>,
  samples: readonly Blob[],
  encoding: Choice<"encoding">,
): Promise<Blob> {
  const behind = encoding === "gzip" ? [await compressed(new Blob([...samples]))] : samples;
  const end = format === "vtk" ? [VTK_END] : [];
  const file = new Blob([content, ...behind, ...end], { type: "application/octet-stream" });
  return pageFormat(format).gzip ? await compressed(file) : file;
}

async function compressed(samples: Blob): Promise<Blob> {
  return await new Response(samples.stream().pipeThrough(new CompressionStream("gzip"))).blob();
}
