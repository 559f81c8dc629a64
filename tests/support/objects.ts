/**
 * Files to objects, on the way that a request takes them.
 *
 * @module
 */

import { HeaderCollector } from "../../lib/dicom/collector.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import type { Skipped } from "../../lib/errors.ts";
import { HeaderError } from "../../lib/errors.ts";

/** Bytes that arrive at once; nothing depends on it. */
const CHUNK = 10_000;

/** The objects among the files, and what is not one. */
export function collect(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): { objects: DicomObject[]; skipped: Skipped[] } {
  const objects: DicomObject[] = [];
  const skipped: Skipped[] = [];
  files.forEach(({ name, bytes }, given) => {
    const collector = new HeaderCollector();
    for (let at = 0; at < bytes.length; at += CHUNK) {
      collector.push(bytes.subarray(at, at + CHUNK));
    }
    try {
      objects.push({ given, file: name, ...collector.finish() });
    } catch (error) {
      if (!(error instanceof HeaderError)) throw error;
      skipped.push({ given, file: name, reason: error.code, message: error.message });
    }
  });
  return { objects, skipped };
}
