/**
 * An array for nibabel.
 *
 * @module
 */

import { affineRas } from "./adapters.ts";
import { jsonForm } from "./form.ts";

/** For `nibabel.Nifti1Image(array, affine)`. */
export const nibabelForm = jsonForm("nibabel", (array) => ({ affine: affineRas(array) }));
