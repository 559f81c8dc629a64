import type { Vector } from "../../lib/geometry/vector.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, nearAll, ok, throws } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import type { Values } from "../support/dataset.ts";
import { collect } from "../support/objects.ts";
import { codesOf, liesAt, makeReply, refusedWith, replyTo, theVolume } from "../support/reply.ts";

/** A 4 × 3 dose grid at (−20, 5, 10) with 2 mm between columns and 3 mm between rows. */
function grid(offsets: readonly number[], others: Values = {}): Values {
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
    ImagePositionPatient: [-20, 5, 10],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [3, 2],
    Columns: 4,
    Rows: 3,
    NumberOfFrames: offsets.length,
    BitsAllocated: 32,
    BitsStored: 32,
    PixelRepresentation: 0,
    DoseGridScaling: 0.00025,
    GridFrameOffsetVector: offsets,
    ...others,
  };
}

const at = (heights: readonly number[]): Vector[] => heights.map((z) => [-20, 5, z]);

Deno.test("RT dose: relative offsets count from the position along row × column", () => {
  const volume = theVolume(replyTo([grid([0, 3, 6, 9])]));
  deepEqual(volume.sizes, [4, 3, 4]);
  deepEqual(volume.geometry.directions, [[2, 0, 0], [0, 3, 0], [0, 0, 3]]);
  liesAt(volume, at([10, 13, 16, 19]));
  deepEqual(volume.order, [0, 1, 2, 3]);
});

Deno.test("RT dose: falling offsets, sorted and as stored", () => {
  const falling = grid([0, -3, -6, -9]);
  const sorted = theVolume(replyTo([falling]));
  liesAt(sorted, at([1, 4, 7, 10]));
  deepEqual(sorted.order, [3, 2, 1, 0]);
  const stored = theVolume(replyTo([falling], { order: "given" }));
  liesAt(stored, at([10, 7, 4, 1]));
  deepEqual([stored.order, stored.geometry.handedness], [[0, 1, 2, 3], "left"]);
});

Deno.test("RT dose: absolute offsets are patient z coordinates", () => {
  liesAt(theVolume(replyTo([grid([10, 13, 16])])), at([10, 13, 16]));
  liesAt(theVolume(replyTo([grid([10, 7, 4])], { order: "given" })), at([10, 7, 4]));
  // At z = 0 both forms say the same.
  const atZero = grid([0, 2, 4], { ImagePositionPatient: [-20, 5, 0] });
  liesAt(theVolume(replyTo([atZero])), at([0, 2, 4]));
});

Deno.test("RT dose: with rows to the right, offsets grow towards the feet", () => {
  const turned = grid([0, 3, 6], { ImageOrientationPatient: [-1, 0, 0, 0, 1, 0] });
  const volume = theVolume(replyTo([turned]));
  deepEqual(volume.geometry.directions, [[-2, 0, 0], [0, 3, 0], [0, 0, -3]]);
  liesAt(volume, at([10, 7, 4]));
  deepEqual([volume.order, volume.geometry.handedness], [[0, 1, 2], "right"]);
});

Deno.test("RT dose: oblique planes are stacked along their own normal", () => {
  // Rows and columns turned by 3-4-5 triangles, so that every cosine is exact in decimals:
  // (0.8, 0.6, 0) × (0, 0, −1) = (−0.6, 0.8, 0).
  const oblique = grid([0, 2.5, 5], { ImageOrientationPatient: [0.8, 0.6, 0, 0, 0, -1] });
  const volume = theVolume(replyTo([oblique]));
  liesAt(volume, [[-20, 5, 10], [-21.5, 7, 10], [-23, 9, 10]]);
  nearAll(volume.geometry.directions[0], [1.6, 1.2, 0], 1e-12);
  nearAll(volume.geometry.directions[1], [0, 0, -3], 1e-12);
});

