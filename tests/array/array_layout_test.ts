import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { onlyVolume } from "../../lib/reply.ts";
import { deepEqual, equal, match, nearAll, ok, throws } from "../assert.ts";
import { sliceAt } from "../support/dataset.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply, refusedWith, replyTo, theVolume } from "../support/reply.ts";
import { makeSeries } from "../support/series.ts";

/** Five slices, 2 mm apart, of 4 × 3 pixels, 0.5 mm along a row and 0.75 mm along a column. */
const IMAGES = Array.from(
  { length: 5 },
  (_, k) => sliceAt([10, 20, 2 * k], { PixelSpacing: [0.75, 0.5] }),
);
const [X, Y, Z] = [[0.5, 0, 0], [0, 0.75, 0], [0, 0, 2]];

const npy = (shape: number[], dtype = "|u1", fortranOrder = false) => ({
  npy: { shape, dtype, fortranOrder, offset: 128 },
  data: { file: "mask.npy" },
});

const headerOf = (options: Partial<HeaderOptions>) =>
  readNrrdGeometry(theVolume(replyTo(IMAGES, options)).header);

Deno.test("a .npy is opened where it lies, whatever its order", () => {
  const header = headerOf(npy([5, 3, 4], ">f4"));
  deepEqual(
    [header.type, header.endian, header.encoding, header.dataFile, header.byteSkip],
    ["float", "big", "raw", "mask.npy", 128],
  );
  deepEqual([header.sizes, header.directions], [[4, 3, 5], [X, Y, Z]]);
  const transposed = headerOf({ ...npy([4, 3, 5]), array: "xyz" });
  deepEqual([transposed.sizes, transposed.directions], [[5, 3, 4], [Z, Y, X]]);
  const fortran = headerOf({ ...npy([4, 3, 5], "|u1", true), array: "xyz" });
  deepEqual([fortran.sizes, fortran.directions], [[4, 3, 5], [X, Y, Z]]);
  for (const { origin } of [header, transposed, fortran]) deepEqual(origin, [10, 20, 0]);
});

Deno.test("a .npy of colours, components, complex numbers", () => {
  const kinds = (shape: number[], dtype: string) => headerOf(npy(shape, dtype)).kinds[0];
  equal(kinds([5, 3, 4, 3], "|u1"), "RGB-color");
  equal(kinds([5, 3, 4, 3], "<f4"), "vector");
  equal(kinds([5, 3, 4, 2], "|u1"), "vector");
  const complex = headerOf(npy([5, 3, 4], "<c8"));
  deepEqual([complex.sizes, complex.kinds[0], complex.type], [[2, 4, 3, 5], "complex", "float"]);
});

Deno.test("a .npy needs its own offset, and is skipped only where it is itself the file", () => {
  equal(headerOf({ ...npy([5, 3, 4]), data: { file: "mask.raw" } }).byteSkip, 0);
  equal(headerOf({ ...npy([5, 3, 4]), data: "attached" }).byteSkip, 0);
  const unknown = { shape: [5, 3, 4], dtype: "|u1", fortranOrder: false };
  throws(() => headerOf({ ...npy([]), npy: unknown }), refusedWith("byte-offset-unknown"));
  equal(headerOf({ npy: unknown }).sizes.join(), "4,3,5");
});

Deno.test("options that contradict the .npy are refused", () => {
  for (const option of [{ type: "short" }, { endian: "big" }, { encoding: "gzip" }] as const) {
    throws(() => headerOf({ ...npy([5, 3, 4], "<u2"), ...option }), refusedWith("bad-option"));
  }
  throws(() => headerOf({ array: "zy" }), refusedWith("bad-option"));
  throws(() => headerOf({ ...npy([5, 3, 4]), data: "dicom" }), refusedWith("bad-option"));
  equal(headerOf({ ...npy([5, 3, 4], "<u2"), type: "uint16", endian: "little" }).byteSkip, 128);
});

Deno.test("a file called as a compressed one is doubted, unless the encoding says what it is", () => {
  const doubts = (file: string, options: Partial<HeaderOptions> = {}) =>
    theVolume(replyTo(IMAGES, { data: { file }, ...options })).findings
      .filter(({ code }) => code === "encoding-doubtful").map(({ encoding }) => encoding);
  deepEqual(doubts("mask.raw.gz"), ["gzip"]);
  deepEqual(doubts("mask.RAW.BZ2"), ["bzip2"]);
  deepEqual(doubts("mask.raw.gz", { encoding: "gzip" }), []);
  deepEqual(doubts("mask.raw"), []);
  deepEqual(doubts("gz"), []);
  // What the finding says must be possible: an array written to a file of its own.
  const { npy: array } = npy([5, 3, 4]);
  deepEqual(doubts("mask.raw.gz", { npy: array }), ["gzip"]);
  const header = headerOf({ npy: array, data: { file: "mask.raw.gz" }, encoding: "gzip" });
  deepEqual([header.encoding, header.dataFile], ["gzip", "mask.raw.gz"]);
});

