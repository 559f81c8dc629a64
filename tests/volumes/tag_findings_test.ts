import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import type { Finding } from "../../lib/volumes/finding.ts";
import { deepEqual, equal } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { makeReply } from "../support/reply.ts";

/** Findings about tags of slices 2.5 mm apart. */
function findingsOf(...others: readonly Values[]): Finding[] {
  const slices = others.map((values, k) => sliceAt([0, 0, 2.5 * k], values));
  const [volume] = makeReply(objectsOf(slices), [], DEFAULT_OPTIONS).volumes;
  return volume!.findings.filter(({ code }) =>
    code === "thickness-is-not-spacing" || code === "spacing-tag-disagrees"
  );
}

const thick = (...values: readonly number[]) =>
  findingsOf(...values.map((value) => ({ SliceThickness: value })));
const spaced = (...values: readonly number[]) =>
  findingsOf(...values.map((value) => ({ SpacingBetweenSlices: value })));

Deno.test("tags that all slices agree on are told once, and only if they are not the step", () => {
  deepEqual(thick(2.5, 2.5, 2.5), []);
  const [finding] = thick(5, 5, 5);
  equal(finding!.message, "slice spacing is 2.5 mm; Slice Thickness says 5 mm");
  deepEqual([finding!.spacing, finding!.thickness, finding!.largest], [2.5, 5, undefined]);
  deepEqual(spaced(-2.5, -2.5), []);
});

Deno.test("a first slice that is an exception does not speak for the others", () => {
  const [finding] = thick(10, 5, 5, 5);
  equal(
    finding!.message,
    "slice spacing is 2.5 mm; Slice Thickness says 5 mm on 3 slices, 10 mm on 1",
  );
  deepEqual([finding!.thickness, finding!.smallest, finding!.largest], [5, 5, 10]);
});

Deno.test("slices that disagree are told even where the first or most of them are right", () => {
  const [finding, ...rest] = spaced(2.5, 2.5, 2.5, 7, 5);
  deepEqual(rest, []);
  equal(
    finding!.message,
    "slice spacing is 2.5 mm; Spacing Between Slices says 2.5 mm on 3 slices, 5 to 7 mm on 2",
  );
  equal(finding!.severity, "warning");
});

Deno.test("slices that say nothing, or the same in more digits, do not disagree", () => {
  deepEqual(thick(2.5, 0, 2.5), []);
  deepEqual(findingsOf({ SliceThickness: 2.5 }, {}, {}), []);
  equal(thick(5, 5.0000001)[0]!.message, "slice spacing is 2.5 mm; Slice Thickness says 5 mm");
});
