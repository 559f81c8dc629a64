/** The right-angled grids of real series, and their maps, against DICOM's own planes. */

import { deepEqual, equal, ok } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { gridOf, gridPoint, mapped, volumesOf } from "../support/covering_grid.ts";
import { collect } from "../support/objects.ts";
import type { Triple } from "../support/series.ts";
import { planesOf, type TruePlane } from "../support/truth.ts";

/** What is silent everywhere, mm; real stacks that are even are so by less. */
const SILENT = 1e-3;

/** All other series are even and right-angled. */
const KINDS: Readonly<Record<string, string>> = {
  ct_ge_missing_slice: "uneven",
  ct_philips_tilt_neg: "shear",
  ct_siemens_shear_irregular: "uneven",
  ct_siemens_shear_notag: "shear",
};

/** A series with holes in its grid of echoes, which has no header. */
const REFUSED = "siemens_16echo_sparse";

const sets = corpusSets().filter(({ id, truth }) => truth === "planes" && id !== REFUSED);
for (const { id } of sets) {
  Deno.test(`${id}: the map leads from the grid to DICOM's planes`, async () => {
    const sent = await corpusFiles(id);
    const planes = sent.map(({ bytes }) => planesOf(bytes));
    const { objects, skipped } = collect(sent);
    const described = volumesOf(objects, { uneven: "accept" }, skipped);
    ok(described.length > 0);
    for (const volume of described) {
      const own: TruePlane[] = [];
      for (const { given, frame, index: [k] } of volume.slices()) {
        own[k] ??= planes[given]![frame]!;
      }
      const grid = gridOf(volume);
      equal(grid.kind, KINDS[id] ?? "identity");
      ok(grid.maxError <= SILENT, `${grid.maxError} mm`);
      deepEqual([grid.map.axes, grid.numpy.axes], ["xyz", "zyx"]);
      if (grid.kind === "identity") {
        const { x, y, z } = { x: own[0]!.columns, y: own[0]!.rows, z: own.length };
        deepEqual(grid.sizes, [x, y, z]);
      }

      const [x, y, z] = grid.sizes;
      for (const k of Array(z).keys()) {
        for (const [i, j] of [[0, 0], [x - 1, 0], [0, y - 1], [x - 1, y - 1]] as const) {
          const to = placed(own, mapped(grid.map, [i, j, k], k));
          const off = distance(to, gridPoint(grid, [i, j, k]));
          ok(off <= grid.maxError + 1e-9, `${i}, ${j}, ${k}: ${off} mm`);
        }
      }
      for (const plane of own) {
        for (const [i, j] of cornersOf(plane)) holds(grid, pixel(plane, i, j));
      }
    }
  });
}

function cornersOf({ columns, rows }: TruePlane): [number, number][] {
  return [[0, 0], [columns - 1, 0], [0, rows - 1], [columns - 1, rows - 1]];
}

function pixel({ position, columnStep, rowStep }: TruePlane, i: number, j: number): Triple {
  return [0, 1, 2].map((c) =>
    position[c]! + i * columnStep[c]! + j * rowStep[c]!
  ) as unknown as Triple;
}

/** Between two slices the straight line from one's pixel to the other's. */
function placed(planes: readonly TruePlane[], [i, j, k]: readonly number[]): Triple {
  const below = Math.max(0, Math.min(Math.floor(k!), planes.length - 2));
  const a = pixel(planes[below]!, i!, j!);
  const b = pixel(planes[below + 1] ?? planes[below]!, i!, j!);
  return [0, 1, 2].map((c) => a[c]! + (k! - below) * (b[c]! - a[c]!)) as unknown as Triple;
}

function distance(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Fails unless the point lies between the first and the last voxels of the grid. */
function holds(
  { origin, spacing, direction, sizes }: ReturnType<typeof gridOf>,
  point: Triple,
): void {
  for (const axis of [0, 1, 2] as const) {
    const along = [0, 1, 2].reduce(
      (sum, c) => sum + direction[3 * c + axis]! * (point[c]! - origin[c]!),
      0,
    );
    const end = (sizes[axis] - 1) * spacing[axis];
    ok(along >= -SILENT - 1e-9 && along <= end + SILENT + 1e-9, `${along} of ${end} mm`);
  }
}