Deno.test("RT dose: what DICOM gives no meaning gets no header", () => {
  // Absolute offsets on planes other than (1,0,0,0,1,0).
  const turned = { ImageOrientationPatient: [-1, 0, 0, 0, 1, 0] };
  throws(() => replyTo([grid([10, 13, 16], turned)]), refusedWith("bad-position", /10 mm/));
  const prone = { ImageOrientationPatient: [-1, 0, 0, 0, -1, 0] };
  throws(() => replyTo([grid([10, 13, 16], prone)]), refusedWith("bad-position"));
  throws(() => replyTo([grid([5, 8, 11])]), refusedWith("bad-position", /5 mm.*10 mm/));
  throws(
    () => replyTo([grid([0, 3, 6], { NumberOfFrames: 4 })]),
    refusedWith("bad-frame-count", /3 offsets; .* is 4$/),
  );
  throws(() => replyTo([grid([0, NaN, 6])]), refusedWith("bad-position"));
  throws(
    () => replyTo([grid([], { NumberOfFrames: 3 })]),
    refusedWith("no-geometry", /3 frames/),
  );
  throws(
    () => replyTo([{ SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2" }]),
    refusedWith("no-geometry", /no dose grid/),
  );
});

Deno.test("RT dose: irregular offsets are refused like any stack", () => {
  throws(() => replyTo([grid([0, 3, 6, 12, 15])]), refusedWith("missing-slices"));
  throws(() => replyTo([grid([0, 3, 6, 11, 14])]), refusedWith("irregular-spacing"));
  const filled = theVolume(replyTo([grid([0, 3, 6, 12, 15])], { uneven: "fill" }));
  deepEqual([filled.sizes, filled.order], [[4, 3, 6], [0, 1, 2, null, 3, 4]]);
});

Deno.test("RT dose: planes in objects of their own, and a lone one", () => {
  const single = (z: number): Values => {
    const { GridFrameOffsetVector: _, NumberOfFrames: __, ...rest } = grid([0], {
      ImagePositionPatient: [-20, 5, z],
    });
    return rest;
  };
  liesAt(theVolume(replyTo([12, 9, 15].map(single))), at([9, 12, 15]));
  const alone = theVolume(replyTo([single(12)]));
  deepEqual(alone.sizes, [4, 3, 1]);
  ok(alone.findings.some(({ code }) => code === "single-slice"));
});

Deno.test("RT dose: the scaling is told, since NRRD cannot hold it", () => {
  const { findings, type } = theVolume(replyTo([grid([0, 3])]));
  const finding = findings.find(({ code }) => code === "rescale-needed");
  deepEqual([type, finding?.slope, finding?.intercept], ["unsigned int", 0.00025, 0]);
});

Deno.test({
  name: "RT dose of the corpus: fifteen frames, 5 mm apart, and a cut copy of them",
  ignore: !corpusSets().some(({ id }) => id === "rtdose_15"),
  async fn() {
    const { objects, skipped } = collect(await corpusFiles("rtdose_15"));
    const reply = makeReply(objects, skipped, DEFAULT_OPTIONS);
    const volume = theVolume(reply);
    deepEqual(volume.sizes, [10, 10, 15]);
    liesAt(volume, [...Array(15).keys()].map((k) => [189.43125, 199.43125, -761.87 + 5 * k]));
    // It says fifteen offsets and one frame, so nobody knows what its pixels are.
    deepEqual(reply.skipped.map(({ file, reason }) => [file, reason]), [
      ["rtdose_1frame.dcm", "bad-frame-count"],
    ]);
  },
});

Deno.test("RT dose: every grid is a volume, wherever it lies; single planes make one together", () => {
  for (const z of [10, 11, 19]) {
    const { volumes, refused } = replyTo([
      grid([0, 3, 6], { SOPInstanceUID: "1.2.1", InstanceNumber: 1 }),
      grid([0, 3, 6], {
        SOPInstanceUID: "1.2.2",
        InstanceNumber: 2,
        ImagePositionPatient: [-20, 5, z],
      }),
    ]);
    deepEqual(refused, []);
    liesAt(volumes[0]!, at([10, 13, 16]));
    liesAt(volumes[1]!, at([z, z + 3, z + 6]));
    deepEqual(
      volumes.map(codesOf),
      [["rescale-needed", "several-volumes"], ["rescale-needed", "several-volumes"]],
    );
  }
  const planes = [10, 13, 16].map((z, n) =>
    grid([0], { SOPInstanceUID: `1.2.${n}`, ImagePositionPatient: [-20, 5, z] })
  );
  liesAt(theVolume(replyTo(planes)), at([10, 13, 16]));
});
