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

const sets = corpusSets();

for (const set of sets.filter((set): set is WeightedSet => "diffusion" in set)) {
  Deno.test(`${set.id}: b-values and gradients, volume by volume`, async () => {
    const found = (await framesOf(set.id)).map((frame) => diffusionOf(frame)!);
    const averages = found.filter(({ kind }) => kind === "isotropic");
    equal(averages.length, AVERAGES[set.id] ?? 0);

    const { b, gradients_lps } = set.diffusion;
    const expected = b.map((value, n) => ({ b: value, gradient: gradients_lps[n]! }));
    const perVolume = (found.length - averages.length) / expected.length;
    const counts = expected.map(() => 0);
    for (const diffusion of found) {
      if (diffusion.kind === "isotropic") continue;
      const fits = expected.flatMap((other, n) => agrees(diffusion, other) ? [n] : []);
      equal(fits.length, 1, `${JSON.stringify(diffusion)} fits volumes ${fits}`);
      counts[fits[0]!]!++;
    }
    deepEqual(counts, expected.map(() => perVolume));
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
        ok(agrees(csaAlone, { b: all.b, gradient: all.gradient ?? [0, 0, 0] }));
      }
    });
  }
}

async function framesOf(id: string): Promise<readonly Frame[]> {
  const { frames } = readFrames(collect(await corpusFiles(id)).objects);
  ok(frames.length > 0);
  return frames;
}

/** Whether two weightings are one. A gradient at b = 0 means nothing. */
function agrees(
  found: Diffusion,
  expected: { readonly b: number; readonly gradient: readonly number[] },
): boolean {
  if (Math.abs(found.b - expected.b) > Math.max(B_NEAR_ZERO, B * expected.b)) return false;
  const [x, y, z] = expected.gradient as [number, number, number];
  const size = Math.hypot(x, y, z);
  if (expected.b === 0 || size === 0) return found.kind === "none" && !found.gradient;
  if (found.kind !== "directional" || !found.gradient) return false;
  const [u, v, w] = found.gradient;
  const cosine = Math.abs(u * x + v * y + w * z) / size / Math.hypot(u, v, w);
  return Math.acos(Math.min(1, cosine)) * 180 / Math.PI <= DEGREES;
}
