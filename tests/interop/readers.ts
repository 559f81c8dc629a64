/**
 * Other people's NRRD and DICOM readers, behind one form.
 *
 * Python's are there where the interpreter of `../support/programs.ts` has `requirements.txt`
 * installed, teem's through the path, ITK's comes with npm. Which of them are absent is said in the
 * test report.
 *
 * @module
 */

import { readImageNode } from "@itk-wasm/image-io";
import { python, pythonLacks } from "../support/programs.ts";
import type { Triple } from "../support/series.ts";
import { skipped } from "../support/skip.ts";
import { componentsLast, fingerprint } from "./voxels.ts";

/** What a reader sees in a file; null for what it does not keep. */
export interface Reading {
  /** Of the three spatial axes. */
  readonly sizes: readonly number[];
  /** Product of the other axes. */
  readonly components: number;
  /** numpy's name: `int16`, `float32`, … */
  readonly type: string;
  /** LPS mm. */
  readonly origin: Triple | null;
  /** Steps of the spatial axes, LPS mm. */
  readonly directions: readonly Triple[] | null;
  /** Their lengths. */
  readonly spacing: readonly number[];
  /** MD5 of the values, little endian, x fastest, then y, z, components. */
  readonly voxels: string;
}

/** A reading, or why there is none. */
export type Answer = Reading | { readonly error: string };

/** Answers by reader, then by file. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, Answer>>;

/** What `requirements.txt` installs, by the names that Python imports. */
const MODULES = ["numpy", "nrrd", "SimpleITK", "slicerio", "vtkmodules", "pydicom", "highdicom"];
const lacks = pythonLacks(MODULES);
const unu = ["teem-unu", "unu"].find((name) => {
  try {
    return new Deno.Command(name, { args: ["about"], stdout: "null", stderr: "null" })
      .outputSync().code >= 0;
  } catch {
    return false;
  }
});

/** Says once per test file which readers are absent. */
export function reportAbsentReaders(): void {
  if (lacks !== undefined) skipped("interop with Python's readers", lacks);
  if (unu === undefined) skipped("interop with teem", "there is no teem-unu or unu in the path");
}

/** Whether Python's readers and writers can be asked. */
export const hasPython: boolean = lacks === undefined;

/** Every available reader's answer to every file. */
export async function readAll(paths: readonly string[]): Promise<Answers> {
  const answers = new Map<string, Map<string, Answer>>();
  const put = (reader: string, path: string, answer: Answer) => {
    if (!answers.has(reader)) answers.set(reader, new Map());
    answers.get(reader)!.set(path, answer);
  };
  if (hasPython) {
    const byPath = await runPython("read_nrrd.py", paths) as Record<string, Record<string, Answer>>;
    for (const [path, byReader] of Object.entries(byPath)) {
      for (const [reader, answer] of Object.entries(byReader)) put(reader, path, answer);
    }
  }
  for (const path of paths) {
    if (unu !== undefined) put("teem", path, await attempt(() => readTeem(unu, path)));
    put("ITK-wasm", path, await attempt(() => readItkWasm(path)));
  }
  return answers;
}

/** Whether teem refuses a file; undefined where there is no teem. */
export async function teemRefuses(path: string): Promise<boolean | undefined> {
  if (unu === undefined) return undefined;
  const args = ["save", "-f", "nrrd", "-i", path, "-o", "/dev/null"];
  return !(await new Deno.Command(unu, { args, stdout: "null", stderr: "null" }).output()).success;
}

/** SimpleITK's own reading of folders of DICOM files, one series each. */
export async function readSeries(folders: readonly string[]): Promise<Record<string, Answer>> {
  return await runPython("read_dicom.py", folders) as Record<string, Answer>;
}

/** Has pydicom write its series into a folder; the geometry that it wrote. */
export async function writeSeries(
  folder: string,
): Promise<Pick<Reading, "sizes" | "origin" | "directions">> {
  return await runPython("write_dicom.py", [folder]) as Reading;
}

/** Has pydicom write dose grids, tomograms and PET; the planes of each subfolder, LPS mm. */
export async function writeFamilies(folder: string): Promise<Record<string, Triple[]>> {
  return await runPython("write_families.py", [folder]) as Record<string, Triple[]>;
}

/** What highdicom says of an enhanced object; null where it finds no volume. */
export interface WrittenEnhanced {
  /** Of the classic images that were converted. */
  readonly stacks: readonly (WrittenGrid | null)[];
  readonly whole: WrittenGrid | null;
}

/** Has highdicom convert classic images; what it says of each object, by subfolder. */
export async function writeEnhanced(folder: string): Promise<Record<string, WrittenEnhanced>> {
  return await runPython("write_enhanced.py", [folder]) as Record<string, WrittenEnhanced>;
}

/** Has SimpleITK and pynrrd write NRRD files beside the DICOM files of each folder. */
export async function writeHeaders(folders: readonly string[]): Promise<void> {
  await run(python!, [new URL("write_headers.py", import.meta.url).pathname, ...folders]);
}

