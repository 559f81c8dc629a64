/**
 * The bytes of a NIfTI header.
 *
 * @module
 */

import { NIFTI_TYPE_BYTES, type NiftiFieldName, type NiftiLayout } from "./layout.ts";

/** What the fields hold; those that are absent are zero. */
export type NiftiValues = Readonly<
  Partial<Record<NiftiFieldName, number | readonly number[] | string>>
>;

/**
 * Writes fields where the layout has them.
 *
 * @param length Of the result: bytes behind the header are zero, as the flags of no extension are
 */
export function niftiBytes(
  { fields }: NiftiLayout,
  values: NiftiValues,
  endian: "little" | "big",
  length: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  const little = endian === "little";
  for (const [name, value] of Object.entries(values)) {
    const { offset, type } = fields[name as NiftiFieldName];
    if (typeof value === "string") {
      for (let n = 0; n < value.length; n++) bytes[offset + n] = value.charCodeAt(n);
      continue;
    }
    const numbers = typeof value === "number" ? [value] : value;
    numbers.forEach((number, n) => {
      const at = offset + n * NIFTI_TYPE_BYTES[type];
      switch (type) {
        case "uint8":
          return view.setUint8(at, number);
        case "int16":
          return view.setInt16(at, number, little);
        case "int32":
          return view.setInt32(at, number, little);
        case "int64":
          return view.setBigInt64(at, BigInt(number), little);
        case "float32":
          return view.setFloat32(at, number, little);
        case "float64":
          return view.setFloat64(at, number, little);
      }
    });
  }
  return bytes;
}
