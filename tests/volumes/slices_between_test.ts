import { deepEqual } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { replyTo } from "../support/reply.ts";

/** Of every volume, how many slices of others lie between its own. */
const between = (sent: readonly Values[]): (unknown | undefined)[] =>
  replyTo(sent).volumes.map(({ findings }) =>
    findings.find(({ code }) => code === "slices-between")?.between
  );

const at = (heights: readonly number[], others: Values = {}): Values[] =>
  heights.map((z) => sliceAt([0, 0, z], others));

Deno.test("a stack torn by its orientation is told in every part that looks whole", () => {
  const turned = { ImageOrientationPatient: [1, 2e-3, 0, -2e-3, 1, 0] };
  deepEqual(between([...at([0, 2, 4, 6]), ...at([1, 3, 5, 7], turned)]), [3, 3]);
  deepEqual(between([...at([0, 10]), ...at([3, 4, 5], turned)]), [3, undefined]);
});

Deno.test("what lies beside, elsewhere, or in the same slices is not between", () => {
  const turned = { ImageOrientationPatient: [1, 2e-3, 0, -2e-3, 1, 0] };
  deepEqual(between([...at([0, 1, 2]), ...at([3, 4, 5], turned)]), [undefined, undefined]);
  deepEqual(between([...at([0, 1, 2]), ...at([0, 1, 2], turned)]), [undefined, undefined]);
  const series = { ...turned, SeriesInstanceUID: "1.2" };
  deepEqual(between([...at([0, 2, 4]), ...at([1, 3, 5], series)]), [undefined, undefined]);
  const sagittal = { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] };
  const across = [0, 1, 2].map((x) => sliceAt([x, 0, 1], sagittal));
  deepEqual(between([...at([0, 2, 4]), ...across]), [undefined, undefined]);
});
