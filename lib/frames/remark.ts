/**
 * Remarks on how a frame was read.
 *
 * @module
 */

/** What there is to say of how a frame was read: a finding of every volume that it is in. */
export type Remark = "uid-repeated" | "plane-outside-macros" | "nominal-spacing";
