/**
 * Series on which readers of DICOM are known to fail: right, or refused with the reason.
 */

import { HeaderError } from "../lib/errors.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../lib/options/types.ts";
import { onlyVolume, type Reply } from "../lib/reply.ts";
import { deepEqual, equal, near, nearAll, ok, throws } from "./assert.ts";
import {
  anisotropic,
  negativeSpacingTag,
  oneMissing,
  shuffled,
  singleSlice,
  threeTimes,
  tilted,
  twoSpacings,
  withLocalizer,
} from "./support/cases.ts";
import { readNrrdGeometry } from "./support/nrrd_geometry.ts";
import { collect } from "./support/objects.ts";
import { makeReply } from "./support/reply.ts";
import { evenly, type MadeObject, makeSeries } from "./support/series.ts";
import { planesOf, sliceErrors } from "./support/truth.ts";

function replyTo(series: readonly MadeObject[], options: Partial<HeaderOptions> = {}): Reply {
  const { objects, skipped } = collect(series);
  return makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
}

/** Largest distance of a corner of any slice of any volume to where DICOM has it, mm. */
function worstCorner(series: readonly MadeObject[], reply: Reply): number {
  const planes = series.map(({ bytes }) => planesOf(bytes)[0]!);
  return Math.max(
    ...reply.volumes.flatMap(({ header, order }) =>
      sliceErrors(
        readNrrdGeometry(header),
        order.map((place) => place === null ? undefined : planes[place]),
      )
    ),
  );
}

const refusal = (code: string) => (error: unknown): boolean =>
  error instanceof HeaderError && error.code === code;

const codes = (reply: Reply): string[] => reply.volumes[0]!.findings.map(({ code }) => code);

Deno.test("gantry tilt, with its tag and without, is kept to the last digit", () => {
  for (const withTag of [true, false]) {
    const series = tilted(withTag);
    const reply = replyTo(series);
    near(worstCorner(series, reply), 0, 1e-9);
    ok(codes(reply).includes("sheared"));
    near(reply.volumes[0]!.geometry.tiltDegrees, 15, 1e-4);
    // What other tools make of it: the step's length along the normal, 14.9 mm off at slice 20.
    near(worstCorner(series, replyTo(series, { tilt: "orthogonal" })), 14.88, 0.01);
  }
});

Deno.test("a missing slice is refused, filled or split, never averaged", () => {
  const series = oneMissing();
  throws(() => replyTo(series), refusal("missing-slices"));
  const filled = replyTo(series, { uneven: "fill" });
  deepEqual(filled.volumes[0]!.sizes[2], 20);
  equal(filled.volumes[0]!.order[10], null);
  near(worstCorner(series, filled), 0, 1e-9);
  const blocks = replyTo(series, { uneven: "split" });
  deepEqual(blocks.volumes.map(({ sizes }) => sizes[2]), [10, 9]);
  near(worstCorner(series, blocks), 0, 1e-9);
});

Deno.test("a negative Spacing Between Slices says nothing about MR and CT, but is told", () => {
  const series = negativeSpacingTag();
  const reply = replyTo(series);
  near(worstCorner(series, reply), 0, 1e-9);
  nearAll(reply.volumes[0]!.geometry.directions[2], [0, 0, 2.5], 1e-12);
  const found = reply.volumes[0]!.findings.find(({ code }) => code === "spacing-tag-disagrees");
  deepEqual([found?.spacing, found?.spacingBetweenSlices], [2.5, -20]);
});

Deno.test("three time points at ten positions are a fourth axis, not thirty slices", () => {
  const series = threeTimes();
  const reply = replyTo(series);
  deepEqual(reply.volumes.map(({ sizes }) => sizes.slice(2)), [[10, 3]]);
  equal(reply.volumes[0]!.axis4?.by, "TemporalPositionIdentifier");
  near(worstCorner(series, reply), 0, 1e-9);
});

