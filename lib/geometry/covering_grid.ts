/**
 * The even, right-angled grid that covers a stack of planes, whether these are sheared against one
 * another or unevenly spaced.
 *
 * Its first axis lies along the columns' step, its second at a right angle to that within the planes,
 * its third along their normal, in the direction in which the array counts its slices: a stack that
 * counts against row × column keeps its handedness. Within the planes its spacings are the pixels'.
 *
 * @module
 */

import { type IndexMap, mapOfLine, mapOfSlices } from "./index_map.ts";
import { type Line, lineThroughEnds, pointAt } from "./line.ts";
import { largestOf, median, smallestOf } from "./numbers.ts";
import { pixelCentre, type Plane } from "./plane.ts";
import { roundingAlong, roundingOf } from "./rounding.ts";
import { HOLE, silentResidual, TOLERATED_RESIDUAL } from "./spacing.ts";
import { along, cross, dot, length, scale, subtract, unit, type Vector } from "./vector.ts";

/** Planes with the same pixels, in the order of an array. */
export interface PlaneStack {
  /** Step from column to column, mm. */
  readonly columnStep: Vector;
  /** Step from row to row, mm; perhaps not quite at a right angle to the other. */
  readonly rowStep: Vector;
  readonly columns: number;
  readonly rows: number;
  /** Even row that the first pixels are said to lie on, slice k at place k; its step is not zero. */
  readonly line: Line;
  /** Where each slice lies; undefined for one that the array has and nobody took. One lies somewhere. */
  readonly planes: readonly (Plane | undefined)[];
}

/** An even, right-angled grid, in the planes' space, and where its voxels lie in the array. */
export interface CoveringGrid {
  /** Centre of the first voxel. */
  readonly origin: Vector;
  /** Unit directions at right angles. */
  readonly directions: readonly [Vector, Vector, Vector];
  /** Millimetres between neighbours along each. */
  readonly spacing: Vector;
  readonly sizes: Vector;
  readonly map: IndexMap;
  /**
   * Largest distance, mm, between a pixel's centre by its plane and where the map takes it to be: what
   * was taken for rounding, and last digits of direction cosines that differ from slice to slice.
   */
  readonly maxError: number;
  /** Smallest distance of neighbouring slices along the normal, mm; 0 for a single one. */
  readonly smallestGap: number;
}

/**
 * An uneven stack gets at most so many slices for each that it has: a pair of slices that nearly
 * coincide must not make thousands of everything. `uneven=fill` stops at two.
 */
export const MOST_FINER = 4;

/**
 * The smallest such grid.
 *
 * A stack counts as even if its slices are off the even row by what is silent everywhere, or by what
 * the digits of their positions explain. An even stack keeps its slices: the grid has one at the
 * height of each. Is it right-angled too, but for what is silent, the grid is the stack itself.
 *
 * An uneven one gets slices from its first to its last, in even steps of about the median of those
 * gaps that are no holes (see {@linkcode evenSteps}).
 */
export function coveringGrid(stack: PlaneStack): CoveringGrid {
  const axes = axesOf(stack);
  const line = evenLine(stack);
  const grid = line ? coveringLine(stack, axes, line) : coveringSlices(stack, axes);
  const heights = slicePositions(stack).map((position) => dot(position, axes[2]));
  const gaps = heights.slice(1).map((height, k) => height - heights[k]!);
  return { ...grid, smallestGap: gaps.length > 0 ? smallestOf(gaps) : 0 };
}

type Axes = CoveringGrid["directions"];
type Laid = Omit<CoveringGrid, "smallestGap">;

function axesOf({ columnStep, rowStep, line }: PlaneStack): Axes {
  const x = unit(columnStep);
  const normal = unit(cross(columnStep, rowStep));
  return [x, cross(normal, x), dot(line.step, normal) < 0 ? scale(normal, -1) : normal];
}

/** Slices that were taken. */
function presentSlices({ planes }: PlaneStack): { places: number[]; points: Vector[] } {
  const places = [...planes.keys()].filter((k) => planes[k]);
  return { places, points: places.map((k) => planes[k]!.position) };
}

/**
 * First pixels of all slices; those of slices that nobody took lie evenly between their neighbours,
 * or one step of the row farther than the last.
 */
function slicePositions(stack: PlaneStack): Vector[] {
  const { places, points } = presentSlices(stack);
  let next = 0;
  return stack.planes.map((plane, k) => {
    if (plane) return plane.position;
    while (next < places.length && places[next]! < k) next++;
    const [before, after] = [points[next - 1], points[next]];
    if (!before) return along(after!, stack.line.step, k - places[next]!);
    if (!after) return along(before, stack.line.step, k - places[next - 1]!);
    const [a, b] = [places[next - 1]!, places[next]!];
    return along(before, subtract(after, before), (k - a) / (b - a));
  });
}

/** The even row of the slices: the one given, else that through their ends, else none. */
function evenLine(stack: PlaneStack): Line | undefined {
  const { line } = stack;
  const { places, points } = presentSlices(stack);
  const rounding = roundingOf(points);
  const holds = (one: Line): boolean => {
    const gap = length(one.step);
    return points.every((point, n) => {
      const off = subtract(point, pointAt(one, places[n]!));
      const rounded = Math.min(roundingAlong(rounding, off), TOLERATED_RESIDUAL * gap);
      return length(off) <= Math.max(silentResidual(gap), rounded);
    });
  };
  if (holds(line)) return line;
  const [point, another] = points;
  if (!another) return { origin: along(point!, line.step, -places[0]!), step: line.step };
  const ends = lineThroughEnds(places, points);
  return holds(ends) ? ends : undefined;
}

