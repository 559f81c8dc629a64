/**
 * The bytes of a NIfTI header.
 *
 * @module
 */

import { NIFTI_TYPES, type NiftiField, type NiftiFieldName, type NiftiLayout } from "./layout.ts";

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
    const at = offset + n * NIFTI_TYPES[type].bytes;
    if (type === "int64") view.setBigInt64(at, BigInt(number), littleEndian);
    else view[`set${NIFTI_TYPES[type].view}`](at, number, littleEndian);
  });
}
