/** Files that the command line writes, opened by others: labels lie where DICOM has their slices. */

import * as fflate from "fflate";
import { deepEqual, equal, match, ok } from "../assert.ts";
import {
  faultsOf,
  hasReaders,
  type Labelled,
  madeSeries,
  readLabels,
  realSeries,
} from "../support/labelled.ts";
import { makeEnhanced, MATRIX } from "../support/enhanced.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { python, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { makeSeries, RGB_PIXELS, type SeriesOptions } from "../support/series.ts";
import { header, withFiles } from "./support.ts";

/** A folder with the series in `series/` and the mask in `masks/`. */
async function withLabelled(
  { files, mask }: Pick<Labelled, "files" | "mask">,
  use: (from: string) => Promise<void>,
): Promise<void> {
  const sent = files.map(({ name, bytes }) => ({ name: `series/${name}`, bytes }));
  await withFiles([...sent, { name: "masks/liver.npy", bytes: mask }], use);
}

const readers = hasReaders("complete files of the command line");

/** All forms of a mask; the first for every series. */
const FORMS = [
  ["mask.nrrd"],
  ["mask.seg.nrrd"],
  ["masks/mask.nhdr"],
  ["packed.nrrd", "encoding=gzip", "space=RAS"],
] as const;

Deno.test({
  name: "masks lie on the slices of made and of real series",
  ignore: !readers,
  fn: async (t) => {
    for (const [n, labelled] of [...madeSeries(), ...await realSeries()].entries()) {
      await t.step(labelled.id, () =>
        withLabelled(labelled, async (from) => {
          const forms = n === 1 ? FORMS : FORMS.slice(0, 1);
          for (const [output, ...options] of forms) {
            const args = ["series", "masks/liver.npy", "order=given", "-o", output, ...options];
            const { code, stderr } = await header(args, { from });
            equal(code, 0, stderr);
            const sizes = labelled.shape.toReversed().join(" × ");
            const count = `${labelled.shape[0]} slices, slice spacing `;
            const [first] = stderr.split("\n");
            ok(first!.startsWith(`wrote ${output}: `), stderr);
            ok(first!.includes(count) && first!.includes(` mm; ${sizes}, uint8, from `), stderr);
          }
          const paths = forms.map(([output]) => `${from}/${output}`);
          const found = await readLabels(paths);
          deepEqual(paths.flatMap((path) => faultsOf(labelled, found[path]!)), []);
        }));
    }
  },
});

Deno.test({
  name: "images lie on the slices of made series",
  ignore: !readers,
  fn: async (t) => {
    for (const labelled of madeSeries()) {
      await t.step(labelled.id, () =>
        withLabelled(labelled, async (from) => {
          // One of several is written among the others, under a name of its own.
          const isAlone = labelled.files.length === labelled.shape[0];
          const output = isAlone ? "image.nrrd" : "out/";
          const { code, stderr } = await header(["series", "-o", output], { from });
          equal(code, 0, stderr);
          const [, name = ""] =
            /^wrote (.*): .*, 12 slices, .* mm; 8 × 6 × 12, int16, from 12 files$/m.exec(stderr) ??
              [];
          const path = `${from}/${name}`;
          deepEqual(faultsOf(labelled, (await readLabels([path]))[path]!), []);
        }));
    }
  },
});

/** Prints whether two readings of one volume, from DICOM and from NRRD, are the same. */
const SAME_IMAGE = `
import sys
import numpy, SimpleITK as sitk
reader = sitk.ImageSeriesReader()
reader.SetFileNames(reader.GetGDCMSeriesFileNames(sys.argv[1]))
dicom, nrrd = reader.Execute(), sitk.ReadImage(sys.argv[2])
assert (sitk.GetArrayFromImage(dicom) == sitk.GetArrayFromImage(nrrd)).all()
assert sitk.GetArrayFromImage(nrrd).any()
for corner in ((0, 0, 0), [size - 1 for size in nrrd.GetSize()]):
    there, here = (image.TransformIndexToPhysicalPoint([int(c) for c in corner]) for image in (dicom, nrrd))
    assert numpy.allclose(there, here, atol=0.1), (there, here)
`;

