/**
 * A NIfTI header with other geometry: every other byte stays.
 *
 * @module
 */

import { type Axes, obliqueness } from "../../geometry/rotation.ts";
import { cross, dot, length, unit } from "../../geometry/vector.ts";
import { putNumbers } from "./bytes.ts";
import { NIFTI_UNITS, NIFTI_XFORM, type NiftiFieldName } from "./layout.ts";
import type { Placement } from "./place.ts";
import { niftiNumbers, type ReadNifti } from "./read.ts";
import { quaternionOf } from "./read_quaternion.ts";

/** What changes. */
export interface NiftiChanges {
  /** Undefined where both transforms stay. */
  readonly placement?: Placement | undefined;
  /** Of the first axes; undefined where they stay. */
  readonly sizes?: readonly number[] | undefined;
  /** Whether `xyzt_units` must say millimetres. */
  readonly millimetres?: boolean | undefined;
}

/** A header as bytes, and the fields that are not what they were. */
export interface RewrittenNifti {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly changed: readonly NiftiFieldName[];
}

/** A rotation may differ from one by so much (sine of an angle); single precision does. */
const ORTHOGONAL = 1e-5;

/**
 * Writes changes into a header: the sform as it is, and the qform where it was there and can hold the
 * axes; where they are no right angles, `qform_code` becomes 0, so that no reader takes it.
 */
export function rewriteNifti(
  source: ReadNifti,
  { placement, sizes, millimetres }: NiftiChanges,
): RewrittenNifti {
  const { layout, littleEndian } = source;
  const bytes = new Uint8Array(source.bytes);
  const view = new DataView(bytes.buffer);
  const changed: NiftiFieldName[] = [];
  const numbers = (name: NiftiFieldName): number[] =>
    niftiNumbers(bytes, layout, littleEndian, name);
  const put = (name: NiftiFieldName, values: readonly number[]): void => {
    const before = numbers(name);
    putNumbers(view, layout.fields[name], values, littleEndian);
    if (numbers(name).some((value, n) => value !== before[n])) changed.push(name);
  };
  if (placement) {
    const { steps: [i, j, k], origin } = placement;
    const lengths = [length(i), length(j), length(k)];
    const axes = [unit(i), unit(j), unit(k)] as const;
    const rigid = isOrthogonal(axes);
    const said = source.sform ?? source.qform;
    const pixdim = numbers("pixdim");
    if (source.sform || !source.qform || !rigid) {
      put("srow", [0, 1, 2].flatMap((row) => [i[row]!, j[row]!, k[row]!, origin[row]!]));
      put("sform_code", [said?.code ?? NIFTI_XFORM.scanner]);
    }
    if (rigid && (source.qform || !source.sform)) {
      const { quatern, qfac } = quaternionOf(axes);
      put("quatern", quatern);
      put("qoffset", origin);
      put("qform_code", [source.qform?.code ?? said?.code ?? NIFTI_XFORM.scanner]);
      pixdim[0] = qfac;
    } else put("qform_code", [NIFTI_XFORM.unknown]);
    put("pixdim", [pixdim[0]!, ...lengths, ...pixdim.slice(4)]);
  }
  if (sizes) {
    const dim = numbers("dim");
    put("dim", [Math.max(dim[0]!, sizes.length), ...sizes, ...dim.slice(1 + sizes.length)]);
  }
  if (millimetres) {
    const [units] = numbers("xyzt_units");
    put("xyzt_units", [(units! & ~7) | NIFTI_UNITS.mm]);
  }
  return { bytes, changed };
}

/** Whether a quaternion can hold the axes. */
export function isOrthogonal(axes: Axes): boolean {
  const [i, j, k] = axes;
  return obliqueness(axes) <= ORTHOGONAL && Math.abs(dot(cross(i, j), k)) > 0;
}
