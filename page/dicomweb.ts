/**
 * A series from a DICOMweb server: its metadata (WADO-RS, PS3.18 10.4.1.1.2), never its pixels.
 *
 * @module
 */

import { HeaderError } from "../lib/errors.ts";
import { metadataUrl } from "../lib/intake/dicomweb.ts";
import { checkLimit, DEFAULT_LIMITS } from "../lib/limits.ts";
import type { Progress } from "./protocol.ts";

/**
 * Metadata of a series as JSON text.
 *
 * @throws {HeaderError} when there is no such address, or no answer that can be used
 */
export async function seriesMetadata(
  address: string,
  onProgress: (progress: Progress) => void,
): Promise<string> {
  const url = metadataUrl(address);
  const response = await ask(url);
  if (!response.ok) {
    throw new HeaderError("bad-request", `The server answers with status ${response.status}`, {
      status: response.status,
    });
  }
  // The length of a compressed answer is not that of its text.
  const length = response.headers.has("Content-Encoding")
    ? undefined
    : Number(response.headers.get("Content-Length")) || undefined;
  const decoder = new TextDecoder();
  let text = "";
  let done = 0;
  // Not every browser can loop over a stream.
  const reader = response.body?.getReader();
  for (let chunk; (chunk = (await reader?.read())?.value);) {
    done += chunk.length;
    checkLimit("jsonBytes", done, DEFAULT_LIMITS);
    text += decoder.decode(chunk, { stream: true });
    onProgress({ done, total: length, unit: "bytes" });
  }
  return text + decoder.decode();
}

async function ask(url: URL): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { Accept: "application/dicom+json" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch {
    throw new HeaderError(
      "bad-request",
      `No answer from ${url.host}: it is unreachable, or does not allow other pages to read it (CORS)`,
    );
  }
}
