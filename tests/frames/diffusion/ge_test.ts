/** GE: gradients along the axes of the gradient system. */

import { diffusionOf } from "../../../lib/frames/diffusion/mod.ts";
import { deepEqual, equal, near, nearAll, ok } from "../../assert.ts";
import type { Values } from "../../support/dataset.ts";
import { PLANES, weightedFrame } from "../../support/weighted_frame.ts";
import { degreesBetween, GE_AXES, TOWARD } from "../../support/weighted_series.ts";

/** Different in all components, so that a swap or one wrong sign shows. */
const VECTOR = [2 / 7, 3 / 7, 6 / 7] as const;

function values(b: number, [f, p, s]: readonly number[], others: Values = {}): Values {
  return {
    GeBValue: [b, 8, 0, 0],
    GeDiffusionGradientFrequency: f!,
    GeDiffusionGradientPhase: p!,
    GeDiffusionGradientSlice: s!,
    InPlanePhaseEncodingDirection: "COL",
    ...others,
  };
}

for (const [plane, phases] of Object.entries(GE_AXES)) {
  for (const [InPlanePhaseEncodingDirection, axes] of Object.entries(phases)) {
    Deno.test(`GE, ${plane}, phase encoding along ${InPlanePhaseEncodingDirection}`, () => {
      const ImageOrientationPatient = PLANES[plane as keyof typeof PLANES];
      const others = { ImageOrientationPatient, InPlanePhaseEncodingDirection };
      const { kind, b, gradient } = diffusionOf(weightedFrame(values(1000, VECTOR, others)))!;
      deepEqual([kind, b], ["directional", 1000]);
      const expected = [0, 1, 2].map((c) =>
        [...axes].reduce((sum, letter, k) => sum + VECTOR[k]! * TOWARD[letter]![c]!, 0)
      );
      const cosine = expected.reduce((sum, value, c) => sum + value * gradient![c]!, 0);
      near(Math.abs(cosine), 1, 1e-12, "cosine of the angle");
    });
  }
}

Deno.test("GE: an oblique plane turns its gradients with it", () => {
  // Axial, turned by 30° about x: column (0, cos, sin), row × column (0, −sin, cos)
  const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const others = { ImageOrientationPatient: [1, 0, 0, 0, cos, sin] };
  const [f, p, s] = VECTOR;
  const { gradient } = diffusionOf(weightedFrame(values(1000, VECTOR, others)))!;
  const expected = [f, p * cos + s * sin, p * sin - s * cos];
  const sign = Math.sign(expected[0]! * gradient![0]);
  nearAll(gradient!.map((value) => value * sign), expected, 1e-12);
});

Deno.test("GE: an oblique axial series, phase along rows, as MRtrix3 reads it", () => {
  // From the report of its pull request 2523, on GE's own series of 15 directions: axes of the image
  // in RAS as printed there, the first entries of the scanner's table, and what MRtrix3 makes of them.
  const againstRow = [0.9985, -0.003466, -0.05456];
  const againstColumn = [0.01313, 0.984, 0.1778];
  const toLps = ([x, y, z]: readonly number[]) => [-x!, -y!, z!] as const;
  const ImageOrientationPatient = [againstRow, againstColumn]
    .flatMap((axis) => toLps(axis.map((c) => -c)));
  const others = { ImageOrientationPatient, InPlanePhaseEncodingDirection: "ROW" };
  for (
    const [entry, expected] of [
      [[1, 0, 0], [0.013132887, 0.983974769, 0.177823456]],
      [[0.643, 0.766, 0], [-0.756409788, 0.635350669, 0.156137031]],
    ] as const
  ) {
    const { gradient } = diffusionOf(weightedFrame(values(2000, entry, others)))!;
    const degrees = degreesBetween(gradient!, toLps(expected));
    ok(degrees < 0.02, `${entry}: ${degrees} degrees`);
  }
});

Deno.test("GE: b-values in all their forms", () => {
  const b = (value: number, vector: readonly number[] = VECTOR) =>
    diffusionOf(weightedFrame(values(value, vector)))!.b;
  equal(b(1000), 1000);
  equal(b(1_000_001_000), 1000);
  // A quarter of the largest b-value: gradients of half the length
  near(b(3000, VECTOR.map((value) => value / 2)), 750, 1e-9);
  equal(b(3000, VECTOR.map((value) => value * 1.01)), 3000);
});

Deno.test("GE: without a direction", () => {
  const kindAndB = (given: Values) => {
    const { kind, b } = diffusionOf(weightedFrame(given))!;
    return [kind, b];
  };
  deepEqual(kindAndB(values(0, [0, 0, 0])), ["none", 0]);
  deepEqual(kindAndB(values(1000, [0, 0, 0])), ["isotropic", 1000]);
  // A zero vector in the user's own table of gradients is an image without weighting.
  deepEqual(kindAndB(values(1000, [0, 0, 0], { GeVasCollapseFlag: 16 })), ["none", 0]);
});

Deno.test("GE: whether rows or columns are phase encoded is not said: any axis would be a guess", () => {
  const given = { ...values(1000, VECTOR), InPlanePhaseEncodingDirection: [] };
  const { kind, b, gradient, uncertainty } = diffusionOf(weightedFrame(given))!;
  deepEqual([kind, b, gradient], ["uncertain", 1000, undefined]);
  equal(uncertainty!.because, "phase-encoding");
  nearAll(uncertainty!.stated, VECTOR, 1e-12);
});

Deno.test("GE: the nominal b-value of the series gives way to that of the image", () => {
  const { b } = diffusionOf(weightedFrame(values(1000, VECTOR, { DiffusionBValue: 3000 })))!;
  equal(b, 1000);
});
