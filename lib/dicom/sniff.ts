/**
 * Recognition of DICOM in bytes, and the offset at which it starts.
 *
 * @module
 */

import { startsWith } from "../content.ts";
import { encodingAt, tagAt } from "./encoding.ts";

/** Bytes that decide whether something is DICOM: a preamble and the prefix (PS3.10 7.1). */
export const BYTES_TO_DECIDE = 132;

/**
 * Where the file meta information or, without it, the dataset starts: after a `DICM` prefix, or at
 * once when the bytes start with an element of group 0002 or 0008. Undefined when neither holds.
 */
export function dicomStart(bytes: Uint8Array): number | undefined {
  if (startsWith(bytes, "DICM", 128)) return BYTES_TO_DECIDE;
  if (startsWith(bytes, "DICM")) return 4;
  const encoding = encodingAt(bytes, 0);
  if (encoding === undefined) return undefined;
  const tag = tagAt(bytes, 0, encoding.littleEndian);
  const meta = tag >= 0x00020000 && tag <= 0x00020102 && encoding.littleEndian;
  return meta || (tag >= 0x00080000 && tag <= 0x00084000) ? 0 : undefined;
}
