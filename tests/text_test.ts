import type { HeaderOptions } from "../lib/options/types.ts";
import { onlyVolume } from "../lib/reply.ts";
import { counted } from "../lib/text.ts";
import { equal, ok, throws } from "./assert.ts";
import { sliceAt, type Values } from "./support/dataset.ts";
import { refusedWith, replyTo } from "./support/reply.ts";

Deno.test("one thing, several things, none", () => {
  equal(counted(1, "slice"), "1 slice");
  equal(counted(0, "slice"), "0 slices");
  equal(counted(2, "axis", "axes"), "2 axes");
});

/** Everything that is said about a few slices, in one text. */
function saidOf(slices: readonly Values[], options: Partial<HeaderOptions> = {}): string {
  const { volumes, refused } = replyTo(slices, options);
  return [
    ...volumes.flatMap(({ header, findings }) => [header, ...findings.map((f) => f.message)]),
    ...refused.map(({ message }) => message),
  ].join("\n");
}

Deno.test("what is one is not spoken of as many", () => {
  const heights = [0, 1, 2, 4];
  const slices = heights.map((z) => sliceAt([0, 0, z], { InstanceNumber: z }));
  const tiny = sliceAt([0, 0, 0], { Rows: 1, Columns: 1, BitsAllocated: 8 });
  const texts = [
    saidOf([tiny]),
    saidOf(slices, { uneven: "fill" }),
    saidOf([...slices.slice(0, 3), { ...tiny, Rows: 2, InstanceNumber: 9 }]),
  ];
  for (const text of texts) {
    ok(!/\b1 of \d+ \w+ (are|have|were|go)\b/.test(text), text);
    ok(!/\b1 (slices|volumes|frames|files|objects|bytes|samples|entries)\b/.test(text), text);
  }
  ok(texts[0]!.includes("after the empty line: 1 byte,"), texts[0]);
  throws(
    () => onlyVolume(replyTo([tiny]), 7),
    refusedWith("no-such-volume", /: 1 volume, counted/),
  );
  ok(texts[1]!.includes("1 of 5 slices is missing"), texts[1]);
});
