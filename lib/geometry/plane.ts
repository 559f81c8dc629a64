/**
 * The plane of one frame: position, directions and pixel spacing (PS3.3 C.7.6.2.1.1) as data.
 *
 * @module
 */

import { along, cross, unit, type Vector } from "./vector.ts";

/**
 * A rectangular grid of pixel centres in LPS millimetres: the centre of pixel (column i, row j) is
 * `position + i · columnSpacing · row + j · rowSpacing · column`.
 */
export interface Plane {
  /** Centre of the first pixel. */
  readonly position: Vector;
  /** Direction along a row, that is of growing column index; as given, not normalised. */
  readonly row: Vector;
  /** Direction along a column, that is of growing row index; as given, not normalised. */
  readonly column: Vector;
  /** Millimetres between neighbouring columns: PixelSpacing[1]. */
  readonly columnSpacing: number;
  /** Millimetres between neighbouring rows: PixelSpacing[0]. */
  readonly rowSpacing: number;
  /** Pixels in a row. */
  readonly columns: number;
  /** Pixels in a column. */
  readonly rows: number;
}

/** Unit normal, row × column. */
export function normal(plane: Plane): Vector {
  return unit(cross(plane.row, plane.column));
}

/** Whether two planes have the very same directions, as nearly all slices of a stack do. */
export function pointsAs(a: Plane, b: Plane): boolean {
  return a.row.every((x, axis) => x === b.row[axis]) &&
    a.column.every((x, axis) => x === b.column[axis]);
}

/** LPS millimetres of the centre of pixel (column i, row j). */
export function pixelCentre(plane: Plane, i: number, j: number): Vector {
  return along(
    along(plane.position, plane.row, i * plane.columnSpacing),
    plane.column,
    j * plane.rowSpacing,
  );
}
