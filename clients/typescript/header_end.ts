/**
 * Offset of the pixel data in a DICOM file, so that they need not be sent.
 *
 * Only what is plain is understood: PS3.10 files in little endian, not deflated. Everything else is
 * sent whole, and the service reads it. The elements are found as the service finds them.
 *
 * @module
 */

import { startsWith } from "../../lib/content.ts";
import {
  LAST_BEFORE_PIXELS,
  LAST_META,
  type Range,
  scan,
  type ScanResult,
  type WantedAttributes,
} from "../../lib/dicom/element_scanner.ts";
import { type Encoding, encodingAt, vrCode } from "../../lib/dicom/encoding.ts";
import { latin1 } from "../../lib/dicom/text_values.ts";
import { DEFLATED_LITTLE } from "../../lib/dicom/transfer_syntax.ts";
import { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";

/** What is known from the first bytes. */
export type HeaderEnd =
  /** The header, and the head of the pixel data element, end here. */
  | { readonly end: number }
  /** So many bytes are needed to go on. */
  | { readonly need: number };

/** A preamble and the prefix (PS3.10 7.1). */
const PREAMBLE = 132;

const TRANSFER_SYNTAX_UID = 0x00020010;

/** All that has to be read to know where the pixels are. */
const WANTED: WantedAttributes = {
  numberOf: (tag) => tag === TRANSFER_SYNTAX_UID ? 0 : undefined,
  vrOf: () => vrCode("UI"),
};

/** The meta information is written so in every transfer syntax (PS3.10 7.1). */
const META: Encoding = { explicit: true, littleEndian: true };

/** Looks for the pixels in the first bytes of a file; undefined when it is not plain. */
export function headerEnd(bytes: Uint8Array): HeaderEnd | undefined {
  if (bytes.length < PREAMBLE) return { need: PREAMBLE };
  if (!startsWith(bytes, "DICM", 128)) return undefined;
  // The service refuses a header that is longer; it says so better than could be said here.
  if (bytes.length > DEFAULT_LIMITS.headerBytes) return undefined;
  const more = { need: bytes.length + 1 };
  const meta = found(bytes, META, { start: PREAMBLE, last: LAST_META, encodingEnds: true });
  if (meta?.stop !== "passed") return isOpen(meta) ? more : undefined;
  const [syntax] = meta.spans;
  if (syntax === undefined) return undefined;
  const { value, length } = syntax;
  if (latin1(bytes, value, value + length) === DEFLATED_LITTLE) return undefined;
  if (bytes.length < meta.end + 8) return more;
  const encoding = encodingAt(bytes, meta.end);
  if (!encoding?.littleEndian) return undefined;
  const header = found(bytes, encoding, { start: meta.end, last: LAST_BEFORE_PIXELS });
  if (header?.next !== undefined) return { end: header.next.value };
  return isOpen(header) ? more : undefined;
}

/** What the library finds; undefined where it refuses the object, which the service then does. */
function found(bytes: Uint8Array, encoding: Encoding, range: Range): ScanResult | undefined {
  try {
    return scan(bytes, { ...encoding, wanted: WANTED }, range);
  } catch (error) {
    if (error instanceof HeaderError) return undefined;
    throw error;
  }
}

/** Whether the bytes end before what is looked for. */
function isOpen(result: ScanResult | undefined): boolean {
  return result?.stop === "cut" || result?.stop === "end";
}
