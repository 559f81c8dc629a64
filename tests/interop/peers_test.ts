/** The series on which other readers are known to fail, from bytes to header. */

import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, near, nearAll, ok, throws } from "../assert.ts";
import {
  anisotropic,
  negativeSpacingTag,
  oneMissing,
  SEED_LAST,
  seedSeries,
  shuffled,
  singleSlice,
  threeTimes,
  TILT,
  tilted,
  twoSpacings,
  withLocalizer,
} from "../support/cases.ts";
import { type NrrdGeometry, readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply } from "../support/reply.ts";
import type { MadeObject } from "../support/series.ts";
import { planesOf, sliceErrors } from "../support/truth.ts";

/** Rounding of doubles over a few hundred millimetres, and of decimal strings with 16 characters. */
const EXACT = 1e-9;

interface Judged {
  readonly header: NrrdGeometry;
  /** Of every slice, mm. */
  readonly errors: readonly number[];
  readonly findings: readonly string[];
  /** Instance numbers in the order of the header. */
  readonly instances: readonly number[];
}

function judge(series: readonly MadeObject[], options: Partial<HeaderOptions> = {}): Judged[] {
  const { objects, skipped } = collect(series);
  const { volumes, refused } = makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
  deepEqual(refused, []);
  return volumes.map((volume) => {
    const header = readNrrdGeometry(volume.header);
    // A filled grid has slices that nobody sent; they are judged by those that were.
    const sent = volume.slices.map(({ given }) => series[given]!);
    const errors = sent.length === header.sizes.slice(2).reduce((a, b) => a * b)
      ? sliceErrors(header, sent.flatMap(({ bytes }) => planesOf(bytes)))
      : [];
    return {
      header,
      errors,
      findings: volume.findings.map(({ code }) => code),
      instances: sent.map(({ instanceNumber }) => instanceNumber),
    };
  });
}

function judgeOne(series: readonly MadeObject[], options?: Partial<HeaderOptions>): Judged {
  const [only, ...others] = judge(series, options);
  equal(others.length, 0);
  return only!;
}

for (const order of ["position", "given", "instance-number"] as const) {
  Deno.test(`seed, order=${order}: instance 160 lies at its place`, () => {
    const { header, errors, instances } = judgeOne(seedSeries(), { order });
    const k = instances.indexOf(160);
    nearAll(
      header.origin.map((c, n) => c + k * header.directions[2][n]!),
      SEED_LAST,
      EXACT,
    );
    ok(Math.max(...errors) <= EXACT);
    equal(k, order === "position" ? 0 : 159);
  });
}

for (const withTag of [true, false]) {
  Deno.test(`a gantry tilt is kept, ${withTag ? "with" : "without"} the tag`, () => {
    const { errors, findings } = judgeOne(tilted(withTag));
    ok(Math.max(...errors) <= EXACT);
    ok(findings.includes("sheared"));
  });
}

Deno.test("a tilt removed on request is off by the chord of its angle", () => {
  const { errors } = judgeOne(tilted(true), { tilt: "orthogonal" });
  // 19 steps of 3 mm along z against as many along the normal.
  near(Math.max(...errors), 2 * 19 * 3 * Math.sin(TILT / 2 * Math.PI / 180), EXACT);
});

Deno.test("a missing slice is no wider spacing", () => {
  throws(() => judge(oneMissing()), { code: "missing-slices" });
  const { header } = judgeOne(oneMissing(), { uneven: "fill" });
  deepEqual(header.sizes, [8, 6, 20]);
  nearAll(header.directions[2], [0, 0, 3], EXACT);
  const blocks = judge(oneMissing(), { uneven: "split" });
  deepEqual(blocks.map(({ header }) => header.sizes[2]), [10, 9]);
  ok(blocks.every(({ errors }) => Math.max(...errors) <= EXACT));
});

Deno.test("two spacings in one stack make two volumes or none", () => {
  throws(() => judge(twoSpacings()), { code: "missing-slices" });
  throws(() => judge(twoSpacings(), { uneven: "fill" }), { code: "missing-slices" });
  const blocks = judge(twoSpacings(), { uneven: "split" });
  deepEqual(blocks.map(({ header }) => header.sizes[2]), [11, 10]);
  deepEqual(blocks.map(({ header }) => header.directions[2][2]), [1, 5]);
  ok(blocks.every(({ errors }) => Math.max(...errors) <= EXACT));
});

Deno.test("a negative SpacingBetweenSlices reverses nothing", () => {
  const { header, errors, findings } = judgeOne(negativeSpacingTag());
  nearAll(header.directions[2], [0, 0, 2.5], EXACT);
  ok(Math.max(...errors) <= EXACT);
  ok(findings.includes("thickness-is-not-spacing"));
  ok(findings.includes("spacing-tag-disagrees"));
});

Deno.test("three times are a fourth axis, not thirty slices", () => {
  const { header, errors } = judgeOne(threeTimes());
  deepEqual([header.sizes, header.kinds[3]], [[8, 6, 10, 3], "list"]);
  nearAll(header.directions[2], [0, 0, 2.5], EXACT);
  ok(Math.max(...errors) <= EXACT);
});

Deno.test("a localizer in the series is a volume of its own", () => {
  const volumes = judge(withLocalizer());
  deepEqual(volumes.map(({ header }) => header.sizes[2]), [10, 1]);
  ok(volumes.every(({ errors }) => Math.max(...errors) <= EXACT));
});

Deno.test("one slice takes its spacing from the tag and says so", () => {
  const { header, findings } = judgeOne(singleSlice());
  deepEqual(header.sizes, [8, 6, 1]);
  nearAll(header.directions[2], [0, 0, 6], EXACT);
  ok(findings.includes("single-slice"));
});

Deno.test("shuffled files come in the order of their positions", () => {
  const { header, errors } = judgeOne(shuffled());
  nearAll(header.directions[2], [0, 0, 1.1], EXACT);
  ok(Math.max(...errors) <= EXACT);
});

Deno.test("PixelSpacing is between rows first, then between columns", () => {
  const { header, errors } = judgeOne(anisotropic());
  nearAll(header.directions.flat(), [0.5, 0, 0, 0, 0.9, 0, 0, 0, 2], EXACT);
  ok(Math.max(...errors) <= EXACT);
});
