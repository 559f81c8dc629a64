/**
 * The forms in which a header can come to be checked.
 *
 * @module
 */

import type { SpaceName } from "../array/space.ts";
import type { Vector } from "../geometry/vector.ts";
import type { ReadMetaImage } from "../headers/metaimage/read.ts";
import type { NiftiTransform, ReadNifti } from "../headers/nifti/read.ts";

/** What of a NIfTI header says where the array is. */
export type NiftiPlacement = "sform" | "qform" | "pixdim";

/** Where the numbers of a header came from. */
export type ClaimedForm =
  | { readonly name: "nrrd" | "numbers" }
  | {
    readonly name: "nifti";
    readonly source: ReadNifti;
    /** The one that is taken. */
    readonly placement: NiftiPlacement;
    /** The one that is not, where it is set, too. */
    readonly other: NiftiTransform | undefined;
  }
  | { readonly name: "metaimage"; readonly source: ReadMetaImage }
  | {
    readonly name: "affine";
    /** 3 or 4, as it was sent. */
    readonly rows: number;
    /** Whether the request names the space. */
    readonly spaceStated: boolean;
  }
  | {
    readonly name: "simpleitk";
    /** The columns of `direction`, as they were sent. */
    readonly columns: readonly [Vector, Vector, Vector];
    readonly spacing: Vector;
  };

/** How a header was read; JSON as it stands. */
export interface ReadingReply {
  /** What it is. */
  readonly form: "nrrd" | "numbers" | "nifti" | "nifti2" | "metaimage" | "affine" | "simpleitk";
  /** Space in which its numbers were taken. */
  readonly space: SpaceName;
  /** Of a NIfTI header, what was taken for the place of the array. */
  readonly placement?: NiftiPlacement;
  /** Of a NIfTI header, its two codes; 0 is a transform that is not set. */
  readonly codes?: { readonly sform: number; readonly qform: number };
  /** A sentence, where somebody could have read it otherwise. */
  readonly message?: string;
}

/** Tells how a header was read. */
export function readingReply(form: ClaimedForm, space: SpaceName): ReadingReply {
  switch (form.name) {
    case "nifti": {
      const { source: { layout, sform, qform }, placement } = form;
      return {
        form: layout.version === 1 ? "nifti" : "nifti2",
        space,
        placement,
        codes: { sform: sform?.code ?? 0, qform: qform?.code ?? 0 },
        message: NIFTI_WORDS[placement],
      };
    }
    case "affine": {
      const why = form.spaceStated
        ? "as the request says"
        : "as nibabel and Slicer have theirs, because the request names no space";
      return { form: "affine", space, message: `the affine is taken for ${space}, ${why}` };
    }
    case "metaimage":
    case "simpleitk":
    case "nrrd":
    case "numbers":
      return { form: form.name, space };
  }
}

const NIFTI_WORDS: Readonly<Record<NiftiPlacement, string>> = {
  sform: "the sform is taken, as nibabel takes it wherever sform_code is above 0",
  qform: "the qform is taken, because sform_code is 0",
  pixdim:
    "neither sform_code nor qform_code is above 0: pixdim alone is taken, along the axes of DICOM from (0,0,0), as ITK takes it",
};
