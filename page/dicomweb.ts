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
  if (!response.ok) throw refused(url, response.status);
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
  text += decoder.decode();
  if (/^\s*</.test(text)) {
    throw new HeaderError(
      "bad-request",
      `${url.host} sent a web page instead of DICOM metadata. It may be a login page: this page sends no cookies and no passwords`,
      { help: "the files of the series, dropped here" },
    );
  }
  return text;
}

async function ask(url: URL): Promise<Response> {
  const policy = new Policy(url);
  try {
    return await fetch(url, {
      headers: { Accept: "application/dicom+json" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch {
    if (await policy.forbids()) {
      throw new HeaderError(
        "bad-request",
        `This page may not ask ${url.origin}. Servers of plain http have to be allowed by whoever runs this page (setting page.connect)`,
        { help: "an https address of that server, or the files of the series, dropped here" },
      );
    }
    throw new HeaderError(
      "bad-request",
      `No answer from ${url.host}: it is unreachable, or does not allow other pages to read it (CORS)`,
      { help: "CORS switched on at that server, or the files of the series, dropped here" },
    );
  } finally {
    policy.end();
  }
}

/** Whether the page's own policy is why there was no answer: the browser tells it apart from that. */
class Policy {
  readonly #origin: string;
  #violated = false;
  readonly #listen = (event: Event): void => {
    const { blockedURI } = event as Event & { readonly blockedURI?: string };
    if (blockedURI?.startsWith(this.#origin)) this.#violated = true;
  };

  constructor({ origin }: URL) {
    this.#origin = origin;
    globalThis.addEventListener("securitypolicyviolation", this.#listen);
  }

  /** The event comes by itself, maybe after the error. */
  async forbids(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve));
    return this.#violated;
  }

  end(): void {
    globalThis.removeEventListener("securitypolicyviolation", this.#listen);
  }
}

function refused({ host }: URL, status: number): HeaderError {
  const why = status === 401 || status === 403
    ? "it wants a login, and this page sends no cookies and no passwords"
    : status === 404
    ? "there is no such series; the address may have a mistake"
    : status >= 500
    ? "the server itself failed"
    : "it does not give out these metadata";
  const help = status === 404 ? {} : { help: "the files of the series, dropped here" };
  return new HeaderError(
    "bad-request",
    `${host} answers with status ${status}: ${why}`,
    { status, ...help },
  );
}
