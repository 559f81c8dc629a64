/**
 * Where pixels lie: the plane equation of PS3.3 C.7.6.2.1.1, in doubles and by itself.
 *
 * @module
 */

import type { Random } from "../support/random.ts";
import type { Triple } from "../support/series.ts";

/** One frame as its object says it; LPS mm. */
export interface Plane {
  /** Centre of the first pixel. */
  readonly position: Triple;
  /** Direction of growing column index. */
  readonly row: Triple;
  /** Direction of growing row index. */
  readonly column: Triple;
  readonly betweenRows: number;
  readonly betweenColumns: number;
  readonly columns: number;
  readonly rows: number;
}

/** Row and column direction at a right angle, of length 1. */
export interface Orientation {
  readonly row: Triple;
  readonly column: Triple;
}

/** The four corner pixels: indices of column and row, and the centre. */
export function cornersOf(plane: Plane): { i: number; j: number; at: Triple }[] {
  const { position, row, column, betweenRows, betweenColumns, columns, rows } = plane;
  return [0, columns - 1].flatMap((i) =>
    [0, rows - 1].map((j) => {
      const along = (c: 0 | 1 | 2) =>
        position[c] + row[c] * betweenColumns * i + column[c] * betweenRows * j;
      return { i, j, at: [along(0), along(1), along(2)] as const };
    })
  );
}

/** row × column as a unit vector: the side on which slices lie that ascend. */
export function normalOf({ row, column }: Orientation): Triple {
  const n = cross(row, column);
  return times(n, 1 / Math.hypot(...n));
}

/** How far along its normal a plane lies, mm. */
export function heightOf(plane: Plane): number {
  return inner(plane.position, normalOf(plane));
}

/** A point and so much of a direction. */
export function moved(point: Triple, direction: Triple, by: number): Triple {
  return [
    point[0] + direction[0] * by,
    point[1] + direction[1] * by,
    point[2] + direction[2] * by,
  ];
}

/** Every component by so much. */
export function times(vector: Triple, by: number): Triple {
  return [vector[0] * by, vector[1] * by, vector[2] * by];
}

/** Scalar product. */
export function inner(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Vector product. */
export function cross(a: Triple, b: Triple): Triple {
  return [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
}

/** Distance of two points. */
export function apart(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Any orientation: along the axes with any signs, a few degrees off, or anyhow. */
export function anyOrientation(random: Random): Orientation {
  if (random.chance(0.35)) return anyhow(random);
  const along = alongAxes(random);
  if (random.chance(0.5)) return along;
  const turn = random.between(0.5, 30) * Math.PI / 180;
  const axis = anyhow(random).row;
  return { row: turned(along.row, axis, turn), column: turned(along.column, axis, turn) };
}

function anyhow(random: Random): Orientation {
  const row = anyUnit(random);
  const other = anyUnit(random);
  const rest = moved(other, row, -inner(other, row));
  const length = Math.hypot(...rest);
  return length < 0.1 ? anyhow(random) : { row, column: times(rest, 1 / length) };
}

function anyUnit(random: Random): Triple {
  const v: Triple = [random.between(-1, 1), random.between(-1, 1), random.between(-1, 1)];
  const length = Math.hypot(...v);
  return length < 0.1 || length > 1 ? anyUnit(random) : times(v, 1 / length);
}

/** Axial, sagittal and coronal, head or feet first, on the back, the front and either side. */
function alongAxes(random: Random): Orientation {
  const [first, second] = random.shuffled([0, 1, 2]);
  const axis = (k: number): Triple => {
    const sign = random.chance(0.5) ? 1 : -1;
    return [k === 0 ? sign : 0, k === 1 ? sign : 0, k === 2 ? sign : 0];
  };
  return { row: axis(first!), column: axis(second!) };
}

/** Turned about a unit vector (Rodrigues). */
function turned(v: Triple, axis: Triple, angle: number): Triple {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return moved(moved(times(v, c), cross(axis, v), s), axis, inner(axis, v) * (1 - c));
}
