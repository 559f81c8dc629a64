/**
 * The geometry that is to be checked: read from a header, or bare numbers.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import { scale, type Vector } from "../geometry/vector.ts";
import { type ReadHeader, readHeader } from "../headers/nrrd/read/geometry.ts";
import type { SpaceName } from "../array/space.ts";
import type { ClaimedForm } from "./claimed_form.ts";
import { type Precision, precisionOfBoth, scaled } from "./precision.ts";
import type { Storage } from "./storage.ts";
import { otherUnits, type UnitField } from "./units.ts";

/** Three vectors, one for each axis, fastest first. */
export type Steps = readonly [Vector, Vector, Vector];

/** Three counts, one for each axis, fastest first. */
export type Sizes = readonly [number, number, number];

/** The geometry that a header claims for an array. */
export interface ClaimedHeader {
  /** Space of the numbers; LPS by default, as in ITK. */
  readonly space: SpaceName;
  /** False for a header that leaves its readers to guess. */
  readonly spaceNamed: boolean;
  /** Steps of the spatial axes, mm; two only for a picture without a slice axis. */
  readonly directions: Steps | readonly [Vector, Vector];
  /** Centre of the first voxel; the space's origin by default. */
  readonly origin: Vector;
  /** Whether the header says the origin. */
  readonly originStated: boolean;
  /** Of the spatial axes; undefined if not given. */
  readonly sizes: Sizes | undefined;
  /** Length of a list of volumes. */
  readonly list: number | undefined;
  /** How many digits were written. */
  readonly precision: { readonly directions: Precision; readonly origin: Precision };
  /** Fields that name other units than millimetres. */
  readonly otherUnits: readonly UnitField[];
  /** Voxel of a larger volume at which the array begins, as Slicer keeps it; by the header's axes. */
  readonly cropOffset: Sizes | undefined;
  /** The NRRD header that it was read from. */
  readonly source: ReadHeader | undefined;
  /** The form in which it came, which is that of the corrected one. */
  readonly form: ClaimedForm;
  /** What the form cannot hold of right numbers; undefined for text, which holds all digits. */
  readonly storage?: Storage | undefined;
}

/** Bare numbers, as JSON has them. */
export interface BareGeometry {
  /** Three vectors, mm, the fastest axis first; null stands for axes that are not space. */
  readonly spaceDirections: unknown;
  /** Centre of the first voxel, mm. */
  readonly spaceOrigin: unknown;
  /** LPS if it is not said. */
  readonly space?: SpaceName | undefined;
  /** Of the three axes, or of all. */
  readonly sizes?: unknown;
}

/** Key under which Slicer keeps where in its reference image a segmentation begins. */
const EXTENT_OFFSET = "Segmentation_ReferenceImageExtentOffset:=";

/** No patient is as large, mm; sums of such numbers are still numbers. */
const LARGEST_NUMBER = 1e9;

/** Numbers without a space are taken for DICOM's own. */
const DEFAULT_SPACE = "LPS";

/**
 * Reads the text of a NRRD header.
 *
 * @param text Whole header, or a file that begins with one
 * @throws {HeaderError} bad-header
 */
export function claimedNrrd(text: string): ClaimedHeader {
  const source = readHeader(text);
  const { origin = [0, 0, 0] } = source;
  for (const { direction } of source.axes) checkNumbers("space directions", direction);
  checkNumbers("space origin", origin);
  const spatial = source.axes.filter(({ direction }) => direction !== undefined);
  const [first, second, third] = spatial.map(({ direction }) => direction!);
  const [columns, rows, slices = 1] = spatial.map(({ size }) => size);
  const list = source.axes.find(({ direction, kind }) =>
    direction === undefined && (kind === "list" || kind === "time")
  );
  return {
    space: source.space ?? DEFAULT_SPACE,
    spaceNamed: source.space !== undefined,
    directions: third ? [first!, second!, third] : [first!, second!],
    origin,
    originStated: source.origin !== undefined,
    sizes: columns === undefined ? undefined : [columns, rows!, slices],
    list: list?.size,
    precision: precisionOfBoth(source.written.directions, source.written.origin),
    otherUnits: otherUnits(source),
    cropOffset: cropOffset(source),
    source,
    form: { name: "nrrd" },
  };
}

/**
 * Takes bare numbers.
 *
 * @throws {HeaderError} bad-header, naming the member
 */
