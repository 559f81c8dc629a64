/**
 * What a NIfTI header says, read by rules of its own: nifti1.h and nifti2.h, offsets counted by adding
 * up the sizes of their fields. Nothing is imported from the library.
 *
 * @module
 */

import { demand } from "./nrrd_text.ts";
import type { Triple } from "./series.ts";

/** `struct nifti_1_header`, in order: name, C type and count. */
const NIFTI_1 = `
  sizeof_hdr i4 1, data_type s1 10, db_name s1 18, extents i4 1, session_error i2 1, regular s1 1,
  dim_info u1 1, dim i2 8, intent_p f4 3, intent_code i2 1, datatype i2 1, bitpix i2 1,
  slice_start i2 1, pixdim f4 8, vox_offset f4 1, scl_slope f4 1, scl_inter f4 1, slice_end i2 1,
  slice_code u1 1, xyzt_units u1 1, cal_max f4 1, cal_min f4 1, slice_duration f4 1, toffset f4 1,
  glmax i4 1, glmin i4 1, descrip s1 80, aux_file s1 24, qform_code i2 1, sform_code i2 1,
  quatern f4 3, qoffset f4 3, srow f4 12, intent_name s1 16, magic s1 4`;

/** `struct nifti_2_header`. */
const NIFTI_2 = `
  sizeof_hdr i4 1, magic s1 8, datatype i2 1, bitpix i2 1, dim i8 8, intent_p f8 3, pixdim f8 8,
  vox_offset i8 1, scl_slope f8 1, scl_inter f8 1, cal_max f8 1, cal_min f8 1, slice_duration f8 1,
  toffset f8 1, slice_start i8 1, slice_end i8 1, descrip s1 80, aux_file s1 24, qform_code i4 1,
  sform_code i4 1, quatern f8 3, qoffset f8 3, srow f8 12, slice_code i4 1, xyzt_units i4 1,
  intent_code i4 1, intent_name s1 16, dim_info u1 1, unused s1 15`;

/** A header understood. */
export interface Nifti {
  readonly version: 1 | 2;
  readonly endian: "little" | "big";
  /** Numbers of a field, whatever its type. */
  readonly numbers: (name: string) => number[];
  /** Text of a field up to its first zero byte. */
  readonly text: (name: string) => string;
  /** Columns of the sform, LPS mm: steps of the first three axes, and the first voxel. */
  readonly sform: readonly [Triple, Triple, Triple, Triple];
  /** The same of the qform, by the formulas of method 2; undefined with code 0. */
  readonly qform: readonly [Triple, Triple, Triple, Triple] | undefined;
}

/** Reads a header, or throws with the first rule that it breaks. */
export function readNifti(bytes: Uint8Array): Nifti {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = [348, 540].includes(view.getInt32(0, true));
  const size = view.getInt32(0, little);
  demand(size === 348 || size === 540, `sizeof_hdr is 348 or 540: ${size}`);
  const version = size === 348 ? 1 : 2;
  const fields = new Map<string, { at: number; type: string; count: number }>();
  let at = 0;
  for (const line of (version === 1 ? NIFTI_1 : NIFTI_2).split(",")) {
    const [name, type, count] = line.trim().split(/\s+/) as [string, string, string];
    fields.set(name, { at, type, count: Number(count) });
    at += Number(type[1]) * Number(count);
  }
  demand(at === size, `the fields add up to ${size}, not ${at}`);
  const numbers = (name: string): number[] => {
    const { at, type, count } = fields.get(name)!;
    return Array.from(
      { length: count },
      (_, n) => number(view, at + n * Number(type[1]), type, little),
    );
  };
  const text = (name: string): string => {
    const { at, count } = fields.get(name)!;
    const raw = String.fromCharCode(...bytes.subarray(at, at + count));
    return raw.split("\0", 1)[0]!;
  };
  const magic = text("magic");
  demand([`n+${version}`, `ni${version}`].includes(magic), `magic of version ${version}: ${magic}`);
  const [offset] = numbers("vox_offset") as [number];
  if (magic[1] === "+") {
    demand(offset === size + 4 && bytes.length === offset, "samples behind four flags");
    demand(bytes.subarray(size).every((flag) => flag === 0), "no extension");
  } else {
    demand(offset === 0 && bytes.length === size, "nothing behind a header of its own");
  }
  const srow = numbers("srow");
  const sform = [0, 1, 2, 3].map((column): Triple =>
    inLps([srow[column]!, srow[4 + column]!, srow[8 + column]!])
  );
  return {
    version,
    endian: little ? "little" : "big",
    numbers,
    text,
    sform: sform as unknown as Nifti["sform"],
    qform: numbers("qform_code")[0] === 0 ? undefined : qformOf(numbers),
  };
}

/** RAS and LPS; 0 turned round is 0. */
function inLps([x, y, z]: Triple): Triple {
  return [0 - x, 0 - y, z];
}

function number(view: DataView, at: number, type: string, little: boolean): number {
  switch (type) {
    case "i2":
      return view.getInt16(at, little);
    case "i4":
      return view.getInt32(at, little);
    case "i8":
      return Number(view.getBigInt64(at, little));
    case "f4":
      return view.getFloat32(at, little);
    case "f8":
      return view.getFloat64(at, little);
    default:
      return view.getUint8(at);
  }
}

/** nifti1.h, method 2: the matrix R of the quaternion, its third column times qfac, times pixdim. */
function qformOf(numbers: Nifti["numbers"]): Nifti["qform"] {
  const [b, c, d] = numbers("quatern") as [number, number, number];
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const [qfac, dx, dy, dz] = numbers("pixdim") as [number, number, number, number];
  demand(qfac === 1 || qfac === -1, `qfac is 1 or -1: ${qfac}`);
  const rows = [
    [a * a + b * b - c * c - d * d, 2 * b * c - 2 * a * d, 2 * b * d + 2 * a * c],
    [2 * b * c + 2 * a * d, a * a + c * c - b * b - d * d, 2 * c * d - 2 * a * b],
    [2 * b * d - 2 * a * c, 2 * c * d + 2 * a * b, a * a + d * d - c * c - b * b],
  ];
  const lengths = [dx, dy, qfac * dz];
  const columns = [0, 1, 2].map((column): Triple =>
    inLps(rows.map((row) => row[column]! * lengths[column]!) as unknown as Triple)
  );
  const offset = inLps(numbers("qoffset") as unknown as Triple);
  return [columns[0]!, columns[1]!, columns[2]!, offset];
}