/** What slicerio sees in a `.seg.nrrd`. */
export interface SegmentationReading {
  readonly shape: readonly number[];
  readonly ijkToLPS: readonly (readonly number[])[];
  readonly masterRepresentation: string;
  readonly containedRepresentationNames: readonly string[];
  readonly segments: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameAutoGenerated: boolean;
    readonly color: readonly number[];
    readonly colorAutoGenerated: boolean;
    readonly labelValue: number;
    readonly layer: number;
    readonly extent: readonly number[];
    readonly status: string;
    readonly terminology: {
      readonly category: readonly string[];
      readonly type: readonly string[];
      readonly anatomicRegion?: readonly string[];
    };
  }[];
}

/** What highdicom says of a segmentation that it wrote. */
export interface WrittenSegmentation {
  readonly segments: readonly {
    readonly number: number;
    readonly name: string;
    readonly color: readonly number[];
    readonly category: readonly string[];
    readonly type: readonly string[];
    readonly region: readonly (readonly string[])[];
  }[];
  /** Of every frame. */
  readonly planes: readonly { readonly position: Triple; readonly segment: number | null }[];
  readonly own: WrittenGrid;
  readonly images: WrittenGrid;
}

/** Where a volume lies, LPS mm. */
export interface WrittenGrid {
  readonly sizes: readonly number[];
  readonly origin: Triple;
  readonly directions: readonly [Triple, Triple, Triple];
}

/** slicerio's reading of `.seg.nrrd` files, by path. */
export async function readSegmentations(
  paths: readonly string[],
): Promise<Record<string, SegmentationReading>> {
  return await runPython("read_segmentations.py", paths) as Record<string, SegmentationReading>;
}

/** Has highdicom write images and segmentations of them; what it says of each, by file name. */
export async function writeSegmentations(
  folder: string,
): Promise<Record<string, WrittenSegmentation>> {
  return await runPython("write_segmentations.py", [folder]) as Record<string, WrittenSegmentation>;
}

/** What a Python script beside this file prints, as JSON. */
export async function runPython(script: string, args: readonly string[]): Promise<unknown> {
  const path = new URL(script, import.meta.url).pathname;
  return JSON.parse(new TextDecoder().decode(await run(python!, [path, ...args])));
}

/** Standard output of a program; an error with its complaint if it fails. */
async function run(program: string, args: readonly string[]): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim().slice(-500));
  return stdout;
}

async function attempt(read: () => Promise<Reading>): Promise<Answer> {
  try {
    return await read();
  } catch (error) {
    return { error: String(error) };
  }
}

async function readItkWasm(path: string): Promise<Reading> {
  const image = await readImageNode(path);
  const { data, direction, imageType } = image;
  if (data === null) throw new Error("no voxels");
  const { components } = imageType;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // ITK has one component next to the other, voxel by voxel.
  const [x, y, z] = [0, 1, 2].map((axis) =>
    [0, 1, 2].map((c) => Number(direction[3 * c + axis]) * image.spacing[axis]!)
  ) as unknown as [Triple, Triple, Triple];
  return {
    sizes: image.size.map(Number),
    components,
    type: imageType.componentType,
    origin: image.origin as unknown as Triple,
    directions: [x, y, z],
    spacing: image.spacing,
    voxels: fingerprint(
      componentsLast(bytes, [components, ...image.size], [1, 2, 3], data.BYTES_PER_ELEMENT),
    ),
  };
}

const TEEM_TYPES: Readonly<Record<string, [name: string, bytes: number]>> = {
  "signed char": ["int8", 1],
  "unsigned char": ["uint8", 1],
  "short": ["int16", 2],
  "unsigned short": ["uint16", 2],
  "int": ["int32", 4],
  "unsigned int": ["uint32", 4],
  "long long int": ["int64", 8],
  "unsigned long long int": ["uint64", 8],
  "float": ["float32", 4],
  "double": ["float64", 8],
};

/** Has teem read a file and write it again, raw and attached. */
async function readTeem(program: string, path: string): Promise<Reading> {
  const bytes = await run(
    program,
    ["save", "-f", "nrrd", "-e", "raw", "-en", "little", "-i", path, "-o", "-"],
  );
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
  const end = text.indexOf("\n\n");
  const field = (name: string) => {
    const line = text.slice(0, end).split("\n").find((line) => line.startsWith(`${name}: `));
    if (line === undefined) throw new Error(`teem wrote no ${name}`);
    return line.slice(name.length + 2);
  };
  const flip = field("space") === "right-anterior-superior" ? -1 : 1;
  const vector = (part: string): Triple => {
    const [x, y, z] = part.slice(1, -1).split(",").map(Number) as [number, number, number];
    return [flip * x, flip * y, z];
  };
  const steps = field("space directions").split(" ");
  const sizes = field("sizes").split(" ").map(Number);
  const spatial = [...steps.keys()].filter((axis) => steps[axis] !== "none");
  const directions = spatial.map((axis) => vector(steps[axis]!));
  const components = sizes.filter((_, axis) => !spatial.includes(axis)).reduce((a, b) => a * b, 1);
  const [type, sampleBytes] = TEEM_TYPES[field("type")]!;
  const values = bytes.subarray(end + 2);
  return {
    sizes: spatial.map((axis) => sizes[axis]!),
    components,
    type,
    origin: vector(field("space origin")),
    directions,
    spacing: directions.map((step) => Math.hypot(...step)),
    voxels: fingerprint(componentsLast(values, sizes, spatial, sampleBytes)),
  };
}
