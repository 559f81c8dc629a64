/**
 * The Image Plane attributes of a dataset, checked: PS3.3 C.7.6.2.1.1 and C.7.6.3.
 *
 * @module
 */

import { type Named, nameOf } from "../dicom/attribute_names.ts";
import { type Dataset, finite } from "../dicom/dataset.ts";
import { type DetailsOf, HeaderError } from "../errors.ts";
import type { Plane } from "../geometry/plane.ts";
import { dot, length, type Vector } from "../geometry/vector.ts";
import { faultOf } from "./faults.ts";

/**
 * How far direction cosines may be from unit length and from being perpendicular. Beyond it they are not
 * rounded but wrong; below it they are used as they stand (GDCM rejects at the same size).
 */
export const ORIENTATION_TOLERANCE = 1e-3;

/** Most rows, and columns: both are unsigned numbers of 16 bits (PS3.6), which JSON does not know. */
const MAX_SIDE = 65_535;

/** What there is to say of how a frame was read: a finding of every volume that it is in. */
export type Remark = "uid-repeated" | "plane-outside-macros" | "nominal-spacing";

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

/** Whether a dataset says anything of both position and orientation in the patient. */
export function hasPlane(dataset: Dataset): boolean {
  return dataset.numbers("ImagePositionPatient").length > 0 &&
    dataset.numbers("ImageOrientationPatient").length > 0;
}

/** (0020,0032): centre of the first pixel, LPS mm. */
export function positionOf(dataset: Dataset, coordinates: PlaneCoordinates = "Patient"): Vector {
  const keyword = `ImagePosition${coordinates}` as const;
  const values = dataset.numbers(keyword);
  if (values.length === 0) throw noGeometry(dataset, keyword);
  if (isVector(values)) return values;
  throw new HeaderError("bad-position", faultOf(dataset, keyword, "three numbers"));
}

/** Whether numbers are the three of a position. */
export function isVector(values: readonly number[]): values is Vector {
  return values.length === 3 && values.every(Number.isFinite);
}

/** (0020,0037): directions along a row and along a column. */
export function orientationOf(
  dataset: Dataset,
  coordinates: PlaneCoordinates = "Patient",
): [Vector, Vector] {
  const keyword = `ImageOrientation${coordinates}` as const;
  const values = dataset.numbers(keyword);
  if (values.length === 0) throw noGeometry(dataset, keyword);
  if (values.length !== 6 || !values.every(Number.isFinite)) {
    throw new HeaderError("bad-orientation", faultOf(dataset, keyword, "six numbers"));
  }
  const row: Vector = [values[0]!, values[1]!, values[2]!];
  const column: Vector = [values[3]!, values[4]!, values[5]!];
  const fault = orientationFault(row, column);
  if (fault) {
    throw new HeaderError(
      "bad-orientation",
      `the direction cosines of ${nameOf(keyword)} ${fault.words}`,
      fault.details,
    );
  }
  return [row, column];
}

/** Why two directions are no orientation, as the end of a sentence and as data; undefined if they are. */
export function orientationFault(
  row: Vector,
  column: Vector,
): { words: string; details: DetailsOf<"bad-orientation"> } | undefined {
  const lengths = [length(row), length(column)] as const;
  const product = dot(row, column);
  const worst = Math.max(Math.abs(lengths[0] - 1), Math.abs(lengths[1] - 1), Math.abs(product));
  // Of what is no number, nothing is small enough.
  if (worst <= ORIENTATION_TOLERANCE) return undefined;
  return {
    words: `have lengths ${lengths[0].toPrecision(6)} and ${
      lengths[1].toPrecision(6)
    } and scalar product ${
      product.toPrecision(3)
    }; 1, 1 and 0 within ${ORIENTATION_TOLERANCE} are needed`,
    details: { lengths, scalarProduct: product, tolerance: ORIENTATION_TOLERANCE },
  };
}

/** (0028,0030): [between rows, between columns], PS3.3 10.7.1.3. */
export function pixelSpacingOf(dataset: Dataset): PixelSpacing {
  const spacing = spacingUnder(dataset, "PixelSpacing");
  if (spacing !== undefined) return spacing;
  const fault = faultOf(dataset, "PixelSpacing", "two positive numbers");
  const atDetector = spacingUnder(dataset, "ImagerPixelSpacing") !== undefined;
  throw new HeaderError(
    "bad-spacing",
    atDetector ? `${fault}; ${nameOf("ImagerPixelSpacing")} is the size at the detector` : fault,
  );
}

/**
 * The plane, and what there is to say of it: pixels that were scanned from film have their size under
 * a name of its own (C.8.6.3), which is taken where Pixel Spacing is absent.
 *
 * @param dataset Answers for position and orientation
 * @param sizes Answers for matrix and pixel spacing
 * @throws {HeaderError} no-geometry, bad-position, bad-orientation, bad-spacing, bad-matrix
 */
export function imagePlaneOrNominal(
  dataset: Dataset,
  sizes: Dataset = dataset,
): { readonly plane: Plane; readonly remarks?: readonly Remark[] } {
  const position = positionOf(dataset, "Patient");
  const [row, column] = orientationOf(dataset, "Patient");
  const spacing = spacingUnder(sizes, "PixelSpacing");
  const nominal = spacing === undefined && sizes.strings("PixelSpacing").length === 0
    ? spacingUnder(sizes, "NominalScannedPixelSpacing")
    : undefined;
  const { rowSpacing, columnSpacing } = spacing ?? nominal ?? pixelSpacingOf(sizes);
  const { columns, rows } = matrixOf(sizes);
  const plane = { position, row, column, rowSpacing, columnSpacing, columns, rows };
  return nominal === undefined ? { plane } : { plane, remarks: ["nominal-spacing"] };
}

function spacingUnder(
  dataset: Dataset,
  keyword: "PixelSpacing" | "ImagerPixelSpacing" | "NominalScannedPixelSpacing",
): PixelSpacing | undefined {
  const values = dataset.numbers(keyword);
  const [rowSpacing, columnSpacing] = values;
  const usable = isLength(rowSpacing) && isLength(columnSpacing) && values.length === 2;
  return usable ? { rowSpacing, columnSpacing } : undefined;
}

/** (0028,0011) and (0028,0010). */
export function matrixOf(dataset: Dataset): { columns: number; rows: number } {
  const columns = finite(dataset.numbers("Columns"));
  const rows = finite(dataset.numbers("Rows"));
  if (isCount(columns) && isCount(rows)) return { columns, rows };
  const faults = (["Rows", "Columns"] as const)
    .filter((keyword) => !isCount(finite(dataset.numbers(keyword))))
    .map((keyword) => faultOf(dataset, keyword, `a whole number from 1 to ${MAX_SIDE}`));
  throw new HeaderError("bad-matrix", faults.join(", "));
}

function isLength(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value > 0;
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= MAX_SIDE;
}

function noGeometry(dataset: Dataset, keyword: Named): HeaderError {
  const fault = faultOf(dataset, keyword, "there");
  return new HeaderError("no-geometry", `there is no image plane: ${fault}`);
}
