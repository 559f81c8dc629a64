/** Every finding about where the slices lie, with numbers calculated by hand. */

import type { HeaderOptions } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import type { FindingCode } from "../../lib/codes/findings.ts";
import type { Finding } from "../../lib/volumes/finding.ts";
import type { Triple } from "../support/series.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { replyTo, theVolume } from "../support/reply.ts";

const DEGREES = 180 / Math.PI;

/** Slices at these points, LPS mm. */
const at = (positions: readonly Triple[], others: Values = {}): Values[] =>
  positions.map((position) => sliceAt(position, others));

/** Slices at these heights, mm. */
const heights = (...values: readonly number[]) => at(values.map((z) => [0, 0, z]));

/** The finding with a code; fails where it is absent, or there twice. */
function findingOf({ findings }: VolumeReply, code: FindingCode): Finding {
  const found = findings.filter((finding) => finding.code === code);
  equal(found.length, 1, `${code} among ${findings.map((finding) => finding.code)}`);
  return found[0]!;
}

const oneOf = (
  slices: readonly Values[],
  code: FindingCode,
  options: Partial<HeaderOptions> = {},
): Finding => findingOf(theVolume(replyTo(slices, options)), code);

const lacks = ({ findings }: VolumeReply, code: FindingCode): void =>
  ok(!findings.some((finding) => finding.code === code), code);

/** Largest distance of a slice to where the header puts it, mm. */
function largestError({ geometry }: VolumeReply, positions: readonly Triple[]): number {
  const { origin, directions: [, , step] } = geometry;
  return Math.max(
    ...positions.map((position, k) =>
      Math.hypot(...position.map((value, axis) => value - origin[axis]! - k * step[axis]!))
    ),
  );
}

Deno.test("shear-is-rounding: how far positions of 0.1 mm lean, which is not kept", () => {
  // From end to end 0.1 mm sideways over 12 mm.
  const positions: Triple[] = [[0, 0, 0], [0, 0, 3], [0.1, 0, 6], [0, 0, 9], [0.1, 0, 12]];
  const volume = theVolume(replyTo(at(positions, { PixelSpacing: [2, 2] })));
  const finding = findingOf(volume, "shear-is-rounding");
  equal(finding.severity, "info");
  near(finding["degrees"] as number, Math.atan(0.1 / 12) * DEGREES, 1e-9);
  near(finding["drift"] as number, 0.1, 1e-9);
  near(finding["error"] as number, largestError(volume, positions), 1e-9);
  const { directions: [, , step] } = volume.geometry;
  deepEqual([step[0], step[1]], [0, 0]);
  lacks(theVolume(replyTo(heights(0, 3, 6))), "shear-is-rounding");
});

Deno.test("sheared and shear-removed: the same lean, kept or taken away as asked", () => {
  // 0.5 mm sideways for every 3 mm.
  const positions = Array.from({ length: 10 }, (_, k): Triple => [0, 0.5 * k, 3 * k]);
  const kept = theVolume(replyTo(at(positions)));
  const sheared = findingOf(kept, "sheared");
  equal(sheared.severity, "warning");
  near(sheared["degrees"] as number, Math.atan(0.5 / 3) * DEGREES, 1e-9);
  near(sheared["drift"] as number, 4.5, 1e-9);
  near(largestError(kept, positions), 0, 1e-9);
  lacks(kept, "shear-removed");

  const straight = theVolume(replyTo(at(positions), { tilt: "orthogonal" }));
  const removed = findingOf(straight, "shear-removed");
  equal(removed.severity, "warning");
  near(removed["degrees"] as number, Math.atan(0.5 / 3) * DEGREES, 1e-9);
  near(removed["drift"] as number, 4.5, 1e-9);
  near(removed["error"] as number, largestError(straight, positions), 1e-9);
  ok((removed["error"] as number) > 2, "a right angle cannot be nearer than half the drift");
  near(removed["otherError"] as number, 0, 1e-9);
  near(sheared["otherError"] as number, removed["error"] as number, 1e-9);
  lacks(straight, "sheared");
});

