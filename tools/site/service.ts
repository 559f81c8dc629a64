/**
 * The documentation for the service: what the site has, but for the library's symbols, of which a
 * service knows nothing.
 *
 * @module
 */

import { exportOf } from "../../routes/docs.ts";
import { compressedSize } from "../generated_module.ts";
import { apiReference } from "./api_reference.ts";
import { API, contents, EXPLAINED, nameOf } from "./contents.ts";
import { siteFiles } from "./files.ts";

/** What the page says of a check that is no code, with a link like one. */
const WORDS_OF_A_CHECK = ["ok", "usable", "wrong", "read", "layout", "crop"];

/** Where that is explained. */
const CHECKS = "checking-a-header.md";

/** What all pages may take, in bytes compressed by themselves: a runtime holds them in memory. */
const LARGEST = 250_000;

/** The files by the names of exports, and `codes`: by each code the page that explains it. */
export async function docsFiles(): Promise<Readonly<Record<string, string>>> {
  const files = await siteFiles(await contents({ [API]: await apiReference() }), {
    service: "/",
    files: {
      "clients/python/dcm2nhdr.py": "/dcm2nhdr.py",
      "clients/typescript/mod.ts": "/client.js",
    },
    top: { "Make a header": "/", "API": "api.html", "OpenAPI": "/openapi.json" },
  });
  const codes = Object.fromEntries([
    ...WORDS_OF_A_CHECK.map((word) => [word, `${nameOf(CHECKS)}.html`]),
    ...[...EXPLAINED].map(([code, page]) => [code, `${nameOf(page)}.html`]),
  ]);
  const exports = [...files].map(([name, text]) => [exportOf(name), text] as const);
  const size = exports.reduce((sum, [, text]) => sum + compressedSize(text), 0);
  if (size > LARGEST) {
    throw new Error(
      `the documentation has become too large: ${size} bytes compressed of ${LARGEST}`,
    );
  }
  return { ...Object.fromEntries(exports), codes: JSON.stringify(codes) };
}
