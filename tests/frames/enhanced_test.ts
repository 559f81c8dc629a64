import { fc } from "../support/property.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import { enhanced } from "../../lib/frames/enhanced.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { Reply, VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, nearAll, ok, throws } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import type { Attributes } from "../support/dicom_writer.ts";
import { type EnhancedFile, type EnhancedOptions, makeEnhanced } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { liesAt, makeReply, refusedWith, theVolume } from "../support/reply.ts";
import { evenly, type Triple } from "../support/series.ts";
import { planesOf } from "../support/truth.ts";

function replyTo(files: readonly EnhancedFile[], options: Partial<HeaderOptions> = {}): Reply {
  const { objects, skipped } = collect(files);
  return makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
}

const volumeOf = (made: EnhancedOptions, options: Partial<HeaderOptions> = {}): VolumeReply =>
  theVolume(replyTo([makeEnhanced(made)], options));

const objectOf = (made: EnhancedOptions): DicomObject => collect([makeEnhanced(made)]).objects[0]!;

const framesOf = (object: DicomObject) => enhanced.frames(object)!;

const at = (...heights: readonly number[]): Triple[] => heights.map((z) => [-10, -20, z]);
const codes = ({ findings }: VolumeReply) => findings.map(({ code }) => code);

Deno.test("enhanced: frames that rise", () => {
  const volume = volumeOf({ positions: at(10, 13, 16, 19, 22) });
  deepEqual(volume.sizes, [8, 6, 5]);
  liesAt(volume, at(10, 13, 16, 19, 22));
  deepEqual(volume.order, [0, 1, 2, 3, 4]);
  deepEqual(volume.slices.map(({ given, frame }) => [given, frame]), [
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
  ]);
});

Deno.test("enhanced: frames that fall, sorted and as stored", () => {
  const positions = at(22, 19, 16, 13, 10);
  const sorted = volumeOf({ positions });
  liesAt(sorted, at(10, 13, 16, 19, 22));
  deepEqual(sorted.order, [4, 3, 2, 1, 0]);
  const stored = volumeOf({ positions }, { order: "given" });
  liesAt(stored, positions);
  equal(stored.geometry.handedness, "left");
});

Deno.test("enhanced: interleaved frames, which no header can describe as stored", () => {
  const positions = at(10, 16, 22, 13, 19);
  const volume = volumeOf({ positions });
  liesAt(volume, at(10, 13, 16, 19, 22));
  deepEqual(volume.order, [0, 3, 1, 4, 2]);
  throws(() => volumeOf({ positions }, { order: "given" }), refusedWith("order-not-regular"));
});

