/**
 * What a format of header has to do: each is one entry of the table in `forms.ts`.
 *
 * @module
 */

import type { DescribedArray } from "../array/described_array.ts";
import type { HeaderOptions } from "../options/types.ts";
import type { Finding } from "../volumes/finding.ts";

/** What a writer may know besides the array. */
export interface FormContext {
  /** Name of the volume: that of its file, without extension. */
  readonly name: string;
  readonly options: HeaderOptions;
}

/** One format of header. */
export interface Form {
  readonly mediaType: string;
  /** Extension of the file with its dot, such as `.nii`; it may depend on where the samples are. */
  readonly extension: (array: DescribedArray) => string;
  /**
   * The header, ready byte for byte.
   *
   * @throws {HeaderError} format-cannot-hold, with what the caller can do instead
   */
  readonly content: (
    array: DescribedArray,
    context: FormContext,
  ) => string | Uint8Array<ArrayBuffer>;
  /** What closes a file behind the samples, where something has to. */
  readonly end?: string;
  /** What is said of the array in this format; by default the array's findings without those about NRRD. */
  readonly findings?: (array: DescribedArray) => readonly Finding[];
}

/** A form that is JSON, for programs: its media type says whose. */
export function jsonForm(
  name: string,
  value: (array: DescribedArray, context: FormContext) => object,
  findings?: Form["findings"],
): Form {
  return {
    mediaType: `application/vnd.dcm2nhdr.${name}+json`,
    extension: () => `.${name}.json`,
    content: (array, context) => `${JSON.stringify(value(array, context), null, 1)}\n`,
    ...(findings ? { findings } : {}),
  };
}