Deno.test("uneven-spacing: off the grid by more than nothing, by less than what is refused", () => {
  // The grid through the ends has 3 mm; the best one halves the error of the third slice.
  const finding = oneOf(heights(0, 3, 6.05, 9), "uneven-spacing");
  equal(finding.severity, "warning");
  near(finding["smallestGap"] as number, 2.95, 1e-9);
  near(finding["largestGap"] as number, 3.05, 1e-9);
  near(finding["error"] as number, 0.05, 1e-9);
  near(finding["bestPossible"] as number, 0.025, 1e-9);
  const best = oneOf(heights(0, 3, 6.05, 9), "uneven-spacing", { fit: "best" });
  near(best["error"] as number, 0.025, 1e-9);
  lacks(theVolume(replyTo(heights(0, 3, 6.0009, 9))), "uneven-spacing");
});

Deno.test("uneven-accepted: one grid through slices that are not even, as asked", () => {
  const finding = oneOf(heights(0, 3, 8), "uneven-accepted", { uneven: "accept" });
  equal(finding.severity, "warning");
  deepEqual(
    [finding["smallestGap"], finding["largestGap"], finding["error"]],
    // The grid has 0, 4, 8.
    [3, 5, 1],
  );
  lacks(theVolume(replyTo(heights(0, 4, 8), { uneven: "accept" })), "uneven-accepted");
});

Deno.test("missing-filled: which places of the grid have no slice", () => {
  const volume = theVolume(replyTo(heights(0, 2, 4, 8, 10, 12, 16), { uneven: "fill" }));
  const finding = findingOf(volume, "missing-filled");
  equal(finding.severity, "warning");
  deepEqual(finding["missing"], [3, 7]);
  near(Number(finding["error"]), 0, 1e-12);
  equal(volume.sizes.at(-1), 9);
  near(volume.geometry.directions[2][2], 2, 1e-12);
  lacks(theVolume(replyTo(heights(0, 2, 4), { uneven: "fill" })), "missing-filled");
});

Deno.test("split-where-uneven: how many blocks there are, told by each of them", () => {
  const { volumes } = replyTo(heights(0, 1, 2, 3, 20, 25, 30), { uneven: "split" });
  deepEqual(volumes.map(({ sizes }) => sizes.at(-1)), [4, 3]);
  for (const volume of volumes) {
    const finding = findingOf(volume, "split-where-uneven");
    deepEqual([finding.severity, finding["blocks"]], ["info", 2]);
  }
  lacks(theVolume(replyTo(heights(0, 1, 2), { uneven: "split" })), "split-where-uneven");
});

Deno.test("orientation-varies: by how much a corner moves when slices turn by a hair", () => {
  const turn = 5e-5;
  const turned = (angle: number): Values => ({
    Columns: 512,
    Rows: 256,
    ImageOrientationPatient: [
      Math.cos(angle),
      Math.sin(angle),
      0,
      -Math.sin(angle),
      Math.cos(angle),
      0,
    ],
  });
  const slices = [0, turn, 0].map((angle, k) => sliceAt([0, 0, 2 * k], turned(angle)));
  const finding = oneOf(slices, "orientation-varies");
  equal(finding.severity, "info");
  // The farthest corner goes along a circle about the first pixel.
  near(finding["cornerError"] as number, 2 * Math.sin(turn / 2) * Math.hypot(511, 255), 1e-9);
  const still = [0, 0, 0].map((angle, k) => sliceAt([0, 0, 2 * k], turned(angle)));
  lacks(theVolume(replyTo(still)), "orientation-varies");
});

Deno.test("order-differs, left-handed: which way the slices run", () => {
  const downward = heights(4, 2, 0);
  const finding = oneOf(downward, "order-differs");
  deepEqual([finding.severity, finding["reversed"]], ["info", true]);
  equal(oneOf(heights(0, 4, 2), "order-differs")["reversed"], false);
  equal(oneOf(downward, "left-handed", { order: "given" }).severity, "info");
  for (const order of ["position", "given"] as const) {
    const upward = theVolume(replyTo(heights(0, 2, 4), { order }));
    lacks(upward, "order-differs");
    lacks(upward, "left-handed");
  }
});
