/**
 * The right-angled grid that covers an array, for tools that know no other: where it lies, the header
 * of what was resampled to it, and the map to resample with.
 *
 * The array itself stays as it is, and so does its own header: this is never what is answered when
 * nothing is asked for.
 *
 * @module
 */

import { type DescribedArray, isColour, type PlacedAxis } from "../array/described_array.ts";
import type { AxisName } from "../array/array_axes.ts";
import type { SampleType } from "../array/sample_type.ts";
import type { FindingCode } from "../codes/findings.ts";
import { type CoveringGrid, coveringGrid, type PlaneStack } from "../geometry/covering_grid.ts";
import type { IndexMap } from "../geometry/index_map.ts";
import type { Plane } from "../geometry/plane.ts";
import { scale, type Vector } from "../geometry/vector.ts";
import type { HeaderOptions } from "../options/types.ts";
import { brief } from "../text.ts";
import { affineRas, COMPONENT_TYPES, type SimpleItkForm, simpleItkForm } from "./adapters.ts";
import { cannotHold } from "./cannot_hold.ts";
import { type Form, jsonForm } from "./form.ts";
import { headerText } from "./nrrd/header.ts";
import { nrrdHeader } from "./nrrd/volume_header.ts";

/** A map whose results are in the order of the array's own axes. */
export interface AxesMap {
  /** The array's spatial axes, in the order of the numbers that the map gives. */
  readonly axes: string;
  /** Four rows of four: times the grid's index and a 1 it is the array's index, and a 1. */
  readonly matrix: readonly (readonly number[])[];
  /** Only of `uneven`: what is added for each slice k of the grid; the matrix has no slices then. */
  readonly offsets?: readonly (readonly number[])[];
}

/** The JSON of the form. */
export interface GridReply extends SimpleItkForm {
  /** `identity`: the array lies on the grid already; nothing is to be resampled. */
  readonly kind: IndexMap["kind"];
  /** Columns, rows and slices of the grid. */
  readonly sizes: Vector;
  /** Index (i, j, k, 1) of the grid to RAS, mm. */
  readonly affineRAS: readonly (readonly number[])[];
  /** From index (i, j, k) of the grid to the array's, both fastest first as in ITK and the header. */
  readonly map: AxesMap;
  /** The same for numpy: from (k, j, i) of the grid to the index of the array. */
  readonly numpy: AxesMap & {
    /** Of one resampled volume: slices, rows, columns. */
    readonly shape: readonly number[];
    /** Index of each of `axes` among all indices of the array; volumes and components have others. */
    readonly indices: readonly number[];
  };
  /** The array after resampling, slowest axis first as in numpy. */
  readonly resampled: {
    readonly axes: string;
    readonly shape: readonly number[];
    /** NRRD type: `float`, but labels and colours keep theirs. */
    readonly type: SampleType;
    /** What numpy calls that. */
    readonly dtype: string;
    /** Its NRRD header, little endian, raw, the samples behind it. */
    readonly header: string;
  };
  /** Largest distance, mm, between a pixel by its plane and where the map has it. */
  readonly maxError: number;
  /** Smallest distance of neighbouring slices of the array along their normal, mm. */
  readonly smallestGap: number;
  /** Only where the array has slices that nobody took (`uneven=fill`). */
  readonly empty?: {
    /** Slices of the array without a frame. */
    readonly slices: readonly number[];
    /** Slices of the grid that would be interpolated from them. */
    readonly gridSlices: readonly number[];
  };
}

/**
 * A grid with more than so many voxels for each of the array is refused. Slices tilted by 45 degrees
 * in a stack that is ten times as deep as they are high make eleven; beyond this it is nearly empty,
 * and nobody has the memory.
 */
export const MOST_VOXELS = 64;

/** Nor does anybody have so many slices; each takes two lines of numbers here. */
export const MOST_SLICES = 16_384;

/** The grid, its header and the map, as JSON. */
export const gridForm: Form = jsonForm("grid", gridReply);

/**
 * What the form says of an array.
 *
 * @throws {HeaderError} format-cannot-hold, if the grid would be far larger than the array
 */
export function gridReply(
  array: DescribedArray,
  { options }: { readonly options: HeaderOptions },
): GridReply {
  const stack = stackOf(array);
  const grid = coveringGrid(stack);
  const { map, sizes, maxError, smallestGap } = grid;
  checkSize(grid, stack);
  const resampled = resampledArray(array, grid);
  const own = array.axes.flatMap(({ name, step }) => step ? [name] : []);
  const numpy = (options.npy?.fortranOrder ? array.axes : array.axes.toReversed())
    .map(({ name }) => name);
  const numpySpatial = numpy.filter((name) => own.includes(name));
  return {
    kind: map.kind,
    sizes,
    ...simpleItkForm(resampled),
    affineRAS: affineRas(resampled),
    map: inOrder(map, GRID_AXES, own),
    numpy: {
      ...inOrder(map, GRID_AXES.toReversed(), numpySpatial),
      shape: sizes.toReversed(),
      indices: numpySpatial.map((name) => numpy.indexOf(name)),
    },
    resampled: {
      axes: [...resampled.axisNames].reverse().join(""),
      shape: resampled.axes.map(({ size }) => size).reverse(),
      type: resampled.type,
      dtype: COMPONENT_TYPES[resampled.type],
      header: headerText(nrrdHeader(resampled, options)),
    },
    maxError,
    smallestGap,
    ...emptySlices(array, stack, map),
  };
}

