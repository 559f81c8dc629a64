/**
 * Replies as zip archives.
 *
 * @module
 */

import { zipSync } from "fflate/browser";
import type { Budget } from "./budget.ts";
import { isHeaderError, orError } from "./errors.ts";
import { DistinctNames } from "./headers/distinct_names.ts";
import type { FormName } from "./options/table.ts";
import { headerIn } from "./volume_forms.ts";
import type { DescribedVolume } from "./volume_reply.ts";

/** Time of zip entries: the earliest there is, so that equal requests give equal bytes. */
const NO_TIME = "1980-01-01T00:00:00";

/** Headers of fewer bytes are stored: to deflate one takes longer than to make it. */
const STORED = 2048;

/**
 * Every volume's headers under their own names, and the whole reply.
 *
 * @throws {HeaderError} limit-exceeded
 */
export function zipped(
  volumes: readonly DescribedVolume[],
  forms: readonly FormName[],
  json: Uint8Array,
  budget: Budget,
): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const distinct = new DistinctNames();
  const files = volumes.flatMap((volume) =>
    [...new Set<FormName>(["text", ...forms])].flatMap((form) => {
      const file = orError(() => headerIn(volume, form));
      // Why the format cannot hold the array, the JSON beside it says.
      if (isHeaderError(file)) return [];
      return [{ ...file, fileName: distinct.of(file.fileName, form) }];
    })
  );
  const headers = files.map(({ fileName, content }) => {
    budget.count("replyBytes", content.length);
    const bytes = typeof content === "string" ? utf8.encode(content) : content;
    return [fileName, bytes.length < STORED ? [bytes, { level: 0 }] as const : bytes] as const;
  });
  return zipSync(Object.fromEntries([...headers, ["reply.json", json]]), { mtime: NO_TIME });
}
