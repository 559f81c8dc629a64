import type { HeaderOptions } from "../lib/options/types.ts";
import { deepEqual } from "./assert.ts";
import { sliceAt } from "./support/dataset.ts";
import { replyTo } from "./support/reply.ts";

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
