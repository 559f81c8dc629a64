/**
 * Formats of bytes, recognised by how they begin.
 *
 * @module
 */

/** Formats that are recognised by their first bytes. */
export type Content =
  | "dicom"
  | "zip"
  | "gzip"
  | "tar"
  | "npy"
  | "nrrd"
  | "json"
  | "utf-32 text"
  | "xml"
  | "html"
  | "pdf"
  | "jpeg"
  | "jpeg 2000"
  | "png"
  | "gif"
  | "webp"
  | "tiff"
  | "mp4"
  | "avi"
  | "nifti"
  | "metaimage"
  | "hdf5"
  | "matlab"
  | "7z"
  | "rar"
  | "xz"
  | "bzip2"
  | "zstd"
  | "path"
  | "empty";

/** So many bytes are enough: a tar header is one block, the others show earlier. */
export const ENOUGH = 512;

/** How a `.npy` begins. */
export const NPY_MAGIC = "\x93NUMPY";

/** UTF-8, as a byte order mark says. */
const MARK = "\xef\xbb\xbf";

/** Signatures in the order of asking, at the very start unless an offset is given. */
const SIGNATURES: readonly (readonly [content: Content, signature: string, offset?: number])[] = [
  // First, because a preamble may be another format's header (PS3.10 7.1: dual personality).
  ["dicom", "DICM", 128],
  ["zip", "PK\x03\x04"],
  ["zip", "PK\x05\x06"],
  // With the one method that there is (RFC 1952).
  ["gzip", "\x1f\x8b\x08"],
  ["tar", "ustar", 257],
  ["npy", NPY_MAGIC],
  ["nrrd", "NRRD00"],
  ["nrrd", `${MARK}NRRD00`],
  ["pdf", "%PDF"],
  ["jpeg", "\xff\xd8\xff"],
  ["jpeg 2000", "\0\0\0\x0cjP  "],
  ["jpeg 2000", "\xff\x4f\xff\x51"],
  ["png", "\x89PNG"],
  ["gif", "GIF8"],
  ["webp", "WEBP", 8],
  ["tiff", "II*\0"],
  ["tiff", "MM\0*"],
  ["mp4", "ftyp", 4],
  ["avi", "AVI ", 8],
  ["nifti", "n+1\0", 344],
  ["nifti", "ni1\0", 344],
  ["nifti", "n+2\0", 4],
  ["nifti", "ni2\0", 4],
  ["metaimage", "ObjectType ="],
  ["metaimage", "NDims ="],
  ["hdf5", "\x89HDF\r\n"],
  ["matlab", "MATLAB 5.0 MAT-file"],
  ["7z", "7z\xbc\xaf\x27\x1c"],
  ["rar", "Rar!\x1a\x07"],
  ["xz", "\xfd7zXZ\0"],
  // Behind the level of compression.
  ["bzip2", "1AY&SY", 4],
  ["zstd", "\x28\xb5\x2f\xfd"],
  // Four bytes for each character, with or without a mark. No decoder of the web reads it.
  ["utf-32 text", "\xff\xfe\0\0"],
  ["utf-32 text", "\0\0\xfe\xff"],
  ["utf-32 text", "{\0\0\0"],
  ["utf-32 text", "[\0\0\0"],
  ["utf-32 text", "\0\0\0{"],
  ["utf-32 text", "\0\0\0["],
];

/** First characters of texts, behind white space. */
const TEXTS: Readonly<Record<string, Content>> = {
  "<": "xml",
  "{": "json",
  "[": "json",
  '"': "json",
};

/**
 * Only what is unmistakable; undefined otherwise. DICOM without preamble is left to its parser.
 *
 * @param head The first {@linkcode ENOUGH} bytes or more, or all if there are fewer
 */
export function contentOf(head: Uint8Array): Content | undefined {
  if (head.length === 0) return "empty";
  const found = SIGNATURES.find(([, signature, offset]) => startsWith(head, signature, offset));
  if (found !== undefined) return found[0];
  // A first chunk may be long.
  const start = head.subarray(0, ENOUGH);
  const text = new TextDecoder(textEncoding(start)).decode(start).trimStart();
  // Nothing but a text begins with so many blanks; its reader sees where they end.
  if (text === "" && start.length === ENOUGH) return "json";
  const content = TEXTS[text.charAt(0)];
  if (content === "xml" && HTML.test(text)) return "html";
  // The whole, since there is no more of it.
  return content === undefined && head.length < ENOUGH && isPath(text) ? "path" : content;
}

/** What web pages have near their beginning, perhaps behind comments. */
const HTML = /<(?:!doctype\s+html|html|head|body|script)\b/i;

/** What begins like a path or an address, and is one line without control characters. */
const PATH =
  /^(?:@|~?[\\/]|\.{1,2}[\\/]|[a-z]:[\\/]|(?:file|https?|ftp|s3|gs):\/\/)[^\p{Cc}\uFFFD]+$/iu;

/** Names and folders without a space, and what files that are sent here are called. */
const RELATIVE =
  /^(?:[\w.-]+[\\/][\w.\\/-]*|[\w.\\/-]+\.(?:dcm|ima|zip|tar|t?gz|npy|nrrd|nhdr|nii|mha|mhd))$/i;

/** Longer texts are something else. */
const LONGEST_PATH = 4096;

/** Whether a text is a path or an address, and nothing else. */
export function isPath(text: string): boolean {
  const line = text.trim();
  return line.length <= LONGEST_PATH && (PATH.test(line) || RELATIVE.test(line));
}

/** Encoding of a text by its byte order mark. */
export function textEncoding(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (startsWith(head, "\xff\xfe")) return "utf-16le";
  if (startsWith(head, "\xfe\xff")) return "utf-16be";
  return "utf-8";
}

/** Whether the characters are at an offset, one byte each. */
export function startsWith(bytes: Uint8Array, latin1: string, at = 0): boolean {
  for (let k = 0; k < latin1.length; k++) {
    if (bytes[at + k] !== latin1.charCodeAt(k)) return false;
  }
  return true;
}

/** Whether a beginning is text: no control characters but tabs, line breaks and the like. */
export function isText(head: Uint8Array): boolean {
  return head.subarray(0, ENOUGH).every((byte) => byte >= 0x20 || byte >= 0x08 && byte <= 0x0d);
}
