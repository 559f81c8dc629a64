/**
 * Vectors of three doubles. Millimetres or directions; this file does not care.
 *
 * @module
 */

/** Three components. */
export type Vector = readonly [number, number, number];

/** a + b */
export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** a − b */
export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** a · s */
export function scale(a: Vector, s: number): Vector {
  return [a[0] * s, a[1] * s, a[2] * s];
}

/** Scalar product. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Vector product a × b. */
export function cross(a: Vector, b: Vector): Vector {
  return [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
}

/** Squares that lost no digit to underflow and did not overflow: up to here they may be added. */
const [SMALLEST_SQUARE, LARGEST_SQUARE] = [1e-280, 1e300];

/** Euclidean length, safe against overflow of the squares. */
export function length(a: Vector): number {
  const square = dot(a, a);
  // Math.hypot takes several times as long, and is needed for lengths that nothing real has.
  return square > SMALLEST_SQUARE && square < LARGEST_SQUARE
    ? Math.sqrt(square)
    : Math.hypot(a[0], a[1], a[2]);
}

/** Euclidean distance of two points. */
export function distance(a: Vector, b: Vector): number {
  return length(subtract(a, b));
}

/** a scaled to length 1; a itself when it is zero. */
export function unit(a: Vector): Vector {
  const l = length(a);
  return l === 0 ? a : scale(a, 1 / l);
}

/** Whether all three numbers are the same; false where there is no other vector. */
export function equals(a: Vector, b: Vector | undefined): boolean {
  return a.every((value, n) => value === b?.[n]);
}

/** origin + t · direction */
export function along(origin: Vector, direction: Vector, t: number): Vector {
  return [
    origin[0] + t * direction[0],
    origin[1] + t * direction[1],
    origin[2] + t * direction[2],
  ];
}

/** Angle between two directions in radians, exact for small angles too. */
export function angle(a: Vector, b: Vector): number {
  return Math.atan2(length(cross(a, b)), dot(a, b));
}
