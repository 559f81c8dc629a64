/**
 * Mistakes in words that a student understands.
 *
 * @module
 */

import type { DiagnosisCode } from "../codes/diagnoses.ts";
import type { Vector } from "../geometry/vector.ts";
import type { Refusal } from "../headers/nrrd/read/refusals.ts";
import { apart, brief, briefly, counted, list } from "../text.ts";
import type { ClaimedHeader } from "./claimed_header.ts";
import type { Differences } from "./difference.ts";
import type { Explanation } from "./explanation.ts";
import type { Mistake, Part, Unit } from "./mistake.ts";
import { ALONG, ORDER_WORDS, ORDINALS } from "./words.ts";

const UNIT_NAMES: Readonly<Record<Unit, string>> = { cm: "centimetres", m: "metres" };

/** One diagnosis: a sentence for people, the same numbers as data. */
export interface Diagnosis {
  /** Stable, kebab-case. */
  readonly code: DiagnosisCode;
  /** One sentence, with the numbers. */
  readonly message: string;
  /** The same numbers, by name. */
  readonly [number: string]: unknown;
}

/** A mistake as a sentence with its numbers. */
export function diagnosisOf(
  mistake: Mistake,
  given: ClaimedHeader,
  explanation: Explanation,
  differences: Differences,
): Diagnosis {
  const { code, ...numbers } = inHeaderOrder(mistake, explanation);
  return {
    code: code === "list-differs" ? "sizes-differ" : code,
    message: sentence(mistake, given, explanation, differences),
    ...numbers,
  };
}

/** Tells who refuses a header, and why. */
export function unreadable({ readers, rule, field, line }: Refusal): Diagnosis {
  const where = line === undefined ? "" : ` (line ${line + 1})`;
  return {
    code: "unreadable",
    message: `${list(readers)} ${
      readers.length === 1 ? "refuses" : "refuse"
    } the header: ${rule}${where}`,
    readers,
    ...(field === undefined ? {} : { field }),
    ...(line === undefined ? {} : { line: line + 1 }),
  };
}

/** Tells how many other rules are broken. */
export function furtherRefusals(refusals: readonly Refusal[]): Diagnosis {
  const readers = [...new Set(refusals.flatMap(({ readers }) => readers))];
  const message = `${list(readers)} refuse the header for ${refusals.length} further reasons`;
  return { code: "unreadable", message, readers, further: refusals.length };
}

/** Axes of mistakes are DICOM's; a reader counts those of the header. */
function inHeaderOrder(mistake: Mistake, { interpretation }: Explanation): Mistake {
  if (mistake.code !== "in-plane-spacing-missing" && mistake.code !== "orientation-ignored") {
    return mistake;
  }
  return {
    ...mistake,
    axes: mistake.axes.map((axis) => interpretation.arrangement.axes.indexOf(axis)),
  };
}

