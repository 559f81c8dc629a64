/**
 * A right header, and everything that people do to it: each mistake by itself, as somebody makes it.
 *
 * Nothing is imported from the library: what a mistake is, stands here once more.
 *
 * @module
 */

import type { Triple } from "./series.ts";

/** What a NRRD header says of the place of its array; numbers in the header's space. */
export interface HeaderGeometry {
  readonly space: "left-posterior-superior" | "right-anterior-superior";
  readonly directions: readonly [Triple, Triple, Triple];
  readonly origin: Triple;
  readonly sizes: readonly [number, number, number];
}

/** What DICOM says of the first slice. */
export interface DicomNumbers {
  readonly row: Triple;
  readonly column: Triple;
  /** Between rows, between columns. */
  readonly pixelSpacing: readonly [number, number];
  readonly thickness: number | undefined;
  readonly spacingBetweenSlices: number | undefined;
}

/** Mistakes that cannot be made together, because they are about the same numbers. */
export type Group = "in-plane" | "length" | "tilt" | "sign" | "place" | "half" | "other";

/** One mistake. */
export interface Corruption {
  /** The diagnosis that must come out. */
  readonly code: string;
  readonly group: Group;
  /** Undefined where the numbers for it are not there. */
  readonly apply: (right: HeaderGeometry, dicom: DicomNumbers) => HeaderGeometry | undefined;
}

/** Digits to which careless people print. */
const FEW_DIGITS = 4;

/** All mistakes, in the order in which they can be made one after the other. */
export const CORRUPTIONS: readonly Corruption[] = [
  {
    code: "in-plane-spacing-missing",
    group: "in-plane",
    apply: (right, { row, column }) => steps(right, row, column),
  },
  {
    code: "rows-columns-swapped",
    group: "in-plane",
    apply: (right, { row, column, pixelSpacing: [betweenRows, betweenColumns] }) =>
      steps(right, times(row, betweenRows), times(column, betweenColumns)),
  },
  {
    code: "half-voxel-shift",
    group: "half",
    apply: (right) => ({ ...right, origin: at(right, [-0.5, -0.5, -0.5]) }),
  },
  {
    code: "origin-of-other-slice",
    group: "place",
    apply: (right) => {
      const [, , slices] = right.sizes;
      const [middle, step] = [Math.floor(slices / 2), right.directions[2]];
      return { ...right, origin: plus(right.origin, times(step, middle)) };
    },
  },
  {
    code: "origin-missing",
    group: "place",
    apply: (right) => ({ ...right, origin: [0, 0, 0] }),
  },
  {
    code: "shear-dropped",
    group: "tilt",
    apply: (right, { row, column }) => {
      const step = right.directions[2];
      const normal = cross(row, column);
      const length = Math.hypot(...step) * Math.sign(dot(normal, step));
      return withStep(right, times(normal, length / Math.hypot(...normal)));
    },
  },
  {
    code: "thickness-used-as-spacing",
    group: "length",
    apply: (right, { thickness }) => thickness === undefined ? undefined : long(right, thickness),
  },
  {
    code: "spacing-tag-used",
    group: "length",
    apply: (right, { spacingBetweenSlices, thickness }) =>
      // Where both say the same, nobody can tell which of them it was.
      spacingBetweenSlices === undefined || spacingBetweenSlices === thickness
        ? undefined
        : long(right, Math.abs(spacingBetweenSlices)),
  },
  {
    code: "slice-axis-reversed",
    group: "sign",
    apply: (right) => withStep(right, times(right.directions[2], -1)),
  },
  {
    code: "unit-confused",
    group: "other",
    apply: (right) => {
      const [i, j, k] = right.directions;
      return {
        ...right,
        directions: [times(i, 0.1), times(j, 0.1), times(k, 0.1)],
        origin: times(right.origin, 0.1),
      };
    },
  },
  {
    code: "precision-lost",
    group: "other",
    apply: (right) => {
      const round = (vector: Triple): Triple =>
        map(vector, (v) => Number(v.toPrecision(FEW_DIGITS)));
      const [i, j, k] = right.directions;
      return {
        ...right,
        directions: [round(i), round(j), round(k)],
        origin: round(right.origin),
      };
    },
  },
  {
    code: "axes-transposed",
    group: "other",
    apply: (right) => {
      const [i, j, k] = right.directions;
      return { ...right, directions: [[i[0], j[0], k[0]], [i[1], j[1], k[1]], [i[2], j[2], k[2]]] };
    },
  },
  {
    code: "space-confused",
    group: "other",
    apply: (right) => ({
      ...right,
      space: right.space === "left-posterior-superior"
        ? "right-anterior-superior"
        : "left-posterior-superior",
    }),
  },
  {
    code: "sizes-differ",
    group: "other",
    apply: (right) => {
      const [columns, rows, slices] = right.sizes;
      return { ...right, sizes: [columns, rows, slices + 1] };
    },
  },
];

/** A header that says just this. */
export function headerOf({ space, directions, origin, sizes }: HeaderGeometry): string {
  const vector = (v: Triple) => `(${v.join(",")})`;
  return [
    "NRRD0004",
    "# Complete NRRD file format specification at:",
    "# http://teem.sourceforge.net/nrrd/format.html",
    "type: short",
    "dimension: 3",
    `sizes: ${sizes.join(" ")}`,
    `space: ${space}`,
    `space directions: ${directions.map(vector).join(" ")}`,
    "kinds: domain domain domain",
    "endian: little",
    "encoding: raw",
    `space origin: ${vector(origin)}`,
    "",
    "",
  ].join("\n");
}

/** Largest distance between the corner voxels of two headers' grids, mm. */
export function cornerDistance(a: HeaderGeometry, b: HeaderGeometry): number {
  const ends = (size: number) => [0, size - 1];
  const [columns, rows, slices] = b.sizes;
  const lps = (g: HeaderGeometry, place: Triple): Triple => {
    const [x, y, z] = at(g, place);
    return g.space === "left-posterior-superior" ? [x, y, z] : [-x, -y, z];
  };
  return Math.max(
    ...ends(columns).flatMap((i) =>
      ends(rows).flatMap((j) =>
        ends(slices).map((k) => {
          const [p, q] = [lps(a, [i, j, k]), lps(b, [i, j, k])];
          return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        })
      )
    ),
  );
}

function steps(right: HeaderGeometry, i: Triple, j: Triple): HeaderGeometry {
  return { ...right, directions: [i, j, right.directions[2]] };
}

function withStep(right: HeaderGeometry, k: Triple): HeaderGeometry {
  return { ...right, directions: [right.directions[0], right.directions[1], k] };
}

function long(right: HeaderGeometry, length: number): HeaderGeometry {
  const step = right.directions[2];
  return withStep(right, times(step, length / Math.hypot(...step)));
}

function at({ origin, directions }: HeaderGeometry, place: Triple): Triple {
  return directions.reduce((point, step, axis) => plus(point, times(step, place[axis]!)), origin);
}

function map(vector: Triple, change: (value: number) => number): Triple {
  return [change(vector[0]), change(vector[1]), change(vector[2])];
}

function times(vector: Triple, factor: number): Triple {
  return map(vector, (value) => value * factor);
}

function plus(a: Triple, b: Triple): Triple {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