/** Axes of a grid, fastest first. */
const GRID_AXES: readonly AxisName[] = ["x", "y", "z"];

function stackOf({ axes, origin, volume }: DescribedArray): PlaneStack {
  const axis = (name: AxisName): PlacedAxis => axes.find((axis) => axis.name === name)!;
  const [x, y, z] = [axis("x"), axis("y"), axis("z")];
  const planes: (Plane | undefined)[] = new Array(z.size).fill(undefined);
  // Volumes share their positions, and so do the frames of a slice's segments.
  for (const { frame, k } of volume.slices) planes[k] ??= frame.plane;
  return {
    columnStep: x.step!,
    rowStep: y.step!,
    columns: x.size,
    rows: y.size,
    line: { origin, step: z.step! },
    planes,
  };
}

function checkSize({ sizes, map }: CoveringGrid, { columns, rows, planes }: PlaneStack): void {
  const [voxels, own] = [sizes[0] * sizes[1] * sizes[2], columns * rows * planes.length];
  if (voxels <= MOST_VOXELS * own && sizes[2] <= MOST_SLICES) return;
  throw cannotHold(
    "grid",
    `the right-angled grid that covers the array has ${sizes.join(" × ")} voxels, ${
      brief(voxels / own)
    } times as many as the array; at most ${MOST_VOXELS} times as many and ${MOST_SLICES} slices are described`,
    map.kind === "uneven"
      ? "uneven=split for evenly spaced blocks, or format=text for the array as it is"
      : "format=text for the array as it is",
    { sizes },
  );
}

/** The array on the grid: volumes and components stay in front of the voxels, or come behind them. */
function resampledArray(array: DescribedArray, grid: CoveringGrid): DescribedArray {
  const { map, origin, directions, spacing, sizes } = grid;
  const isSame = map.kind === "identity";
  const first = array.axes.findIndex(({ step }) => step);
  const others = array.axes.filter(({ step }) => !step);
  const spatial = GRID_AXES.map((name, n): PlacedAxis => ({
    name,
    size: sizes[n]!,
    step: scale(directions[n]!, spacing[n]!),
    // What lies between slices has no thickness of its own.
    thickness: isSame ? array.axes.find((axis) => axis.name === name)!.thickness : undefined,
  }));
  const axes = [...others.slice(0, first), ...spatial, ...others.slice(first)];
  const findings = array.volume.findings.filter(({ code }) => isSame || !OF_THE_STACK.has(code));
  return {
    ...array,
    type: array.labels || isColour(array) ? array.type : "float",
    axes,
    axisNames: axes.map(({ name }) => name).join(""),
    origin,
    encoding: "raw",
    endian: "little",
    data: "attached",
    findings,
  };
}

/** What is said of slices as they were taken, and not true of those of the grid. */
const OF_THE_STACK: ReadonlySet<FindingCode> = new Set([
  "thickness-is-not-spacing",
  "spacing-tag-disagrees",
  "slice-location-disagrees",
  "sheared",
  "shear-is-rounding",
  "shear-removed",
  "uneven-spacing",
  "uneven-accepted",
  "missing-filled",
]);

/** A map from an index that has the grid's axes in one order to one of the array in another. */
function inOrder(
  { matrix, offsets }: IndexMap,
  from: readonly AxisName[],
  to: readonly AxisName[],
): AxesMap {
  const columns = [...from.map((name) => GRID_AXES.indexOf(name)), 3];
  const rows = to.map((name) => GRID_AXES.indexOf(name));
  return {
    axes: to.join(""),
    matrix: [...rows, 3].map((row) => columns.map((column) => matrix[row]![column]!)),
    ...(offsets ? { offsets: offsets.map((offset) => rows.map((row) => offset[row]!)) } : {}),
  };
}

/** Slices without a frame; those of a segmentation are not missing, nothing was segmented there. */
function emptySlices(
  { volume }: DescribedArray,
  { planes }: PlaneStack,
  { offsets }: IndexMap,
): Pick<GridReply, "empty"> {
  const slices = volume.segmentation ? [] : [...planes.keys()].filter((k) => !planes[k]);
  if (slices.length === 0) return {};
  const reached = offsets?.map(([, , s]) => s) ?? [...planes.keys()];
  const isEmpty = new Set(slices);
  const gridSlices = [...reached.keys()].filter((k) =>
    isEmpty.has(Math.floor(reached[k]!)) || isEmpty.has(Math.ceil(reached[k]!))
  );
  return { empty: { slices, gridSlices } };
}
