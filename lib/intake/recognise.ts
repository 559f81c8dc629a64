/**
 * What bytes are, by how they begin.
 *
 * @module
 */

import { looksLikeNpy } from "../nrrd/npy.ts";
import { looksLikeNrrd } from "../nrrd/read/lines.ts";
import type { Kind } from "./media_type.ts";

/** So many bytes are enough: a tar header is one block, the others show earlier. */
export const ENOUGH = 512;

/**
 * Only what is unmistakable; undefined otherwise. DICOM without preamble is left to its parser.
 *
 * @param head The first {@linkcode ENOUGH} bytes, or all if there are fewer
 */
export function recognise(head: Uint8Array): Kind | undefined {
  // First, because a preamble may be another format's header (PS3.10 7.1: dual personality).
  if (has(head, "DICM", 128)) return "dicom";
  if (has(head, "PK\x03\x04", 0) || has(head, "PK\x05\x06", 0)) return "zip";
  if (has(head, "\x1f\x8b\x08", 0)) return "gzip";
  if (has(head, "ustar", 257)) return "tar";
  if (looksLikeNpy(head)) return "npy";
  if (looksLikeNrrd(head)) return "nrrd";
  return looksLikeJson(head) ? "json" : undefined;
}

/** Encoding of a text by its byte order mark. */
export function textEncoding(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (has(head, "\xff\xfe", 0)) return "utf-16le";
  if (has(head, "\xfe\xff", 0)) return "utf-16be";
  return "utf-8";
}

function looksLikeJson(head: Uint8Array): boolean {
  // A first chunk may be long.
  const start = head.subarray(0, ENOUGH);
  return /^\s*["[{]/.test(new TextDecoder(textEncoding(start)).decode(start));
}

function has(bytes: Uint8Array, latin1: string, at: number): boolean {
  if (bytes.length < at + latin1.length) return false;
  for (let k = 0; k < latin1.length; k++) {
    if (bytes[at + k] !== latin1.charCodeAt(k)) return false;
  }
  return true;
}
