/**
 * Where voxels land: files of marked voxels behind headers in every format, read by other people's
 * readers, against the planes that DICOM gives those voxels.
 *
 * @module
 */

import { headerIn } from "../../lib/volume_forms.ts";
import type { FormName } from "../../lib/options/table.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { FormReply } from "../../lib/form_reply.ts";
import { makeHeaders } from "../../lib/reply.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { Budget } from "../../lib/budget.ts";
import type { DescribedVolume, VolumeReply } from "../../lib/volume_reply.ts";
import { formReplies } from "../../lib/form_reply.ts";
import type { DescribedArray } from "../../lib/array/described_array.ts";
import { judge } from "../support/judge.ts";
import { node, python, pythonLacks, runWell } from "../support/programs.ts";
import { collect } from "../support/objects.ts";
import type { Triple } from "../support/series.ts";
import type { TruePlane } from "../support/truth.ts";

/** Formats that are a file with samples behind the header. */
export const FILE_FORMATS: readonly FormName[] = ["text", "nifti", "nifti2", "metaimage", "vtk"];

/** Arrays of more bytes are not written: readers keep them in memory, some twice. */
const LARGEST_ARRAY = 2 ** 26;

/** A voxel with a value of its own. */
export interface Mark {
  /** From 1 to 255. */
  readonly value: number;
  /** Where DICOM has the pixel, LPS mm. */
  readonly point: Triple;
  /** Index of its volume. */
  readonly t: number;
  /** Index along every axis, by name. */
  readonly index: Readonly<Record<string, number>>;
}

/** What is known of an array, for those who look for the fault of a reader. */
export interface Described {
  readonly id: string;
  /** Axes, slowest first, as the option `array` has them. */
  readonly array: string;
  readonly described: DescribedArray;
  readonly marks: readonly Mark[];
  /** How far the even grid itself is from DICOM's planes: an independent judge's figure. */
  readonly told: number;
}

/** A file with its marks. */
export interface MarkedFile extends Described {
  readonly format: FormName;
  readonly path: string;
  readonly form: FormReply;
}

/** A mark as a reader sees it: its value, LPS mm, index of its volume. */
type Landed = readonly [value: number, x: number, y: number, z: number, t: number];

/** What a reader says of a file. */
export type Landing = readonly Landed[] | { readonly error: string };

/** A series with DICOM's planes, by object and frame. */
export interface TrueSeries {
  readonly id: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly planes: readonly (readonly TruePlane[])[];
}

/** Writes each volume of a series in every format that holds it, with the array's axes in an order. */
export function markedFiles(
  { id, files, planes }: TrueSeries,
  folder: string,
  spatial = "zyx",
  options: Partial<HeaderOptions> = {},
): MarkedFile[] {
  const { objects, skipped } = collect(files);
  const frames = readFrames(objects, skipped);
  const describe = (more: Partial<HeaderOptions>): readonly DescribedVolume[] =>
    makeHeaders(frames, { ...DEFAULT_OPTIONS, ...options, ...more }, new Budget()).volumes;
  return describe({}).flatMap((plain) => {
    const volume = plain.reply();
    const array = (volume.axis4 ? "t" : "") + spatial;
    const extents = extentsOf(volume);
    const shape = [...array].map((axis) => extents[axis]!);
    const bytes = shape.reduce((product, size) => product * size, 1);
    if (bytes > LARGEST_ARRAY) return [];
    const npy = { shape, dtype: "uint8", fortranOrder: false };
    const marked = describe({ npy, array, orderStated: true })
      .find(({ index }) => index === volume.index);
    if (!marked) return [];
    const marks = marksOf(volume, planes);
    const known = volume.slices.every(({ given, frame }) => planes[given]?.[frame]);
    const told = Math.max(volume.fit.maxError, ...(known ? judge(volume, planes).corners : []));
    const described = { id, array, described: marked.array, marks, told };
    return Object.entries(formReplies(FILE_FORMATS, (name) => headerIn(marked, name)))
      .map(([format, form]) => {
        const path = `${folder}/${id}-${volume.index}-${array}-${format}-${form.fileName ?? ""}`;
        if (!form.error) writeMarked(path, form, marks, placesOf(marks, volume, array), bytes);
        return { ...described, format: format as FormName, path, form };
      });
  });
}

function extentsOf({ sizes, kinds, axis4 }: VolumeReply): Readonly<Record<string, number>> {
  const [x, y, z] = sizes.filter((_, axis) => kinds[axis] === "domain" || kinds[axis] === "space");
  return { x: x!, y: y!, z: z!, t: axis4?.values.length ?? 1 };
}

/** Slices that have marks: the first, the last, and some between. */
const MARKED_SLICES = 12;

/** The corner pixels of some slices. */
function marksOf(volume: VolumeReply, planes: TrueSeries["planes"]): Mark[] {
  const { slices } = volume;
  const step = Math.max(1, (slices.length - 1) / (MARKED_SLICES - 1));
  const chosen = new Set(
    Array.from(
      { length: MARKED_SLICES },
      (_, n) => Math.min(slices.length - 1, Math.round(n * step)),
    ),
  );
  return [...chosen].flatMap((n, order) => {
    const { given, frame, index: [k, t = 0] } = slices[n]!;
    const { columns, rows, columnStep, rowStep, position } = planes[given]?.[frame] ??
      planeOfGrid(volume, k);
    const ends = [[0, 0], [columns - 1, 0], [0, rows - 1], [columns - 1, rows - 1]] as const;
    return ends.map(([i, j], corner): Mark => ({
      value: 1 + order * ends.length + corner,
      t,
      index: { x: i, y: j, z: k, t },
      point: position.map((c, axis) =>
        c + i * columnStep[axis]! + j * rowStep[axis]!
      ) as unknown as Triple,
    }));
  });
}

