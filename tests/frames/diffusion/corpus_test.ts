/** b-values and gradients of every real diffusion series, against another tool's. */

import { type Diffusion, diffusionOf } from "../../../lib/frames/diffusion/mod.ts";
import type { Frame } from "../../../lib/frames/frame.ts";
import { readFrames } from "../../../lib/frames/mod.ts";
import { deepEqual, equal, ok } from "../../assert.ts";
import { corpusFiles, type CorpusSet, corpusSets } from "../../support/corpus.ts";
import { datasetOf } from "../../support/dataset.ts";
import { collect } from "../../support/objects.ts";

/** As far as two tools may be apart: part of b, s/mm² near zero, degrees. */
const B = 0.01;
const B_NEAR_ZERO = 5;
const DEGREES = 1;

/** A set with the b-value and the gradient, LPS of either sign, of each volume. */
interface WeightedSet extends CorpusSet {
  readonly diffusion: {
    readonly b: readonly number[];
    readonly gradients_lps: readonly (readonly number[])[];
  };
}

/** Frames averaged over directions, which the other tool leaves out. */
const AVERAGES: Readonly<Record<string, number>> = { philips_dwi_obl: 40 };

/**
 * Sets in which the sign of a gradient's slice component is not said, and how many of their volumes
 * have one: Canon's comments with phase encoding along columns. No direction is claimed for these.
 */
const MAY_BE_MIRRORED: Readonly<Record<string, number>> = {
  canon_dwi_obl_all: 8,
  canon_dwi_ortho: 8,
};

const sets = corpusSets();

for (const set of sets.filter((set): set is WeightedSet => "diffusion" in set)) {
  Deno.test(`${set.id}: b-values and gradients, volume by volume`, async () => {
    const { b, gradients_lps } = set.diffusion;
    const stacks = framesByPlace((await framesOf(set.id)).filter(isAverage(false)));
    for (const stack of stacks) {
      equal(stack.length, b.length);
      let open = 0;
      stack.forEach((frame, n) => {
        const found = diffusionOf(frame)!;
        const readings = found.kind === "uncertain" ? bothSigns(found, frame) : [found];
        open += readings.length - 1;
        const angle = Math.min(
          ...readings.map((one) => angleBetween(one, { b: b[n]!, gradient: gradients_lps[n]! })),
        );
        ok(angle <= DEGREES, `volume ${n}: ${angle}°, ${JSON.stringify(found)}`);
      });
      equal(open, MAY_BE_MIRRORED[set.id] ?? 0, "volumes without a certain gradient");
    }
  });

  Deno.test(`${set.id}: averages over directions are told from directions`, async () => {
    const averages = (await framesOf(set.id)).filter(isAverage(true));
    equal(averages.length, AVERAGES[set.id] ?? 0);
  });
}

if (sets.length > 0) {
  Deno.test("a map of diffusion coefficients has no weighting", async () => {
    const found = (await framesOf("enh_xa30_adc")).map(diffusionOf);
    deepEqual(found, found.map(() => undefined));
  });

  for (const id of ["mosaic_dwi_HFDL", "mosaic_dwi_sag"]) {
    Deno.test(`${id}: the CSA header alone says the same`, async () => {
      for (const frame of await framesOf(id)) {
        const SiemensCsaImageHeader = frame.object.dataset.bytes("SiemensCsaImageHeader")!;
        const attributes = datasetOf({ SiemensCsaImageHeader });
        const all = diffusionOf(frame)!;
        const csaAlone = diffusionOf({ ...frame, attributes })!;
        equal(csaAlone.kind, all.kind);
        const gradient = all.gradient ?? [0, 0, 0];
        ok(angleBetween(csaAlone, { b: all.b, gradient }) <= DEGREES);
      }
    });
  }
}

async function framesOf(id: string): Promise<readonly Frame[]> {
  const { frames } = readFrames(collect(await corpusFiles(id)).objects);
  ok(frames.length > 0);
  return frames;
}

/** Says of a frame whether it is averaged over directions. */
function isAverage(asked: boolean): (frame: Frame) => boolean {
  return (frame) => (diffusionOf(frame)!.kind === "isotropic") === asked;
}

/**
 * The frames of each slice position, in the order that the other tool gives its volumes: by instance
 * number, within an object as they are stored. No gradient has a say in it, so that one in the place
 * of another, or with its axes exchanged, cannot find a partner.
 */
function framesByPlace(frames: readonly Frame[]): readonly (readonly Frame[])[] {
  const stacks = new Map<string, Frame[]>();
  const instance = ({ object }: Frame) => object.dataset.numbers("InstanceNumber")![0]!;
  for (const frame of frames) {
    const key = frame.plane.position.map((c) => c.toFixed(2)).join();
    stacks.set(key, [...stacks.get(key) ?? [], frame]);
  }
  return [...stacks.values()].map((stack) =>
    stack.sort((a, b) => instance(a) - instance(b) || a.number - b.number)
  );
}

/**
 * Both readings of a gradient said along phase, frequency and slice, phase running along columns,
 * where the sign of the slice component is open.
 */
function bothSigns({ b, source, gradient, uncertainty }: Diffusion, { plane }: Frame): Diffusion[] {
  deepEqual([gradient, uncertainty!.because], [undefined, "slice-sign"]);
  const [phase, frequency, slice] = uncertainty!.stated;
  const { row, column } = plane;
  const across = [1, 2, 0].map((y, x) =>
    row[y]! * column[3 - x - y]! - row[3 - x - y]! * column[y]!
  );
  return [slice, -slice].map((z) => {
    const at = (c: 0 | 1 | 2) => frequency * row[c] + phase * column[c] + z * across[c]!;
    return { b, source, kind: "directional", gradient: [at(0), at(1), at(2)] };
  });
}

/**
 * Degrees between two weightings, the sign of a gradient being free; infinite where they differ in
 * their b-value or in whether they have a gradient. At b = 0 the other tool's means nothing.
 */
function angleBetween(
  found: Diffusion,
  expected: { readonly b: number; readonly gradient: readonly number[] },
): number {
  if (Math.abs(found.b - expected.b) > Math.max(B_NEAR_ZERO, B * expected.b)) return Infinity;
  const [x, y, z] = expected.gradient as [number, number, number];
  const size = Math.hypot(x, y, z);
  const weighted = expected.b !== 0 && size !== 0;
  if (!weighted) return found.kind === "none" && !found.gradient ? 0 : Infinity;
  if (found.kind !== "directional" || !found.gradient) return Infinity;
  const [u, v, w] = found.gradient;
  const cosine = Math.abs(u * x + v * y + w * z) / size / Math.hypot(u, v, w);
  return Math.acos(Math.min(1, cosine)) * 180 / Math.PI;
}
