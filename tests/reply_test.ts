import { DEFAULT_OPTIONS, type HeaderOptions } from "../lib/options/types.ts";
import { deepEqual, throws } from "./assert.ts";
import { sliceAt } from "./support/dataset.ts";
import { makeReply, refusedWith, replyTo } from "./support/reply.ts";

/** Whether the findings of each volume say that all have one data file. */
const toldOf = (series: readonly string[], options: Partial<HeaderOptions>): boolean[] => {
  const images = series.flatMap((uid) =>
    [0, 1, 2].map((z) => sliceAt([0, 0, z], { SeriesInstanceUID: uid }))
  );
  return replyTo(images, options).volumes
    .map(({ findings }) => findings.some(({ code }) => code === "one-data-file"));
};

Deno.test("one data file for several volumes is told, and for one volume is not", () => {
  const data = { file: "mask.raw" };
  deepEqual(toldOf(["1.1", "1.2"], { data }), [true, true]);
  deepEqual(toldOf(["1.1", "1.2"], {}), [false, false]);
  deepEqual(toldOf(["1.1"], { data }), [false]);
});

Deno.test("entries-left-out: how many take no part, by reason", () => {
  const slices = [0, 1, 2].map((z) => sliceAt([0, 0, z]));
  const noImage = { Rows: 2, Columns: 2 };
  const { volumes, skipped } = replyTo([noImage, ...slices, noImage]);
  deepEqual(skipped.map(({ reason, given }) => [reason, given]), [
    ["no-geometry", 0],
    ["no-geometry", 4],
  ]);
  const [finding, ...others] = volumes[0]!.findings.filter(({ code }) =>
    code === "entries-left-out"
  );
  deepEqual(others, []);
  deepEqual([finding!.severity, finding!["entries"], finding!["reasons"]], [
    "warning",
    2,
    { "no-geometry": 2 },
  ]);
  const whole = replyTo(slices).volumes[0]!;
  deepEqual(whole.findings.filter(({ code }) => code === "entries-left-out"), []);
});

Deno.test("where nothing is left, what looked like an image says why", () => {
  const passed = { given: 0, reason: "not-dicom", message: "2 other files", details: { count: 2 } };
  const cut = { given: 2, reason: "truncated-header", message: "it ends", file: "IM1.dcm" };
  throws(() => makeReply([], [passed, cut], DEFAULT_OPTIONS), refusedWith("truncated-header"));
  throws(() => makeReply([], [passed], DEFAULT_OPTIONS), refusedWith("not-dicom", /2 other files/));
});
