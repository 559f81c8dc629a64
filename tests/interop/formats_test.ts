/** Headers of every format with voxels behind them, as other people's readers see them. */

import { gzipSync } from "node:zlib";
import type { AxisName } from "../../lib/array/array_axes.ts";
import type { FormName } from "../../lib/options/table.ts";
import type { HeaderOptions, NumpyArray } from "../../lib/options/types.ts";
import { equal, match, nearAll, ok } from "../assert.ts";
import { seedSeries, tilted } from "../support/cases.ts";
import { concat } from "../support/dicom_writer.ts";
import { hasModule } from "../support/programs.ts";
import {
  evenly,
  makeSeries,
  RGB_PIXELS,
  type SeriesOptions,
  type Triple,
} from "../support/series.ts";
import { skipped } from "../support/skip.ts";
import { corners, planesOf } from "../support/truth.ts";
import { formOf } from "../support/written_form.ts";
import { inFolder } from "./arrays.ts";
import { SAMPLE_BYTES } from "./compare.ts";
import { hasPython, type Reading, reportAbsentReaders, runPython } from "./readers.ts";
import { componentsLast, fingerprint } from "./voxels.ts";

type Files = readonly { readonly name: string; readonly bytes: Uint8Array }[];

/** A reading of `read_forms.py`. */
interface FormReading extends Reading {
  readonly transforms?: Readonly<Record<string, Pick<Reading, "origin" | "directions">>>;
  readonly range: readonly [number, number] | null;
}

/** What a reader says that does not take a file. */
type Refusals = Readonly<Record<string, RegExp>>;

interface Case {
  readonly name: string;
  readonly files: Files;
  readonly options?: Partial<HeaderOptions>;
  /** Axes of the array, fastest first, and numpy's name of its type. */
  readonly axes?: string;
  readonly type?: string;
  /** Formats that hold it; all by default. */
  readonly forms?: readonly FormName[];
  /** By format: readers that do not take it, whoever wrote it, and what they say. */
  readonly refusedBy?: Readonly<Partial<Record<FormName, Refusals>>>;
  /** Readers that have another order of values than axes, whoever wrote it. */
  readonly misreadBy?: readonly string[];
  /** Samples lie in the DICOM files themselves. */
  readonly inDicom?: boolean;
}

const ALL = ["nifti", "nifti2", "metaimage", "vtk"] as const;
const NIFTI = ["nifti", "nifti2"] as const;
/** Largest distance of a corner, mm: single precision, or what is left of doubles. */
const TOLERANCE: Readonly<Partial<Record<FormName, number>>> = { nifti: 1e-4 };
const DOUBLES = 1e-9;
/** A qform is as near as this or is not written, mm. */
const QFORM = 0.01;

/** ITK up to 5.4 has a reader of NIfTI-1 only. */
const NO_NIFTI2 = { SimpleITK: /Unable to determine ImageIO reader/ };
/** VTK 9.7 says that it reads three dimensions, and crashes over the fourth or over 64 bits. */
const VTK_CRASHES = { VTK: /no voxels|ended by signal/ };
const NO_SHEAR = { SimpleITK: /only supports orthonormal direction cosines/ };

const SIZES: Readonly<Record<AxisName, number>> = { x: 11, y: 8, z: 5, t: 3, c: 3 };
const FIRST: Triple = [-3.25, 17, 99.5];
const STEP: Triple = [-1.2, 1.6, 0];

/** An oblique stack of 0.9 × 0.5 mm pixels. */
function oblique(options: SeriesOptions = {}): Files {
  return makeSeries({
    columns: SIZES.x,
    rows: SIZES.y,
    count: SIZES.z,
    pixelSpacing: [0.9, 0.5],
    row: [0.8, 0.6, 0],
    column: [0, 0, -1],
    first: FIRST,
    step: STEP,
    ...options,
  });
}

const times = (options: SeriesOptions = {}) =>
  oblique({
    positions: [0, 1, 2].flatMap(() => evenly(FIRST, STEP, SIZES.z)),
    attributes: (n) => ({ TriggerTime: 20 + 33 * Math.floor(n / SIZES.z) }),
    ...options,
  });

