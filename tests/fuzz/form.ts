/**
 * `multipart/form-data` as bytes: Deno keeps five kilobytes of every FormData with files, which a
 * million requests notice.
 *
 * @module
 */

import { concat } from "../support/dicom_writer.ts";

/** A part with a file. */
export interface Part {
  /** `file`, unless told otherwise. */
  readonly field?: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a form is sent as. */
export const MULTIPART = "multipart/form-data; boundary=cut";

/** The body of a form. */
export function form(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const head = ({ field = "file", name }: Part) =>
    `\r\n--cut\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`;
  const pieces = parts.flatMap((part) => [utf8.encode(head(part)), part.bytes]);
  return concat([...pieces, utf8.encode("\r\n--cut--\r\n")]);
}
