/**
 * The same geometry in the forms that notebooks use: pynrrd, SimpleITK, a RAS affine.
 *
 * @module
 */

import { length, scale, type Vector } from "../geometry/vector.ts";
import type { Grid } from "../volumes/volume.ts";
import { type NrrdHeader, SPACE_NAMES } from "./header.ts";
import { toSpace } from "./volume_header.ts";

/** For `SetOrigin`, `SetSpacing`, `SetDirection` of SimpleITK and ITK; always LPS. */
export interface SimpleItkForm {
  /** Centre of the first voxel, LPS mm. */
  readonly origin: Vector;
  /** Lengths of the three steps, mm. */
  readonly spacing: Vector;
  /** Row-major 3 × 3; column k is the unit direction of axis k. */
  readonly direction: readonly number[];
}

/** Origin, spacing and direction matrix of a grid. */
export function simpleItkForm(grid: Grid): SimpleItkForm {
  const steps = [grid.columnStep, grid.rowStep, grid.sliceStep] as const;
  const spacing: Vector = [length(steps[0]), length(steps[1]), length(steps[2])];
  const axes = steps.map((step, k) => scale(step, 1 / spacing[k]!));
  return {
    origin: toSpace(grid.origin, "LPS"),
    spacing,
    direction: [0, 1, 2].flatMap((row) => axes.map((axis) => axis[row]! + 0)),
  };
}

/** Index (i, j, k, 1) to RAS millimetres, as nibabel's affine and Slicer's IJKToRAS; row-major rows. */
export function affineRas(grid: Grid): number[][] {
  const columns = [grid.columnStep, grid.rowStep, grid.sliceStep, grid.origin]
    .map((vector) => toSpace(vector, "RAS"));
  return [
    ...[0, 1, 2].map((row) => columns.map((column) => column[row]!)),
    [0, 0, 0, 1],
  ];
}

/**
 * The dictionary for pynrrd's `nrrd.write(file, data, header)`, which itself sets type, sizes,
 * dimension and endian from the data. Axes that are not space are rows of null, which it writes as
 * `none`.
 */
export function pynrrdForm(header: NrrdHeader): Record<string, unknown> {
  return {
    "space": SPACE_NAMES[header.space],
    "space directions": header.axes.map(({ direction }) => direction ?? [null, null, null]),
    "kinds": header.axes.map((axis) => axis.kind),
    "space units": ["mm", "mm", "mm"],
    "space origin": header.origin,
    "centerings": header.axes.map((axis) => axis.direction ? "cell" : "none"),
    "encoding": header.encoding,
    ...Object.fromEntries(header.keyValues ?? []),
  };
}