const npy = (letters: string, dtype: string, offset?: number): NumpyArray => ({
  shape: [...letters].map((name) => SIZES[name as AxisName]),
  dtype,
  fortranOrder: false,
  offset,
});

/** Pixels that count up, and a header of one length for all files. */
const counted = {
  pixels: (k: number) => Uint8Array.from({ length: 2 * 11 * 8 }, (_, n) => (n * 7 + k * 31) % 251),
};
const uid = (n: number) => ({ SOPInstanceUID: `1.2.3.${100 + n}` });

const cases: Case[] = [
  { name: "oblique", files: oblique() },
  { name: "big-endian", files: oblique(), options: { endian: "big" } },
  { name: "left-handed", files: oblique().toReversed(), options: { order: "given" } },
  {
    name: "sheared",
    files: tilted(true, { columns: 11, rows: 8, count: 5 }),
    refusedBy: { nifti: NO_SHEAR },
  },
  {
    name: "sheared, left-handed, big-endian",
    files: tilted(true, { columns: 11, rows: 8, count: 5 }).toReversed(),
    options: { order: "given", endian: "big" },
    refusedBy: { nifti: NO_SHEAR },
  },
  {
    name: "of the seed",
    files: seedSeries({ columns: 11, rows: 8 }).slice(0, 5),
    type: "uint16",
  },
  {
    name: "array yxz, big-endian",
    files: oblique(),
    options: { array: "yxz", npy: npy("yxz", ">i2") },
    axes: "zxy",
  },
  { name: "array xyz", files: oblique(), options: { array: "xyz" }, axes: "zyx" },
  {
    name: "array xzy of numpy",
    files: oblique(),
    options: { array: "xzy", npy: npy("xzy", "<f4") },
    axes: "yzx",
    type: "float32",
  },
  {
    name: "colour",
    files: oblique({ attributes: RGB_PIXELS }),
    axes: "cxyz",
    type: "uint8",
  },
  {
    name: "colour, array xyzc",
    files: oblique({ attributes: RGB_PIXELS }),
    options: { array: "xyzc" },
    axes: "czyx",
    type: "uint8",
  },
  {
    name: "components",
    files: oblique({ attributes: { ...RGB_PIXELS, BitsAllocated: 16 } }),
    options: { array: "czyx" },
    axes: "xyzc",
    type: "uint16",
    forms: NIFTI,
  },
  {
    name: "components first",
    files: oblique({ attributes: { ...RGB_PIXELS, BitsAllocated: 16 } }),
    axes: "cxyz",
    type: "uint16",
    forms: ["metaimage", "vtk"],
  },
  {
    name: "times",
    files: times(),
    axes: "xyzt",
    forms: ["nifti", "nifti2", "metaimage"],
    refusedBy: { metaimage: VTK_CRASHES },
  },
  {
    name: "components of times",
    files: times(),
    options: { array: "ctzyx", npy: npy("ctzyx", "<f4") },
    axes: "xyztc",
    type: "float32",
    forms: NIFTI,
    // It has the times and the components of a voxel in another order.
    misreadBy: ["VTK"],
  },
  {
    name: "labels",
    files: oblique(),
    options: { as: "labelmap" },
    type: "uint8",
  },
  {
    name: "complex",
    files: oblique(),
    options: { npy: npy("zyx", "<c8") },
    type: "complex64",
  },
  {
    name: "complex in doubles, big-endian",
    files: oblique(),
    options: { npy: npy("zyx", ">c16") },
    type: "complex128",
  },
  ...Object.keys(SAMPLE_BYTES).flatMap((type) =>
    (["little", "big"] as const).map((endian): Case => ({
      name: `${type}, ${endian}`,
      files: oblique(),
      options: { type, endian },
      type,
      ...(type.endsWith("int64") ? { refusedBy: { metaimage: VTK_CRASHES } } : {}),
    }))
  ),
  {
    name: "a pair",
    files: oblique(),
    options: { data: { file: "volume.img" } },
    forms: NIFTI,
  },
  {
    name: "in a file",
    files: oblique(),
    options: { data: { file: "a b.raw" } },
    forms: ["metaimage"],
  },
  {
    name: "compressed",
    files: oblique(),
    options: { data: { file: "volume.zraw" }, encoding: "gzip" },
    forms: ["metaimage"],
  },
  {
    name: "in a .npy",
    files: oblique(),
    options: { data: { file: "a.npy" }, array: "xyz", npy: npy("xyz", "<i2", 128) },
    axes: "zyx",
    forms: ["metaimage"],
  },
  {
    name: "in the DICOM files",
    files: makeSeries({ ...counted, columns: 11, rows: 8, count: 5, attributes: uid }),
    options: { data: "dicom" },
    forms: ["metaimage"],
    inDicom: true,
  },
  {
    name: "in the DICOM files, from their ends",
    files: oblique(counted),
    options: { data: "dicom" },
    forms: ["metaimage"],
    inDicom: true,
  },
  {
    name: "in the DICOM files of times",
    files: times(counted),
    options: { data: "dicom" },
    axes: "xyzt",
    forms: ["metaimage"],
    inDicom: true,
    refusedBy: { metaimage: VTK_CRASHES },
  },
];

