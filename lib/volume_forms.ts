/**
 * The formats of a volume's header other than NRRD. Apart from the volume, because a first answer needs
 * none of them.
 *
 * @module
 */

import { formReplies } from "./form_reply.ts";
import { type FormFile, formFile } from "./headers/forms.ts";
import type { FormName } from "./options/table.ts";
import type { DescribedVolume, FormsOf } from "./volume_reply.ts";

/**
 * The header of a volume in a format.
 *
 * @throws {HeaderError} format-cannot-hold
 */
export function headerIn({ array, context }: DescribedVolume, name: FormName): FormFile {
  return formFile(name, array, context);
}

/** What makes further headers of each volume for a reply; none if no format is named. */
export function headersIn(names: readonly FormName[]): FormsOf {
  return (volume) =>
    names.length === 0 ? undefined : formReplies(names, (name) => headerIn(volume, name));
}
