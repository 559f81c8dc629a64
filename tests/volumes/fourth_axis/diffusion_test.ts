import { deepEqual, equal } from "../../assert.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { replyTo, theVolume } from "../../support/reply.ts";

/** One weighting each: none, and along two directions. */
const WEIGHTINGS: readonly Values[] = [
  { DiffusionBValue: 0, DiffusionDirectionality: "NONE" },
  ...[[1, 0, 0], [0, 1, 0]].map((DiffusionGradientOrientation): Values => ({
    DiffusionBValue: 800,
    DiffusionDirectionality: "DIRECTIONAL",
    DiffusionGradientOrientation,
  })),
];

/** Four positions with all weightings twice, numbered at random. */
function twice(others: (repeat: number) => Values): Values[] {
  const inOrder = [0, 1, 2, 3].flatMap((k) =>
    [0, 1].flatMap((repeat) =>
      WEIGHTINGS.map((weighting) => sliceAt([0, 0, 3 * k], { ...weighting, ...others(repeat) }))
    )
  );
  // 29 is prime and more than there are frames, so that every place is met once.
  return [...Array(29).keys()].flatMap((n) => inOrder[n * 12 % 29] ?? [])
    .map((values, n) => ({ ...values, InstanceNumber: n + 1 }));
}

Deno.test("repeated weightings: no volume mixes echoes or repetitions", () => {
  for (const by of ["EchoTime", "TemporalPositionIdentifier", "AcquisitionNumber"] as const) {
    const sent = twice((repeat) => ({ [by]: 10 + repeat }));
    const { axis4, slices } = theVolume(replyTo(sent));
    equal(axis4!.by, "Diffusion");
    const contents = axis4!.values.map((b, t) => {
      const own = slices.filter(({ index }) => index[1] === t).map(({ given }) => {
        const { DiffusionBValue, DiffusionGradientOrientation, [by]: other } = sent[given]!;
        equal(DiffusionBValue, b);
        deepEqual(DiffusionGradientOrientation ?? null, axis4!.gradients![t]);
        return `${DiffusionBValue} ${DiffusionGradientOrientation} ${other}`;
      });
      deepEqual([own.length, new Set(own).size], [4, 1]);
      return own[0];
    });
    equal(new Set(contents).size, 6);
  }
});

Deno.test("weightings that all differ are the axis, whatever is numbered at random", () => {
  for (const by of ["TemporalPositionIdentifier", "AcquisitionNumber"] as const) {
    for (const weightings of [WEIGHTINGS, [WEIGHTINGS[0]!, ...WEIGHTINGS]]) {
      const count = weightings.length;
      const sent = [0, 1, 2, 3].flatMap((k) =>
        weightings.map((weighting, t) =>
          // The same numbers at every position, each time for other weightings.
          sliceAt([0, 0, 3 * k], { ...weighting, InstanceNumber: 1 + t, [by]: 1 + (t + k) % count })
        )
      );
      const { axis4, slices } = theVolume(replyTo(sent));
      equal(axis4!.by, "Diffusion");
      for (const { index, given } of slices) {
        equal(sent[given]!.DiffusionBValue, axis4!.values[index[1]!]);
      }
    }
  }
});

Deno.test("repeats of one weighting: dimension indices tell them apart before numbers do", () => {
  const none = WEIGHTINGS[0]!;
  const numbers = [[1, 2, 3], [5, 4, 6], [8, 9, 7]];
  const sent = numbers.flatMap((own, k) =>
    own.map((InstanceNumber, t) =>
      sliceAt([0, 0, 3 * k], {
        ...(t < 2 ? none : WEIGHTINGS[1]!),
        InstanceNumber,
        DimensionIndexValues: [1 + k, 1 + t],
      })
    )
  );
  const { axis4, slices } = theVolume(replyTo(sent));
  equal(axis4!.by, "Diffusion");
  for (const t of [0, 1, 2]) {
    const own = slices.filter(({ index }) => index[1] === t).map(({ given }) => given % 3);
    deepEqual([own.length, new Set(own).size], [3, 1]);
  }
});