function sentence(
  mistake: Mistake,
  given: ClaimedHeader,
  { reference, interpretation: { arrangement }, layout, right }: Explanation,
  differences: Differences,
): string {
  const ordinal = (axis: number): string => ORDINALS[arrangement.axes.indexOf(axis)]!;
  const slice = `the ${ordinal(2)} direction`;
  switch (mistake.code) {
    case "in-plane-spacing-missing":
      return `${
        axesNamed(mistake.axes.map(ordinal))
      } length 1: directions from Image Orientation without the pixel spacing; multiply by ${
        briefly(mistake.right)
      } mm`;
    case "rows-columns-swapped":
      return `the ${ordinal(0)} and the ${ordinal(1)} direction are ${
        briefly(mistake.given)
      } mm long but must be ${
        briefly(mistake.right)
      } mm: Pixel Spacing is [between rows, between columns], so the step along a row is its second number`;
    case "slice-axis-reversed":
      return `${slice} points against the slice order: for ${
        ORDER_WORDS[reference.order]
      }, the next slice is on the other side. The slice order follows from the slice positions, not from row × column. For an array with reversed slices this direction would be right, with the position of slice ${
        reference.sizes[2] - 1
      } as the origin${signOfQfac(given)}`;
    case "thickness-used-as-spacing":
      return wrongLength(slice, mistake, "which is Slice Thickness");
    case "spacing-tag-used":
      return wrongLength(slice, mistake, "which is Spacing Between Slices");
    case "slice-spacing-missing":
      return wrongLength(slice, mistake, "which is a unit vector without the slice spacing");
    case "shear-dropped":
      if (mistake.allAxes) {
        return `the axes were turned until they stood at right angles, as a qform needs them and ITK makes them for NIfTI, but the slice positions drift from the slice normal by ${
          brief(mistake.degrees)
        } degrees (gantry tilt): only an sform holds that`;
      }
      return `${slice} is perpendicular to the slices, but their positions drift from the slice normal by ${
        brief(mistake.degrees)
      } degrees (gantry tilt): take the difference of two positions, not row × column`;
    case "orientation-ignored": {
      const [are, run] = mistake.axes.length === 1 ? ["direction", "runs"] : ["directions", "run"];
      const which = list(mistake.axes.map(ordinal));
      return `the ${which} ${are} ${run} along the axes of the space: a spacing is only a length; in-plane directions come from Image Orientation, the slice direction from the slice positions`;
    }
    case "origin-missing":
      return `the ${
        given.originStated
          ? "origin is (0,0,0)"
          : "header has no origin, which readers take for (0,0,0)"
      }; it must be the position of slice 0, for ${ORDER_WORDS[reference.order]}`;
    case "unit-confused":
      return `the numbers are ${
        UNIT_NAMES[mistake.unit]
      }: readers take them for millimetres and ignore space units; multiply directions and origin by ${mistake.factor}`;
    case "crop-origin-missing":
      return `the origin is that of the whole volume, but the array begins at voxel (${
        mistake.offset.join(", ")
      }) of it, as Segmentation_ReferenceImageExtentOffset says: all readers, Slicer included, take the origin for the first voxel of the array`;
    case "units-contradict":
      if (mistake.field === "xyzt_units") {
        return "xyzt_units names another unit than millimetres, but the numbers are millimetres: nibabel ignores it, ITK multiplies by it";
      }
      return `${mistake.field} names another unit than millimetres, but the numbers are millimetres, for which all readers take them`;
    case "origin-of-other-slice":
      return `the origin is the position of slice ${mistake.slice}; it must be that of slice 0, for ${
        ORDER_WORDS[reference.order]
      }`;
    case "half-voxel-shift":
      return `the origin is half a voxel off (${
        halves(mistake.shift)
      }): it must be the centre of the first voxel, as Image Position is, not its corner`;
    case "space-confused":
      return confusedSpace(mistake, given);
    case "axes-transposed":
      if (mistake.directionsOnly) {
        return "the sizes and the lengths of the directions are those of an array with its slices first, but the directions run along columns, rows and slices: turn their order round, so that the first is the step from slice to slice";
      }
      return mistake.axes === undefined
        ? transposedMatrix(given)
        : `the directions are not in the order of the axes (${
          mistake.axes.map((axis, n) => `${ORDINALS[n]}: along ${ALONG[axis]}`).join(", ")
        }): NRRD lists the fastest axis first: columns, rows, slices; numpy's shape is the reverse`;
    case "spacing-order-reversed":
      return `the spacings are ${briefly(mistake.given)} mm, which is their reverse order (${
        briefly(mistake.right)
      } mm): ${
        given.form.name === "nrrd" || given.form.name === "numbers" ? "NRRD" : "a header"
      } has them in the order of the axes x, y, z (columns, rows, slices); numpy's shape is the reverse`;
    case "precision-lost":
      return `the numbers are right but rounded to ${
        mistake.single ? "single precision" : counted(mistake.digits, "digit")
      }: write doubles with all their digits`;
    case "sizes-differ":
      return `the sizes are ${mistake.given.join(" × ")}, those of the series ${
        mistake.right.join(" × ")
      }${
        samePieces(mistake.given, mistake.right)
          ? ", the same numbers in another order: NRRD lists the fastest axis first: columns, rows, slices. If the array does have its axes in that order, turn the order of the directions round instead"
          : ""
      }`;
    case "list-differs":
      return `the list has ${counted(mistake.given, "entry", "entries")}, the series ${
        counted(mistake.right, "volume")
      }`;
    case "unexplained":
      return unexplained(mistake.part, given, differences, (along) => {
        const axis = layout.arrangement.axes.indexOf(along);
        const slack = along === 2 ? reference.stackSlack : reference.planeSlack;
        return { axis, voxels: right.sizes[axis]!, slack };
      });
  }
}

function axesNamed(ordinals: readonly string[]): string {
  return `the ${list(ordinals)} direction ${ordinals.length === 1 ? "has" : "have"}`;
}

function wrongLength(
  direction: string,
  { given, right }: { readonly given: number; readonly right: number },
  what: string,
): string {
  const [is, shouldBe] = apart(given, right);
  return `${direction} is ${is} mm long, ${what}; by the slice positions, the slice spacing is ${shouldBe} mm`;
}

