/**
 * The error for what is no DICOM, with advice on what it is instead.
 *
 * @module
 */

import { type Content, contentOf, isPath } from "../content.ts";
import { HeaderError } from "../errors.ts";

/** The most usual mistake with a path, an address or a name of a file. */
const PATHS_ARE_NOT_FOLLOWED =
  "send the files themselves, as bytes: paths and addresses are not followed";

const PACK_AS_ZIP_OR_TAR = "unpack it, and send the files, or a zip or tar of them";

const OTHER_IMAGE =
  "send the DICOM series that it was made from: only that has the positions of the slices";

/** What helps with a format; those that are absent speak for themselves. */
const ADVICE: Readonly<Partial<Record<Content | "unknown", string>>> = {
  "path": PATHS_ARE_NOT_FOLLOWED,
  "html":
    "this is a web page, perhaps one that asks for a login or tells of an error: open the address in a browser",
  "7z": PACK_AS_ZIP_OR_TAR,
  "rar": PACK_AS_ZIP_OR_TAR,
  "xz": PACK_AS_ZIP_OR_TAR,
  "bzip2": PACK_AS_ZIP_OR_TAR,
  "zstd": PACK_AS_ZIP_OR_TAR,
  "jpeg": OTHER_IMAGE,
  "jpeg 2000": OTHER_IMAGE,
  "png": OTHER_IMAGE,
  "gif": OTHER_IMAGE,
  "webp": OTHER_IMAGE,
  "tiff": OTHER_IMAGE,
  "mp4": OTHER_IMAGE,
  "avi": OTHER_IMAGE,
  "nifti": OTHER_IMAGE,
  "metaimage": OTHER_IMAGE,
  "hdf5": OTHER_IMAGE,
  "matlab": OTHER_IMAGE,
  "utf-32 text": "send the text as UTF-8",
};

/** The prefix of a file that has lost the zeros before it and within what follows. */
const PREFIX = "DICM";

/** `curl -d` drops NUL, CR and LF of a file, which a preamble mostly consists of. */
const BYTES_WERE_LOST =
  "DICM stands too early, as where NUL bytes were dropped: curl needs --data-binary @file, not -d";

/** Bytes up to the end of the prefix of a whole file (PS3.10 7.1). */
const WHOLE = 132;

/** The error for bytes that are something else. */
export function notDicom(firstBytes: Uint8Array): HeaderError {
  const found = contentOf(firstBytes) ?? "unknown";
  const help = lostBytes(firstBytes) ? BYTES_WERE_LOST : ADVICE[found];
  return new HeaderError(
    "not-dicom",
    `These bytes are not DICOM (found: ${found}).`,
    { found, ...(help === undefined ? {} : { help }) },
  );
}

/**
 * The error for a prefix without what has to stand behind it.
 *
 * @param transferSyntax UID of the file meta information, if there is one
 */
export function noDataset(bytes: Uint8Array, transferSyntax: string | undefined): HeaderError {
  const help = lostBytes(bytes) ? { help: BYTES_WERE_LOST } : {};
  return new HeaderError(
    "not-dicom",
    `No dataset follows the file meta information (transfer syntax ${transferSyntax ?? "absent"}).`,
    { transferSyntax, ...help },
  );
}

/**
 * Advice on JSON in which there is no dataset.
 *
 * @param document As it was parsed
 */
export function adviceOnJson(document: unknown): { readonly help?: string } {
  return holdsPath(document, LAYERS) ? { help: PATHS_ARE_NOT_FOLLOWED } : {};
}

function lostBytes(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, WHOLE));
  const at = start.indexOf(PREFIX);
  return at >= 0 && at + PREFIX.length < WHOLE;
}

/** `{"instances": ["a.dcm"]}` and `{"study": {"folder": "/data"}}` have two. */
const LAYERS = 2;

/** Members that are looked at, of each object or list. */
const MEMBERS = 100;

function holdsPath(value: unknown, layers: number): boolean {
  if (typeof value === "string") return isPath(value);
  if (typeof value !== "object" || value === null || layers === 0) return false;
  return Object.values(value).slice(0, MEMBERS).some((one) => holdsPath(one, layers - 1));
}
