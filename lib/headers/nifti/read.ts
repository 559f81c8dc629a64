/**
 * Geometry of a NIfTI header as it was written: nifti1.h and nifti2.h, both byte orders.
 *
 * @module
 */

import { HeaderError } from "../../errors.ts";
import { length, scale, type Vector } from "../../geometry/vector.ts";
import {
  NIFTI1,
  NIFTI2,
  NIFTI_TYPES,
  NIFTI_XFORM,
  type NiftiFieldName,
  type NiftiLayout,
} from "./layout.ts";
import type { Placement } from "./place.ts";
import { rotationOf } from "./read_quaternion.ts";

/** A transform from voxels to the patient. */
export interface NiftiTransform extends Placement {
  /** `qform_code` or `sform_code`, above 0. */
  readonly code: number;
}

/** A header's geometry, and its bytes. */
export interface ReadNifti {
  readonly layout: NiftiLayout;
  readonly littleEndian: boolean;
  /** The header alone, without extension flags. */
  readonly bytes: Uint8Array;
  /** Of all axes, fastest first: `dim[1]` and on. */
  readonly sizes: readonly number[];
  /** `pixdim[1]` to `pixdim[3]`, mm. */
  readonly spacing: Vector;
  /** The spatial part of `xyzt_units`. */
  readonly units: number;
  /** Undefined where `sform_code` is 0. */
  readonly sform: NiftiTransform | undefined;
  /** Undefined where `qform_code` is 0. */
  readonly qform: NiftiTransform | undefined;
}

/** Most axes (`dim[0]`) that the format has. */
const MOST_AXES = 7;

/** Bits of `xyzt_units` that are those of space. */
const SPACE_UNITS = 7;

/** Bytes that a NIfTI header needs; undefined where the bytes begin none. */
export function niftiHeaderLength(bytes: Uint8Array): number | undefined {
  return layoutOf(bytes)?.layout.bytes;
}

/**
 * Reads a header.
 *
 * @param bytes The header, or a file that begins with one, not compressed
 * @throws {HeaderError} bad-header, with the field
 */
export function readNifti(bytes: Uint8Array): ReadNifti {
  const found = layoutOf(bytes);
  if (found === undefined) throw bad("the bytes are no NIfTI header", "sizeof_hdr");
  const { layout, littleEndian } = found;
  if (bytes.length < layout.bytes) {
    throw bad(`the header ends after ${bytes.length} of ${layout.bytes} bytes`, "sizeof_hdr");
  }
  const header = new Uint8Array(bytes.subarray(0, layout.bytes));
  const numbers = (name: NiftiFieldName) => niftiNumbers(header, layout, littleEndian, name);
  const dim = numbers("dim");
  const axes = dim[0]!;
  if (!(axes >= 2 && axes <= MOST_AXES)) throw bad(`dim[0] is ${axes}`, "dim");
  const sizes = dim.slice(1, 1 + axes);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) {
    throw bad("dim has a size below 1", "dim");
  }
  const pixdim = numbers("pixdim");
  const spacing = vector(pixdim.slice(1, 4));
  const srow = numbers("srow");
  const [sformCode, qformCode] = [numbers("sform_code")[0]!, numbers("qform_code")[0]!];
  const row = (n: number): readonly number[] => srow.slice(4 * n, 4 * n + 4);
  const column = (n: number): Vector => [row(0)[n]!, row(1)[n]!, row(2)[n]!];
  return {
    layout,
    littleEndian,
    bytes: header,
    sizes,
    spacing,
    units: numbers("xyzt_units")[0]! & SPACE_UNITS,
    sform: sformCode > NIFTI_XFORM.unknown
      ? {
        code: sformCode,
        steps: checked("srow", [column(0), column(1), column(2)]),
        origin: checkedVector("srow", column(3)),
      }
      : undefined,
    qform: qformCode > NIFTI_XFORM.unknown
      ? quaternionForm(qformCode, vector(numbers("quatern")), pixdim, numbers("qoffset"))
      : undefined,
  };
}

/** The numbers of a field. */
export function niftiNumbers(
  header: Uint8Array,
  { fields }: NiftiLayout,
  littleEndian: boolean,
  name: NiftiFieldName,
): number[] {
  const { offset, type, count } = fields[name];
  const { bytes, view: kind } = NIFTI_TYPES[type];
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  return Array.from(
    { length: count },
    (_, n) => Number(view[`get${kind}`](offset + n * bytes, littleEndian)),
  );
}

/** By `sizeof_hdr` in either byte order, and the magic. */
function layoutOf(
  bytes: Uint8Array,
): { readonly layout: NiftiLayout; readonly littleEndian: boolean } | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const layout of [NIFTI1, NIFTI2]) {
    for (const littleEndian of [true, false]) {
      if (view.getInt32(0, littleEndian) !== layout.bytes) continue;
      const { offset } = layout.fields.magic;
      const magic = String.fromCharCode(...bytes.subarray(offset, offset + 4));
      const { single, pair } = layout.magic;
      if (magic === single.slice(0, 4) || magic === pair.slice(0, 4)) {
        return { layout, littleEndian };
      }
    }
  }
  return undefined;
}

/** nifti1.h, METHOD 2: R from the quaternion, its third column times qfac, times pixdim. */
function quaternionForm(
  code: number,
  quatern: Vector,
  pixdim: readonly number[],
  qoffset: readonly number[],
): NiftiTransform {
  const [qfac, ...lengths] = pixdim as [number, number, number, number];
  checkedVector("quatern", quatern);
  const [i, j, k] = rotationOf(quatern);
  // nifti1_io: a pixdim that is no length counts as 1.
  const [di, dj, dk] = lengths.map((value) => value > 0 ? value : 1) as [number, number, number];
  return {
    code,
    steps: checked("pixdim", [scale(i, di), scale(j, dj), scale(k, qfac < 0 ? -dk : dk)]),
    origin: checkedVector("qoffset", vector(qoffset)),
  };
}

function vector([x, y, z]: readonly number[]): Vector {
  return [x!, y!, z!];
}

function checked(field: NiftiFieldName, steps: NiftiTransform["steps"]): NiftiTransform["steps"] {
  for (const step of steps) {
    checkedVector(field, step);
    if (!(length(step) > 0)) throw bad(`${field} has an axis without a direction`, field);
  }
  return steps;
}

function checkedVector(field: NiftiFieldName, value: Vector): Vector {
  if (value.every(Number.isFinite)) return value;
  throw bad(`${field} has a number that is none`, field);
}

function bad(message: string, field: string): HeaderError {
  return new HeaderError("bad-header", `NIfTI: ${message}`, { field });
}
