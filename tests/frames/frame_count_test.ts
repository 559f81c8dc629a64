import { frameCountOf } from "../../lib/frames/frame_count.ts";
import { deepEqual, equal, throws } from "../assert.ts";
import { datasetOf, sliceAt } from "../support/dataset.ts";
import { refusedWith, replyTo, theVolume } from "../support/reply.ts";

const countOf = (NumberOfFrames: string | number) => frameCountOf(datasetOf({ NumberOfFrames }));

Deno.test("number of frames", () => {
  equal(frameCountOf(datasetOf({})), 1);
  equal(countOf("12"), 12);
  for (const bad of ["-1", "1.5", "1A"]) throws(() => countOf(bad), refusedWith("bad-frame-count"));
  throws(() => countOf(100_001), refusedWith("limit-exceeded"));
});

Deno.test("a single image that claims to have no frame has one", () => {
  equal(countOf("0"), 1);
  const slices = [0, 1, 2].map((z) => sliceAt([0, 0, z], { NumberOfFrames: 0 }));
  deepEqual(theVolume(replyTo(slices)).sizes, [4, 3, 3]);
});