function coveringLine(stack: PlaneStack, directions: Axes, line: Line): Laid {
  const { columnStep, rowStep, columns, rows, planes } = stack;
  const spacing: Vector = [length(columnStep), length(rowStep), length(line.step)];
  const straight = directions.map((direction, axis) => scale(direction, spacing[axis]!));
  const sheared = [columnStep, rowStep, line.step];
  const sizes: Vector = [columns, rows, planes.length];
  // Steps that differ take voxels apart by their differences times the indices, most in a corner.
  const apart = sizes.reduce(
    (sum, size, axis) => sum + (size - 1) * length(subtract(sheared[axis]!, straight[axis]!)),
    0,
  );
  if (apart <= silentResidual(smallestOf(spacing))) {
    const [x, y, z] = straight as [Vector, Vector, Vector];
    const maxError = errorOf(stack, (k) => [pointAt({ origin: line.origin, step: z }, k), x, y]);
    return { origin: line.origin, directions, spacing, sizes, map: IDENTITY, maxError };
  }
  const starts = [0, planes.length - 1].map((k) => pointAt(line, k));
  const inPlane = coveringPlanes(stack, directions, starts);
  const step = dot(line.step, directions[2]);
  return {
    origin: inPlane.origin,
    directions,
    spacing: [spacing[0], spacing[1], step],
    sizes: [...inPlane.sizes, planes.length],
    map: mapOfLine({ columnStep, rowStep, directions, origin: inPlane.origin }, line),
    maxError: errorOf(stack, (k) => [pointAt(line, k), columnStep, rowStep]),
  };
}

function coveringSlices(stack: PlaneStack, directions: Axes): Laid {
  const { columnStep, rowStep } = stack;
  const positions = slicePositions(stack);
  const heights = positions.map((position) =>
    dot(subtract(position, positions[0]!), directions[2])
  );
  const extent = heights.at(-1)!;
  const steps = evenSteps(heights);
  const { origin, sizes } = coveringPlanes(stack, directions, positions);
  return {
    origin,
    directions,
    spacing: [length(columnStep), length(rowStep), extent / steps],
    sizes: [...sizes, steps + 1],
    map: mapOfSlices(
      { columnStep, rowStep, directions, origin },
      positions,
      heights,
      Array.from({ length: steps + 1 }, (_, k) => extent * k / steps),
    ),
    maxError: errorOf(stack, (k) => [positions[k]!, columnStep, rowStep]),
  };
}

/**
 * Even steps from the first to the last of uneven slices.
 *
 * Their length is nearest to the median of the gaps below 1.5 × the smallest. Where slices lack in an
 * even stack that is its spacing, and the grid meets those that are there. Where gaps follow no rule,
 * no slice is passed over: each has a slice of the grid nearer than its neighbours are. Wider steps
 * would lose slices, narrower ones add nothing that was measured.
 */
function evenSteps(heights: readonly number[]): number {
  const gaps = heights.slice(1).map((height, k) => height - heights[k]!);
  const smallest = smallestOf(gaps);
  const base = median(gaps.filter((gap) => gap < HOLE * smallest));
  const steps = Math.max(1, Math.round(heights.at(-1)! / base));
  return Math.min(steps, MOST_FINER * heights.length - 1);
}

/**
 * What covers pixels of slices that begin at these points: the first voxel, on the first slice, and
 * how many columns and rows there are.
 */
function coveringPlanes(
  { columnStep, rowStep, columns, rows }: PlaneStack,
  directions: Axes,
  starts: readonly Vector[],
): { origin: Vector; sizes: [number, number] } {
  const first = starts[0]!;
  const [x, y] = ([0, 1] as const).map((axis) => {
    const direction = directions[axis];
    const spacing = length(axis === 0 ? columnStep : rowStep);
    const corners = [0, (columns - 1) * dot(columnStep, direction)].flatMap((across) =>
      [0, (rows - 1) * dot(rowStep, direction)].map((down) => across + down)
    );
    const offsets = starts.map((start) => dot(subtract(start, first), direction));
    const tolerance = silentResidual(spacing);
    const lowest = smallestOf(offsets) + smallestOf(corners);
    // A first slice that begins within a hair of the edge is the edge: its voxels are met exactly.
    const from = lowest >= -tolerance ? 0 : lowest;
    const extent = largestOf(offsets) + largestOf(corners) - from;
    return { from, size: Math.max(0, Math.ceil((extent - tolerance) / spacing)) + 1 };
  }) as [Edge, Edge];
  return {
    origin: along(along(first, directions[0], x.from), directions[1], y.from),
    sizes: [x.size, y.size],
  };
}

interface Edge {
  /** Along the axis from the first pixel of the first slice, mm. */
  readonly from: number;
  readonly size: number;
}

/** Largest distance of a slice's corners from where its first pixel and steps would have them. */
function errorOf(
  { planes }: PlaneStack,
  placed: (k: number) => readonly [start: Vector, columnStep: Vector, rowStep: Vector],
): number {
  return largestOf(planes.flatMap((plane, k) => {
    if (!plane) return [];
    const [start, columnStep, rowStep] = placed(k);
    return [0, plane.columns - 1].flatMap((i) =>
      [0, plane.rows - 1].map((j) =>
        length(subtract(
          pixelCentre(plane, i, j),
          along(along(start, columnStep, i), rowStep, j),
        ))
      )
    );
  }));
}

const IDENTITY: IndexMap = {
  kind: "identity",
  matrix: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
};
