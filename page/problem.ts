/**
 * Errors of the library as the page shows them.
 *
 * @module
 */

import { isHeaderError } from "../lib/errors.ts";
import { titleOf } from "../lib/text.ts";
import type { Problem } from "./protocol.ts";

/** What was thrown, in words. */
export function problemOf(error: unknown): Problem {
  if (!isHeaderError(error)) {
    return {
      code: "internal",
      title: "Internal",
      detail: "The page failed; your files are not at fault",
    };
  }
  const { code, message, details } = error;
  return { ...details, code, title: titleOf(code), detail: message };
}
