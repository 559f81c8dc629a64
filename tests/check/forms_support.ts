/** The forms in which a header can be checked, for the tests of checks. */

import { claimedText } from "../../lib/check/claimed_text.ts";
import { claimedAffine, claimedItk } from "../../lib/check/claimed_matrix.ts";
import { claimedNifti } from "../../lib/check/claimed_nifti.ts";
import type { ClaimedHeader } from "../../lib/check/claimed_header.ts";
import type { CheckOptions, CheckReply } from "../../lib/check/mod.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import {
  affineOf,
  type Grid,
  type ItkNumbers,
  itkOf,
  metaImageHeader,
  niftiHeader,
  type NiftiSettings,
  rasOf,
} from "../support/header_forms.ts";
import { checkHeader } from "./support.ts";

/** Makes the header of a grid in LPS, in one form, as somebody who makes no mistake does. */
export type MakeForm = (grid: Grid) => ClaimedHeader;

/** NIfTI of a grid in LPS. */
export function nifti(grid: Grid, settings: NiftiSettings = {}): ClaimedHeader {
  const { qform, ...rest } = settings;
  return claimedNifti(
    niftiHeader(rasOf(grid), { ...rest, ...(qform ? { qform: rasOf(qform) } : {}) }),
  );
}

/** NIfTI of a grid whose numbers are taken as they are. */
export function niftiAsIs(grid: Grid, settings: NiftiSettings = {}): ClaimedHeader {
  return claimedNifti(niftiHeader(grid, settings));
}

export function metaImage(grid: Grid, numbers?: ItkNumbers): ClaimedHeader {
  return claimedText(metaImageHeader(grid, numbers));
}

export function simpleItk(grid: Grid, numbers: ItkNumbers = itkOf(grid)): ClaimedHeader {
  return claimedItk({ ...numbers, space: undefined, sizes: [...grid.sizes] });
}

export function affineRas(grid: Grid): ClaimedHeader {
  return claimedAffine({ affine: affineOf(rasOf(grid)), space: undefined, sizes: grid.sizes });
}

export function affineLps(grid: Grid): ClaimedHeader {
  return claimedAffine({ affine: affineOf(grid).slice(0, 3), space: "LPS", sizes: grid.sizes });
}

/** All forms that hold any grid. */
export const FORMS: Readonly<Record<string, MakeForm>> = {
  "NIfTI-1": (grid) => nifti(grid),
  "NIfTI-1, big endian, header alone": (grid) => nifti(grid, { littleEndian: false, magic: "i" }),
  "NIfTI-2": (grid) => nifti(grid, { version: 2 }),
  MetaImage: (grid) => metaImage(grid),
  "affine, RAS": affineRas,
  "affine, LPS": affineLps,
  SimpleITK: (grid) => simpleItk(grid),
};

/** Forms that hold right angles only. */
export const RIGID_FORMS: Readonly<Record<string, MakeForm>> = {
  "NIfTI-1, qform": (grid) => nifti(grid, { sformCode: 0, qformCode: 1 }),
  "NIfTI-2, qform": (grid) => nifti(grid, { version: 2, sformCode: 0, qformCode: 1 }),
  "NIfTI-1, both": (grid) => nifti(grid, { sformCode: 1, qformCode: 1 }),
};

/** Checks; nobody says in which order the array is, unless the options do. */
export function checkForm(
  objects: readonly DicomObject[],
  claimed: ClaimedHeader,
  options: Partial<CheckOptions> = {},
): CheckReply {
  return checkHeader(claimed, objects, [], {
    ...DEFAULT_OPTIONS,
    orderStated: options.order !== undefined,
    volume: undefined,
    ...options,
  });
}

/** The corrected header, read again as the given one was. */
export function corrected({ right: { own } }: CheckReply, claimed: ClaimedHeader): ClaimedHeader {
  switch (own?.form) {
    case "nifti":
    case "nifti2":
      return claimedNifti(Uint8Array.from(atob(own.base64), (c) => c.charCodeAt(0)));
    case "metaimage":
      return claimedText(own.text);
    case "affine":
      return claimedAffine({
        affine: own.json.affine,
        space: own.json.space,
        sizes: claimed.sizes,
      });
    case "simpleitk":
      return claimedItk({ ...own.json, space: claimed.space, sizes: claimed.sizes });
    default:
      throw new Error("the reply has no header in the given form");
  }
}
