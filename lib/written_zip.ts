/**
 * Replies as zip archives.
 *
 * @module
 */

import { zipSync } from "fflate/browser";
import type { Budget } from "./budget.ts";
import { isHeaderError } from "./errors.ts";
import { DistinctNames } from "./headers/distinct_names.ts";
import type { FormFile } from "./headers/forms.ts";
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
      const file = held(volume, form);
      return file ? [{ ...file, fileName: distinct.of(file.fileName, form) }] : [];
    })
  );
  const headers = files.map(({ fileName, content }) => {
    budget.count("replyBytes", content.length);
    const bytes = typeof content === "string" ? utf8.encode(content) : content;
    return [fileName, bytes.length < STORED ? [bytes, { level: 0 }] as const : bytes] as const;
  });
  return zipSync(Object.fromEntries([...headers, ["reply.json", json]]), { mtime: NO_TIME });
}

/** Undefined where the format cannot hold the array: why not, the JSON beside it says. */
function held(volume: DescribedVolume, form: FormName): FormFile | undefined {
  try {
    return headerIn(volume, form);
  } catch (error) {
    if (isHeaderError(error)) return undefined;
    throw error;
  }
}
