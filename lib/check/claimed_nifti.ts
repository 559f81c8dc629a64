/**
 * A NIfTI header that is to be checked.
 *
 * @module
 */

import { NIFTI_UNITS } from "../headers/nifti/layout.ts";
import { readNifti } from "../headers/nifti/read.ts";
import type { NiftiPlacement } from "./claimed_form.ts";
import { checkNumbers, type ClaimedHeader, type Steps } from "./claimed_header.ts";
import { precisionOfBoth } from "./precision.ts";
import { DOUBLE, SINGLE } from "./storage.ts";

/** Decimal digits that single precision holds in any case, and with which none of its numbers is lost. */
const SURE_DIGITS = 6;
const ALL_DIGITS = 9;

/**
 * Reads a header: the sform where `sform_code` is above 0, otherwise the qform, as nibabel
 * (`get_best_affine`), SPM and FSL do; otherwise `pixdim` alone, along the axes of LPS, as ITK does.
 *
 * @param bytes The header, or a file that begins with one
 * @throws {HeaderError} bad-header, with the field
 */
export function claimedNifti(bytes: Uint8Array): ClaimedHeader {
  const source = readNifti(bytes);
  const { sform, qform, spacing, sizes, units, layout } = source;
  const taken = sform ?? qform;
  const placement: NiftiPlacement = sform ? "sform" : qform ? "qform" : "pixdim";
  const [di, dj, dk] = spacing.map((value) => value > 0 ? value : 1) as [number, number, number];
  const steps: Steps = taken?.steps ?? [[di, 0, 0], [0, dj, 0], [0, 0, dk]];
  const origin = taken?.origin ?? [0, 0, 0];
  const field = { sform: "srow", qform: "quatern", pixdim: "pixdim" }[placement];
  for (const vector of [...steps, origin]) checkNumbers(field, vector);
  const isSingle = layout.version === 1;
  const relative = isSingle ? SINGLE : DOUBLE;
  const text = isSingle ? singleText : String;
  const written = precisionOfBoth(steps.flat().map(text), origin.map(text));
  const digits = Math.max(written.directions.digits, written.origin.digits);
  // What was rounded before has less digits than single precision holds.
  const single = isSingle && digits > SURE_DIGITS;
  const [columns, rows, slices = 1, volumes = 1] = sizes as [number, number, number?, number?];
  const isMillimetres = units === NIFTI_UNITS.mm || units === NIFTI_UNITS.unknown;
  return {
    space: taken ? "RAS" : "LPS",
    spaceNamed: true,
    directions: steps,
    origin,
    originStated: taken !== undefined,
    sizes: [columns, rows, slices],
    list: volumes > 1 ? volumes : undefined,
    precision: {
      directions: { ...written.directions, single },
      origin: { ...written.origin, single },
    },
    otherUnits: isMillimetres ? [] : ["xyzt_units"],
    cropOffset: undefined,
    source: undefined,
    form: { name: "nifti", source, placement, other: sform && qform },
    storage: {
      relative,
      // Its numbers are at most 1.
      quaternion: placement === "qform" ? { steps, halfUnit: relative / 2 } : undefined,
    },
  };
}

/** The fewest digits that make the same number of single precision. */
function singleText(value: number): string {
  for (let digits = SURE_DIGITS; digits < ALL_DIGITS; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === Math.fround(value)) return String(text);
  }
  return String(Number(value.toPrecision(ALL_DIGITS)));
}
