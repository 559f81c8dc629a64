/**
 * The geometry of an array in the forms that notebooks and viewers use. All of them have the
 * array's axes and numbers, for any order of them.
 *
 * @module
 */

import { type DescribedArray, isColour } from "../array/described_array.ts";
import type { SampleType } from "../array/sample_type.ts";
import { type SpaceName, toSpace } from "../array/space.ts";
import { length, scale, type Vector } from "../geometry/vector.ts";

/** For `SetOrigin`, `SetSpacing`, `SetDirection` of SimpleITK and ITK; always LPS. */
export interface SimpleItkForm {
  /** Centre of the first voxel, mm. */
  readonly origin: Vector;
  /** Lengths of the three steps, mm. */
  readonly spacing: Vector;
  /** Row-major 3 × 3; column k is the unit direction of axis k. */
  readonly direction: readonly number[];
}

/** An image of ITK-wasm without `data`; `direction` must be made a Float64Array. */
export interface ItkWasmForm extends SimpleItkForm {
  /** What ITK-wasm calls the type of a voxel. */
  readonly imageType: {
    readonly dimension: 3;
    readonly componentType: string;
    readonly pixelType: "Scalar" | "RGB" | "Complex" | "VariableLengthVector";
    readonly components: number;
  };
  /** As that of the volume. */
  readonly name: string;
  /** Of the three axes. */
  readonly size: readonly number[];
}

/** For vtk.js (`setDirection`) and volumes of Cornerstone3D; always LPS. */
export interface VtkForm {
  /** Sizes of the three axes. */
  readonly dimensions: readonly number[];
  /** Centre of the first voxel, mm. */
  readonly origin: Vector;
  /** Lengths of the three steps, mm. */
  readonly spacing: Vector;
  /** The unit directions of the three axes, one after the other. */
  readonly direction: readonly number[];
}

type Steps = readonly [Vector, Vector, Vector];

/** Steps of the three spatial axes, in the order of the array, LPS mm. */
export function spatialSteps(array: DescribedArray): Steps {
  const [a, b, c] = array.axes.flatMap(({ step }) => step ? [step] : []);
  return [a!, b!, c!];
}

/** Origin, spacing and direction matrix; SimpleITK's are LPS. */
export function simpleItkForm(array: DescribedArray, space: SpaceName = "LPS"): SimpleItkForm {
  const { axes, ...rest } = unitAxes(array, space);
  return { ...rest, direction: [0, 1, 2].flatMap((row) => axes.map((axis) => axis[row]!)) };
}

/** What ITK-wasm gets: axes that are not space are components. */
export function itkWasmForm(array: DescribedArray, name: string): ItkWasmForm {
  const others = array.axes.filter(({ step }) => !step);
  const values = others.reduce((product, { size }) => product * size, 1);
  const components = array.complex ? 2 * values : values;
  const pixelType = others.length === 0
    ? array.complex ? "Complex" : "Scalar"
    : others.length === 1 && isColour(array)
    ? "RGB"
    : "VariableLengthVector";
  const componentType = COMPONENT_TYPES[array.type];
  return {
    ...simpleItkForm(array),
    imageType: { dimension: 3, componentType, pixelType, components },
    name,
    size: spatialSizes(array),
  };
}

/** The directions one after the other, the transpose of ITK's. */
export function vtkForm(array: DescribedArray): VtkForm {
  const { axes, ...rest } = unitAxes(array, "LPS");
  return { dimensions: spatialSizes(array), ...rest, direction: axes.flat() };
}

/** Index to RAS millimetres, as nibabel's affine and Slicer's IJKToRAS; row-major rows. */
export function affineRas(array: DescribedArray): number[][] {
  return affine(spatialSteps(array), array.origin, "RAS");
}

/**
 * Index to millimetres: rows of a 4 × 4 matrix.
 *
 * @param steps Of the three indices in their order, LPS mm
 * @param origin Of the first voxel, LPS mm
 */
export function affine(
  steps: readonly Vector[],
  origin: Vector,
  space: SpaceName,
): number[][] {
  const columns = [...steps, origin].map((vector) => toSpace(vector, space));
  return [
    ...[0, 1, 2].map((row) => columns.map((column) => column[row]!)),
    [0, 0, 0, 1],
  ];
}

/** Types by the names of numpy and of ITK-wasm. */
export const COMPONENT_TYPES: Readonly<Record<SampleType, string>> = {
  "signed char": "int8",
  "unsigned char": "uint8",
  "short": "int16",
  "unsigned short": "uint16",
  "int": "int32",
  "unsigned int": "uint32",
  "long long": "int64",
  "unsigned long long": "uint64",
  "float": "float32",
  "double": "float64",
};

/** A type of numpy as SimpleITK and VTK spell it: `uint8` is UInt8. */
export function itkTypeName(dtype: string): string {
  return dtype.replace("uint", "UInt").replace("int", "Int").replace("float", "Float");
}

/** Origin and lengths, and unit directions in the order of the array. */
function unitAxes(
  array: DescribedArray,
  space: SpaceName,
): { origin: Vector; spacing: Vector; axes: Vector[] } {
  const steps = spatialSteps(array);
  const spacing = steps.map(length) as unknown as Vector;
  return {
    origin: toSpace(array.origin, space),
    spacing,
    axes: steps.map((step, k) => toSpace(scale(step, 1 / spacing[k]!), space)),
  };
}

function spatialSizes({ axes }: DescribedArray): number[] {
  return axes.flatMap(({ step, size }) => step ? [size] : []);
}
