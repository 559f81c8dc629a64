/**
 * What is the matter with an attribute that should hold numbers, in words.
 *
 * @module
 */

import { type Named, nameOf } from "../dicom/attribute_names.ts";
import type { Dataset } from "../dicom/dataset.ts";

/** A number as programs write it whose country has a decimal comma. */
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/;

/**
 * The fault of an attribute whose values are of no use.
 *
 * @param wanted What it should be: "two positive numbers"
 * @returns A clause that names the attribute: "Pixel Spacing (0028,0030) is absent"
 */
export function faultOf(dataset: Dataset, keyword: Named, wanted: string): string {
  const name = nameOf(keyword);
  const values = dataset.strings(keyword);
  if (values.length === 0) {
    if (dataset.has(keyword)) return `${name} is empty`;
    return `${name} is absent${
      dataset.misspelt?.(keyword) ? `; is a key that is nearly ${keyword} misspelt?` : ""
    }`;
  }
  const comma = values.find((value) => DECIMAL_COMMA.test(value));
  return comma === undefined
    ? `${name} is not ${wanted}`
    // Nothing but digits, signs and the comma: it can be repeated.
    : `${name} has a decimal comma (${
      comma.slice(0, LONGEST)
    }); DICOM allows only the decimal point`;
}

/** Characters of a decimal string (PS3.5 6.2). */
const LONGEST = 16;
