/** One header of every kind with voxels behind it, as other people's readers and Slicer's rules see it. */

import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { repliesTo } from "../support/judge.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { compare } from "./compare.ts";
import { type Files, filesOf, type Kind, KINDS } from "./kinds.ts";
import { hasPython, readAll, readSegmentations, reportAbsentReaders } from "./readers.ts";
import { componentsLast, fingerprint } from "./voxels.ts";

/** Numbers are printed with all their digits; what is left is arithmetic, mm. */
const ARITHMETIC = 1e-9;

reportAbsentReaders();

Deno.test("every kind of header is read alike by every reader", async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const written = [];
    for (const [number, kind] of KINDS.entries()) {
      const files = await filesOf(kind);
      if (files.length > 0) written.push({ ...kind, ...write(kind, files, `${folder}/${number}`) });
    }
    const answers = await readAll(written.map(({ path }) => path));
    for (const { name, path, header, voxels, volume, sizes, kinds, ...others } of written) {
      await t.step(`${name}: the header itself`, () => {
        deepEqual([header.sizes, header.kinds.join(" ")], [sizes, kinds]);
        others.keys?.(volume);
      });
      for (const [reader, byPath] of answers) {
        if (others.misreadBy?.includes(reader)) continue;
        await t.step(`${name}: ${reader}`, () => {
          const answer = byPath.get(path)!;
          ok(!("error" in answer), JSON.stringify(answer));
          compare(answer, header, voxels);
        });
      }
    }
    if (!hasPython) return;
    const masks = written.filter(({ volume }) => volume.segments !== undefined);
    const readings = await readSegmentations(masks.map(({ path }) => path));
    for (const { name, path, volume } of masks) {
      await t.step(`${name}: slicerio's segments`, () => {
        const { segments, ijkToLPS, shape } = readings[path]!;
        deepEqual(shape, volume.sizes);
        nearAll(
          ijkToLPS.map((row) => row[3]!),
          [...volume.geometry.origin, 1],
          ARITHMETIC,
          "origin",
        );
        deepEqual(
          segments.map(({ name, layer, labelValue }) => [name, layer, labelValue]),
          volume.segments!.map(({ name, layer, labelValue }) => [name, layer, labelValue]),
        );
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Writes the only volume's header and bytes that count up, so that no axis can be taken for another. */
function write({ options = {} }: Kind, files: Files, stem: string) {
  const { volumes } = repliesTo(files)(options);
  equal(volumes.length, 1);
  const volume = volumes[0]!;
  const header = readNrrdGeometry(volume.header);
  const { sizes, spatialAxes, sampleBytes } = header;
  const head = new TextEncoder().encode(volume.header);
  const length = sizes.reduce((product, size) => product * size, sampleBytes);
  const file = new Uint8Array(head.length + length);
  file.set(head);
  const values = file.subarray(head.length);
  // A prime, so that the pattern fits into no axis.
  for (let n = 0; n < length; n++) values[n] = n % 251;
  const path = `${stem}/${volume.fileName}`;
  Deno.mkdirSync(stem);
  Deno.writeFileSync(path, file);
  const voxels = fingerprint(componentsLast(values, sizes, spatialAxes, sampleBytes));
  return { path, header, volume, voxels };
}
