/**
 * The header of a `.npy` file (NumPy Enhancement Proposal 1, versions 1 to 3).
 *
 * @module
 */

import { NPY_MAGIC, startsWith } from "../content.ts";
import { HeaderError } from "../errors.ts";
import type { NumpyArray } from "../options/types.ts";
import { nrrdType, type SampleType } from "./sample_type.ts";

/** Longest header that is read. numpy itself stops at 10,000 characters by default. */
export const MAX_NPY_HEADER = 2 ** 16;

/** Most indices: numpy has up to 64, and a volume needs at most five. */
const MAX_INDICES = 64;

/**
 * Where the samples begin: behind magic, version, and a header of the length given there. Only the
 * usual length is 128 bytes.
 *
 * @returns undefined while there are too few bytes to decide
 * @throws {HeaderError} bad-array
 */
export function npyOffset(bytes: Uint8Array): number | undefined {
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw unreadable(`its version is ${version}, not 1 to 3`);
  const offset = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (offset > MAX_NPY_HEADER) {
    throw unreadable(`its header has ${offset} bytes, more than ${MAX_NPY_HEADER}`);
  }
  return offset;
}

/**
 * Reads what a `.npy` says of its array.
 *
 * @param bytes Its first bytes, at least up to the samples
 * @throws {HeaderError} bad-array
 */
export function readNpy(bytes: Uint8Array): NumpyArray & { readonly offset: number } {
  if (!startsWith(bytes, NPY_MAGIC)) {
    throw unreadable("it does not begin with the .npy magic string");
  }
  const offset = npyOffset(bytes);
  if (offset === undefined || bytes.length < offset) {
    throw unreadable(`it ends, after ${bytes.length} bytes, within its header`);
  }
  // A literal of Python: {'descr': '<i2', 'fortran_order': False, 'shape': (20, 256, 256), }
  const text = new TextDecoder("latin1").decode(bytes.subarray(10, offset));
  if (/'descr':\s*\[/.test(text)) throw unsupported("records");
  const dtype = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || shape === undefined) {
    throw unreadable("its header does not give descr, fortran_order and shape");
  }
  // Python 2 wrote an L behind long integers.
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  return checkedArray({ shape: sizes, dtype, fortranOrder: order === "True", offset });
}

/**
 * The same array, if it can be one.
 *
 * @throws {HeaderError} bad-array
 */
export function checkedArray<T extends NumpyArray>(array: T): T {
  const { shape } = array;
  if (shape.length > MAX_INDICES) throw unreadable(`it has ${shape.length} indices`);
  if (!shape.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw unreadable("its shape is not positive whole numbers");
  }
  return array;
}

const COMPLEX = /^([<>|=]?)(?:c(8|16)|complex(64|128))$/;
const SIZED = /^[<>|=]?(b1|bool|[iuf]\d|u?int\d+|float\d+)$/;

/** The type of an array's samples. */
export interface NumpyType {
  readonly type: SampleType;
  /** Undefined for one byte and where the name does not say. */
  readonly endian: "little" | "big" | undefined;
  /** Two samples, real and imaginary, make a value. */
  readonly complex: boolean;
}

/**
 * What a dtype is in NRRD. Only names that give the size count: numpy's `float` has 64 bits, NRRD's
 * has 32. Case counts as well: `<U4` is text.
 *
 * @param dtype `<i2`, `|b1`, `>c8`, `uint8`, `float64`, `bool`, …
 * @throws {HeaderError} bad-array
 */
export function numpyType(dtype: string): NumpyType {
  const [, order = "", bytes, bits] = COMPLEX.exec(dtype) ?? [];
  const complex = bytes !== undefined || bits !== undefined;
  const sample = complex ? order + (bytes === "8" || bits === "64" ? "f4" : "f8") : dtype;
  const found = SIZED.test(sample) ? nrrdType(sample) : undefined;
  if (!found) throw unsupported("values of this dtype");
  return { type: found.type, endian: found.endian, complex };
}

function unreadable(reason: string): HeaderError {
  return new HeaderError("bad-array", `the .npy cannot be read: ${reason}`);
}

function unsupported(what: string): HeaderError {
  return new HeaderError(
    "bad-array",
    `NRRD has no type for ${what}; it has integers of 8 to 64 bits, floats of 32 and 64`,
    { help: 'in numpy: array.astype("float32"), or "uint8" for a mask' },
  );
}