/**
 * A slice of the header's own grid, where DICOM spells out no plane for each frame (mosaics, grids of
 * dose): other tests hold that grid against other tools' corners.
 */
function planeOfGrid(
  volume: VolumeReply,
  k: number,
): Pick<TruePlane, "columns" | "rows" | "columnStep" | "rowStep" | "position"> {
  const { origin, directions: [columnStep, rowStep, step] } = volume.geometry;
  const { x, y } = extentsOf(volume);
  const position = origin.map((c, axis) => c + k * step[axis]!) as unknown as Triple;
  return { columns: x!, rows: y!, columnStep, rowStep, position };
}

/** Byte of each mark in the array. */
function placesOf(marks: readonly Mark[], volume: VolumeReply, array: string): number[] {
  const extents = extentsOf(volume);
  return marks.map(({ index }) =>
    [...array].reduce((place, axis) => place * extents[axis]! + index[axis]!, 0)
  );
}

/** The header, and a sparse array. */
function writeMarked(
  path: string,
  { text, base64 }: FormReply,
  marks: readonly Mark[],
  places: readonly number[],
  bytes: number,
): void {
  const head = text === undefined
    ? Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0))
    : new TextEncoder().encode(text);
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  file.writeSync(head);
  file.truncateSync(head.length + bytes);
  // Pixels of one slice may be one voxel: the last mark stands.
  marks.forEach(({ value }, n) => {
    file.seekSync(head.length + places[n]!, Deno.SeekMode.Start);
    file.writeSync(Uint8Array.of(value));
  });
}

const runtimes = Deno.env.get("DCM2NHDR_RUNTIMES");

/** Which readers are absent, and why: each with a line of its own. */
export const ABSENT: Readonly<Record<string, string | undefined>> = {
  "Python's readers": pythonLacks([
    "numpy",
    "nrrd",
    "SimpleITK",
    "slicerio",
    "vtkmodules",
    "nibabel",
    "monai",
  ]),
  "readers for browsers": node && runtimes && isFolder(`${runtimes}/node_modules/@kitware/vtk.js`)
    ? undefined
    : "DCM2NHDR_RUNTIMES has no nifti-reader-js, NiiVue and vtk.js",
};

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/** Every reader's landing of every file, by path and reader. */
export async function land(
  files: readonly MarkedFile[],
  folder: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Landing>>> {
  const manifest = `${folder}/manifest.json`;
  const written = files.filter(({ form }) => !form.error).map(({ path, format }) => ({
    path,
    format,
  }));
  await Deno.writeTextFile(manifest, JSON.stringify(written));
  const script = (name: string) => new URL(name, import.meta.url).pathname;
  const outputs: string[] = [];
  if (!ABSENT["Python's readers"]) {
    outputs.push(await runWell(python!, [script("land.py"), manifest]));
  }
  if (!ABSENT["readers for browsers"]) {
    outputs.push(await runWell(node!, [script("land.mjs"), runtimes!, manifest]));
  }
  const landings = new Map<string, Map<string, Landing>>();
  for (const output of outputs) {
    for (const [path, byReader] of Object.entries<Record<string, Landing>>(JSON.parse(output))) {
      const known = landings.get(path) ?? new Map<string, Landing>();
      landings.set(path, known);
      for (const [reader, landing] of Object.entries(byReader)) known.set(reader, landing);
    }
  }
  return landings;
}

/** How a reader took a file. */
export type Outcome =
  | { readonly as: "right"; readonly error: number }
  | { readonly as: "refused"; readonly why: string }
  /** Read without a word, but voxels are elsewhere, in another volume, or gone. */
  | {
    readonly as: "misread";
    readonly error: number;
    readonly lost: number;
    readonly otherT: number;
  };

/** Part of a coordinate that readers may lose: they keep doubles, some as cosines and lengths. */
const KEPT = 1e-9;

/** Half a unit of single precision, as part of a number: what is lost where one is stored so. */
const SINGLE = 2 ** -23;

/** Readers whose own numbers are single precision, whatever the file has. */
const SINGLE_READERS: ReadonlySet<string> = new Set(["NiiVue", "vtk.js"]);

/** Holds a reader's landing against DICOM's planes. */
export function outcomeOf(file: MarkedFile, reader: string, landing: Landing): Outcome {
  if ("error" in landing) return { as: "refused", why: landing.error };
  const byValue = new Map(landing.map(([value, x, y, z, t]) => [value, { point: [x, y, z], t }]));
  const seen = lastOfEach(file);
  const size = Math.max(...seen.flatMap(({ point }) => point.map(Math.abs)), 1);
  const single = file.format === "nifti" || SINGLE_READERS.has(reader);
  let error = 0;
  let lost = 0;
  let otherT = 0;
  for (const { value, point, t } of seen) {
    const found = byValue.get(value);
    if (!found) {
      lost++;
      continue;
    }
    if (found.t !== t) otherT++;
    error = Math.max(error, Math.hypot(...point.map((c, axis) => c - found.point[axis]!)));
  }
  const tolerance = file.told * (1 + KEPT) + KEPT * size + (single ? 8 * SINGLE * size : 0) + 1e-9;
  return error <= tolerance && lost === 0 && otherT === 0
    ? { as: "right", error }
    : { as: "misread", error, lost, otherT };
}

/** Where one voxel has two marks, the one that was written last. */
function lastOfEach({ marks }: MarkedFile): readonly Mark[] {
  const byIndex = new Map(marks.map((mark) => [JSON.stringify(mark.index), mark]));
  return [...byIndex.values()];
}
