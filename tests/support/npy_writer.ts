/**
 * Writes `.npy` files as NumPy Enhancement Proposal 1 describes them, for tests without numpy.
 *
 * @module
 */

import { concat } from "./dicom_writer.ts";

/** What a `.npy` shall say. */
export interface Npy {
  readonly shape: readonly number[];
  readonly descr?: string;
  readonly fortran?: boolean;
  readonly version?: number;
  /** Header and magic together are a multiple of this: 64, or 16 before numpy 1.14. */
  readonly multiple?: number;
  readonly data?: Uint8Array;
}

/** A whole file. */
export function writeNpy({ shape, data = new Uint8Array(0), ...options }: Npy): Uint8Array {
  const { descr = "|u1", fortran = false, version = 1, multiple = 64 } = options;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const order = fortran ? "True" : "False";
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const before = version === 1 ? 10 : 12;
  const padding = (multiple - (before + text.length + 1) % multiple) % multiple;
  const header = new TextEncoder().encode(`${text}${" ".repeat(padding)}\n`);
  const length = version === 1
    ? [header.length & 255, header.length >> 8]
    : [header.length & 255, header.length >> 8, 0, 0];
  const magic = [0x93, ..."NUMPY"].map((c) => typeof c === "number" ? c : c.charCodeAt(0));
  return concat([Uint8Array.from([...magic, version, 0, ...length]), header, data]);
}