Deno.test({
  name: "the image of a real series is what SimpleITK reads of it",
  ignore: !readers,
  fn: () =>
    withSeriesFolder(async (from) => {
      const { code, stderr } = await header(["series", "-o", "image.nrrd"], { from });
      equal(code, 0, stderr);
      await runWell(python!, ["-c", SAME_IMAGE, `${from}/series`, `${from}/image.nrrd`]);
    }),
});

/** A complete file in two: its header and what stands behind the empty line. */
async function partsOf(path: string): Promise<{ text: string; data: Uint8Array }> {
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\n\n") + 2;
  return { text: text.slice(0, end), data: bytes.subarray(end) };
}

const stack = (options: SeriesOptions = {}) =>
  makeSeries({ count: 3, columns: 4, rows: 2, step: [0, 0, 2], ...options })
    .map(({ name, bytes }) => ({ name: `series/${name}`, bytes }));

const values = Uint8Array.from({ length: 24 }, (_, k) => k + 1);
const npy = (name: string, more = {}) => ({
  name,
  bytes: writeNpy({ shape: [3, 2, 4], data: values, ...more }),
});

Deno.test("a mask is written from a .npy and a .npz as it lies in them", async () => {
  const packed = (level: 0 | 9, name: string) =>
    fflate.zipSync({ [`${name}.npy`]: npy("").bytes }, { level });
  const files = [
    ...stack(),
    npy("a.npy"),
    npy("fortran.npy", { shape: [4, 2, 3], fortran: true }),
    npy("long.npy", { data: new Uint8Array([...values, 77]) }),
    { name: "stored.npz", bytes: packed(0, "arr_0") },
    { name: "deflated.npz", bytes: packed(9, "mask") },
  ];
  await withFiles(files, async (from) => {
    for (const array of ["a.npy", "long.npy", "stored.npz", "deflated.npz"]) {
      const ran = await header(["series", array, "-o", "mask.nrrd", "--force"], { from });
      equal(ran.code, 0, ran.stderr);
      const { text, data } = await partsOf(`${from}/mask.nrrd`);
      match(text, /\nsizes: 4 2 3\n/);
      deepEqual([...data], [...values], array);
    }
    // In a folder it is named after the array.
    const ran = await header(["series", "deflated.npz", "-o", "out/", "as=segmentation"], { from });
    match(ran.stderr, /^wrote out\/deflated\.seg\.nrrd: /);
    const xyz = ["series", "fortran.npy", "--array=xyz", "-o", "fortran.nrrd"];
    equal((await header(xyz, { from })).code, 0);
    const { text, data } = await partsOf(`${from}/fortran.nrrd`);
    match(text, /\nsizes: 4 2 3\n/);
    deepEqual([...data], [...values]);
  });
});

Deno.test("an empty mask of many megabytes is written from a small .npz", async () => {
  const data = new Uint8Array(32 * 2 ** 20);
  const shape = [32, 1024, 1024];
  const mask = fflate.zipSync({ "arr_0.npy": writeNpy({ shape, data }) }, { level: 9 });
  const series = makeSeries({ count: 32, columns: 1024, rows: 1024, pixelBytes: 0 })
    .map(({ name, bytes }) => ({ name: `series/${name}`, bytes }));
  await withFiles([...series, { name: "mask.npz", bytes: mask }], async (from) => {
    const { code, stderr } = await header(["series", "mask.npz", "-o", "mask.nrrd"], { from });
    equal(code, 0, stderr);
    const { size } = await Deno.stat(`${from}/mask.nrrd`);
    ok(size > data.length && size < data.length + 2000, String(size));
  });
});