Deno.test("10 × 1 mm, then 10 × 5 mm: refused, or two true blocks", () => {
  const series = twoSpacings();
  throws(() => replyTo(series), refusal("missing-slices"));
  const blocks = replyTo(series, { uneven: "split" });
  deepEqual(blocks.volumes.map(({ geometry }) => geometry.spacing[2]), [1, 5]);
  near(worstCorner(series, blocks), 0, 1e-9);
});

Deno.test("a localizer in the series is a volume of its own", () => {
  const series = withLocalizer();
  const reply = replyTo(series);
  deepEqual(reply.volumes.map(({ sizes }) => sizes[2]), [10, 1]);
  near(worstCorner(series, reply), 0, 1e-9);
  throws(() => onlyVolume(reply), refusal("several-volumes"));
  equal(onlyVolume(reply, 0).sizes[2], 10);
  throws(() => onlyVolume(reply, 2), refusal("no-such-volume"));
});

Deno.test("a single slice takes its step from a tag, and says which", () => {
  const reply = replyTo(singleSlice());
  nearAll(reply.volumes[0]!.geometry.directions[2], [0, 0, 6], 1e-12);
  const [found] = reply.volumes[0]!.findings;
  deepEqual([found?.code, found?.source], ["single-slice", "SpacingBetweenSlices"]);
});

Deno.test("shuffled files lie where they lie", () => {
  const series = shuffled();
  near(worstCorner(series, replyTo(series)), 0, 1e-9);
  throws(() => replyTo(series, { order: "given" }), refusal("order-not-regular"));
});

Deno.test("Pixel Spacing is [between rows, between columns]", () => {
  const series = anisotropic();
  const reply = replyTo(series);
  near(worstCorner(series, reply), 0, 1e-9);
  nearAll(reply.volumes[0]!.geometry.spacing.slice(0, 2), [0.5, 0.9], 1e-12);
});

Deno.test("one slice of 400 missing at 0.3 mm, positions rounded to 0.1 mm, is found", () => {
  const positions = evenly([-12.3, 45.6, -78.9], [0, 0, 0.3], 400).filter((_, k) => k !== 217);
  throws(() => replyTo(makeSeries({ positions, decimals: 1 })), (error) => {
    ok(refusal("missing-slices")(error));
    const [hole] = (error as HeaderError).details.holes as { after: number; missing: number }[];
    deepEqual([hole?.after, hole?.missing], [216, 1]);
    return true;
  });
});

Deno.test("orientations that differ in the sixth digit are one orientation", () => {
  const series = makeSeries({
    count: 12,
    step: [0, 0, 2],
    columns: 256,
    rows: 256,
    attributes: (k) => ({ ImageOrientationPatient: [1, 1e-6 * (k % 3), 0, -1e-6 * (k % 3), 1, 0] }),
  });
  const reply = replyTo(series);
  equal(reply.volumes.length, 1);
  near(worstCorner(series, reply), 0, 1e-3);
});

Deno.test("two series at once are two volumes", () => {
  const series = [...makeSeries({ count: 3 }), ...makeSeries({ count: 4 })];
  deepEqual(replyTo(series).volumes.map(({ sizes }) => sizes[2]), [3, 4]);
});

Deno.test("the same instance twice is used once, and listed", () => {
  const series = makeSeries({ count: 5 });
  const reply = replyTo([...series, series[2]!]);
  equal(reply.volumes[0]!.sizes[2], 5);
  deepEqual(reply.skipped.map(({ given, reason }) => [given, reason]), [[5, "duplicate-instance"]]);
  ok(codes(reply).includes("duplicate-instances"));
});

Deno.test("an even stride that skips slices is told from thickness and instance numbers", () => {
  const all = makeSeries({ count: 21, step: [0, 0, 2], thickness: 2 });
  ok(codes(replyTo(all.filter((_, k) => k % 2 === 0))).includes("possibly-missing-slices"));
  ok(!codes(replyTo(all)).includes("possibly-missing-slices"));
});
