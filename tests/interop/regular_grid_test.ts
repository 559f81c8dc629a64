/** What docs/regular-grid.md resamples, with scipy and SimpleITK, lies where the grid says. */

import type { GridReply } from "../../lib/headers/grid_form.ts";
import type { HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { blocksOf } from "../docs/markdown.ts";
import { gridOf, volumesOf } from "../support/covering_grid.ts";
import { collect } from "../support/objects.ts";
import { pythonLacks } from "../support/programs.ts";
import { makeSeries, OBLIQUE, type SeriesOptions, type Triple } from "../support/series.ts";
import { skipped } from "../support/skip.ts";
import { planesOf, type TruePlane } from "../support/truth.ts";
import { inFolder } from "./arrays.ts";
import { runPython } from "./readers.ts";

const lacks = pythonLacks(["numpy", "scipy", "SimpleITK"]);
if (lacks !== undefined) skipped("resampling with scipy and SimpleITK", lacks);

/** What linear interpolation of a linear function may lose, of numbers of some hundreds. */
const EXACT = 1e-6;

interface Case {
  readonly series: SeriesOptions;
  readonly options?: Partial<HeaderOptions>;
  readonly kind: GridReply["kind"];
  /** Sizes of the numpy array, in its order; that of memory is the other way round if told. */
  readonly shape?: readonly number[];
  readonly fortranOrder?: boolean;
}

/** Steps of an oblique stack along its normal, and within its slices along columns and rows. */
const [NORMAL, ALONG_ROW, ALONG_COLUMN] = [[-0.6, 0.8, 0], [0.8, 0.6, 0], [0, 0, -1]] as const;
const stacked = (places: readonly (readonly [number, number, number])[]): Triple[] =>
  places.map(([i, j, k]) =>
    [0, 1, 2].map((c) =>
      OBLIQUE.first[c]! + i * ALONG_ROW[c]! + j * ALONG_COLUMN[c]! + k * NORMAL[c]!
    ) as unknown as Triple
  );

const regular = stacked([0, 1, 2, 3, 4, 5].map((k) => [0, 0, 2 * k]));
const sheared = stacked([0, 1, 2, 3, 4, 5].map((k) => [-0.3 * k, 0.7 * k, 2 * k]));
const uneven = stacked([[0, 0, 0], [0, 0, 2], [0, 0, 5], [0, 0, 6.5], [0, 0, 9], [0, 0, 11]]);
const both = stacked([[0, 0, 0], [1, 0, 2], [0.5, 2, 5], [0, 1, 6.5], [-1, 0, 9], [-1, 0.25, 11]]);

const CASES: Readonly<Record<string, Case>> = {
  "regular": { series: { ...OBLIQUE, positions: regular }, kind: "identity" },
  "sheared": { series: { ...OBLIQUE, positions: sheared }, kind: "shear" },
  "sheared, straightened header": {
    series: { ...OBLIQUE, positions: sheared },
    options: { tilt: "orthogonal" },
    kind: "shear",
  },
  "sheared, from the top down, yxz": {
    series: { ...OBLIQUE, positions: sheared.toReversed() },
    options: { order: "given", array: "yxz" },
    kind: "shear",
    shape: [8, 11, 6],
  },
  "uneven": {
    series: { ...OBLIQUE, positions: uneven },
    options: { uneven: "accept" },
    kind: "uneven",
  },
  "uneven and sheared": {
    series: { ...OBLIQUE, positions: both },
    options: { uneven: "accept" },
    kind: "uneven",
  },
  "uneven and sheared, from the top down, xyz": {
    series: { ...OBLIQUE, positions: both.toReversed() },
    options: { uneven: "accept", order: "given", array: "xyz" },
    kind: "uneven",
    shape: [11, 8, 6],
  },
  "uneven and sheared, yzx in Fortran order": {
    series: { ...OBLIQUE, positions: both },
    options: { uneven: "accept", array: "yzx" },
    kind: "uneven",
    shape: [8, 6, 11],
    fortranOrder: true,
  },
};

Deno.test({
  name: "a linear function of place comes through the page's examples to its grid",
  ignore: lacks !== undefined,
  fn: (t) =>
    inFolder(async (folder) => {
      const cases = Object.values(CASES).map(({ series, options, shape, fortranOrder = false }) => {
        const files = makeSeries(series);
        const { objects } = collect(files);
        const npy = shape && { shape, dtype: "<f8", fortranOrder };
        const file = { file: "array.raw" };
        const [volume] = volumesOf(objects, { ...options, ...(npy ? { npy, data: file } : {}) });
        const planes: TruePlane[] = [];
        for (const { given, index: [k] } of volume!.slices()) {
          planes[k] = planesOf(files[given]!.bytes)[0]!;
        }
        const { columns, rows } = OBLIQUE;
        const grid = gridOf(volume!);
        return { grid, planes, columns, rows, weights: [2, -3, 5.5], fortranOrder };
      });
      Deno.writeTextFileSync(`${folder}/cases.json`, JSON.stringify(cases));
      Deno.writeTextFileSync(`${folder}/page.py`, functionsOfPage());
      const paths = [`${folder}/page.py`, `${folder}/cases.json`];
      const results = await runPython("resample_grids.py", paths) as Result[];
      for (const [n, [name, { kind }]] of Object.entries(CASES).entries()) {
        await t.step(name, () => {
          const [{ grid }, result] = [cases[n]!, results[n]!];
          equal(grid.kind, kind);
          deepEqual(result.shape, grid.sizes.toReversed());
          // A sheared stack fills less than its grid, but no less than its own slices without the edge.
          ok(result.inside >= 5 * 7 * 10, `${result.inside} voxels`);
          for (const [tool, error] of Object.entries(result.errors)) {
            ok(error < EXACT, `${tool}: ${error}`);
          }
          deepEqual(result.read.size, [...grid.sizes]);
          nearAll(result.read.origin, grid.origin, 1e-9);
          nearAll(result.read.spacing, grid.spacing, 1e-9);
          nearAll(result.read.direction, grid.direction, 1e-9);
          // Nearest neighbours, and nothing between them.
          deepEqual(result.labels.filter((label) => label > 0), [1, 2, 3, 4, 5, 6, 7]);
        });
      }
    }),
});

interface Result {
  readonly shape: readonly number[];
  readonly inside: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly read: {
    readonly size: readonly number[];
    readonly origin: readonly number[];
    readonly spacing: readonly number[];
    readonly direction: readonly number[];
  };
  readonly labels: readonly number[];
}

/** The blocks that define the two functions, as they stand on the page. */
function functionsOfPage(): string {
  const page = Deno.readTextFileSync(new URL("../../docs/regular-grid.md", import.meta.url));
  return blocksOf(page)
    .filter(({ language, code }) => language === "python" && /^def with_/m.test(code))
    .map(({ code }) => code).join("\n");
}
