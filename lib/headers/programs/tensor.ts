/**
 * Arrays for programs that count channels first and map the three indices behind them to RAS, as
 * nibabel does.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { affine } from "../adapters.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { arranged, demandReal, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** A tensor of channels and three spatial indices, in the order that the caller's array has them. */
export interface TensorForm extends NumpyForm {
  /** Rows of the 4 × 4 matrix from the three spatial indices of `shape`, in their order, to RAS mm. */
  readonly affine: readonly (readonly number[])[];
}

/** For `monai.data.MetaTensor(tensor, affine, meta)`. */
export interface MonaiForm extends TensorForm {
  /** By MONAI's keys (monai.utils.enums, MetaKeys and SpaceKeys). */
  readonly meta: {
    readonly space: "RAS";
    readonly spatial_shape: readonly number[];
    readonly original_channel_dim: 0;
  };
}

/** For `torchio.ScalarImage(tensor=tensor, affine=affine)`. */
export interface TorchioForm extends TensorForm {
  /** The class to make; labels are never interpolated. */
  readonly image: "ScalarImage" | "LabelMap";
}

/** Volumes and components are channels; components change faster. */
export const monaiForm = jsonForm("monai", (array, context): MonaiForm => {
  const tensor = tensorOf(array, context);
  const spatial_shape = tensor.shape.slice(1);
  return { ...tensor, meta: { space: "RAS", spatial_shape, original_channel_dim: 0 } };
});

/** The same; TorchIO's images are of real numbers. */
export const torchioForm = jsonForm("torchio", (array, context): TorchioForm => {
  demandReal("torchio", array);
  return { ...tensorOf(array, context), image: array.labels ? "LabelMap" : "ScalarImage" };
});

function tensorOf(array: DescribedArray, { options }: FormContext): TensorForm {
  const { form, sizes, steps } = arranged(array, options, "tc*");
  const channels = (lengthOf(array, "t") ?? 1) * (lengthOf(array, "c") ?? 1);
  return {
    ...form,
    shape: [channels, ...sizes],
    affine: affine(steps, array.origin, "RAS"),
  };
}