function halves(shift: Vector): string {
  return list(shift.flatMap((part, axis) => part === 0 ? [] : `${part} along ${ALONG[axis]}`));
}

function confusedSpace(
  { part, right }: Extract<Mistake, { code: "space-confused" }>,
  given: ClaimedHeader,
): string {
  if (part === "name") {
    return "the header does not name its space: ITK takes the numbers for LPS, Slicer takes them for RAS; they are LPS, so write space: left-posterior-superior";
  }
  const stated = statedSpace(given);
  const numbers = part === "all"
    ? "the numbers are"
    : `the ${part} alone ${part === "origin" ? "is" : "are"}`;
  return `${stated}, but ${numbers} ${right}: DICOM coordinates increase to the left and to the back (LPS); RAS reverses both signs`;
}

/** What says which space the numbers are in. */
function statedSpace({ form, space, spaceNamed }: ClaimedHeader): string {
  switch (form.name) {
    case "nifti":
      return form.placement === "pixdim" ? `pixdim alone is taken for ${space}` : "NIfTI is RAS";
    case "metaimage":
      return "MetaImage is LPS";
    case "affine":
      return form.spaceStated
        ? `the request says ${space}`
        : `an affine without a space is taken for ${space}, as nibabel's and Slicer's`;
    default:
      return spaceNamed ? `the header says ${space}` : "the header names no space";
  }
}

/** In a qform the third axis turns round with one number. */
function signOfQfac({ form }: ClaimedHeader): string {
  return form.name === "nifti" && form.placement === "qform"
    ? "; in this qform it is the sign of pixdim[0] (qfac) that turns it round"
    : "";
}

function transposedMatrix({ form: { name } }: ClaimedHeader): string {
  switch (name) {
    case "simpleitk":
      return "direction is transposed: its nine numbers are the rows of a matrix whose columns are the directions of the axes";
    case "metaimage":
      return "TransformMatrix is transposed: it lists the direction of the first axis, then that of the second, then that of the third";
    case "affine":
    case "nifti":
      return "the matrix of directions is transposed: each column must be the step along one axis of the array";
    default:
      return "the matrix of directions is transposed: each vector must be the step along one axis of the array";
  }
}

function samePieces(a: readonly number[], b: readonly number[]): boolean {
  const sorted = (sizes: readonly number[]) => [...sizes].sort((x, y) => x - y).join();
  return sorted(a) === sorted(b);
}

/** An axis of the header: its index, its voxels, and how far off its last one may be, mm. */
interface HeaderAxis {
  readonly axis: number;
  readonly voxels: number;
  readonly slack: number;
}

/**
 * What is different, where nothing says why.
 *
 * @param axisOf Axis of the header that runs along one of DICOM's
 */
function unexplained(
  part: Part,
  given: ClaimedHeader,
  { axes, origin }: Differences,
  axisOf: (along: number) => HeaderAxis,
): string {
  const nowhere = "no known mistake explains it";
  switch (part) {
    case "in-plane": {
      const both = [0, 1].map(axisOf);
      const wrong = both.filter(({ axis, slack }) => axes[axis]!.error > slack);
      // Each may be right by itself, and both together not.
      const told = (wrong.length > 0 ? wrong : both).map((axis) => axisTold(axis, axes));
      return `${told.join(", ")}; ${nowhere}`;
    }
    case "slice":
      return `${axisTold(axisOf(2), axes)}; ${nowhere}`;
    case "origin":
      return `the ${given.originStated ? "origin" : "missing origin, taken for zero,"} is ${
        brief(origin.error)
      } mm off${
        origin.voxel ? `, at voxel (${origin.voxel.map(brief).join(", ")}) of the right grid` : ""
      }; ${nowhere}`;
    case "all":
      return "no part of the header is far off, but small errors add up";
  }
}

/** Length and angle of an axis, those that are wrong. */
function axisTold({ axis, voxels, slack }: HeaderAxis, axes: Differences["axes"]): string {
  const { degrees, given, right } = axes[axis]!;
  const steps = voxels - 1;
  const turned = 2 * right * Math.sin(degrees * Math.PI / 360) * steps > slack;
  const stretched = Math.abs(given - right) * steps > slack;
  const [is, shouldBe] = apart(given, right);
  const length = `is ${is} mm long instead of ${shouldBe} mm`;
  const angle = `is off by ${brief(degrees)} degrees`;
  const told = turned === stretched ? `${length} and ${angle}` : turned ? angle : length;
  return `the ${ORDINALS[axis]} direction ${told}`;
}
