/** The command line in other formats than NRRD: by the name of the output, and by `format=`. */

import * as fflate from "fflate";
import { deepEqual, equal, match, ok } from "../assert.ts";
import {
  faultsOf,
  hasReaders,
  type Labelled,
  longSeries,
  madeSeries,
  readLabels,
  realSeries,
} from "../support/labelled.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { makeSeries, RGB_PIXELS, type SeriesOptions } from "../support/series.ts";
import { turned, TWO_SHELLS, VENDORS, weightedSeries } from "../support/weighted_series.ts";
import { header, withFiles } from "./support.ts";

/** Numbers of NIfTI-1 have seven digits: this much is lost some hundred millimetres from the origin. */
const SINGLE_MM = 1e-4;

const readers = hasReaders("complete files of the command line in other formats");

/** A folder with the series in `series/` and the mask beside it. */
async function withMask(
  { files, mask }: Pick<Labelled, "files" | "mask">,
  use: (from: string) => Promise<void>,
): Promise<void> {
  const sent = files.map(({ name, bytes }) => ({ name: `series/${name}`, bytes }));
  await withFiles([...sent, { name: "mask.npy", bytes: mask }], use);
}

/** Runs a command that has to succeed. */
async function well(args: readonly string[], from: string): Promise<string> {
  const { code, stderr } = await header(args, { from });
  equal(code, 0, stderr);
  return stderr;
}

/** Every complete file, by its name alone. */
const COMPLETE = ["mask.nii", "mask.nii.gz", "mask.hdr", "mask.mha", "mask.mhd", "mask.vti"];

Deno.test({
  name: "160 slices: a mask becomes NIfTI by one command, in either order of its slices",
  ignore: !readers,
  fn: async () => {
    const series = longSeries();
    const [slices, rows, columns] = series.shape;
    const values = series.mask.subarray(-slices * rows * columns);
    const turned = new Uint8Array(values.length);
    const size = rows * columns;
    for (let k = 0; k < slices; k++) {
      turned.set(values.subarray(k * size, (k + 1) * size), (slices - 1 - k) * size);
    }
    const byPosition = writeNpy({ shape: series.shape, data: turned });
    for (const [mask, order] of [[series.mask, "given"], [byPosition, "position"]] as const) {
      await withMask({ ...series, mask }, async (from) => {
        const said = await well(
          ["series", "mask.npy", `order=${order}`, "-o", "mask.nii.gz"],
          from,
        );
        match(said, /^wrote mask\.nii\.gz: .*, 160 slices, slice spacing 0\.9375 mm; 8 × 6 × 160/);
        const path = `${from}/mask.nii.gz`;
        const found = (await readLabels([path]))[path]!;
        deepEqual(Object.keys(found).sort(), ["SimpleITK", "nibabel"]);
        deepEqual(faultsOf(series, found, SINGLE_MM), []);
      });
    }
  },
});

Deno.test({
  name: "masks lie on the slices of made and of real series, in every format",
  ignore: !readers,
  fn: async (t) => {
    for (const labelled of [...madeSeries(), ...await realSeries()]) {
      await t.step(labelled.id, () =>
        withMask(labelled, async (from) => {
          // A MetaImage and VTK's file hold a shear no better than ITK does.
          for (const output of COMPLETE) {
            await well(["series", "mask.npy", "order=given", "-o", output], from);
          }
          const paths = COMPLETE.map((name) => `${from}/${name}`);
          const found = await readLabels(paths);
          deepEqual(
            paths.flatMap((path) => faultsOf(labelled, found[path]!)),
            [],
          );
        }));
    }
  },
});

const stack = (options: SeriesOptions = {}) =>
  makeSeries({ count: 3, columns: 4, rows: 2, step: [0, 0, 2], ...options })
    .map(({ name, bytes }) => ({ name: `series/${name}`, bytes }));

/** Bytes of a NIfTI-1 file, which begin with the number 348 in its byte order (nifti1.h). */
async function niftiOf(path: string) {
  const bytes = await Deno.readFile(path);
  const view = new DataView(bytes.buffer);
  const little = view.getInt32(0, true) === 348;
  ok(little || view.getInt32(0) === 348, path);
  return {
    little,
    datatype: view.getInt16(70, little),
    dim: Array.from({ length: 8 }, (_, n) => view.getInt16(40 + 2 * n, little)),
    magic: String.fromCharCode(...bytes.subarray(344, 347)),
    data: [...bytes.subarray(view.getFloat32(108, little))],
  };
}

