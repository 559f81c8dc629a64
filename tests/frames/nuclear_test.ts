import { readFrames } from "../../lib/frames/mod.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal, nearAll, throws } from "../assert.ts";
import { objectsOf, type Values } from "../support/dataset.ts";
import { liesAt, refusedWith, replyTo, theVolume } from "../support/reply.ts";

const AXIAL = [1, 0, 0, 0, 1, 0];

/** Reconstructed slices with 4.8 mm pixels; the plane stands with the detector. */
function tomogram(others: Values = {}): Values {
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.20",
    ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
    NumberOfFrames: 5,
    SliceVector: [1, 2, 3, 4, 5],
    SpacingBetweenSlices: 4,
    SliceThickness: 4,
    PixelSpacing: [4.8, 4.8],
    Columns: 8,
    Rows: 6,
    BitsAllocated: 16,
    PixelRepresentation: 0,
    DetectorInformationSequence: [{
      ImagePositionPatient: [-100, -80, 30],
      ImageOrientationPatient: AXIAL,
    }],
    ...others,
  };
}

const at = (heights: readonly number[]): Vector[] => heights.map((z) => [-100, -80, z]);

Deno.test("NM: a positive spacing stacks along row × column", () => {
  const volume = theVolume(replyTo([tomogram()]));
  deepEqual(volume.sizes, [8, 6, 5]);
  deepEqual(volume.geometry.directions, [[4.8, 0, 0], [0, 4.8, 0], [0, 0, 4]]);
  liesAt(volume, at([30, 34, 38, 42, 46]));
  deepEqual(volume.order, [0, 1, 2, 3, 4]);
});

Deno.test("NM: a negative spacing stacks the other way, sorted and as stored", () => {
  const negative = tomogram({ SpacingBetweenSlices: -4 });
  const sorted = theVolume(replyTo([negative]));
  liesAt(sorted, at([14, 18, 22, 26, 30]));
  deepEqual(sorted.order, [4, 3, 2, 1, 0]);
  const stored = theVolume(replyTo([negative], { order: "given" }));
  liesAt(stored, at([30, 26, 22, 18, 14]));
  deepEqual(stored.geometry.handedness, "left");
});

Deno.test("NM: the sign counts along the planes' own normal", () => {
  // Coronal: (1,0,0) × (0,0,−1) = (0,1,0).
  const coronal = (spacing: number): Values =>
    tomogram({
      SpacingBetweenSlices: spacing,
      DetectorInformationSequence: [{
        ImagePositionPatient: [-100, -80, 30],
        ImageOrientationPatient: [1, 0, 0, 0, 0, -1],
      }],
    });
  const order = { order: "given" } as const;
  nearAll(
    theVolume(replyTo([coronal(4)], order)).geometry.directions[2],
    [0, 4, 0],
    1e-12,
  );
  nearAll(
    theVolume(replyTo([coronal(-4)], order)).geometry.directions[2],
    [0, -4, 0],
    1e-12,
  );
});

Deno.test("NM: spacing, not thickness, and only from the object's own words", () => {
  const thick = theVolume(replyTo([tomogram({ SliceThickness: 9 })]));
  liesAt(thick, at([30, 34, 38, 42, 46]));
  const { SpacingBetweenSlices: _, ...silent } = tomogram();
  throws(() => replyTo([silent]), refusedWith("bad-spacing", /5 frames/));
  throws(() => replyTo([tomogram({ SpacingBetweenSlices: 0 })]), refusedWith("bad-spacing"));
});

Deno.test("NM: the slice vector says which slice a frame is", () => {
  const shuffled = theVolume(replyTo([tomogram({ SliceVector: [1, 3, 5, 2, 4] })]));
  liesAt(shuffled, at([30, 34, 38, 42, 46]));
  deepEqual(shuffled.order, [0, 3, 1, 4, 2]);
  const { SliceVector: _, ...plain } = tomogram();
  liesAt(theVolume(replyTo([plain])), at([30, 34, 38, 42, 46]));
  throws(
    () => replyTo([tomogram({ SliceVector: [1, 2, 3] })]),
    refusedWith("bad-frame-count", /3 slice numbers; .* is 5$/),
  );
  throws(() => replyTo([tomogram({ SliceVector: [5, 4, 3, 2, 1] })]), refusedWith("bad-position"));
});

Deno.test("NM: several energy windows without a slice vector do not become one stack", () => {
  const windows = { NumberOfFrames: 4, EnergyWindowVector: [1, 1, 2, 2] };
  const { frames, skipped } = readFrames(objectsOf([tomogram({ ...windows, SliceVector: [] })]));
  deepEqual([frames.length, skipped[0]!.reason], [0, "bad-frame-count"]);
  const volume = theVolume(replyTo([tomogram({ ...windows, SliceVector: [1, 2, 1, 2] })]));
  deepEqual([volume.sizes, volume.axis4!.by], [[8, 6, 2, 2], "EnergyWindowVector"]);
});

