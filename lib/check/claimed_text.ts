/**
 * A header that is to be checked, as text.
 *
 * @module
 */

import { isMetaImage } from "../headers/metaimage/read.ts";
import { type ClaimedHeader, claimedNrrd } from "./claimed_header.ts";
import { claimedMetaImage } from "./claimed_metaimage.ts";

/**
 * Reads the text of a header: MetaImage, or NRRD.
 *
 * @param text Whole header, or a file that begins with one
 * @throws {HeaderError} bad-header
 */
export function claimedText(text: string): ClaimedHeader {
  return isMetaImage(text) ? claimedMetaImage(text) : claimedNrrd(text);
}