Deno.test("enhanced: whatever the order of the frames, one and the same volume", () => {
  const heights = [...Array(12).keys()].map((k) => 10 + 2.5 * k);
  const shuffled = fc.shuffledSubarray(heights, { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(shuffled, (stored) => {
      const volume = volumeOf({ positions: at(...stored) });
      liesAt(volume, at(...heights));
      deepEqual(volume.order.map((place) => stored[place!]), heights);
    }),
    { numRuns: 20 },
  );
});

Deno.test("enhanced: planes stand in shared groups or in each frame's, in every encoding", () => {
  // Rows run along +y, columns along −z: the slices along +y × −z = −x.
  const positions: Triple[] = [[5, 1, 2], [3, 1, 2], [1, 1, 2]];
  const expected = [[0, 0.5, 0], [0, 0, -0.9], [-2, 0, 0]];
  const transferSyntaxes = ["implicit", "explicit", "big-endian", "deflated"] as const;
  for (const groups of ["shared", "per-frame"] as const) {
    for (const transferSyntax of transferSyntaxes) {
      for (const open of [false, true]) {
        const volume = volumeOf({
          positions,
          orientation: [0, 1, 0, 0, 0, -1],
          pixelSpacing: [0.9, 0.5],
          groups,
          transferSyntax,
          open,
        });
        deepEqual(volume.geometry.origin, [5, 1, 2]);
        volume.geometry.directions.forEach((step, axis) => nearAll(step, expected[axis]!, 1e-12));
        deepEqual(volume.sizes, [8, 6, 3]);
      }
    }
  }
});

Deno.test("enhanced: a missing frame is a hole", () => {
  throws(() => volumeOf({ positions: at(10, 13, 19, 22) }), refusedWith("missing-slices", /6 mm/));
});

for (const [name, place] of [["time", "time-fast"], ["slice", "slice-fast"]] as const) {
  Deno.test(`enhanced: 5 slices at 2 times, ${name} changes fastest`, () => {
    const times = place === "time-fast" ? (f: number) => f % 2 : (f: number) => Math.floor(f / 5);
    const slices = place === "time-fast" ? (f: number) => f >> 1 : (f: number) => f % 5;
    const volume = volumeOf({
      positions: at(...[...Array(10).keys()].map((frame) => 10 + 3 * slices(frame))),
      content: (frame) => ({
        StackID: "1",
        InStackPositionNumber: slices(frame) + 1,
        TemporalPositionIndex: times(frame) + 1,
        DimensionIndexValues: [1, slices(frame) + 1, times(frame) + 1],
      }),
    });
    deepEqual(volume.sizes, [8, 6, 5, 2]);
    deepEqual(volume.geometry.origin, [-10, -20, 10]);
    deepEqual(volume.geometry.directions[2], [0, 0, 3]);
    equal(volume.slices.length, 10);
    for (const { index, frame } of volume.slices) {
      deepEqual(index, [slices(frame), times(frame)]);
    }
  });
}

Deno.test("enhanced: one volume in several files", () => {
  const concatenation = (name: string, heights: readonly number[], number: number) =>
    makeEnhanced({
      name,
      positions: at(...heights),
      attributes: { InConcatenationNumber: number },
    });
  const volume = theVolume(replyTo([
    concatenation("b", [19, 22], 2),
    concatenation("a", [10, 13, 16], 1),
  ]));
  liesAt(volume, at(10, 13, 16, 19, 22));
  deepEqual(volume.slices.map(({ file, frame }) => `${file}${frame}`), [
    "a0",
    "a1",
    "a2",
    "b0",
    "b1",
  ]);
  deepEqual(volume.order, [2, 3, 4, 0, 1]);
});

Deno.test("enhanced: one file per volume", () => {
  const file = (time: number) =>
    makeEnhanced({
      name: `${time}`,
      positions: at(10, 13, 16),
      content: () => ({ TemporalPositionIndex: time }),
      attributes: { InstanceNumber: time },
    });
  const volume = theVolume(replyTo([file(2), file(1), file(3)]));
  deepEqual(volume.sizes, [8, 6, 3, 3]);
  for (const { index, file, frame } of volume.slices) {
    deepEqual([frame, Number(file) - 1], index);
  }
});

Deno.test("enhanced: stacks with the same orientation stay apart, by Stack ID", () => {
  const positions: Triple[] = [
    ...evenly([0, 0, 0], [0, 0, 2], 3),
    ...evenly([0, 0, 9], [0, 0, 5], 3),
  ];
  const content = (frame: number) => ({ StackID: frame < 3 ? "1" : "2" });
  const { volumes } = replyTo([makeEnhanced({ positions, content })]);
  deepEqual(
    volumes.map(({ sizes, geometry }) => [sizes[2], geometry.origin, geometry.directions[2]]),
    [[3, [0, 0, 0], [0, 0, 2]], [3, [0, 0, 9], [0, 0, 5]]],
  );
});

Deno.test("enhanced: stacks with orientations of their own", () => {
  const sagittal = (frame: number) =>
    frame < 3
      ? {}
      : { PlaneOrientationSequence: [{ ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }] };
  const positions: Triple[] = [...at(10, 13, 16), [4, 0, 0], [2, 0, 0]];
  const { volumes } = replyTo([makeEnhanced({ positions, frame: sagittal })]);
  deepEqual(volumes.map(({ sizes }) => sizes[2]), [3, 2]);
  deepEqual(volumes[1]!.geometry.origin, [4, 0, 0]);
  deepEqual(volumes[1]!.geometry.directions[2], [-2, 0, 0]);
});

Deno.test("enhanced: thickness, spacing tag and rescale of the functional groups count", () => {
  const volume = volumeOf({
    positions: at(10, 13, 16),
    shared: {
      PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 2, SpacingBetweenSlices: 4 }],
      PixelValueTransformationSequence: [{ RescaleSlope: 2.5, RescaleIntercept: -7 }],
    },
    attributes: { SliceThickness: 3, SpacingBetweenSlices: 3 },
  });
  const finding = (code: string) => volume.findings.find((finding) => finding.code === code);
  equal(finding("thickness-is-not-spacing")?.thickness, 2);
  equal(finding("spacing-tag-disagrees")?.spacingBetweenSlices, 4);
  deepEqual([finding("rescale-needed")?.slope, finding("rescale-needed")?.intercept], [2.5, -7]);
});