reportAbsentReaders();
const hasReaders = hasPython && hasModule("nibabel");
if (!hasReaders) skipped("interop with readers of NIfTI", "Python has no nibabel");

Deno.test({
  name: "every reader sees what DICOM says, in every format",
  ignore: !hasReaders,
  fn: (t) =>
    inFolder(async (folder) => {
      const written = cases.flatMap((one) =>
        (one.forms ?? ALL).map((form) => ({ ...one, form, ...write(one, form, folder) }))
      );
      const answers = await readForms(written.map(({ path }) => path));
      for (const { name, form, path, refusedBy, misreadBy, ...expected } of written) {
        const refusals: Refusals = {
          ...(form === "nifti2" ? NO_NIFTI2 : {}),
          ...refusedBy?.[form],
        };
        for (const [reader, answer] of Object.entries(answers[path]!)) {
          if (misreadBy?.includes(reader)) continue;
          await t.step(`${name}: ${form}, ${reader}`, () => {
            const refusal = refusals[reader];
            if (refusal) {
              ok("error" in answer, "a reader takes what it did not take before");
              match(answer.error, refusal);
            } else {
              ok(!("error" in answer), JSON.stringify(answer));
              compare(
                reader === "VTK" && form === "metaimage" ? transposed(answer) : answer,
                form,
                expected,
              );
            }
          });
        }
      }
    }),
});

Deno.test({
  name: "readers of NIfTI return real values, by the rescale that DICOM has",
  ignore: !hasReaders,
  fn: () =>
    inFolder(async (folder) => {
      const files = oblique({ attributes: { RescaleSlope: 2, RescaleIntercept: -1024 } });
      const { path, bytes } = write({ name: "rescaled", files }, "nifti", folder);
      const stored = new Int16Array(bytes.slice().buffer);
      const real = [Math.min(...stored), Math.max(...stored)].map((value) => 2 * value - 1024);
      const { nibabel, SimpleITK } = (await readForms([path]))[path]!;
      for (const answer of [nibabel!, SimpleITK!]) {
        ok(!("error" in answer), JSON.stringify(answer));
        nearAll(answer.range!, real, 1e-3);
      }
    }),
});

type FormAnswer = FormReading | { readonly error: string };

/** Every reader's answer, by file and reader. */
async function readForms(
  paths: readonly string[],
): Promise<Record<string, Record<string, FormAnswer>>> {
  return await runPython("read_forms.py", paths) as Record<string, Record<string, FormAnswer>>;
}

/** What a file holds: axes in the order of memory, bytes of the values, DICOM's own corners. */
interface Expected {
  readonly axes: readonly AxisName[];
  readonly type: string;
  readonly sampleBytes: number;
  readonly sizes: readonly number[];
  /** Little-endian, in the order of memory. */
  readonly bytes: Uint8Array;
  /** Index by spatial axis, and place, LPS mm. */
  readonly corners: readonly { readonly at: Record<string, number>; readonly lps: Triple }[];
}

let folders = 0;

