/**
 * The geometry of a header in the forms that notebooks and viewers use. All of them have the
 * header's axes and numbers, for any order of its array.
 *
 * @module
 */

import { length, scale, type Vector } from "../geometry/vector.ts";
import { lineText } from "./ascii.ts";
import { type NrrdHeader, SPACE_NAMES } from "./header.ts";
import { toSpace } from "./space.ts";
import type { NrrdType } from "./type.ts";

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

/** Steps of the three spatial axes, in the order of the header, in its space. */
export function spatialSteps(header: NrrdHeader): Steps {
  const [a, b, c] = header.axes.flatMap(({ direction }) => direction ? [direction] : []);
  return [a!, b!, c!];
}

/** Origin, spacing and direction matrix. */
export function simpleItkForm(header: NrrdHeader): SimpleItkForm {
  const { axes, ...rest } = unitAxes(header);
  return { ...rest, direction: [0, 1, 2].flatMap((row) => axes.map((axis) => axis[row]!)) };
}

/** What ITK-wasm gets from the header: axes that are not space are components. */
export function itkWasmForm(header: NrrdHeader, name: string): ItkWasmForm {
  const others = header.axes.filter(({ direction }) => !direction);
  const components = others.reduce((product, { size }) => product * size, 1);
  const [only] = others;
  const pixelType = !only
    ? "Scalar"
    : others.length === 1 && only.kind === "RGB-color"
    ? "RGB"
    : others.length === 1 && only.kind === "complex"
    ? "Complex"
    : "VariableLengthVector";
  const componentType = COMPONENT_TYPES[header.type];
  return {
    ...simpleItkForm(header),
    imageType: { dimension: 3, componentType, pixelType, components },
    name,
    size: spatialSizes(header),
  };
}

/** The directions one after the other, the transpose of ITK's. */
export function vtkForm(header: NrrdHeader): VtkForm {
  const { axes, ...rest } = unitAxes(header);
  return { dimensions: spatialSizes(header), ...rest, direction: axes.flat() };
}

/** Index to RAS millimetres, as nibabel's affine and Slicer's IJKToRAS; row-major rows. */
export function affineRas(header: NrrdHeader): number[][] {
  const columns = [...spatialSteps(header), header.origin]
    .map((vector) => toSpace(toSpace(vector, header.space), "RAS"));
  return [
    ...[0, 1, 2].map((row) => columns.map((column) => column[row]!)),
    [0, 0, 0, 1],
  ];
}

/**
 * The dictionary for pynrrd's `nrrd.write(file, data, header)`, which itself sets type, sizes,
 * dimension and endian from the data; for both values of `index_order`. Axes that are not space are
 * rows of null, which it writes as `none`. Thicknesses are left out: it cannot write absent ones.
 */
export function pynrrdForm(header: NrrdHeader): Record<string, unknown> {
  const { axes, keyValues = [] } = header;
  const labelled = axes.some(({ label }) => label !== undefined);
  return {
    "space": SPACE_NAMES[header.space],
    "space directions": axes.map(({ direction }) => direction ?? [null, null, null]),
    "kinds": axes.map((axis) => axis.kind),
    ...(labelled
      ? {
        "labels": axes.map(({ label = "" }) => lineText(label)),
        "units": axes.map(({ unit = "" }) => lineText(unit)),
      }
      : {}),
    "space units": ["mm", "mm", "mm"],
    "space origin": header.origin,
    "centerings": axes.map((axis) => axis.direction ? "cell" : "none"),
    ...(header.measurementFrame ? { "measurement frame": header.measurementFrame } : {}),
    "encoding": header.encoding,
    ...Object.fromEntries(keyValues.map(([key, value]) => [key, lineText(value)])),
  };
}

const COMPONENT_TYPES: Readonly<Record<NrrdType, string>> = {
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

/** Origin and lengths, and unit directions in the order of the header; LPS. */
function unitAxes(header: NrrdHeader): { origin: Vector; spacing: Vector; axes: Vector[] } {
  const steps = spatialSteps(header).map((step) => toSpace(step, header.space));
  const spacing = steps.map(length) as unknown as Vector;
  return {
    origin: toSpace(header.origin, header.space),
    spacing,
    axes: steps.map((step, k) => toSpace(scale(step, 1 / spacing[k]!), "LPS")),
  };
}

function spatialSizes({ axes }: NrrdHeader): number[] {
  return axes.flatMap(({ direction, size }) => direction ? [size] : []);
}