Deno.test("an image is written behind a NIfTI header as its files store it", async () => {
  // Two bytes a sample, in the byte order of the file.
  const bytes = (slice: number) => Uint8Array.from({ length: 16 }, (_, k) => 16 * slice + k);
  const colors = (slice: number) => Uint8Array.from({ length: 24 }, (_, k) => 24 * slice + k);
  const upwards = [0, 1, 2].flatMap((slice) => [...bytes(slice)]);
  const turned = upwards.map((_, k) => upwards[k ^ 1]!);
  // nifti1.h: 4 is signed short, 128 red, green and blue.
  const cases: readonly (readonly [SeriesOptions, string[], object])[] = [
    [{}, [], { little: true, datatype: 4, data: upwards }],
    [{}, ["endian=big"], { little: false, datatype: 4, data: turned }],
    [{ transferSyntax: "big-endian" }, [], { little: true, datatype: 4, data: turned }],
    [{ transferSyntax: "big-endian" }, ["endian=big"], {
      little: false,
      datatype: 4,
      data: upwards,
    }],
    [{ step: [0, 0, -2] }, [], {
      little: true,
      datatype: 4,
      data: [2, 1, 0].flatMap((slice) => [...bytes(slice)]),
    }],
    [{ pixels: colors, attributes: RGB_PIXELS }, [], {
      little: true,
      datatype: 128,
      data: [0, 1, 2].flatMap((slice) => [...colors(slice)]),
    }],
  ];
  for (const [series, options, expected] of cases) {
    await withFiles(stack({ pixels: bytes, ...series }), async (from) => {
      await well(["series", "-o", "x.nii", ...options], from);
      const { dim, magic, ...found } = await niftiOf(`${from}/x.nii`);
      deepEqual([dim, magic], [[3, 4, 2, 3, 1, 1, 1, 1], "n+1"]);
      deepEqual(found, expected, JSON.stringify([series, options]));
      // In two files there is the same, and packed it is the same file.
      await well(["series", "-o", "x.hdr", ...options], from);
      const pair = await niftiOf(`${from}/x.hdr`);
      deepEqual([pair.magic, pair.datatype], ["ni1", found.datatype]);
      deepEqual([...await Deno.readFile(`${from}/x.img`)], found.data);
      const said = await well(["series", "-o", "x.nii.gz", ...options, "encoding=gzip"], from);
      match(said, /^wrote x\.nii\.gz: /);
      const packed = fflate.gunzipSync(await Deno.readFile(`${from}/x.nii.gz`));
      deepEqual(packed, await Deno.readFile(`${from}/x.nii`));
    });
  }
});

Deno.test("holes are zeros, and the other formats have the same values", async () => {
  const bytes = (slice: number) => Uint8Array.from({ length: 16 }, (_, k) => 16 * slice + k + 1);
  const positions = [[0, 0, 0], [0, 0, 2], [0, 0, 6]] as const;
  const expected = [...bytes(0), ...bytes(1), ...new Uint8Array(16), ...bytes(2)];
  await withFiles(stack({ positions, pixels: bytes }), async (from) => {
    for (const name of ["x.nii", "x.mha", "x.vti"]) {
      await well(["series", "uneven=fill", "-o", name], from);
    }
    deepEqual((await niftiOf(`${from}/x.nii`)).data, expected);
    const mha = await Deno.readFile(`${from}/x.mha`);
    deepEqual([...mha.subarray(-64)], expected);
    match(new TextDecoder("latin1").decode(mha.subarray(0, -64)), /\nElementDataFile = LOCAL\n$/);
    const vti = await Deno.readFile(`${from}/x.vti`);
    const text = new TextDecoder("latin1").decode(vti);
    // VTK: behind the mark the number of bytes as UInt64, then the values; then what closes the XML.
    const at = text.indexOf(" _") + 2;
    equal(new DataView(vti.buffer).getBigUint64(at, true), 64n);
    deepEqual([...vti.subarray(at + 8, at + 72)], expected);
    match(text.slice(at + 72), /^\s*<\/AppendedData>\s*<\/VTKFile>\s*$/);
  });
});

