/**
 * Matrices and their parts that are to be checked: an affine, or origin, spacing and direction as
 * SimpleITK, ITK and ITK-wasm have them.
 *
 * @module
 */

import type { SpaceName } from "../array/space.ts";
import { HeaderError } from "../errors.ts";
import { scale, type Vector } from "../geometry/vector.ts";
import type { ClaimedForm } from "./claimed_form.ts";
import {
  checkNumbers,
  type ClaimedHeader,
  sizesOf,
  type Steps,
  vectorOf,
  wrongMember,
} from "./claimed_header.ts";
import { precisionOfBoth, precisionOfProducts } from "./precision.ts";

/** Space of an affine that names none: nibabel's and Slicer's. */
const AFFINE_SPACE: SpaceName = "RAS";

/** The three axes of an array of that many. */
export const SPATIAL = [0, 1, 2] as const;

/** An affine that maps voxels (i, j, k) to mm. */
export interface ClaimedAffine {
  /** 4 × 4 or 3 × 4, as rows or row-major in one list. */
  readonly affine: unknown;
  /** RAS if it is not said. */
  readonly space: SpaceName | undefined;
  /** Of the three axes. */
  readonly sizes?: unknown;
}

/** Geometry in SimpleITK's terms. */
export interface ClaimedItk {
  readonly origin: unknown;
  readonly spacing: unknown;
  /** Row-major 3 × 3, nine numbers or three rows; column k is the direction of axis k. */
  readonly direction: unknown;
  /** LPS if it is not said. */
  readonly space: SpaceName | undefined;
  readonly sizes?: unknown;
}

/**
 * Takes an affine.
 *
 * @throws {HeaderError} bad-header
 */
export function claimedAffine({ affine, space, sizes }: ClaimedAffine): ClaimedHeader {
  const rows = rowsOf(affine, 4);
  if (rows === undefined || rows.length < 3 || rows.length > 4) {
    throw wrongMember("affine", "a matrix of 4 × 4 or 3 × 4 numbers, in mm");
  }
  const [last] = rows.slice(3);
  if (last && !isLastRow(last)) {
    const turned = isLastRow(rows.map((row) => row[3]!));
    throw wrongMember(
      "affine",
      turned
        ? "a matrix whose last row is 0 0 0 1; this one is transposed"
        : "a matrix whose last row is 0 0 0 1",
    );
  }
  const column = (n: number): Vector => [rows[0]![n]!, rows[1]![n]!, rows[2]![n]!];
  const directions: Steps = [column(0), column(1), column(2)];
  const origin = column(3);
  const precision = precisionOfBoth(directions.flat().map(String), origin.map(String));
  return {
    ...claimed("affine", directions, origin, precision, {
      name: "affine",
      rows: rows.length,
      spaceStated: space !== undefined,
    }),
    space: space ?? AFFINE_SPACE,
    sizes: sizes === undefined ? undefined : sizesOf(sizes, SPATIAL),
  };
}

/**
 * Takes origin, spacing and direction.
 *
 * @throws {HeaderError} bad-header
 */
export function claimedItk(
  { origin, spacing, direction, space = "LPS", sizes }: ClaimedItk,
): ClaimedHeader {
  const [place, lengths] = [vectorOf(listed(origin)), vectorOf(listed(spacing))];
  const rows = rowsOf(direction, 3);
  if (place === undefined) throw wrongMember("origin", "three numbers, in mm");
  if (lengths === undefined || !lengths.every((value) => value > 0)) {
    throw wrongMember("spacing", "three numbers above 0, in mm");
  }
  if (rows?.length !== 3) throw wrongMember("direction", "nine numbers, row-major");
  const column = (n: number): Vector => [rows[0]![n]!, rows[1]![n]!, rows[2]![n]!];
  const columns: Steps = [column(0), column(1), column(2)];
  return {
    ...claimedOfParts(
      columns.flat().map(String),
      lengths.map(String),
      place.map(String),
      "direction",
      { name: "simpleitk", columns, spacing: lengths },
    ),
    space,
    sizes: sizes === undefined ? undefined : sizesOf(listed(sizes), SPATIAL),
  };
}

/**
 * Puts lengths to directions.
 *
 * @param columns Directions one after the other, as written
 */
export function claimedOfParts(
  columns: readonly string[],
  spacing: readonly string[],
  origin: readonly string[],
  field: string,
  form: ClaimedForm,
): ClaimedHeader {
  const steps = SPATIAL.map((axis) => {
    const [x, y, z] = columns.slice(3 * axis, 3 * axis + 3).map(Number) as [number, number, number];
    const step = scale([x, y, z], Number(spacing[axis]));
    if (step.some((value) => value !== 0)) return step;
    throw new HeaderError("bad-header", `${field} has an axis without a direction or a length`, {
      field,
    });
  });
  const place = origin.map(Number) as unknown as Vector;
  const precision = precisionOfProducts(columns, spacing, origin);
  return claimed(field, steps as unknown as Steps, place, precision, form);
}

function claimed(
  field: string,
  directions: Steps,
  origin: Vector,
  precision: ClaimedHeader["precision"],
  form: ClaimedForm,
): ClaimedHeader {
  for (const vector of [...directions, origin]) checkNumbers(field, vector);
  if (!directions.every((step) => step.some((value) => value !== 0))) {
    throw new HeaderError("bad-header", `${field} has an axis without a direction`, { field });
  }
  return {
    space: "LPS",
    spaceNamed: true,
    directions,
    origin,
    originStated: true,
    sizes: undefined,
    list: undefined,
    precision,
    otherUnits: [],
    cropOffset: undefined,
    source: undefined,
    form,
  };
}

/** Rows of a matrix that came as rows, or row-major in one list; undefined for what is none. */
function rowsOf(value: unknown, width: number): number[][] | undefined {
  const list = listed(value);
  if (!Array.isArray(list)) return undefined;
  const rows = list.every((row) => typeof row === "number")
    ? Array.from(
      { length: Math.ceil(list.length / width) },
      (_, n) => list.slice(n * width, n * width + width),
    )
    : list.map(listed);
  const isRow = (row: unknown): row is number[] =>
    Array.isArray(row) && row.length === width && row.every(Number.isFinite);
  return rows.every(isRow) ? rows : undefined;
}

/** A list, also of a typed array as JSON has it: `{"0": 1, "1": 0, …}` (ITK-wasm's direction). */
function listed(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [...value as unknown as Iterable<unknown>];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return entries.length <= 16 && entries.every(([key], n) => key === String(n))
    ? entries.map(([, entry]) => entry)
    : value;
}

function isLastRow([a, b, c, d]: readonly number[]): boolean {
  return a === 0 && b === 0 && c === 0 && d === 1;
}