Deno.test("NM: gated frames carry their interval and time slot, and keep their positions", () => {
  // Two time slots of three slices, slices fastest, as DICOM orders them.
  const gated = tomogram({
    ImageType: ["ORIGINAL", "PRIMARY", "RECON GATED TOMO", "EMISSION"],
    NumberOfFrames: 6,
    RRIntervalVector: [1, 1, 1, 1, 1, 1],
    TimeSlotVector: [1, 1, 1, 2, 2, 2],
    SliceVector: [1, 2, 3, 1, 2, 3],
  });
  const { frames, skipped } = readFrames(objectsOf([gated]));
  deepEqual(skipped, []);
  deepEqual(
    frames.map(({ plane, attributes }) => [
      plane.position[2],
      ...attributes.numbers("TimeSlotVector"),
      ...attributes.numbers("RRIntervalVector"),
    ]),
    [[30, 1, 1], [34, 1, 1], [38, 1, 1], [30, 2, 1], [34, 2, 1], [38, 2, 1]],
  );
  const { volumes: [volume] } = replyTo([gated]);
  deepEqual(volume!.sizes, [8, 6, 3, 2]);
  deepEqual([volume!.axis4?.by, volume!.axis4?.values], ["TimeSlotVector", [1, 2]]);
  const { SliceVector: _, ...vague } = gated;
  throws(() => replyTo([vague]), refusedWith("bad-frame-count", /0 slice numbers; .* is 6$/));
});

Deno.test("NM: two R-R intervals of two time slots do not become one stack", () => {
  const gated = tomogram({
    ImageType: ["ORIGINAL", "PRIMARY", "RECON GATED TOMO", "EMISSION"],
    NumberOfFrames: 8,
    RRIntervalVector: [1, 1, 1, 1, 2, 2, 2, 2],
    TimeSlotVector: [1, 1, 2, 2, 1, 1, 2, 2],
    SliceVector: [1, 2, 1, 2, 1, 2, 1, 2],
  });
  const { volumes, refused } = replyTo([gated]);
  deepEqual(refused, []);
  for (const volume of volumes) {
    deepEqual(volume.sizes.slice(0, 3), [8, 6, 2]);
    deepEqual(volume.geometry.directions[2], [0, 0, 4]);
  }
  equal(volumes.reduce((sum, { sizes }) => sum + (sizes[3] ?? 1), 0), 4);
});

Deno.test("NM: detectors that agree are one, others are none", () => {
  const item = { ImagePositionPatient: [-100, -80, 30], ImageOrientationPatient: AXIAL };
  const both = tomogram({ DetectorInformationSequence: [item, item] });
  liesAt(theVolume(replyTo([both])), at([30, 34, 38, 42, 46]));
  const other = { ...item, ImagePositionPatient: [-100, -80, 31] };
  throws(
    () => replyTo([tomogram({ DetectorInformationSequence: [item, other] })]),
    refusedWith("no-geometry", /2 different planes/),
  );
  const top = tomogram({ DetectorInformationSequence: [{ SliceThickness: 1 }], ...item });
  liesAt(theVolume(replyTo([top])), at([30, 34, 38, 42, 46]));
  throws(
    () => replyTo([tomogram({ DetectorInformationSequence: [] })]),
    refusedWith("no-geometry"),
  );
});

Deno.test("NM: projections are refused by name", () => {
  for (const type of ["STATIC", "WHOLE BODY", "DYNAMIC", "GATED", "TOMO", "GATED TOMO"]) {
    const object = tomogram({ ImageType: ["ORIGINAL", "PRIMARY", type, "EMISSION"] });
    throws(() => replyTo([object]), refusedWith("no-geometry", new RegExp(`medicine ${type} `)));
  }
  throws(
    () => replyTo([tomogram({ ImageType: ["ORIGINAL", "PRIMARY", "SMITH^JOHN"] })]),
    refusedWith("no-geometry", /^(?!.*SMITH)/),
  );
});

Deno.test("NM: without a SOP class, the detector sequence says what it is", () => {
  const { SOPClassUID: _, ...nameless } = tomogram({ SpacingBetweenSlices: -4 });
  liesAt(theVolume(replyTo([nameless])), at([14, 18, 22, 26, 30]));
});

Deno.test("NM: a single reconstructed slice stands where its detector says", () => {
  const single = tomogram({ NumberOfFrames: 1, SliceVector: [1], SpacingBetweenSlices: -4 });
  const volume = theVolume(replyTo([single]));
  liesAt(volume, at([30]));
  deepEqual(volume.geometry.directions[2], [0, 0, 4]);
});