Deno.test("format= gives the header alone on standard output, and every volume in a folder", async () => {
  const pixels = (slice: number) => new Uint8Array(96).fill(slice);
  const numbered = (SeriesNumber: number) => ({ pixels, attributes: { SeriesNumber } });
  const files = [
    ...makeSeries(numbered(4)).map(({ name, bytes }) => ({ name: `study/a/${name}`, bytes })),
    ...makeSeries({ ...numbered(5), count: 3 })
      .map(({ name, bytes }) => ({ name: `study/b/${name}`, bytes })),
    { name: "mask.npy", bytes: writeNpy({ shape: [3, 6, 8], data: new Uint8Array(144) }) },
  ];
  await withFiles(files, async (from) => {
    const alone = await header(["study/b", "format=nifti"], { from });
    deepEqual([alone.code, alone.bytes.length, alone.stderr], [0, 352, ""]);
    const array = await header(["study/b", "mask.npy", "format=nifti"], { from });
    deepEqual([array.code, array.bytes.length], [0, 352], array.stderr);
    const json = await header(["study/b", "format=nibabel"], { from });
    // One index of a numpy array is one slice.
    deepEqual(JSON.parse(json.stdout).affine[2], [1, 0, 0, 0]);

    match(
      await well(["study", "-o", "out/", "format=nifti"], from),
      /^wrote out\/series_4\.nii: [^]*^wrote out\/series_5\.nii: /m,
    );
    const whole = await Deno.readFile(`${from}/out/series_5.nii`);
    deepEqual([whole.length, whole.at(-1)], [352 + 3 * 96, 2]);
    await well(["study", "-o", "out/", "format=nifti", "encoding=gzip"], from);
    const packed = fflate.gunzipSync(await Deno.readFile(`${from}/out/series_5.nii.gz`));
    deepEqual(packed, whole);
    // Further formats stand beside it, complete where they can be.
    await well(["study/b", "-o", "more/", "format=metaimage", "forms=nibabel,vtk"], from);
    deepEqual([...Deno.readDirSync(`${from}/more`)].map(({ name }) => name).sort(), [
      "series_5.mha",
      "series_5.nibabel.json",
      "series_5.vti",
    ]);
    await well(["study/b", "mask.npy", "-o", "liver.nii.gz", "forms=nibabel"], from);
    const beside = JSON.parse(await Deno.readTextFile(`${from}/liver.nibabel.json`));
    deepEqual(beside.affine[2], [1, 0, 0, 0]);
    // NIfTI-1 and NIfTI-2 have one extension: neither is written over the other.
    await well(["study/b", "-o", "both.nii", "forms=nifti2"], from);
    deepEqual(
      await Promise.all(
        ["both.nii", "both.nifti2.nii"].map(async (name) =>
          (await Deno.readFile(`${from}/${name}`)).length
        ),
      ),
      [352 + 3 * 96, 544 + 3 * 96],
    );
    await well(["study", "-o", "all.json"], from);
    equal(JSON.parse(await Deno.readTextFile(`${from}/all.json`)).volumes.length, 2);
  });
});

