/**
 * Readers for each format, chosen by the first bytes.
 *
 * @module
 */

import { contentOf } from "../content.ts";
import type { Kind } from "./media_type.ts";

/** What has a reader. Everything else is left to that of DICOM, whose error gives it a name. */
const READ: ReadonlySet<string | undefined> = new Set<Kind>([
  "dicom",
  "json",
  "zip",
  "tar",
  "gzip",
  "npy",
  "nrrd",
  "nifti",
  "metaimage",
]);

/** Only what is unmistakable; undefined otherwise. */
export function recognise(head: Uint8Array): Kind | undefined {
  const content = contentOf(head);
  // Labelled as JSON, too: of these its reader would only say that they are not JSON.
  if (content === "utf-32 text" || content === "html") return "dicom";
  return READ.has(content) ? content as Kind : undefined;
}
