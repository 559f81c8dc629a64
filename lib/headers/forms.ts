/**
 * Formats of headers, by the values of the option `format`.
 *
 * @module
 */

import type { DescribedArray } from "../array/described_array.ts";
import type { FormName } from "../options/table.ts";
import type { Finding } from "../volumes/finding.ts";
import { bvalForm, bvecForm } from "./diffusion/fsl.ts";
import { mrtrixForm } from "./diffusion/mrtrix.ts";
import type { Form, FormContext } from "./form.ts";
import { findingsIn, formulaOf, type Words } from "./form_findings.ts";
import { gridForm } from "./grid_form.ts";
import { metaimageForm } from "./metaimage/form.ts";
import { niftiForm } from "./nifti/form.ts";
import { nrrdForm } from "./nrrd/form.ts";
import { highdicomForm } from "./programs/highdicom.ts";
import { itkWasmArrayForm } from "./programs/itk_wasm.ts";
import { nibabelForm } from "./programs/nibabel.ts";
import { pyvistaForm } from "./programs/pyvista.ts";
import { simpleItkArrayForm } from "./programs/simpleitk.ts";
import { slicerForm } from "./programs/slicer.ts";
import { monaiForm, torchioForm } from "./programs/tensor.ts";
import { vtkForm } from "./vtk/form.ts";

/** All of them; NRRD is the first. */
export const FORMS: Readonly<Record<FormName, Form>> = {
  text: nrrdForm,
  nifti: niftiForm(1),
  nifti2: niftiForm(2),
  metaimage: metaimageForm,
  vtk: vtkForm,
  nibabel: nibabelForm,
  simpleitk: simpleItkArrayForm,
  "itk-wasm": itkWasmArrayForm,
  highdicom: highdicomForm,
  monai: monaiForm,
  torchio: torchioForm,
  pyvista: pyvistaForm,
  slicer: slicerForm,
  bval: bvalForm,
  bvec: bvecForm,
  mrtrix: mrtrixForm,
  grid: gridForm,
};

/** A header in one of the formats. */
export interface FormFile {
  /** Name to save it under. */
  readonly fileName: string;
  /** Type of its content. */
  readonly mediaType: string;
  /** Text, or bytes; the samples of a complete file follow it. */
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** What closes a complete file behind its samples, where something has to (VTK's XML). */
  readonly end?: string;
  /** Remarks on the array in this format. */
  readonly findings: readonly Finding[];
}

/** What NRRD's readers cannot do is nothing to other formats. */
const WORDS: Words = {
  "rescale-needed": (finding) =>
    `the array holds stored values; real values are ${formulaOf(finding)}`,
};

/**
 * Writes the header of an array in a format.
 *
 * @throws {HeaderError} format-cannot-hold
 */
export function formFile(name: FormName, array: DescribedArray, context: FormContext): FormFile {
  const { mediaType, extension, content, end, findings } = FORMS[name];
  return {
    fileName: context.name + extension(array),
    mediaType,
    content: content(array, context),
    ...(end === undefined ? {} : { end }),
    findings: findings?.(array) ?? findingsIn(name, array, WORDS),
  };
}
