/**
 * Names of files in several formats that lie beside each other.
 *
 * @module
 */

import type { FormName } from "../options/table.ts";

/**
 * Gives each file a name of its own. NIfTI-1 and NIfTI-2 have the same extensions, so that one would
 * be written over the other: the second one gets its format into the name, `ct.nifti2.nii`.
 */
export class DistinctNames {
  readonly #taken = new Set<string>();

  /** The name of the next file. */
  of(fileName: string, format: FormName): string {
    const dot = fileName.lastIndexOf(".");
    const name = this.#taken.has(fileName)
      ? `${fileName.slice(0, dot)}.${format}${fileName.slice(dot)}`
      : fileName;
    this.#taken.add(name);
    return name;
  }
}
