/**
 * Series with a label in every slice, and where those labels have to be found again: in the image as
 * a pixel, in a mask stacked in the order of the files as a voxel.
 *
 * @module
 */

import { byNumbers } from "../../lib/name_order.ts";
import { corpusFiles, corpusSets } from "./corpus.ts";
import { writeNpy } from "./npy_writer.ts";
import { pythonLacks, runWell } from "./programs.ts";
import { python } from "./programs.ts";
import { makeSeries, type SeriesOptions, type Triple } from "./series.ts";
import { skipped } from "./skip.ts";
import { planesOf } from "./truth.ts";

/** A series and its labels. */
export interface Labelled {
  readonly id: string;
  /** Files of the folder, perhaps with those of other series. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** A mask of unsigned bytes with the labels 1, 2, 3, … */
  readonly mask: Uint8Array;
  /** Of the mask: slices, rows, columns. */
  readonly shape: Triple;
  /** Where each label lies, LPS mm. */
  readonly positions: readonly Triple[];
  /** The stack is sheared, which ITK cannot hold. */
  readonly sheared: boolean;
  /** The files have their pixels. */
  readonly whole: boolean;
}

/** 160 slices, oblique, of uneven numbers, from the head down: what most labels come with. */
export function longSeries(): Labelled {
  return made("160 slices", {
    first: [-117.3, -93.7, 411.9],
    row: [0.96, 0.28, 0],
    column: [-0.28, 0.96, 0],
    step: [0, 0, -0.9375],
    pixelSpacing: [0.6875, 0.8125],
  }, { count: 160 });
}

/** Row and column of the label in a slice. */
function voxelOf(slice: number, rows: number, columns: number): readonly [number, number] {
  return [slice % rows, (2 * slice + 1) % columns];
}

/** Made series: an axial, a sagittal, a tilted, a descending one, and one among others. */
export function madeSeries(): Labelled[] {
  const sagittal = { row: [0, 1, 0], column: [0, 0, -1] } as const;
  return [
    made("axial", { first: [-10, -20, 30], step: [0, 0, 2.5], pixelSpacing: [0.5, 0.75] }),
    // Files run from right to left, against row × column.
    made("sagittal", { ...sagittal, first: [-80, -90, 110], step: [4, 0, 0] }),
    made("tilted", { first: [5, 6, 7], step: [0, 1, 3], pixelSpacing: [0.8, 0.6] }, {
      sheared: true,
    }),
    made("descending", { first: [1, 2, 300], step: [0, 0, -1.5] }),
    made("one of several", { first: [1, 2, 3], step: [0, 0, 2] }, {
      others: [{ columns: 9, rows: 6 }, { ...sagittal, columns: 8, rows: 5, step: [-3, 0, 0] }],
    }),
  ];
}

function made(
  id: string,
  options: SeriesOptions,
  { sheared = false, others = [], count = 12 }: {
    readonly sheared?: boolean;
    readonly others?: readonly SeriesOptions[];
    readonly count?: number;
  } = {},
): Labelled {
  const [columns, rows] = [8, 6];
  const pixels = (slice: number) => {
    const values = new DataView(new ArrayBuffer(2 * rows * columns));
    const [row, column] = voxelOf(slice, rows, columns);
    values.setInt16(2 * (row * columns + column), slice + 1, true);
    return new Uint8Array(values.buffer);
  };
  // I1, I2, … I12: by letters they would be to and fro.
  const named = (series: SeriesOptions, folder: string) =>
    makeSeries(series).map(({ bytes }, k) => ({ name: `${folder}/I${k + 1}`, bytes }));
  const files = named({ ...options, columns, rows, count, pixels }, "main");
  return {
    ...labelled(id, files, { sheared, whole: true }),
    files: [...files, ...others.flatMap((other, k) => named({ ...other, count }, `other${k}`))],
  };
}

function labelled(
  id: string,
  files: Labelled["files"],
  is: Pick<Labelled, "sheared" | "whole">,
): Labelled {
  const planes = files.map(({ bytes }) => planesOf(bytes)[0]!);
  const { rows, columns } = planes[0]!;
  const data = new Uint8Array(files.length * rows * columns);
  const positions = planes.map(({ position, rowStep, columnStep }, slice) => {
    const [row, column] = voxelOf(slice, rows, columns);
    data[(slice * rows + row) * columns + column] = slice + 1;
    return position.map((value, axis) =>
      value + row * rowStep[axis]! + column * columnStep[axis]!
    ) as unknown as Triple;
  });
  const shape: Triple = [files.length, rows, columns];
  return { id, files, mask: writeNpy({ shape, data }), shape, positions, ...is };
}

/** Real series, by the numbers in the names of their files: axial, sagittal, tilted, oblique. */
const REAL = ["ct_3slice", "mr_cor_philips", "mr_sag_HFS", "ct_philips_tilt_neg", "mr_sag_obl_ge"];

/** Those of the corpus, where it is; of their files there are the headers alone. */
export async function realSeries(): Promise<Labelled[]> {
  const sets = corpusSets().filter(({ id }) => REAL.includes(id));
  return await Promise.all(sets.map(async ({ id, kinds }) => {
    const files = (await corpusFiles(id)).toSorted((a, b) => byNumbers(a.name, b.name));
    return labelled(id, files, { sheared: kinds.includes("gantry-tilt"), whole: false });
  }));
}

const lacks = pythonLacks(["numpy", "nrrd", "SimpleITK", "slicerio", "nibabel", "vtkmodules"]);

/** Whether there are readers; where not, one line says so. */
export function hasReaders(what: string): boolean {
  if (lacks !== undefined) skipped(what, lacks);
  return lacks === undefined;
}

/** Labels by file and by reader: label → LPS mm. */
export async function readLabels(
  files: readonly string[],
): Promise<Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Triple>>>>>>> {
  const script = new URL("read_labels.py", import.meta.url).pathname;
  return JSON.parse(await runWell(python!, ["-B", script, ...files]));
}

/** Positions of DICOM have some decimals; what is wrong is off by a slice or a pixel. */
const TOLERANCE_MM = 0.1;

/**
 * What is wrong with what readers found: nothing, if it is all where DICOM has it.
 *
 * @param tolerance mm
 */
export function faultsOf(
  { id, positions, sheared }: Labelled,
  found: Readonly<Record<string, Readonly<Record<string, Triple>>>>,
  tolerance = TOLERANCE_MM,
): string[] {
  return Object.entries(found).flatMap(([reader, labels]) => {
    if (sheared && reader === "SimpleITK") return [];
    const count = Object.keys(labels).length;
    if (count !== positions.length) return [`${id}, ${reader}: ${count} labels`];
    return positions.flatMap((position, k) => {
      const there = labels[k + 1];
      const off = there ? Math.hypot(...position.map((p, axis) => p - there[axis]!)) : Infinity;
      return off <= tolerance ? [] : [`${id}, ${reader}: label ${k + 1} is ${off} mm off`];
    });
  });
}