Deno.test("what a format cannot hold, and what a name denies, is refused with what helps", async () => {
  const cases:
    readonly (readonly [args: string[], code: number, message: RegExp, help?: string[]])[] = [
      [["-o", "x.nrrd", "format=nifti"], 2, /^x\.nrrd has the name of .*: -o x\.nii$/m, [
        "-o",
        "x.nii",
      ]],
      [["-o", "x.vti", "format=text"], 2, /: -o x\.nrrd$/m],
      [["-o", "x.nii", "encoding=gzip"], 1, /^format-cannot-hold: .*\nhelp: .*-o x\.nii\.gz/],
      [["-o", "x.nii", "data=dicom"], 1, /^format-cannot-hold: .*\nhelp: data=attached/],
      [["-o", "x.bval"], 1, /^format-cannot-hold: /],
      [["-o", "x.grad"], 1, /^format-cannot-hold: /],
      [["-o", "there.hdr"], 2, /there\.img is there already; --force/],
      [["-o", "no/x.nii"], 2, /there is no folder/],
    ];
  const there = { name: "there.img", bytes: new TextEncoder().encode("mine") };
  await withFiles([...stack(), there], async (from) => {
    for (const [args, status, message, help] of cases) {
      const { code, stdout, stderr } = await header(["series", ...args], { from });
      deepEqual([code, stdout], [status, ""], stderr);
      match(stderr, message);
      const names = [...Deno.readDirSync(from)].map(({ name }) => name).sort();
      deepEqual(names, ["series", "there.img"], args.join(" "));
      if (help) {
        await well(["series", ...help], from);
        await Deno.remove(`${from}/${help.at(-1)}`);
      }
    }
    equal(await Deno.readTextFile(`${from}/there.img`), "mine");
    await well(["series", "-o", "there.hdr", "--force"], from);
    equal((await Deno.stat(`${from}/there.img`)).size, 48);
    await well(["series", "-o", "alone.nii.gz", "--header-only"], from);
    equal(fflate.gunzipSync(await Deno.readFile(`${from}/alone.nii.gz`)).length, 352);
  });
});

Deno.test("what was written beside the slices is not read as one of them", async () => {
  await withFiles(stack(), async (from) => {
    const first = (await header(["series"], { from })).stdout;
    for (const name of ["x.nii", "x.nii.gz", "x.hdr", "x.mha", "x.mhd", "x.vti", "x.nrrd"]) {
      await well(["series", "-o", `series/${name}`], from);
    }
    const again = await header(["series"], { from });
    deepEqual([again.stdout, again.stderr], [first, ""]);
  });
});

Deno.test("diffusion: b-values and gradients are written beside a NIfTI file", async () => {
  const placed = { plane: "axial", axes: turned("axial", [20, -15, 10]), phase: "COL" } as const;
  for (const step of [2.5, -2.5]) {
    const { files: objects } = weightedSeries({
      vendor: VENDORS[0]!,
      placed,
      weightings: TWO_SHELLS,
      step,
    });
    const files = objects.map(({ bytes }, n) => ({ name: `dwi/I${n + 1}`, bytes }));
    await withFiles(files, async (from) => {
      const said = await well(["dwi", "order=given", "-o", "dwi.nii.gz"], from);
      match(said, /^wrote dwi\.nii\.gz: [^]*^wrote dwi\.bval$[^]*^wrote dwi\.bvec$/m);
      const read = async (name: string) =>
        (await Deno.readTextFile(`${from}/${name}`)).trimEnd().split("\n")
          .map((line) => line.split(/\s+/).map(Number));
      deepEqual(await read("dwi.bval"), [TWO_SHELLS.map(({ b }) => b)]);
      const [x, y, z] = await read("dwi.bvec") as [number[], number[], number[]];
      // FSL: along the axes of the image; the first is turned round where the axes are right-handed
      // in RAS, as they are here if and only if the slices lie along row x column.
      const [row, column, normal] = placed.axes;
      const [first, third] = step > 0 ? [-1, 1] : [1, -1];
      for (const [t, { b, gradient }] of TWO_SHELLS.entries()) {
        const back = [0, 1, 2].map((k) =>
          first * x[t]! * row[k]! + y[t]! * column[k]! + third * z[t]! * normal[k]!
        );
        const off = Math.hypot(...back.map((value, k) => value - (b === 0 ? 0 : gradient[k]!)));
        ok(off < 1e-4, `volume ${t}: ${off}`);
      }
      // The header alone, and other formats, have none beside them; asked for, any format has.
      await well(["dwi", "order=given", "-o", "a.nii", "--header-only"], from);
      await well(["dwi", "order=given", "-o", "b.nrrd", "forms=mrtrix"], from);
      await well(["dwi", "order=given", "-o", "c.grad"], from);
      deepEqual([...Deno.readDirSync(from)].map(({ name }) => name).sort(), [
        "a.nii",
        "b.b",
        "b.nrrd",
        "c.grad",
        "dwi",
        "dwi.bval",
        "dwi.bvec",
        "dwi.nii.gz",
      ]);
      equal(await Deno.readTextFile(`${from}/b.b`), await Deno.readTextFile(`${from}/c.grad`));
    });
  }
});
