/**
 * An array for Slicer's Python console.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { affineRas } from "../adapters.ts";
import { type FormContext, jsonForm } from "../form.ts";
import { arranged, demandOneVolume, demandReal, lengthOf, type NumpyForm } from "./numpy_array.ts";

/** For `slicer.util.addVolumeFromArray(array, ijkToRAS, name, nodeClassName)`. */
export interface SlicerForm extends NumpyForm {
  /**
   * Rows of the 4 × 4 matrix from (i, j, k) to RAS mm. Slicer's arrays have the indices k, j, i: i is
   * the last spatial index of the array.
   */
  readonly ijkToRAS: readonly (readonly number[])[];
  /** As that of the volume. */
  readonly name: string;
  /** Class of the node. */
  readonly nodeClassName:
    | "vtkMRMLScalarVolumeNode"
    | "vtkMRMLLabelMapVolumeNode"
    | "vtkMRMLVectorVolumeNode";
}

/** Any order of the spatial indices is held as it is; components are the last index. */
export const slicerForm = jsonForm("slicer", slicerOf);

function slicerOf(array: DescribedArray, { options, name }: FormContext): SlicerForm {
  demandReal("slicer", array);
  demandOneVolume("slicer", array);
  const { form, inC } = arranged(array, options, "*c");
  return {
    ...form,
    ijkToRAS: affineRas(inC),
    name,
    nodeClassName: lengthOf(array, "c") !== undefined
      ? "vtkMRMLVectorVolumeNode"
      : array.labels
      ? "vtkMRMLLabelMapVolumeNode"
      : "vtkMRMLScalarVolumeNode",
  };
}
