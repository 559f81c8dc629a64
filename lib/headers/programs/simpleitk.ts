/**
 * An array for SimpleITK.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { itkTypeName, simpleItkForm } from "../adapters.ts";
import { cannotHold } from "../cannot_hold.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { secondsOf, timeAxis } from "../time_axis.ts";
import { arranged, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** For `GetImageFromArray(array, isVector)`, then `SetOrigin`, `SetSpacing`, `SetDirection`; LPS. */
export interface SimpleItkArrayForm extends NumpyForm {
  /** Sizes of the image: the indices of the array backwards. */
  readonly size: readonly number[];
  /** Centre of the first voxel, mm; of volumes the time of the first besides, s, else 0. */
  readonly origin: readonly number[];
  /** Steps, mm; of volumes that from volume to volume besides, s where times are even, else 1. */
  readonly spacing: readonly number[];
  /** Row-major 3 × 3, of volumes 4 × 4; column k is the unit direction of axis k of the image. */
  readonly direction: readonly number[];
  /** SimpleITK takes any array of four indices for vectors unless told. */
  readonly isVector: boolean;
  /** Name of the type of a pixel: `sitkInt16`, `sitkVectorUInt8`. */
  readonly pixelId: string;
}

/** SimpleITK turns indices round: the last index of the array is the first axis of the image. */
export const simpleItkArrayForm = jsonForm("simpleitk", simpleItkOf);

function simpleItkOf(array: DescribedArray, { options }: FormContext): SimpleItkArrayForm {
  const [t, c] = [lengthOf(array, "t"), lengthOf(array, "c")];
  if (array.complex && c !== undefined) {
    throw cannotHold(
      "simpleitk",
      `voxels have ${c} complex components; SimpleITK has vectors of real numbers`,
      "in numpy: array.real and array.imag as two arrays",
    );
  }
  const { form, sizes, inC } = arranged(array, options, "t*c");
  const { origin, spacing, direction } = simpleItkForm(inC);
  const size = sizes.toReversed();
  const common = { ...form, isVector: c !== undefined, pixelId: pixelId(form.dtype, c) };
  if (t === undefined) return { ...common, size, origin, spacing, direction };
  const { start, step } = secondsOf(timeAxis(array));
  return {
    ...common,
    size: [...size, t],
    origin: [...origin, start],
    spacing: [...spacing, step],
    direction: [
      ...[0, 1, 2].flatMap((row) => [...direction.slice(3 * row, 3 * row + 3), 0]),
      ...[0, 0, 0, 1],
    ],
  };
}

/** As SimpleITK's enumeration has it: `uint16` is sitkUInt16, `complex64` sitkComplexFloat32. */
function pixelId(dtype: string, components: number | undefined): string {
  const name = dtype.replace("complex64", "ComplexFloat32").replace("complex128", "ComplexFloat64");
  return `sitk${components === undefined ? "" : "Vector"}${itkTypeName(name)}`;
}