Deno.test("enhanced: a rescale of each frame's own is told", () => {
  const frame = (frame: number) => ({
    PixelValueTransformationSequence: [{ RescaleSlope: frame + 1, RescaleIntercept: 0 }],
  });
  ok(codes(volumeOf({ positions: at(10, 13, 16), frame })).includes("rescale-varies"));
});

Deno.test("enhanced: a frame without position is named", () => {
  const positions = [...at(10, 13), undefined, ...at(19)];
  throws(() => framesOf(objectOf({ positions })), (error) => {
    refusedWith("no-geometry", /Plane Position Sequence \(0020,9113\) .* frame 3 of 4$/)(error);
    deepEqual((error as { details: unknown }).details, {
      frame: 2,
      frames: 4,
      lacking: [{ macro: "PlanePositionSequence", frames: 1 }],
    });
    return true;
  });
  const orientation: number[] = [];
  throws(
    () => framesOf(objectOf({ positions: at(10, 13), orientation })),
    refusedWith("no-geometry", /Plane Orientation Sequence \(0020,9116\) .* all 2 frames$/),
  );
  throws(
    () => framesOf(objectOf({ positions: at(10, 13), orientation: [1, 0, 0, 0, 2, 0] })),
    refusedWith("bad-orientation", /^frame 1 of 2: /),
  );
});

Deno.test("enhanced: a position at the top level is that of one frame, not of several", () => {
  const attributes = { ImagePositionPatient: [1, 2, 3] };
  throws(
    () => framesOf(objectOf({ positions: [undefined, undefined], attributes })),
    refusedWith("no-geometry", /Plane Position Sequence .* all 2 frames$/),
  );
  const [frame] = framesOf(objectOf({ positions: [undefined], attributes }));
  deepEqual(frame!.plane.position, [1, 2, 3]);
});

Deno.test("enhanced: more or fewer functional groups than frames are refused", () => {
  const objectWith = (NumberOfFrames: number | undefined) =>
    objectOf({ positions: at(10, 13, 16), attributes: { NumberOfFrames } });
  throws(() => framesOf(objectWith(4)), refusedWith("bad-frame-count", /4 frames.* 3:/));
  throws(() => framesOf(objectWith(2)), refusedWith("bad-frame-count", /2 frames.* 3:/));
  // Anonymisers may remove the number; nothing contradicts then.
  equal(framesOf(objectWith(undefined)).length, 3);
  throws(
    () =>
      framesOf(objectOf({
        positions: [],
        attributes: { NumberOfFrames: undefined, PerFrameFunctionalGroupsSequence: [] },
      })),
    refusedWith("bad-frame-count", /1 frame,.* 0:/),
  );
});

const ultrasound = (frame: (frame: number) => Attributes): EnhancedOptions => ({
  positions: [undefined, undefined, undefined],
  frame,
  shared: { PlaneOrientationVolumeSequence: [{ ImageOrientationVolume: [1, 0, 0, 0, 1, 0] }] },
  attributes: {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.6.2",
    Modality: "US",
    VolumeFrameOfReferenceUID: "1.2.3",
  },
});
const inVolume = (frame: number): Attributes => ({
  PlanePositionVolumeSequence: [{ ImagePositionVolume: [0.1, 0.2, frame / 8] }],
});

