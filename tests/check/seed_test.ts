/**
 * The question that started this project, sent to a check as it was asked:
 * discourse.slicer.org/t/33453.
 */

import { claimedNumbers } from "../../lib/check/claimed_header.ts";
import type { CheckReply } from "../../lib/check/mod.ts";
import { checkReport } from "../../lib/check/report.ts";
import type { Order } from "../../lib/options/types.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, match, near, nearAll } from "../assert.ts";
import { SEED_FIRST, SEED_LAST, seedSeries } from "../support/cases.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { checkHeader, named } from "./support.ts";

/** What the question's code computes: row × spacing, column × spacing, cross × thickness. */
const COMPUTED = [
  [0.8030317194426736, -1.6481522690352184e-10, 0.029445837245459842],
  [1.6470457512132508e-10, 0.80357140302658, 6.039481950867171e-12],
  [-0.040308081584355664, -5.36e-17, 1.0992612569408777],
];

/** What the question prints, by numpy's eight decimals: the rows are unit vectors. */
const PRINTED = [
  [9.99328394e-01, -2.05103400e-10, 3.66437097e-02],
  [2.04965700e-10, 1.00000000e+00, 7.51580000e-12],
  [-4.03080816e-02, -5.36000000e-17, 1.09926126e+00],
];

/** (last − first) / 159 */
const DOWN = [0.04030808071075478, 0, -1.099261233114962];

function seed(spaceDirections: readonly (readonly number[])[], order?: Order): CheckReply {
  const { objects } = collect(seedSeries());
  return checkHeader(claimedNumbers({ spaceDirections, spaceOrigin: SEED_FIRST }), objects, [], {
    ...DEFAULT_OPTIONS,
    order: order ?? "position",
    orderStated: order !== undefined,
    volume: undefined,
  });
}

Deno.test("seed: the computed header is 349.8 mm wrong, and the reply says why", () => {
  const reply = seed(COMPUTED);
  deepEqual(
    reply.diagnoses.map(({ code }) => code),
    ["slice-axis-reversed", "thickness-used-as-spacing"],
  );
  equal(reply.status, "wrong");
  near(reply.error, 349.8, 1e-4);
  deepEqual([reply.order, reply.slices], ["given", 160]);
  deepEqual([reply.worst.index, reply.worst.instanceNumber], [159, 160]);
  nearAll(reply.right.spaceDirections[2], DOWN, 1e-15);
  deepEqual(reply.right.changed, ["space directions"]);
});

Deno.test("seed: the printed array lacks the pixel spacing besides", () => {
  const reply = seed(PRINTED);
  const [spacing, reversed, thickness] = reply.diagnoses;
  deepEqual(
    [spacing?.code, reversed?.code, thickness?.code, reply.diagnoses.length],
    ["in-plane-spacing-missing", "slice-axis-reversed", "thickness-used-as-spacing", 3],
  );
  deepEqual([spacing?.axes, spacing?.right], [[0, 1], [0.80357140302658, 0.80357140302658]]);
  near(thickness?.given as number, 1.1000000238419, 1e-15);
  near(thickness?.right as number, 1.1, 1e-13);
  // 447 columns and rows too long by 0.1964 mm each, and 349.8 mm the wrong way.
  near(reply.error, Math.hypot(447 * 0.19642859697342, 447 * 0.19642859697342, 349.8), 1e-3);
  deepEqual(reply.right.spaceDirections.slice(0, 2), [
    [0.8030317194426736, -1.6481522690352184e-10, 0.029445837245459842],
    [1.6470457512132508e-10, 0.80357140302658, 6.039481950867171e-12],
  ]);
});

Deno.test("seed: for a sorted array the step is right, and the origin that of the last slice", () => {
  const reply = seed(COMPUTED, "position");
  deepEqual(named(reply), ["origin-of-other-slice", "thickness-used-as-spacing"]);
  equal(reply.diagnoses.find(({ code }) => code === "origin-of-other-slice")?.slice, 159);
  nearAll(reply.right.spaceOrigin, SEED_LAST, 1e-12);
});

Deno.test("seed: the corrected header is right, in the order of the files and sorted", () => {
  for (const order of ["given", "position"] as const) {
    const { right } = seed(COMPUTED, order);
    const { directions, origin, sizes } = readNrrdGeometry(right.header);
    const again = checkHeader(
      claimedNumbers({ spaceDirections: directions, spaceOrigin: origin, sizes }),
      collect(seedSeries()).objects,
      [],
      { ...DEFAULT_OPTIONS, order, orderStated: true, volume: undefined },
    );
    deepEqual([again.status, named(again), again.right.changed], ["ok", [], []]);
  }
});

Deno.test("seed: a page of text tells it to a person", () => {
  const report = checkReport(seed(PRINTED));
  match(report, /^The header is wrong: its corners are up to 371\.19 mm off\.$/m);
  match(report, /^- in-plane-spacing-missing: .* multiply by 0\.80357 and 0\.80357 mm\.$/m);
  match(report, /^- slice-axis-reversed: .* points against the slice order/m);
  match(
    report,
    /^- thickness-used-as-spacing: .* 1\.10000002 mm long, .* slice spacing is 1\.1 mm\.$/m,
  );
  match(report, /^NRRD0004$/m);
});

/** Numbers that a tool wrote into a file of this series long ago: origin in single precision. */
const FOUND_ORIGIN = [-185.39132690429688, -176.12590026855469, -88.175994873046875];

Deno.test("seed: single precision cost an old file half a thousandth of a millimetre over the stack", () => {
  const up = [-0.040307968009317262, 0, 1.0992581595808804];
  const { objects } = collect(seedSeries());
  const reply = checkHeader(
    claimedNumbers({
      spaceDirections: [COMPUTED[0], COMPUTED[1], up],
      spaceOrigin: FOUND_ORIGIN,
      sizes: [448, 448, 160],
    }),
    objects,
    [],
    { ...DEFAULT_OPTIONS, orderStated: false, volume: undefined },
  );
  deepEqual([reply.status, named(reply), reply.order], ["ok", ["precision-lost"], "position"]);
  near(reply.error, 4.9e-4, 1e-5);
  equal(reply.diagnoses[0]?.single, true);
});
