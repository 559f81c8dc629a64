/**
 * The bytes of a NIfTI header.
 *
 * @module
 */

import {
  NIFTI_TYPE_BYTES,
  type NiftiField,
  type NiftiFieldName,
  type NiftiLayout,
} from "./layout.ts";

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
    if (typeof value === "string") {
      const { offset } = fields[name as NiftiFieldName];
      for (let n = 0; n < value.length; n++) bytes[offset + n] = value.charCodeAt(n);
      continue;
    }
    putNumbers(view, fields[name as NiftiFieldName], [value].flat(), little);
  }
  return bytes;
}

/** Writes the numbers of a field. */
export function putNumbers(
  view: DataView,
  { offset, type }: NiftiField,
  numbers: readonly number[],
  littleEndian: boolean,
): void {
  numbers.forEach((number, n) => {
    const at = offset + n * NIFTI_TYPE_BYTES[type];
    switch (type) {
      case "int16":
        return view.setInt16(at, number, littleEndian);
      case "int32":
        return view.setInt32(at, number, littleEndian);
      case "int64":
        return view.setBigInt64(at, BigInt(number), littleEndian);
      case "float32":
        return view.setFloat32(at, number, littleEndian);
      case "float64":
        return view.setFloat64(at, number, littleEndian);
      default:
        return view.setUint8(at, number);
    }
  });
}