Deno.test("64-bit integers and shapes that fit twice are mentioned", () => {
  const codes = (images: typeof IMAGES, shape: number[], dtype: string) =>
    theVolume(replyTo(images, npy(shape, dtype))).findings.map(({ code }) => code);
  ok(codes(IMAGES, [5, 3, 4], "<i8").includes("wide-integers"));
  ok(!codes(IMAGES, [5, 3, 4], "<i4").includes("wide-integers"));
  const square = IMAGES.map((image) => ({ ...image, Rows: 4 }));
  ok(!codes(square, [5, 4, 4], "|u1").includes("array-ambiguous"));
  ok(codes(square.slice(1), [4, 4, 4], "|u1").includes("array-ambiguous"));
  ok(!codes(IMAGES, [5, 3, 4], "|u1").includes("array-ambiguous"));
});

Deno.test("components and volumes in places that not all readers look at are mentioned", () => {
  const finding = (
    code: string,
    images: Parameters<typeof replyTo>[0],
    array: Partial<HeaderOptions>,
  ) => theVolume(replyTo(images, array)).findings.find((finding) => finding.code === code)?.message;
  const components = (shape: number[]) => finding("components-not-first", IMAGES, npy(shape));
  equal(components([5, 3, 4, 2]), undefined);
  match(components([2, 5, 3, 4])!, /moveaxis\(array, 0, -1\)/);
  const twice = [1, 2].flatMap((TemporalPositionIdentifier) =>
    IMAGES.map((image) => ({ ...image, TemporalPositionIdentifier }))
  );
  const volumes = (shape: number[], array: string) =>
    finding("list-not-last", twice, { ...npy(shape), array });
  equal(volumes([2, 5, 3, 4], "tzyx"), undefined);
  match(volumes([5, 3, 4, 2], "zyxt")!, /moveaxis\(array, 3, 0\)/);
  match(volumes([5, 2, 3, 4], "ztyx")!, /moveaxis\(array, 1, 0\)/);
});

Deno.test("of several volumes an array means the one that it fits", () => {
  const other = Array.from({ length: 2 }, (_, k) => sliceAt([0, 0, k], { Columns: 7 }));
  const reply = replyTo([...other, ...IMAGES], npy([5, 3, 4]));
  deepEqual(reply.volumes.map(({ index }) => index), [1]);
  deepEqual(reply.refused.map(({ code, given }) => [code, given]), [
    ["array-does-not-fit", [0, 1]],
  ]);
  equal(onlyVolume(reply).index, 1);
  equal(onlyVolume(reply, 1).index, 1);
  throws(() => onlyVolume(reply, 0), refusedWith("array-does-not-fit"));
  throws(() => onlyVolume(reply, 2), refusedWith("no-such-volume"));
  throws(() => replyTo([...other, ...IMAGES], npy([9, 9, 9])), refusedWith("array-does-not-fit"));
});

Deno.test("all forms have the header's axes and numbers", () => {
  const row = [0.8, 0.6, 0] as const;
  const files = makeSeries({
    columns: 4,
    rows: 3,
    count: 5,
    pixelSpacing: [0.75, 0.5],
    row,
    column: [0, 0, -1],
    first: [10, 20, 30],
    step: [-0.3, 0.4, 0],
  });
  const { objects } = collect(files);
  for (const array of ["zyx", "xyz", "yxz"]) {
    for (const space of ["LPS", "RAS"] as const) {
      const options = { ...DEFAULT_OPTIONS, space, array };
      const volume = theVolume(makeReply(objects, [], options));
      const { geometry: { simpleitk, vtk, affineRAS }, itkwasm, header } = volume;
      const { directions, origin, sizes } = readNrrdGeometry(header);
      const index = [1, 2, 3];
      const place = (steps: readonly (readonly number[])[]) =>
        origin.map((start, c) => index.reduce((sum, i, axis) => sum + i * steps[axis]![c]!, start));
      const lps = place(directions);
      for (const { origin, spacing, direction } of [simpleitk, itkwasm]) {
        const step = (axis: number) =>
          [0, 1, 2].map((c) => direction[3 * c + axis]! * spacing[axis]!);
        nearAll(origin, readNrrdGeometry(header).origin, 1e-12);
        nearAll(place([0, 1, 2].map(step)), lps, 1e-12);
      }
      const alongVtk = [0, 1, 2].map((axis) =>
        vtk.direction.slice(3 * axis, 3 * axis + 3).map((c) => c * vtk.spacing[axis]!)
      );
      nearAll(place(alongVtk), lps, 1e-12);
      const [x, y, z] = affineRAS.slice(0, 3).map((r) =>
        r[3]! + index.reduce((sum, i, axis) => sum + i * r[axis]!, 0)
      );
      nearAll([-x!, -y!, z!], lps, 1e-12);
      deepEqual([itkwasm.size, vtk.dimensions], [sizes, sizes]);
      deepEqual(itkwasm.imageType, {
        dimension: 3,
        componentType: "int16",
        pixelType: "Scalar",
        components: 1,
      });
    }
  }
});

Deno.test("five axes are told, and how to have four", () => {
  const colours = { SamplesPerPixel: 3, PhotometricInterpretation: "RGB", BitsAllocated: 8 };
  const sent = [0, 1].flatMap((t) =>
    [0, 1, 2].map((k) => sliceAt([0, 0, k], { ...colours, TriggerTime: 50 * t }))
  );
  const five = theVolume(replyTo(sent));
  deepEqual(five.sizes, [3, 4, 3, 3, 2]);
  ok(five.findings.some(({ code }) => code === "five-axes"));
  for (const { sizes, findings } of replyTo(sent, { axis4: "none" }).volumes) {
    deepEqual(sizes, [3, 4, 3, 3]);
    equal(findings.some(({ code }) => code === "five-axes"), false);
  }
});
