/**
 * `GET /`, `/page.css`, `/page.js`, `/worker.js` and their parts: the page, from memory.
 *
 * @module
 */

import { fileResponse, type GeneratedFile } from "./generated_file.ts";

/** The scripts, and their parts that come later. */
const SCRIPTS = ["page", "page1", ...["", 1, 2, 3, 4, 5].map((n) => `worker${n}`)];

/** Names of the page's files, by path. */
const FILES: ReadonlyMap<string, string> = new Map([
  ["/", "html"],
  ["/page.css", "css"],
  ...SCRIPTS.map((name) => [`/${name}.js`, name] as const),
]);

/** Media types of what is no script. */
const TYPES: Readonly<Record<string, string>> = { html: "text/html", css: "text/css" };

/** What whoever serves the page can set of it. */
export interface PageSettings {
  /**
   * Origins besides https that the page may read DICOMweb from, such as
   * `http://orthanc.hospital:8042`.
   */
  readonly connect?: readonly string[];
}

/**
 * What the page may do: run and style itself with its own files, and read from the DICOMweb server
 * whose address a person enters, which may be one on the same machine or one that is allowed by name.
 * Nothing else leaves it.
 *
 * @throws {TypeError} for an address that is no origin of http or https
 */
export function pagePolicy({ connect = [] }: PageSettings = {}): string {
  const servers = ["https:", "http://localhost:*", "http://127.0.0.1:*", ...connect.map(originOf)];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ${servers.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** A mistake here would open the page to more than was meant, or to nothing. */
function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const bare = url !== undefined && url.href === `${url.origin}/`;
  if (!bare || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      `page.connect takes origins such as http://orthanc.hospital:8042, not ${address}`,
    );
  }
  return url.origin;
}

/** The page's files, by path. */
export const PAGE_PATHS: readonly string[] = [...FILES.keys()];

/** A file of the page, with its tag. */
export async function pageFile(path: string, request: Request): Promise<Response> {
  const name = FILES.get(path)!;
  const files: Readonly<Record<string, GeneratedFile>> = await import("./generated/page.ts");
  const type = `${TYPES[name] ?? "text/javascript"}; charset=utf-8`;
  // The files belong together, so each is asked for anew; the tag makes that cheap.
  return fileResponse(files[name]!, request, type, "no-cache");
}
