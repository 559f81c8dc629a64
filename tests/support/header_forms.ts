/**
 * Headers of other formats than NRRD, written by hand from their documents: nothing is imported from
 * the library, and NIfTI's offsets stand here once more.
 *
 * @module
 */

import type { Triple } from "./series.ts";

/** A grid in LPS mm; column k of a direction matrix is `directions[k]` by its length. */
export interface Grid {
  readonly directions: readonly [Triple, Triple, Triple];
  readonly origin: Triple;
  readonly sizes: readonly [number, number, number];
}

/** What a NIfTI header shall look like besides its numbers. */
export interface NiftiSettings {
  readonly version?: 1 | 2;
  readonly littleEndian?: boolean;
  /** 0 leaves the transform out; by default 1 for the sform and 0 for the qform. */
  readonly sformCode?: number;
  readonly qformCode?: number;
  /** Another grid in the qform. */
  readonly qform?: Grid;
  readonly magic?: "n" | "i";
  readonly units?: number;
  /** Turns the third axis of the qform round. */
  readonly wrongQfac?: boolean;
}

const RAS = ([x, y, z]: Triple): Triple => [0 - x, 0 - y, z];

/** A grid whose numbers are those of RAS. */
export function rasOf({ directions: [i, j, k], origin, sizes }: Grid): Grid {
  return { directions: [RAS(i), RAS(j), RAS(k)], origin: RAS(origin), sizes };
}

/** A header of a `.nii`; the numbers of the grid are taken as they are, so they must be RAS. */
export function niftiHeader(ras: Grid, settings: NiftiSettings = {}): Uint8Array<ArrayBuffer> {
  const { version = 1, littleEndian = true, sformCode = 1, qformCode = 0 } = settings;
  const { qform = ras, magic = "n", units = 2, wrongQfac = false } = settings;
  const one = version === 1;
  const bytes = new Uint8Array(one ? 352 : 544);
  const view = new DataView(bytes.buffer);
  const real = (at1: number, at2: number, values: readonly number[]) =>
    values.forEach((value, n) => {
      if (one) view.setFloat32(at1 + 4 * n, value, littleEndian);
      else view.setFloat64(at2 + 8 * n, value, littleEndian);
    });
  const whole = (at1: number, at2: number, value: number) => {
    if (one) view.setInt16(at1, value, littleEndian);
    else view.setInt32(at2, value, littleEndian);
  };
  const text = (at: number, value: string) =>
    [...value].forEach((letter, n) => bytes[at + n] = letter.charCodeAt(0));
  view.setInt32(0, one ? 348 : 540, littleEndian);
  const dim = [3, ...ras.sizes, 1, 1, 1, 1];
  dim.forEach((value, n) => {
    if (one) view.setInt16(40 + 2 * n, value, littleEndian);
    else view.setBigInt64(16 + 8 * n, BigInt(value), littleEndian);
  });
  view.setInt16(one ? 70 : 12, 4, littleEndian);
  view.setInt16(one ? 72 : 14, 16, littleEndian);
  const lengths = qform.directions.map((v) => Math.hypot(...v)) as unknown as Triple;
  const axes = qform.directions.map((v, n) => v.map((c) => c / lengths[n]!)) as unknown as Grid[
    "directions"
  ];
  const { bcd, qfac } = quaternion(axes);
  real(76, 104, [wrongQfac ? -qfac : qfac, ...lengths, 0, 0, 0, 0]);
  real(108, 168, one ? [352] : []);
  if (!one) view.setBigInt64(168, 544n, littleEndian);
  real(112, 176, [1, 0]);
  if (one) bytes[123] = units;
  else view.setInt32(500, units, littleEndian);
  text(one ? 148 : 240, "kept as it is");
  whole(252, 344, qformCode);
  whole(254, 348, sformCode);
  real(256, 352, bcd);
  real(268, 376, qform.origin);
  real(
    280,
    400,
    sformCode === 0
      ? []
      : [0, 1, 2].flatMap((row) => [...ras.directions.map((v) => v[row]!), ras.origin[row]!]),
  );
  const name = magic === "n" ? `n+${version}\0` : `ni${version}\0`;
  text(one ? 344 : 4, one ? name : `${name}\r\n\x1a\n`);
  return bytes;
}

