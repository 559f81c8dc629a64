/**
 * What bytes are, from the first few of them.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import { encodingAt, tagAt } from "./encoding.ts";

/** Bytes that decide whether something is DICOM: a preamble and the prefix (PS3.10 7.1). */
export const BYTES_TO_DECIDE = 132;

/** Signatures of what else people send, at the very start unless an offset is given. */
const SIGNATURES: readonly (readonly [name: string, signature: string, offset?: number])[] = [
  ["zip", "PK\x03\x04"],
  ["zip", "PK\x05\x06"],
  ["gzip", "\x1f\x8b"],
  ["tar", "ustar", 257],
  ["nrrd", "NRRD"],
  ["pdf", "%PDF"],
  ["jpeg", "\xff\xd8\xff"],
  ["png", "\x89PNG"],
  ["tiff", "II*\0"],
  ["tiff", "MM\0*"],
  ["npy", "\x93NUMPY"],
  ["nifti", "n+1\0", 344],
  ["xml", "<"],
  ["json", "{"],
  ["json", "["],
  ["json", '"'],
];

/**
 * Where the file meta information or, without it, the dataset starts: after a `DICM` prefix, or at
 * once when the bytes start with an element of group 0002 or 0008. Undefined when neither holds.
 */
export function dicomStart(bytes: Uint8Array): number | undefined {
  if (startsWith(bytes, "DICM", 128)) return BYTES_TO_DECIDE;
  if (startsWith(bytes, "DICM", 0)) return 4;
  const encoding = encodingAt(bytes, 0);
  if (encoding === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = tagAt(view, 0, encoding.littleEndian);
  const meta = tag >= 0x00020000 && tag <= 0x00020102 && encoding.littleEndian;
  return meta || (tag >= 0x00080000 && tag <= 0x00084000) ? 0 : undefined;
}

/** Whether bytes start a DICOM object, with or without preamble and meta information. */
export function looksLikeDicom(firstBytes: Uint8Array): boolean {
  return dicomStart(firstBytes) !== undefined;
}

/**
 * Name of what the bytes start: `dicom`, `zip`, `gzip`, `tar`, `json`, `nrrd`, `pdf`, `jpeg` …;
 * `empty` for no bytes, undefined for what is not known. 262 bytes are enough for all that is read.
 */
export function contentOf(firstBytes: Uint8Array): string | undefined {
  if (firstBytes.length === 0) return "empty";
  if (looksLikeDicom(firstBytes)) return "dicom";
  const text = textStart(firstBytes);
  return SIGNATURES.find(([name, signature, offset = 0]) =>
    startsWith(firstBytes, signature, name === "json" || name === "xml" ? text : offset)
  )?.[0];
}

/** The error for bytes that are something else. */
export function notDicom(firstBytes: Uint8Array): HeaderError {
  const found = contentOf(firstBytes) ?? "unknown";
  return new HeaderError("not-dicom", `These bytes are not DICOM (found: ${found}).`, { found });
}

/** Offset of the first character of a text, after byte order mark and white space. */
function textStart(bytes: Uint8Array): number {
  let at = startsWith(bytes, "\xef\xbb\xbf", 0) ? 3 : 0;
  while (at < bytes.length && " \t\r\n".includes(String.fromCharCode(bytes[at]!))) at++;
  return at;
}

function startsWith(bytes: Uint8Array, signature: string, offset: number): boolean {
  for (let k = 0; k < signature.length; k++) {
    if (bytes[offset + k] !== signature.charCodeAt(k)) return false;
  }
  return true;
}
