/**
 * The Image Plane attributes of a dataset, checked: PS3.3 C.7.6.2.1.1 and C.7.6.3.
 *
 * @module
 */

import type { Dataset } from "../dicom/dataset.ts";
import { finite } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import type { Plane } from "../geometry/plane.ts";
import { dot, length, type Vector } from "../geometry/vector.ts";

/**
 * How far direction cosines may be from unit length and from being perpendicular. Beyond it they are not
 * rounded but wrong; below it they are used as they stand (GDCM rejects at the same size).
 */
export const ORIENTATION_TOLERANCE = 1e-3;

/** Most rows, and columns: both are unsigned numbers of 16 bits (PS3.6), which JSON does not know. */
const MAX_SIDE = 65_535;

/** Spacing of pixel centres, mm. */
export interface PixelSpacing {
  readonly rowSpacing: number;
  readonly columnSpacing: number;
}

/**
 * Whose coordinates a plane lies in: attributes of the patient, or those that ultrasound volumes
 * have for their own (C.7.6.16.2.21 and C.7.6.16.2.22).
 */
export type PlaneCoordinates = "Patient" | "Volume";

const TAGS = {
  ImagePositionPatient: "Image Position (Patient) (0020,0032)",
  ImagePositionVolume: "Image Position (Volume) (0020,9301)",
  ImageOrientationPatient: "Image Orientation (Patient) (0020,0037)",
  ImageOrientationVolume: "Image Orientation (Volume) (0020,9302)",
} as const;

/**
 * The plane of a dataset that answers for position, orientation, spacing and matrix.
 *
 * @throws {HeaderError} no-geometry, bad-position, bad-orientation, bad-spacing, bad-matrix
 */
export function imagePlane(dataset: Dataset, coordinates: PlaneCoordinates = "Patient"): Plane {
  const position = positionOf(dataset, coordinates);
  const [row, column] = orientationOf(dataset, coordinates);
  return { position, row, column, ...pixelSpacingOf(dataset), ...matrixOf(dataset) };
}

/** (0020,0032): centre of the first pixel, LPS mm. */
export function positionOf(dataset: Dataset, coordinates: PlaneCoordinates = "Patient"): Vector {
  const keyword = `ImagePosition${coordinates}` as const;
  const values = dataset.numbers(keyword);
  if (values.length === 0) throw noGeometry(TAGS[keyword]);
  if (values.length !== 3 || !values.every(Number.isFinite)) {
    throw new HeaderError("bad-position", `${TAGS[keyword]} is not three numbers`);
  }
  return [values[0]!, values[1]!, values[2]!];
}

/** (0020,0037): directions along a row and along a column. */
export function orientationOf(
  dataset: Dataset,
  coordinates: PlaneCoordinates = "Patient",
): [Vector, Vector] {
  const keyword = `ImageOrientation${coordinates}` as const;
  const values = dataset.numbers(keyword);
  if (values.length === 0) throw noGeometry(TAGS[keyword]);
  if (values.length !== 6 || !values.every(Number.isFinite)) {
    throw new HeaderError("bad-orientation", `${TAGS[keyword]} is not six numbers`);
  }
  const row: Vector = [values[0]!, values[1]!, values[2]!];
  const column: Vector = [values[3]!, values[4]!, values[5]!];
  const lengths = [length(row), length(column)] as const;
  const product = dot(row, column);
  const worst = Math.max(Math.abs(lengths[0] - 1), Math.abs(lengths[1] - 1), Math.abs(product));
  if (worst > ORIENTATION_TOLERANCE) {
    throw new HeaderError(
      "bad-orientation",
      `direction cosines have lengths ${lengths[0].toPrecision(6)} and ${
        lengths[1].toPrecision(6)
      } and scalar product ${
        product.toPrecision(3)
      }; 1, 1 and 0 within ${ORIENTATION_TOLERANCE} are needed`,
      { lengths, scalarProduct: product, tolerance: ORIENTATION_TOLERANCE },
    );
  }
  return [row, column];
}

/** (0028,0030): [between rows, between columns], PS3.3 10.7.1.3. */
export function pixelSpacingOf(dataset: Dataset): PixelSpacing {
  const [rowSpacing, columnSpacing] = dataset.numbers("PixelSpacing");
  if (!isLength(rowSpacing) || !isLength(columnSpacing)) {
    throw new HeaderError("bad-spacing", "Pixel Spacing (0028,0030) is not two positive numbers");
  }
  return { rowSpacing, columnSpacing };
}

/** (0028,0011) and (0028,0010). */
export function matrixOf(dataset: Dataset): { columns: number; rows: number } {
  const columns = finite(dataset.numbers("Columns"));
  const rows = finite(dataset.numbers("Rows"));
  if (!isCount(columns) || !isCount(rows)) {
    throw new HeaderError(
      "bad-matrix",
      `Columns (0028,0011) and Rows (0028,0010) are not two whole numbers from 1 to ${MAX_SIDE}`,
    );
  }
  return { columns, rows };
}

function isLength(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value > 0;
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= MAX_SIDE;
}

function noGeometry(attribute: string): HeaderError {
  return new HeaderError("no-geometry", `there is no image plane: ${attribute} is absent`);
}
