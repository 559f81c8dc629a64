/**
 * What a format refuses.
 *
 * @module
 */

import { type DetailsOf, HeaderError } from "../errors.ts";
import type { FormName } from "../options/table.ts";

/**
 * The refusal of an array by a format.
 *
 * @param help What the caller can do instead
 */
export function cannotHold(
  format: FormName,
  message: string,
  help: string,
  details: DetailsOf<"format-cannot-hold"> = {},
): HeaderError<"format-cannot-hold"> {
  return new HeaderError("format-cannot-hold", message, { ...details, format, help });
}
