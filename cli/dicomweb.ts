/**
 * The metadata of a series from a DICOMweb server, never its pixels.
 *
 * @module
 */

import process from "node:process";
import { isHeaderError } from "../lib/errors.ts";
import { metadataUrl } from "../lib/intake/dicomweb.ts";
import { UsageError } from "./arguments.ts";

/** Environment variable with a token for the server. It is sent there and nowhere else. */
export const TOKEN = "DCM2NHDR_TOKEN";

/** Whether an argument is a web address and no file. */
export function isAddress(argument: string): boolean {
  return /^https?:\/\//i.test(argument);
}

/**
 * Fetches the metadata of a series as JSON.
 *
 * @param address Of a study, a series or an instance, with or without `/metadata` behind it
 * @throws {UsageError} when there is no such address, or no answer that can be used
 */
export async function fetchMetadata(address: string): Promise<AsyncGenerator<Uint8Array>> {
  const url = urlOf(address);
  const token = process.env[TOKEN];
  const response = await ask(url, token);
  const fault = faultOf(response, url, token !== undefined);
  if (fault !== undefined) {
    await response.body?.cancel();
    throw new UsageError(fault);
  }
  return pieces(response, url);
}

async function* pieces({ body }: Response, { host }: URL): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (error) {
    throw new UsageError(`${host} broke off its answer: ${reasonOf(error)}`);
  }
}

function urlOf(address: string): URL {
  try {
    return metadataUrl(address);
  } catch (error) {
    if (!isHeaderError(error, "bad-request")) throw error;
    throw new UsageError(`${error.message}; it takes ${error.details.help ?? "one"}`);
  }
}

async function ask(url: URL, token: string | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      headers: {
        Accept: "application/dicom+json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      // Followed, it might take the token to somebody else.
      redirect: "manual",
    });
  } catch (error) {
    throw new UsageError(`${url.host} does not answer: ${reasonOf(error)}`);
  }
}

/** The reason of a failed request, which runtimes hide in its cause; never what was sent. */
function reasonOf(error: unknown): string {
  const { code, message } = ((error as { cause?: unknown }).cause ?? error) as {
    code?: string;
    message?: string;
  };
  if (code) return code;
  // A token that is no header value is named in its error, and must not be repeated.
  return /certificate|refused|reset|dns|lookup|timed? ?out/i.exec(message ?? "")?.[0] ??
    "no connection";
}

function faultOf(
  { ok, status, type, headers }: Response,
  { host, origin }: URL,
  hasToken: boolean,
): string | undefined {
  const login = hasToken
    ? `the token in ${TOKEN} is not accepted`
    : `a token for it belongs into the environment variable ${TOKEN}`;
  if (type === "opaqueredirect" || status >= 300 && status < 400) {
    const to = URL.parse(headers.get("Location") ?? "", origin)?.origin;
    return `${host} sends on to ${
      to === undefined || to === origin ? "another address" : to
    }, which is not followed; name that address, or log in: ${login}`;
  }
  if (status === 401 || status === 403) return `${host} refuses (${status}): ${login}`;
  if (status === 404) return `${host} has no such series (404)`;
  if (!ok) return `${host} answers with status ${status}`;
  const isPage = /\bhtml\b/i.test(headers.get("Content-Type") ?? "");
  return isPage ? `${host} sends a web page, perhaps to log in: ${login}` : undefined;
}
