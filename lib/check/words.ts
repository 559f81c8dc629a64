/**
 * Numbers, axes and orders in words, for the sentences of a check.
 *
 * @module
 */

import type { Order } from "../options/types.ts";

/** Axes of an array, fastest first. */
export const ORDINALS = ["first", "second", "third"] as const;

/** What runs along DICOM's axes. */
export const ALONG = ["columns", "rows", "slices"] as const;

/** How the slices of an array stand that a header is right for. */
export const ORDER_WORDS: Readonly<Record<Order, string>> = {
  "position": "slices sorted along row × column, as Slicer and ITK sort them",
  "given": "slices in the order sent",
  "instance-number": "slices by instance number",
};
