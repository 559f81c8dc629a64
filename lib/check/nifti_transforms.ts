/**
 * The two transforms of a NIfTI header: which readers take which, and whether they say the same.
 *
 * @module
 */

import { length, scale, unit, type Vector } from "../geometry/vector.ts";
import { NIFTI_XFORM } from "../headers/nifti/layout.ts";
import { cornerDistance } from "../headers/nifti/place.ts";
import type { NiftiTransform } from "../headers/nifti/read.ts";
import { storedTurn } from "../headers/nifti/read_quaternion.ts";
import { isOrthogonal } from "../headers/nifti/read_rewrite.ts";
import { brief, briefly } from "../text.ts";
import type { ClaimedHeader } from "./claimed_header.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Explanation } from "./explanation.ts";
import { RIGHT } from "./reference.ts";
import { storageSlack } from "./storage_slack.ts";
import { worstCorner } from "./verdict.ts";

/** What is wrong with a header's transforms, whatever the one that is taken says. */
export function transformDiagnoses(given: ClaimedHeader, explanation: Explanation): Diagnosis[] {
  const { form } = given;
  if (form.name !== "nifti") return [];
  const { source: { sform, qform, spacing }, placement } = form;
  if (placement === "pixdim") return [MISSING];
  if (sform === undefined) return [];
  const sizes = given.sizes ?? explanation.right.sizes;
  const relative = given.storage?.relative ?? 0;
  const rounded = storageSlack(relative, 0, { ...sform, sizes });
  const slack = rounded +
    storageSlack(relative, storedTurn(units(sform), relative / 2), { ...sform, sizes });
  const itk = qform === undefined ||
      isOrthogonal(units(sform)) && sform.code === NIFTI_XFORM.scanner
    ? "sform"
    : "qform";
  const { limit } = explanation.reference;
  const told = (error: number): string =>
    error <= limit + slack ? "right" : `${brief(error)} mm off`;
  return [...disagree(), ...stretched()];

  function disagree(): Diagnosis[] {
    const apart = qform ? cornerDistance(sform!, qform, sizes) : 0;
    if (qform === undefined || apart <= RIGHT + slack) return [];
    const errors = { sform: errorOf(sform!), qform: errorOf(qform) };
    const other = itk === "sform" ? "qform" : "sform";
    const message = `the sform (sform_code ${
      sform!.code
    }) and the qform (qform_code ${qform.code}) are up to ${
      brief(apart)
    } mm apart; nibabel takes the sform, ITK (with which SimpleITK and Slicer read) the ${itk}: the ${itk} is ${
      told(errors[itk])
    }, the ${other} is ${told(errors[other])}`;
    return [{
      code: "transforms-disagree",
      message,
      apart,
      errors,
      codes: { sform: sform!.code, qform: qform.code },
      readers: { nibabel: "sform", ITK: itk },
    }];
  }

  /** ITK takes the directions of the sform, and the lengths of pixdim (itkNiftiImageIO.cxx). */
  function stretched(): Diagnosis[] {
    if (itk !== "sform" || !isOrthogonal(units(sform!))) return [];
    const { steps, origin } = sform!;
    const along = (axis: 0 | 1 | 2): Vector =>
      spacing[axis] > 0 ? scale(unit(steps[axis]), spacing[axis]) : steps[axis];
    const read: NiftiTransform = { ...sform!, steps: [along(0), along(1), along(2)], origin };
    const apart = cornerDistance(sform!, read, sizes);
    if (apart <= RIGHT + rounded) return [];
    const errors = { sform: errorOf(sform!), ITK: errorOf(read) };
    return [{
      code: "pixdim-contradicts",
      message: `pixdim says ${briefly(spacing)} mm, and the axes of the sform are ${
        briefly(steps.map(length))
      } mm long: nibabel reads the sform alone, which is ${
        told(errors.sform)
      }; ITK (with which SimpleITK and Slicer read) takes the lengths of pixdim, and what it reads is ${
        told(errors.ITK)
      }`,
      apart,
      errors,
      pixdim: spacing,
      lengths: steps.map(length),
    }];
  }

  function errorOf({ steps, origin }: NiftiTransform): number {
    // The numbers of both transforms are RAS.
    const claimed = { ...given, space: "RAS" as const, directions: steps, origin };
    return worstCorner(claimed, explanation).error;
  }
}

const MISSING: Diagnosis = {
  code: "transform-missing",
  message:
    "sform_code and qform_code are both 0, so that no transform counts: nibabel takes pixdim with the centre of the array at (0,0,0), ITK takes it along the axes of DICOM with the first voxel there; set the sform, with sform_code 1",
};

function units({ steps: [i, j, k] }: NiftiTransform): readonly [Vector, Vector, Vector] {
  return [unit(i), unit(j), unit(k)];
}
