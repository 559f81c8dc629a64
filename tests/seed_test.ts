/**
 * The question that started this project: discourse.slicer.org/t/33453.
 *
 * Somebody has the headers of 160 slices and an array stacked in file order, computes the third
 * direction as cross(row, column) × SliceThickness, and sees that the second file lies below the
 * first while the computed step points up. Does the code hold for all cases? It does not.
 */

import { cross, distance, scale, type Vector } from "../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../lib/options/types.ts";
import { onlyVolume, type VolumeReply } from "../lib/reply.ts";
import { deepEqual, equal, near, nearAll, ok } from "./assert.ts";
import { SEED_FIRST, SEED_LAST, seedSeries } from "./support/cases.ts";
import { readNrrdGeometry } from "./support/nrrd_geometry.ts";
import { collect } from "./support/objects.ts";
import { makeReply } from "./support/reply.ts";

const ROW: Vector = [0.9993283937409, -2.051034e-10, 0.036643709737];
const COLUMN: Vector = [2.049657e-10, 1, 7.5158e-12];
const SPACING = 0.80357140302658;
/** In-plane steps: row × PixelSpacing[1], column × PixelSpacing[0]. */
const I: Vector = [0.8030317194426736, -1.6481522690352184e-10, 0.029445837245459842];
const J: Vector = [1.6470457512132508e-10, 0.80357140302658, 6.039481950867171e-12];
/** (last − first) / 159, as the files are numbered: downward. */
const DOWN: Vector = [0.0403080807107548, 0, -1.099261233114962];

function seed(options: Partial<HeaderOptions> = {}, count = 160): VolumeReply {
  const { objects } = collect(seedSeries().slice(0, count));
  return onlyVolume(makeReply(objects, [], { ...DEFAULT_OPTIONS, ...options }));
}

function nearRelative(actual: Vector, expected: Vector, what: string): void {
  const size = Math.hypot(...expected);
  nearAll(actual, expected, 1e-12 * size, what);
}

Deno.test("seed: the formula of the question is wrong by up to 349.8 mm", () => {
  const thickness = 1.1000000238419;
  const k = scale(cross(ROW, COLUMN), thickness);
  nearAll(k, [-0.040308081584355664, -5.36e-17, 1.0992612569408777], 1e-15);
  const { slices } = seed({ order: "given" });
  const errors = slices.map(({ position }, n) =>
    distance(position, [
      SEED_FIRST[0] + n * k[0],
      SEED_FIRST[1] + n * k[1],
      SEED_FIRST[2] + n * k[2],
    ])
  );
  equal(errors[0], 0);
  near(Math.max(...errors), 349.8, 1e-4);
});

Deno.test("seed: in the order of the files the step points down, and the header says so", () => {
  const volume = seed({ order: "given" });
  const header = readNrrdGeometry(volume.header);
  deepEqual(header.sizes, [448, 448, 160]);
  nearRelative(header.directions[0] as Vector, I, "i");
  nearRelative(header.directions[1] as Vector, J, "j");
  nearRelative(header.directions[2] as Vector, DOWN, "k");
  nearRelative(header.origin as Vector, SEED_FIRST as Vector, "origin");
  equal(volume.geometry.handedness, "left");
  ok(volume.findings.some(({ code }) => code === "left-handed"));
});

Deno.test("seed: sorted, as Slicer and ITK load it, origin and step are those of the last file", () => {
  const volume = seed();
  const header = readNrrdGeometry(volume.header);
  nearRelative(header.directions[2] as Vector, scale(DOWN, -1), "k");
  nearRelative(header.origin as Vector, SEED_LAST as Vector, "origin");
  equal(volume.geometry.handedness, "right");
  deepEqual([volume.order[0], volume.order[159]], [159, 0]);
  const found = volume.findings.find(({ code }) => code === "order-differs");
  equal(found?.reversed, true);
});

Deno.test("seed: instance 160 lies where its own header says, whatever the order asked for", () => {
  for (const order of ["position", "given", "instance-number"] as const) {
    for (const tilt of ["auto", "keep"] as const) {
      const volume = seed({ order, tilt });
      const header = readNrrdGeometry(volume.header);
      const k = volume.slices.find(({ instanceNumber }) => instanceNumber === 160)!.index[0];
      const [origin, step] = [header.origin, header.directions[2]];
      nearAll([0, 1, 2].map((c) => origin[c]! + k * step[c]!), SEED_LAST, 1e-9, `${order} ${tilt}`);
    }
  }
});

Deno.test("seed: with the first file alone there is one slice, and a finding", () => {
  const volume = seed({}, 1);
  const header = readNrrdGeometry(volume.header);
  deepEqual(header.sizes, [448, 448, 1]);
  nearRelative(header.directions[2] as Vector, scale(cross(ROW, COLUMN), 1.1000000238419), "k");
  const [found] = volume.findings.filter(({ code }) => code === "single-slice");
  deepEqual([found?.source, found?.step], ["SliceThickness", 1.1000000238419]);
});

Deno.test("seed: the question's in-plane rows were unit vectors; ours have the pixel spacing", () => {
  const { geometry } = seed();
  near(geometry.spacing[0], SPACING, 1e-12);
  near(geometry.spacing[1], SPACING, 1e-12);
  near(geometry.spacing[2], 1.1000000000000054, 1e-12);
});