export function claimedNumbers(bare: BareGeometry): ClaimedHeader {
  const { spaceDirections, spaceOrigin, space = DEFAULT_SPACE, sizes } = bare;
  const rows = Array.isArray(spaceDirections) ? spaceDirections : [];
  const spatial = rows.flatMap((row, axis) => isNone(row) ? [] : [axis]);
  const directions = spatial.map((axis) => vectorOf(rows[axis]));
  const origin = vectorOf(spaceOrigin);
  if (directions.length !== 3 || !directions.every((row) => row !== undefined)) {
    throw wrongMember("spaceDirections", "three vectors of three numbers, in mm");
  }
  if (origin === undefined) throw wrongMember("spaceOrigin", "three numbers, in mm");
  const [first, second, third] = directions as unknown as Steps;
  for (const direction of [first, second, third]) checkNumbers("spaceDirections", direction);
  checkNumbers("spaceOrigin", origin);
  return {
    space,
    spaceNamed: true,
    directions: [first, second, third],
    origin,
    originStated: true,
    sizes: sizes === undefined ? undefined : sizesOf(sizes, spatial),
    list: undefined,
    otherUnits: [],
    cropOffset: undefined,
    precision: precisionOfBoth([...first, ...second, ...third].map(String), origin.map(String)),
    source: undefined,
    form: { name: "numbers" },
  };
}

/**
 * The same, if its numbers are not millimetres but something larger.
 *
 * @param factor How many millimetres that is: a power of ten, so that digits stay digits
 */
export function inMillimetres(given: ClaimedHeader, factor: number): ClaimedHeader {
  const { directions: [first, second, third], origin, precision } = given;
  const long = (vector: Vector): Vector => scale(vector, factor);
  return {
    ...given,
    directions: third ? [long(first), long(second), long(third)] : [long(first), long(second)],
    origin: long(origin),
    precision: {
      directions: scaled(precision.directions, factor),
      origin: scaled(precision.origin, factor),
    },
  };
}

/** Undefined where nothing is said, or that it begins where the volume does. */
function cropOffset({ lines }: ReadHeader): Sizes | undefined {
  const line = lines.find((line) => line.startsWith(EXTENT_OFFSET));
  const numbers = line?.slice(EXTENT_OFFSET.length).trim().split(/\s+/) ?? [];
  if (numbers.length !== 3 || !numbers.every((number) => /^\d{1,9}$/.test(number))) {
    return undefined;
  }
  const [i, j, k] = numbers.map(Number) as [number, number, number];
  return i + j + k > 0 ? [i, j, k] : undefined;
}

/**
 * Refuses what no patient has.
 *
 * @throws {HeaderError} bad-header
 */
export function checkNumbers(field: string, vector: Vector | undefined): void {
  if (vector?.every((value) => Math.abs(value) <= LARGEST_NUMBER) ?? true) return;
  throw new HeaderError("bad-header", `${field} has a number beyond ${LARGEST_NUMBER} mm`, {
    field,
  });
}

/** What stands in for the direction of an axis that is not space: null, or (pynrrd) a row of NaN. */
function isNone(row: unknown): boolean {
  const isNothing = (value: unknown) => value === null || /^nan$/i.test(String(value));
  return row === null || Array.isArray(row) && row.length > 0 && row.every(isNothing);
}

/** Three numbers; numpy and SimpleITK hand them out as lists. */
export function vectorOf(value: unknown): Vector | undefined {
  if (!Array.isArray(value) || value.length !== 3 || !value.every(Number.isFinite)) {
    return undefined;
  }
  return [value[0], value[1], value[2]];
}

/** Sizes of three axes, or of all axes of which these are the spatial ones. */
export function sizesOf(value: unknown, spatial: readonly number[]): Sizes {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  const sizes = all.length === 3 ? all : spatial.map((axis) => all[axis]);
  const isCount = (size: unknown) => Number.isSafeInteger(size) && (size as number) >= 1;
  if (!sizes.every(isCount)) throw wrongMember("sizes", "whole numbers from 1, one for each axis");
  return sizes as unknown as Sizes;
}

/** A member of a request is not what it should be. */
export function wrongMember(member: string, wanted: string): HeaderError {
  return new HeaderError("bad-header", `${member} must be ${wanted}`, { field: member });
}
