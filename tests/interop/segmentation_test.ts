/** Segmentations of highdicom, and what slicerio reads in their headers. */

import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { cornersOf, setDistance } from "../support/corners.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import {
  hasPython,
  readSegmentations,
  reportAbsentReaders,
  type SegmentationReading,
  writeSegmentations,
  type WrittenSegmentation,
} from "./readers.ts";

/** Positions are printed with all their digits; what is left is arithmetic. */
const ARITHMETIC = 1e-9;
/** Half of one step of 8-bit colours, in which highdicom was told them. */
const HALF_STEP = 0.5 / 255;

/** Layer and label value of each segment, in the order of the object. */
const VOXELS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  binary: [[0, 1], [1, 1], [2, 1]],
  apart: [[0, 1], [0, 2], [0, 3]],
  labelmap: [[0, 7], [0, 12], [0, 300]],
};

reportAbsentReaders();

Deno.test({ name: "segmentations of highdicom", ignore: !hasPython }, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const written = await writeSegmentations(folder);
    const images = [...Deno.readDirSync(`${folder}/images`)].map(({ name }) => `images/${name}`);
    images.sort();
    const paths = new Map<string, VolumeReply>();
    for (const name of Object.keys(VOXELS)) {
      const [own] = volumesOf(folder, [`${name}.dcm`]);
      const onImages = volumesOf(folder, [...images, `${name}.dcm`])[1];
      for (const [grid, volume] of [["own", own], ["images", onImages]] as const) {
        const path = `${folder}/${name}_${grid}.seg.nrrd`;
        paths.set(path, volume!);
        Deno.writeFileSync(path, withZeros(volume!));
        await t.step(
          `${name} on ${grid} planes lies where highdicom has it`,
          () => liesOn(volume!, written[name]!, grid),
        );
      }
    }
    const readings = await readSegmentations([...paths.keys()]);
    for (const [path, volume] of paths) {
      const name = /(\w+)_\w+\.seg/.exec(path)![1]!;
      await t.step(
        `slicerio reads ${path.slice(folder.length + 1)}`,
        () => readsBack(readings[path]!, volume, written[name]!, VOXELS[name]!),
      );
    }
    await t.step("fractions are images, one for each segment", () => {
      const volumes = volumesOf(folder, ["fractions.dcm"]);
      equal(volumes.length, 3);
      for (const volume of volumes) {
        ok(volume.fileName.endsWith(".nrrd") && !volume.fileName.includes(".seg"));
        liesOn(volume, written.fractions!, "own");
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function volumesOf(folder: string, names: readonly string[]): readonly VolumeReply[] {
  const { objects, skipped } = collect(
    names.map((name) => ({ name, bytes: Deno.readFileSync(`${folder}/${name}`) })),
  );
  return makeReply(objects, skipped, DEFAULT_OPTIONS).volumes;
}

function withZeros(volume: VolumeReply): Uint8Array {
  const header = new TextEncoder().encode(volume.header);
  const { sizes, sampleBytes } = readNrrdGeometry(volume.header);
  const file = new Uint8Array(header.length + sizes.reduce((a, b) => a * b, sampleBytes));
  file.set(header);
  return file;
}

/** The grid is highdicom's (which counts slices the other way), and so is every frame's place. */
function liesOn(
  volume: VolumeReply,
  { planes, own, images }: WrittenSegmentation,
  grid: "own" | "images",
): void {
  const geometry = readNrrdGeometry(volume.header);
  const { sizes, origin, directions } = grid === "own" ? own : images;
  deepEqual(volume.sizes.slice(-3), sizes);
  const truth = { ...geometry, sizes, origin, directions, spatialAxes: [0, 1, 2] };
  ok(setDistance(cornersOf(geometry), cornersOf(truth)) < ARITHMETIC);
  if (grid === "images") {
    nearAll(geometry.origin, origin, ARITHMETIC, "origin");
    directions.forEach((step, axis) => nearAll(geometry.directions[axis]!, step, ARITHMETIC));
  }
  for (const { frame, segment, index: [k] } of volume.slices) {
    const plane = planes[frame]!;
    const position = geometry.origin.map((start, c) => start + k * geometry.directions[2][c]!);
    nearAll(position, plane.position, ARITHMETIC, `frame ${frame}`);
    equal(segment ?? null, plane.segment);
  }
}

function readsBack(
  reading: SegmentationReading,
  volume: VolumeReply,
  { segments }: WrittenSegmentation,
  voxels: readonly (readonly [number, number])[],
): void {
  deepEqual(reading.shape, volume.sizes);
  equal(reading.masterRepresentation, "Binary labelmap");
  deepEqual(reading.containedRepresentationNames, ["Binary labelmap"]);
  const { origin, directions } = volume.geometry;
  nearAll(reading.ijkToLPS.map((row) => row[3]!), [...origin, 1], ARITHMETIC, "origin");
  directions.forEach((step, axis) =>
    nearAll(reading.ijkToLPS.slice(0, 3).map((row) => row[axis]!), step, ARITHMETIC)
  );

  const [i, j, k] = volume.sizes.slice(-3).map((size) => size - 1);
  const byNumber = [...segments].sort((a, b) => a.number - b.number);
  equal(reading.segments.length, byNumber.length);
  byNumber.forEach(({ number, name, color, category, type, region }, index) => {
    const found = reading.segments[index]!;
    equal(found.id, `Segment_${number}`);
    equal(found.name, { "Läsion: 1|2": "Lasion 1 2" }[name] ?? name);
    equal(found.nameAutoGenerated, false);
    nearAll(found.color, color, HALF_STEP, name);
    equal(found.colorAutoGenerated, false);
    deepEqual([found.layer, found.labelValue], voxels[index]);
    deepEqual(found.extent, [0, i, 0, j, 0, k]);
    equal(found.status, "completed");
    deepEqual(found.terminology.category, category);
    deepEqual(found.terminology.type, type);
    deepEqual(found.terminology.anatomicRegion, region[0]);
  });
}