/**
 * Half-angle form by the trace, and by halves of squares where the trace is small; the third axis is
 * turned round where the axes are left-handed.
 */
function quaternion([i, j, third]: Grid["directions"]): { bcd: Triple; qfac: number } {
  const right = (i[1] * j[2] - i[2] * j[1]) * third[0] + (i[2] * j[0] - i[0] * j[2]) * third[1] +
    (i[0] * j[1] - i[1] * j[0]) * third[2];
  const qfac = right < 0 ? -1 : 1;
  const k = third.map((c) => c * qfac) as unknown as Triple;
  const a = Math.sqrt(Math.max(0, 1 + i[0] + j[1] + k[2])) / 2;
  if (a > 0.1) {
    return {
      qfac,
      bcd: [(j[2] - k[1]) / (4 * a), (k[0] - i[2]) / (4 * a), (i[1] - j[0]) / (4 * a)],
    };
  }
  // The largest of b, c, d is positive; the sign of a decides about all.
  const b = Math.sqrt(Math.max(0, 1 + i[0] - j[1] - k[2])) / 2;
  const c = Math.sqrt(Math.max(0, 1 - i[0] + j[1] - k[2])) / 2;
  const d = Math.sqrt(Math.max(0, 1 - i[0] - j[1] + k[2])) / 2;
  const found: [number, Triple] = b >= c && b >= d
    ? [(j[2] - k[1]) / (4 * b), [b, (i[1] + j[0]) / (4 * b), (i[2] + k[0]) / (4 * b)]]
    : c >= d
    ? [(k[0] - i[2]) / (4 * c), [(i[1] + j[0]) / (4 * c), c, (j[2] + k[1]) / (4 * c)]]
    : [(i[1] - j[0]) / (4 * d), [(i[2] + k[0]) / (4 * d), (j[2] + k[1]) / (4 * d), d]];
  const sign = found[0] < 0 ? -1 : 1;
  return { qfac, bcd: found[1].map((value) => value * sign) as unknown as Triple };
}

/** A header of a `.mha`, as ITK writes it. */
export function metaImageHeader(grid: Grid, itk: ItkNumbers = itkOf(grid)): string {
  const { origin, spacing, direction } = itk;
  // The directions one after the other: the columns of SimpleITK's matrix.
  const columns = [0, 1, 2].flatMap((axis) => [0, 1, 2].map((row) => direction[3 * row + axis]!));
  return [
    "ObjectType = Image",
    "NDims = 3",
    "BinaryData = True",
    "BinaryDataByteOrderMSB = False",
    "CompressedData = False",
    `TransformMatrix = ${columns.join(" ")}`,
    `Offset = ${origin.join(" ")}`,
    "CenterOfRotation = 0 0 0",
    "AnatomicalOrientation = RAI",
    `ElementSpacing = ${spacing.join(" ")}`,
    `DimSize = ${grid.sizes.join(" ")}`,
    "ElementType = MET_SHORT",
    "ElementDataFile = LOCAL",
    "",
  ].join("\n");
}

/** SimpleITK's numbers. */
export interface ItkNumbers {
  readonly origin: Triple;
  readonly spacing: Triple;
  /** Row-major; column k is the direction of axis k. */
  readonly direction: readonly number[];
}

/** What SimpleITK calls a grid. */
export function itkOf({ directions, origin }: Grid): ItkNumbers {
  const spacing = directions.map((v) => Math.hypot(...v)) as unknown as Triple;
  const direction = [0, 1, 2].flatMap((row) =>
    directions.map((v, axis) => v[row]! / spacing[axis]!)
  );
  return { origin, spacing, direction };
}

/** A 4 × 4 matrix of a grid, in the space of its numbers. */
export function affineOf({ directions, origin }: Grid): number[][] {
  const rows = [0, 1, 2].map((row) => [...directions.map((v) => v[row]!), origin[row]!]);
  return [...rows, [0, 0, 0, 1]];
}

/** The grid of a 3 × 4 or 4 × 4 matrix, in its space. */
export function gridOf(affine: readonly (readonly number[])[], sizes: Grid["sizes"]): Grid {
  const column = (n: number): Triple => [affine[0]![n]!, affine[1]![n]!, affine[2]![n]!];
  return { directions: [column(0), column(1), column(2)], origin: column(3), sizes };
}
