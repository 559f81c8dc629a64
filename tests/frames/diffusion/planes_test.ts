/**
 * Every vendor in every plane, both phase encoding directions: from bytes to the gradients that
 * Slicer reads, volume by volume.
 */

import { DEFAULT_OPTIONS, type HeaderOptions } from "../../../lib/options/types.ts";
import { deepEqual, equal, near, ok } from "../../assert.ts";
import { collect } from "../../support/objects.ts";
import { Random } from "../../support/random.ts";
import { makeReply, theVolume } from "../../support/reply.ts";
import type { Triple } from "../../support/series.ts";
import { readDiffusion } from "../../support/slicer_keys.ts";
import {
  degreesBetween,
  type Phase,
  type PlaneName,
  STRAIGHT,
  turned,
  TWO_SHELLS,
  type Vendor,
  VENDORS,
  type WeightedOptions,
  weightedSeries,
  type Weighting,
} from "../../support/weighted_series.ts";

/** Degrees that single precision and decimal strings of 16 characters leave open. */
const ROUNDING = 1e-5;
/** Part of a b-value that comes from the length of a printed gradient. */
const B = 1e-6;

const PLANES: readonly PlaneName[] = ["axial", "sagittal", "coronal"];
const PHASES: readonly Phase[] = ["ROW", "COL"];

/** Compares the header with what was written; whether it claims directions. */
function judge(written: WeightedOptions, options: Partial<HeaderOptions> = {}): boolean {
  const { vendor, placed, weightings } = written;
  const { files, volumeOf } = weightedSeries(written);
  const { objects, skipped } = collect(files);
  deepEqual(skipped, []);
  const volume = theVolume(makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options }));
  equal(volume.axis4!.by, "Diffusion");
  // Which written volume each described one is, by the frames that it has.
  const described = weightings.map((_, t) => {
    const own = volume.slices.filter(({ index }) => index[1] === t)
      .map(({ given, frame }) => volumeOf(given, frame));
    equal(new Set(own).size, 1, "a volume that mixes weightings");
    return weightings[own[0]!]!;
  });
  described.forEach(({ b }, t) => near(volume.axis4!.b![t]!, b, B * b, "b of the reply"));
  const claims = weightings.every((weighting) => vendor.saysDirection?.(weighting, placed) ?? true);
  const codes = volume.findings.map(({ code }) => code);
  equal(codes.includes("diffusion-directions-uncertain"), !claims);
  equal(volume.header.includes("DWMRI"), claims);
  if (!claims) return false;
  const read = readDiffusion(volume.header);
  described.forEach(({ b, gradient }, t) => {
    near(read[t]!.b, b, B * b, `b of volume ${t}`);
    if (b === 0) return equal(read[t]!.gradient, undefined);
    const degrees = degreesBetween(read[t]!.gradient!, gradient);
    ok(
      degrees <= ROUNDING + (vendor.degrees ?? 0),
      `${vendor.name}, ${placed.plane} ${placed.phase}, volume ${t}: ${degrees} degrees`,
    );
  });
  return true;
}

for (const vendor of VENDORS) {
  Deno.test(`${vendor.name}: straight and oblique planes, phase along rows and columns`, () => {
    for (const plane of PLANES) {
      for (const phase of PHASES) {
        for (const axes of [STRAIGHT[plane], turned(plane, [20, -15, 10])]) {
          for (const space of ["LPS", "RAS"] as const) {
            judge({ vendor, placed: { plane, axes, phase }, weightings: TWO_SHELLS }, { space });
          }
        }
      }
    }
  });
}

/** Trials that every run of the tests makes. */
const TRIALS = 250;
/** Turns that leave a plane nearer to its own name than to another's, degrees about each axis. */
const LARGEST_TURN = 25;

Deno.test("a vendor, plane, phase direction, order and space at random", () => {
  let claimed = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const random = new Random(trial);
    try {
      if (judge(...randomSeries(random))) claimed++;
    } catch (error) {
      throw new Error(`trial ${trial}`, { cause: error });
    }
  }
  ok(claimed > TRIALS / 2, `${claimed} of ${TRIALS} claim directions`);
});

function randomSeries(random: Random): [WeightedOptions, Partial<HeaderOptions>] {
  const between = (low: number, high: number) => low + (high - low) * random.next();
  const vendor: Vendor = random.of(VENDORS);
  const plane = random.of(PLANES);
  const turns = [0, 0, 0].map(() => between(-LARGEST_TURN, LARGEST_TURN)) as unknown as Triple;
  const axes = random.below(4) === 0 ? STRAIGHT[plane] : turned(plane, turns);
  const placed = { plane, axes, phase: random.of(PHASES) };
  // In the plane now and then: all that Canon's comments are certain of.
  const inPlane = random.below(2) === 0;
  const weightings = Array.from({ length: 2 + random.below(6) }, (_, t): Weighting => {
    if (t > 0 && random.below(4) === 0) return { b: 0, gradient: [0, 0, 0] };
    const [x, y] = [between(-1, 1), between(0.1, 1)];
    const z = inPlane ? 0 : between(-1, 1);
    const size = Math.hypot(x, y, z);
    const gradient = [0, 1, 2].map((c) =>
      (x * axes[0][c]! + y * axes[1][c]! + z * axes[2][c]!) / size
    ) as unknown as Triple;
    return { b: 100 * (1 + random.below(40)), gradient };
  });
  const order = random.of(["position", "given", "instance-number"] as const);
  // Frames of one object are numbered by their places in it.
  const isSorted = order === "given" ||
    order === "instance-number" && vendor.objects !== "slices";
  const shuffle = (places: readonly number[]): readonly number[] =>
    isSorted ? places : places.map((place) => ({ place, key: random.next() }))
      .sort((a, b) => a.key - b.key).map(({ place }) => place);
  const step = random.of([1, -1]) * between(1, 6);
  const slices = 2 + random.below(3);
  const space = random.of(["LPS", "RAS"] as const);
  return [{ vendor, placed, weightings, slices, step, shuffle }, { order, space }];
}