Deno.test("an array that cannot be written is refused, and nothing is left behind", async () => {
  const several = fflate.zipSync({ "a.npy": npy("").bytes, "b.npy": npy("").bytes });
  const damaged = fflate.zipSync({ "a.npy": npy("").bytes }, { level: 0 });
  damaged[damaged.indexOf(24, 150)]! ^= 1;
  const files = [
    ...stack(),
    npy("masks/a.npy"),
    npy("short.npy", { data: values.subarray(1) }),
    { name: "several.npz", bytes: several },
    { name: "damaged.npz", bytes: damaged },
    { name: "one.npz", bytes: fflate.zipSync({ "a.npy": npy("").bytes }) },
    { name: "there.nrrd", bytes: new TextEncoder().encode("mine") },
  ];
  const beside =
    /write the header beside it: -o .*masks\/a\.nhdr; or header and array into one file: -o series\/x\.nrrd/;
  const cases: readonly (readonly [args: string[], code: number, message: RegExp])[] = [
    [["short.npy", "-o", "x.nrrd"], 1, /promises 24 bytes of values, and there are 23/],
    [["short.npy", "-o", "there.nrrd", "--force"], 1, /promises 24 bytes/],
    [
      ["damaged.npz", "-o", "there.nrrd", "--force"],
      1,
      /^bad-array: damaged\.npz has no .*: The entry is damaged/,
    ],
    [["masks/a.npy", "-o", "there.nrrd"], 2, /is there already; --force/],
    [["several.npz", "-o", "x.nrrd"], 1, /There are 2 arrays \(a.npy in several.npz and b.npy/],
    [["one.npz", "-o", "x.nhdr"], 1, /\nhelp: -o one\.nrrd writes header and array into one file/],
    [["one.npz"], 1, /\nhelp: -o one\.nrrd writes header and array into one file/],
    [["masks/a.npy", "-o", "series/x.nhdr"], 2, beside],
    [["masks/a.npy", "-o", "x.nrrd", "encoding=bzip2"], 2, /raw or gzip, or --header-only/],
  ];
  const before = [
    "damaged.npz",
    "masks",
    "one.npz",
    "series",
    "several.npz",
    "short.npy",
    "there.nrrd",
  ];
  await withFiles(files, async (from) => {
    for (const [args, status, message] of cases) {
      const { code, stdout, stderr } = await header(["series", ...args], { from });
      deepEqual([code, stdout], [status, ""], stderr);
      match(stderr, message);
      deepEqual([...Deno.readDirSync(from)].map(({ name }) => name).sort(), before);
      equal(await Deno.readTextFile(`${from}/there.nrrd`), "mine");
    }
    const alone = ["series", "masks/a.npy", "--header-only", "-o", "x.nrrd", "data=attached"];
    match(
      (await header(alone, { from })).stderr,
      /^wrote x\.nrrd: .*; the header alone, its array belongs behind it$/m,
    );
    equal((await partsOf(`${from}/x.nrrd`)).data.length, 0);
    const named = ["series", "masks/a.npy", "as=segmentation", "-o", "y.nrrd"];
    match(
      (await header(named, { from })).stderr,
      /^note: .* only if its name ends in \.seg\.nrrd$/m,
    );
  });
});

Deno.test("an image is written as its files store it", async () => {
  // Two bytes a sample, in the byte order of the file.
  const bytes = (slice: number) => Uint8Array.from({ length: 16 }, (_, k) => 16 * slice + k);
  const colors = (slice: number) => Uint8Array.from({ length: 24 }, (_, k) => 24 * slice + k);
  const expected = [0, 1, 2].flatMap((slice) => [...bytes(slice)]);
  const turned = expected.map((_, k) => expected[k ^ 1]!);
  const upwards = { pixels: bytes } as const;
  const cases: readonly (readonly [SeriesOptions, string[], readonly number[]])[] = [
    [upwards, [], expected],
    [{ ...upwards, transferSyntax: "implicit" }, [], expected],
    [{ ...upwards, transferSyntax: "big-endian" }, [], turned],
    [{ ...upwards, transferSyntax: "big-endian" }, ["endian=big"], expected],
    [upwards, ["endian=big"], turned],
    // By position the last file comes first.
    [{ ...upwards, step: [0, 0, -2] }, [], [2, 1, 0].flatMap((slice) => [...bytes(slice)])],
    [{ ...upwards, step: [0, 0, -2] }, ["order=given"], expected],
    [
      { ...upwards, positions: [[0, 0, 0], [0, 0, 2], [0, 0, 4], [0, 0, 8]] },
      ["uneven=fill"],
      [...expected, ...new Uint8Array(16), ...bytes(3)],
    ],
    [
      { pixels: colors, attributes: RGB_PIXELS },
      [],
      [0, 1, 2].flatMap((slice) => [...colors(slice)]),
    ],
  ];
  for (const [series, options, data] of cases) {
    await withFiles(stack(series), async (from) => {
      const { code, stderr } = await header(["series", "-o", "x.nrrd", ...options], { from });
      equal(code, 0, stderr);
      const case_ = JSON.stringify([series, options]);
      deepEqual([...(await partsOf(`${from}/x.nrrd`)).data], data, case_);
    });
  }
});

Deno.test("frames of one file are written in the order of the header", async () => {
  const [columns, rows] = MATRIX;
  const size = 2 * columns * rows;
  const pixels = Uint8Array.from({ length: 3 * size }, (_, k) => Math.floor(k / size) + 1);
  const { bytes } = makeEnhanced({
    positions: [[0, 0, 4], [0, 0, 2], [0, 0, 0]],
    pixelBytes: pixels,
  });
  await withFiles([{ name: "in/enhanced.dcm", bytes }], async (from) => {
    for (const [order, frames] of [["position", [3, 2, 1]], ["given", [1, 2, 3]]] as const) {
      const args = ["in", "--order", order, "-o", "x.nrrd", "--force"];
      const { code, stderr } = await header(args, { from });
      equal(code, 0, stderr);
      match(stderr, /slice spacing 2 mm; .*, from 1 file$/m);
      const { data } = await partsOf(`${from}/x.nrrd`);
      deepEqual([...data], frames.flatMap((frame) => Array<number>(size).fill(frame)));
    }
  });
});

Deno.test("an image that its files do not store as it is described is refused with what helps", async () => {
  const planar = {
    SamplesPerPixel: 3,
    PhotometricInterpretation: "RGB",
    PlanarConfiguration: 1,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
  };
  const cases: readonly (readonly [SeriesOptions, string[], RegExp])[] = [
    [{ transferSyntax: "encapsulated" }, [], /compressed in DICOM\nhelp: decompressed copies/],
    [{ transferSyntax: "deflated" }, [], /^compressed-pixels: /],
    [{ attributes: planar, pixelBytes: 24 }, [], /colour is stored plane by plane/],
    [{ attributes: { HighBit: 14 } }, [], /they are shifted/],
    [{ pixelBytes: 8 }, [], /^bad-frame-count: /],
    [{}, ["--as=labelmap"], /another array, which is not here\nhelp: the array as \.npy/],
    [{}, ["--type=float"], /stored as short, the header says float/],
  ];
  for (const [series, options, message] of cases) {
    await withFiles(stack(series), async (from) => {
      const args = ["series", "-o", "x.nrrd", ...options];
      const { code, stdout, stderr } = await header(args, { from });
      deepEqual([code, stdout], [1, ""]);
      match(stderr, message);
      match(stderr, /--header-only/);
      equal((await header([...args, "--header-only"], { from })).code, 0);
    });
  }
  // What came in an archive cannot be read again.
  await withFiles(stack(), async (from) => {
    await new Deno.Command("tar", { args: ["-cf", "all.tar", "series"], cwd: from }).output();
    const { code, stderr } = await header(["all.tar", "-o", "x.nrrd"], { from });
    deepEqual([code, stderr.slice(0, 20)], [1, "byte-offset-unknown:"]);
    // Without an array a .nhdr names the DICOM files.
    equal((await header(["series", "-o", "series/x.nhdr"], { from })).code, 0);
    match(await Deno.readTextFile(`${from}/series/x.nhdr`), /data file: LIST/);
  });
});