/** Writes a header, and values that count up. */
function write(
  { files, options = {}, axes = "xyz", type = "int16", inDicom = false }: Case,
  form: FormName,
  folder: string,
): Expected & { readonly path: string } {
  const { fileName, bytes: header, volume } = formOf(files, form, options);
  const stem = `${folder}/${folders++}`;
  Deno.mkdirSync(stem);
  const letters = [...axes] as AxisName[];
  const sizes = letters.map((name) => SIZES[name]);
  const [, parts = "1", sample = type] =
    { complex64: ["", "2", "float32"], complex128: ["", "2", "float64"] }[type] ?? [];
  const partBytes = SAMPLE_BYTES[sample]!;
  const sampleBytes = Number(parts) * partBytes;
  const length = sizes.reduce((product, size) => product * size, sampleBytes);
  const sent = volume.slices.map(({ given }) => files[given]!);
  // Exponents of floating point stay small: no NaN, which does not compare.
  const bytes = inDicom
    ? concat(sent.map(({ bytes }) => bytes.subarray(bytes.length - 2 * SIZES.x * SIZES.y)))
    : Uint8Array.from({ length }, (_, n) => n * 7 % 101);
  const endian = options.endian ?? (options.npy?.dtype.startsWith(">") ? "big" : "little");
  const stored = endian === "big" ? swapped(bytes, partBytes) : bytes;
  const path = `${stem}/${fileName}`;
  if (inDicom) {
    for (const { name, bytes } of files) Deno.writeFileSync(`${stem}/${name}`, bytes);
    Deno.writeFileSync(path, header);
  } else if (typeof options.data === "object") {
    const packed = options.encoding === "gzip" ? gzipSync(stored) : stored;
    const skip = new Uint8Array(options.npy?.offset ?? 0);
    Deno.writeFileSync(`${stem}/${options.data.file}`, concat([skip, new Uint8Array(packed)]));
    Deno.writeFileSync(path, header);
  } else {
    Deno.writeFileSync(path, concat([header, stored]));
  }
  return {
    path,
    axes: letters,
    type,
    sampleBytes,
    sizes,
    bytes,
    corners: volume.slices.flatMap(({ given, index: [k] }) =>
      corners(planesOf(files[given]!.bytes)[0]!)
        .map(({ i, j, lps }) => ({ at: { x: i, y: j, z: k }, lps }))
    ),
  };
}

function swapped(data: Uint8Array, sampleBytes: number): Uint8Array {
  return data.map((_, n) => data[n - 2 * (n % sampleBytes) + sampleBytes - 1]!);
}

/** vtkMetaImageReader 9.7 has the rows of the direction matrix for its columns. */
function transposed(reading: FormReading): FormReading {
  const units = reading.directions!.map((step, n) => step.map((c) => c / reading.spacing[n]!));
  const directions = reading.spacing.map((length, n) =>
    units.map((unit) => unit[n]! * length) as unknown as Triple
  );
  return { ...reading, directions };
}

function compare(reading: FormReading, form: FormName, expected: Expected): void {
  let { axes, sizes, sampleBytes, type } = expected;
  // MetaImage and VTK have no complex numbers, but two components.
  if (type.startsWith("complex") && reading.type.startsWith("float")) {
    [axes, sizes, sampleBytes] = [["c", ...axes], [2, ...sizes], sampleBytes / 2];
    type = reading.type;
  }
  const spatial = axes.filter((name) => "xyz".includes(name));
  const at = (name: AxisName) => axes.indexOf(name);
  equal(reading.type, type);
  equal(reading.sizes.join(), spatial.map((name) => sizes[at(name)]).join());
  const order = [...spatial, "t" as const].map(at).filter((axis) => axis >= 0);
  const voxels = componentsLast(expected.bytes, sizes, order, sampleBytes);
  equal(reading.voxels, fingerprint(voxels), "other voxels");
  const places = { reading, ...reading.transforms };
  for (const [name, { origin, directions }] of Object.entries(places)) {
    const tolerance = name === "qform" ? QFORM : TOLERANCE[form] ?? DOUBLES;
    for (const { at, lps } of expected.corners) {
      const place = origin!.map((start, c) =>
        spatial.reduce((sum, axis, n) => sum + at[axis]! * directions![n]![c]!, start)
      );
      nearAll(place, lps, tolerance, name);
    }
  }
}