Deno.test("enhanced: an ultrasound volume in coordinates of its own says that it is", () => {
  const volume = volumeOf(ultrasound(inVolume));
  deepEqual(volume.geometry.origin, [0.1, 0.2, 0]);
  deepEqual(volume.geometry.directions[2], [0, 0, 0.125]);
  ok(codes(volume).includes("not-patient-coordinates"));
  // Nor is there a plane of the patient, and the coordinates have a frame of reference of their own.
  equal(volume.words, "US, 3 slices, slice spacing 0.125 mm");
  equal(volume.series.frameOfReferenceUID, "1.2.3");
});

Deno.test("enhanced: the patient's coordinates win over the volume's", () => {
  const volume = volumeOf(ultrasound((frame) => ({
    ...inVolume(frame),
    PlanePositionSequence: [{ ImagePositionPatient: [-10, -20, 10 + frame] }],
  })));
  liesAt(volume, at(10, 11, 12));
  ok(!codes(volume).includes("not-patient-coordinates"));
});

Deno.test("enhanced: objects with functional groups that are no slices are left to others", () => {
  const accepted = (uid: string, others: Partial<EnhancedOptions> = {}) =>
    enhanced.frames(
      objectOf({ positions: at(1), attributes: { SOPClassUID: uid }, ...others }),
    ) !== undefined;
  const storage = (branch: string) => `1.2.840.10008.5.1.4.1.1.${branch}`;
  // CT, MR, MR colour, PET, their legacy converted forms, X-Ray 3D, tomosynthesis, OPT, maps.
  const read = ["2.1", "4.1", "4.3", "130", "2.2", "4.4", "128.1", "13.1.1", "13.1.2", "13.1.3"];
  for (const branch of [...read, "77.1.5.4", "30"]) ok(accepted(storage(branch)), branch);
  // MR spectroscopy, whole-slide microscopy. Segmentations were asked for before.
  for (const branch of ["4.2", "77.1.6"]) ok(!accepted(storage(branch)), branch);
  // Angiography: a projection, unless a position says otherwise.
  ok(!accepted(storage("12.1.1"), { positions: [undefined] }));
  ok(accepted(storage("12.1.1")));
  throws(
    () =>
      replyTo([makeEnhanced({
        positions: [undefined, undefined],
        attributes: { SOPClassUID: storage("12.1.1") },
      })]),
    refusedWith("no-geometry", /projection/),
  );
});

Deno.test("enhanced: 5,000 frames", () => {
  const volume = volumeOf({
    positions: at(...[...Array(5000).keys()].map((frame) => 2 * Math.floor(frame / 50))),
    groups: "per-frame",
    content: (frame) => ({ TemporalPositionIndex: frame % 50 + 1 }),
    pixelBytes: 0,
  });
  deepEqual(volume.sizes, [8, 6, 100, 50]);
  deepEqual(volume.geometry.directions[2], [0, 0, 2]);
  for (const { index, frame } of volume.slices) {
    deepEqual(index, [Math.floor(frame / 50), frame % 50]);
  }
});

for (const { id } of corpusSets().filter(({ kinds }) => kinds.includes("enhanced"))) {
  Deno.test(`enhanced: every frame of ${id} lies where another parser finds it`, async () => {
    const files = await corpusFiles(id);
    const { objects, skipped } = collect(files);
    deepEqual(skipped, []);
    for (const object of objects) {
      const frames = framesOf(object);
      const truth = planesOf(files[object.given]!.bytes);
      ok(truth.length > 1);
      deepEqual(frames.map(({ number }) => number), truth.map(({ frame }) => frame));
      frames.forEach(({ plane, number }) => {
        const { position, columnStep, rowStep, columns, rows } = truth[number]!;
        deepEqual(plane.position, position);
        nearAll(plane.row.map((c) => c * plane.columnSpacing), columnStep, 1e-12);
        nearAll(plane.column.map((c) => c * plane.rowSpacing), rowStep, 1e-12);
        deepEqual([plane.columns, plane.rows], [columns, rows]);
      });
    }
  });
}

Deno.test("enhanced: a frame with an empty plane position has none, whatever the object says", () => {
  const made = {
    positions: [...at(10, 13), undefined],
    frame: (frame: number) => frame === 2 ? { PlanePositionSequence: [{}] } : {},
    attributes: { ImagePositionPatient: [-10, -20, 16] },
  };
  throws(() => replyTo([makeEnhanced(made)]), refusedWith("no-geometry", /frame 3 of 3/));
});
