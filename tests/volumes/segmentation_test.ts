import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { Reply, VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, match, near, nearAll, ok, throws } from "../assert.ts";
import { cornersOf, setDistance } from "../support/corners.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { freshUid } from "../support/dicom_writer.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { readSegments } from "../support/nrrd_segments.ts";
import { collect } from "../support/objects.ts";
import { codesOf, makeReply, refusedWith, theVolume } from "../support/reply.ts";
import {
  makeSegmentation,
  segment,
  type SegmentationOptions,
  type SegmentFrame,
} from "../support/segmentation.ts";
import { evenly, makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { planesOf } from "../support/truth.ts";

type File = { readonly name: string; readonly bytes: Uint8Array };

function replyTo(files: readonly File[], options: Partial<HeaderOptions> = {}): Reply {
  const { objects, skipped } = collect(files);
  return makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
}

const volumeOf = (made: SegmentationOptions, options: Partial<HeaderOptions> = {}) =>
  theVolume(replyTo([makeSegmentation(made)], options));

const at = (height: number): Triple => [-10, -20, height];
/** One segment's frames at these heights. */
const mask = (segment: number, ...heights: number[]): SegmentFrame[] =>
  heights.map((height) => [at(height), segment]);

const finding = ({ findings }: VolumeReply, code: string) =>
  findings.find((finding) => finding.code === code);
const layersOf = ({ segments }: VolumeReply) =>
  segments!.map(({ number, layer, labelValue }) => [number, layer, labelValue]);

Deno.test("segmentation: its own planes make the grid, empty ones included", () => {
  const volume = volumeOf({ frames: mask(1, 20, 2.5, 0, 10), thickness: 2.5 });
  equal(volume.fileName, "volume.seg.nrrd");
  deepEqual(volume.sizes, [8, 6, 9]);
  deepEqual(volume.geometry.origin, at(0));
  deepEqual(volume.geometry.directions[2], [0, 0, 2.5]);
  deepEqual(volume.slices.map(({ index, frame, segment }) => [index[0], frame, segment]), [
    [0, 2, 1],
    [1, 1, 1],
    [4, 3, 1],
    [8, 0, 1],
  ]);
  deepEqual(codesOf(volume), ["segmentation-own-grid", "planes-without-segments"]);
  deepEqual(finding(volume, "planes-without-segments")!.empty, [2, 3, 5, 6, 7]);
  equal(finding(volume, "segmentation-own-grid")!.imagesSent, false);
  deepEqual(readSegments(volume.header).map(({ extent }) => extent), [[0, 7, 0, 5, 0, 8]]);
});

Deno.test("segmentation: a declared spacing makes the grid if the planes lie on it", () => {
  const steps = (spacingBetweenSlices: number) =>
    volumeOf({ frames: mask(1, 0, 5, 15), spacingBetweenSlices }).sizes[2];
  equal(steps(2.5), 7);
  equal(steps(-2.5), 7);
  equal(steps(4), 4);
});

Deno.test("segmentation: an oblique one", () => {
  const orientation = [0.8, 0.6, 0, -0.6, 0.8, 0];
  const planes = evenly([1, 2, 3], [0, 0, 1.5], 6);
  const volume = volumeOf({
    frames: [5, 0, 1].map((k) => [planes[k]!, 1]),
    orientation,
    pixelSpacing: [2, 0.5],
  });
  const { origin, directions } = readNrrdGeometry(volume.header);
  nearAll(origin, planes[0]!, 1e-12);
  nearAll(directions.flat(), [0.4, 0.3, 0, -1.2, 1.6, 0, 0, 0, 1.5], 1e-12);
  equal(volume.sizes[2], 6);
});

Deno.test("segmentation: one plane has the declared depth", () => {
  const volume = volumeOf({ frames: mask(1, 7), thickness: 4, spacingBetweenSlices: 3 });
  deepEqual(volume.sizes, [8, 6, 1]);
  deepEqual(volume.geometry.directions[2], [0, 0, 3]);
  deepEqual(codesOf(volume), ["segmentation-own-grid", "single-slice"]);
});

Deno.test("segmentation: planes without a common step are refused", () => {
  const frames = mask(1, 0, 1, 2.37, 3.91);
  throws(() => volumeOf({ frames }), refusedWith("irregular-spacing"));
  throws(() => volumeOf({ frames }, { uneven: "split" }), refusedWith("irregular-spacing"));
  equal(volumeOf({ frames }, { uneven: "accept" }).sizes[2], 4);
});

Deno.test("segmentation: order=given keeps falling planes falling", () => {
  const falling = volumeOf({ frames: mask(1, 9, 6, 0) }, { order: "given" });
  deepEqual(falling.geometry.origin, at(9));
  deepEqual(falling.geometry.directions[2], [0, 0, -3]);
  equal(falling.geometry.handedness, "left");
  deepEqual(falling.slices.map(({ index }) => index[0]), [0, 1, 3]);
  deepEqual(
    falling.findings.filter(({ sorted }) => sorted !== undefined),
    [],
  );
});

Deno.test("segmentation: the same segment twice in one slice is refused", () => {
  throws(
    () => volumeOf({ frames: mask(1, 0, 1, 0) }),
    refusedWith("duplicate-positions", /segment 1 has two frames in slice 0/),
  );
});

/** Images 2.5 mm apart, and a segmentation of some of them that names their series. */
function withImages(
  heights: readonly number[],
  images: SeriesOptions = {},
  others: Partial<SegmentationOptions> = {},
): File[] {
  const [series, space] = [freshUid(), freshUid()];
  const attributes = { SeriesInstanceUID: series, FrameOfReferenceUID: space };
  return [
    ...makeSeries({
      first: at(0),
      step: [0, 0, 2.5],
      count: 12,
      ...images,
      attributes: { ...attributes, ...images.attributes },
    }),
    makeSegmentation({
      frames: mask(1, ...heights),
      thickness: 2.5,
      referencedSeries: series,
      frameOfReference: space,
      ...others,
    }),
  ];
}

Deno.test("segmentation: the grid of the images that come along", () => {
  const { volumes } = replyTo(withImages([5, 7.5, 20]));
  const [images, segments] = volumes as [VolumeReply, VolumeReply];
  deepEqual(volumes.map(({ fileName }) => fileName), ["volume_0.nrrd", "volume_1.seg.nrrd"]);
  deepEqual(segments.geometry, images.geometry);
  deepEqual(segments.sizes, [8, 6, 12]);
  equal(segments.type, "unsigned char");
  deepEqual(segments.slices.map(({ index }) => index[0]), [2, 3, 8]);
  deepEqual(codesOf(segments), ["planes-without-segments", "several-volumes"]);
});

Deno.test("segmentation: frames that jump to and fro are no reason to refuse an order", () => {
  // Segment by segment, and the second has a slice that the first lacks.
  const jumping = [...mask(1, 0, 9), ...mask(2, 3, 6, 9)];
  for (const frames of [jumping, mask(1, 0, 9, 3)]) {
    for (const order of ["given", "instance-number"] as const) {
      const { geometry, findings } = volumeOf({ frames }, { order });
      deepEqual([geometry.origin, geometry.directions[2]], [at(0), [0, 0, 3]]);
      match(
        findings.find(({ sorted }) => sorted === true)!.message,
        /in no regular order, so its slices are sorted by position/,
      );
    }
  }
});

Deno.test("segmentation: images in the order of the caller's array", () => {
  const falling = { first: at(27.5), step: [0, 0, -2.5] as Triple };
  const [images, segments] = replyTo(withImages([5, 7.5, 20], falling), { order: "given" }).volumes;
  equal(images!.geometry.handedness, "left");
  deepEqual(segments!.geometry, images!.geometry);
  deepEqual(segments!.slices.map(({ index }) => index[0]), [3, 8, 9]);
});

Deno.test("segmentation: positions printed with fewer digits lie on the images' grid", () => {
  const exact = { first: [-10, -20, 1 / 3] as Triple, step: [0, 0, 2.123456] as Triple };
  const frames: SegmentFrame[] = [2, 3].map((k) => [
    [-10, -20, Number((1 / 3 + k * 2.123456).toFixed(4))],
    1,
  ]);
  const segments = replyTo(withImages([], exact, { frames })).volumes[1]!;
  equal(segments.sizes[2], 12);
  deepEqual(segments.slices.map(({ index }) => index[0]), [2, 3]);
  near(segments.fit.maxError, 0, 5e-5);
});

Deno.test("segmentation: images that do not hold its planes", () => {
  const cases: [string, File[]][] = [
    ["between slices", withImages([5, 6.25])],
    ["outside", withImages([25, 27.5, 30])],
    ["other matrix", withImages([5, 7.5], { columns: 16 })],
    ["other pixels", withImages([5, 7.5], { pixelSpacing: [1, 1.1] })],
    ["beside", withImages([], {}, { frames: [[[-9, -20, 5], 1], [[-9, -20, 7.5], 1]] })],
    ["turned", withImages([5, 7.5], { row: [0, 1, 0], column: [-1, 0, 0] })],
  ];
  for (const [what, files] of cases) {
    const segments = replyTo(files).volumes[1]!;
    const found = finding(segments, "segmentation-own-grid")!;
    equal(found.imagesSent, true, what);
    equal(found.severity, "warning", what);
    ok(segments.sizes[2]! <= 3, what);
  }
});

Deno.test("segmentation: images of another space or series are not its images", () => {
  for (
    const others of [{ referencedSeries: freshUid() }, { frameOfReference: freshUid() }]
  ) {
    const segments = replyTo(withImages([5, 7.5], {}, others)).volumes[1]!;
    equal(finding(segments, "segmentation-own-grid")!.imagesSent, false);
    equal(segments.sizes[2], 2);
  }
});

Deno.test("segmentation: segments that cannot overlap share a layer", () => {
  const frames = [...mask(1, 0, 2), ...mask(4, 2, 4)];
  const apart = volumeOf({ frames, overlap: "NO" });
  deepEqual(layersOf(apart), [[1, 0, 1], [4, 0, 4]]);
  deepEqual(apart.kinds, ["domain", "domain", "domain"]);
  deepEqual(apart.slices.map(({ index }) => index), [[0], [1], [1], [2]]);
  equal(finding(apart, "segments-may-overlap"), undefined);
  // No frames in one slice: no overlap, whatever the object says.
  deepEqual(layersOf(volumeOf({ frames: [...mask(1, 0, 2), ...mask(4, 4, 6)] })), [
    [1, 0, 1],
    [4, 0, 4],
  ]);
});

Deno.test("segmentation: segments that may overlap have a layer each", () => {
  const frames = [...mask(1, 0, 2), ...mask(4, 2, 4), ...mask(2, 6)];
  for (const overlap of ["YES", "UNDEFINED", undefined]) {
    const volume = volumeOf({ frames, ...(overlap ? { overlap } : {}) });
    deepEqual(volume.kinds, ["list", "domain", "domain", "domain"]);
    deepEqual(volume.sizes, [3, 8, 6, 4]);
    deepEqual(layersOf(volume), [[1, 0, 1], [4, 1, 1], [2, 2, 1]]);
    deepEqual(volume.slices.map(({ index }) => index), [[0, 0], [1, 0], [1, 1], [2, 1], [3, 2]]);
    equal(finding(volume, "segments-may-overlap")!.layers, 3);
    equal(readSegments(volume.header).length, 3);
  }
});

Deno.test("segmentation: a label map has its stored values", () => {
  const frames: SegmentFrame[] = [[at(0)], [at(2)], [at(6)]];
  const segments = [segment(0), segment(7), segment(300)];
  const volume = volumeOf({ frames, segments, type: "LABELMAP" });
  deepEqual(layersOf(volume), [[7, 0, 7], [300, 0, 300]]);
  equal(volume.type, "unsigned short");
  deepEqual(volume.sizes, [8, 6, 4]);
  equal("segment" in volume.slices[0]!, false);
  equal(finding(volume, "background-not-zero"), undefined);

  const padded = volumeOf({
    frames,
    segments: [segment(7), segment(255)],
    type: "LABELMAP",
    attributes: { PixelPaddingValue: 255 },
  });
  deepEqual(layersOf(padded), [[7, 0, 7]]);
  equal(finding(padded, "background-not-zero")!.background, 255);
});

Deno.test("segmentation: fractions are an image for every segment", () => {
  const { volumes } = replyTo([makeSegmentation({
    frames: [...mask(1, 0, 2), ...mask(2, 2, 6)],
    type: "FRACTIONAL",
  })]);
  deepEqual(volumes.map(({ fileName, sizes, type }) => [fileName, sizes[2], type]), [
    ["volume_0.nrrd", 4, "unsigned char"],
    ["volume_1.nrrd", 4, "unsigned char"],
  ]);
  deepEqual(volumes.map(({ segments }) => segments!.map(({ number }) => number)), [[1], [2]]);
  deepEqual(volumes.map(({ order }) => order), [[0, 1, null, null], [null, 2, null, 3]]);
  for (const volume of volumes) {
    equal(readNrrdGeometry(volume.header).text.keyValues.size, 0);
    equal(finding(volume, "fractional-segment")!.maximum, 255);
  }
});

Deno.test("segmentation: several objects on one grid make one header", () => {
  const frameOfReference = freshUid();
  const made = (others: Partial<SegmentationOptions>) =>
    makeSegmentation({ frames: [], frameOfReference, ...others });
  const { volumes } = replyTo([
    made({ frames: [...mask(1, 0, 2), ...mask(2, 2)], overlap: "NO" }),
    made({ frames: [...mask(1, 2, 8), ...mask(3, 2)] }),
    made({ frames: [[at(4)], [at(6)]], type: "LABELMAP", segments: [segment(5), segment(6)] }),
  ]);
  equal(volumes.length, 1);
  const [volume] = volumes;
  deepEqual(volume!.sizes, [4, 8, 6, 5]);
  deepEqual(
    readSegments(volume!.header).map(({ id, layer, labelValue }) => [id, layer, labelValue]),
    [
      ["Segment_1_1", 0, 1],
      ["Segment_1_2", 0, 2],
      ["Segment_2_1", 1, 1],
      ["Segment_2_3", 2, 1],
      ["Segment_3_5", 3, 5],
      ["Segment_3_6", 3, 6],
    ],
  );
  deepEqual(volume!.slices.map(({ given, index }) => [given, ...index]), [
    [0, 0, 0],
    [0, 1, 0],
    [0, 1, 0],
    [1, 1, 1],
    [1, 4, 1],
    [1, 1, 2],
    [2, 2, 3],
    [2, 3, 3],
  ]);
  equal(finding(volume!, "several-segmentations")!.segmentations, 3);
});

Deno.test("segmentation: objects on grids of their own stay apart", () => {
  const frameOfReference = freshUid();
  const one = makeSegmentation({ frames: mask(1, 0, 2, 4), frameOfReference });
  const count = (others: Partial<SegmentationOptions>) =>
    replyTo([one, makeSegmentation({ frames: mask(1, 2, 4), frameOfReference, ...others })])
      .volumes.length;
  equal(count({}), 1);
  equal(count({ frames: mask(1, 1, 3) }), 2);
  equal(count({ frames: mask(1, 2.7, 4.7) }), 2);
  equal(count({ frameOfReference: freshUid() }), 2);
  equal(count({ pixelSpacing: [2, 2] }), 2);
  equal(count({ referencedSeries: freshUid() }), 2);
  equal(count({ type: "FRACTIONAL" }), 2);
});

Deno.test("segmentation: one that fails takes no other with it", () => {
  const { volumes, refused } = replyTo([
    makeSegmentation({ frames: mask(1, 0, 1, 2.37, 3.91) }),
    makeSegmentation({ frames: mask(1, 0, 1) }),
  ]);
  equal(volumes.length, 1);
  deepEqual(refused.map(({ code, given }) => [code, given]), [["irregular-spacing", [0]]]);
});

const sets = new Map(corpusSets().map((set) => [set.id, set]));

for (const id of ["seg_liver", "seg_23x38x3"].filter((id) => sets.has(id))) {
  Deno.test(`${id}: the grid that other tools see`, async () => {
    const volume = theVolume(replyTo(await corpusFiles(id)));
    const { corners_lps: corners } = sets.get(id) as unknown as { corners_lps: number[][] };
    ok(setDistance(cornersOf(readNrrdGeometry(volume.header)), corners) < 0.01);
    const [liver, ...others] = readSegments(volume.header);
    equal(others.length, 0);
    equal(liver!.name, "Liver");
    // Slicer's own colour for the liver.
    nearAll(liver!.color.map((c) => c * 255), [221, 130, 101], 0.5);
    deepEqual(liver!.terminology!.type, ["SRT", "T-62000", "Liver"]);
  });
}

if (sets.has("seg_23x38x3") && sets.has("ct_23x38x3")) {
  Deno.test("seg_23x38x3: with its images it has their grid", async () => {
    const files = [...await corpusFiles("ct_23x38x3"), ...await corpusFiles("seg_23x38x3")];
    const [images, segments] = replyTo(files).volumes;
    deepEqual(segments!.geometry, images!.geometry);
    deepEqual(codesOf(segments!), ["several-volumes"]);
  });
}

if (sets.has("seg_highdicom")) {
  /** Slices and layers by hand from the planes: 1.25 mm apart, one of them 202.5 mm below. */
  const EXPECTED: Readonly<Record<string, readonly number[]>> = {
    "seg_image_ct_binary.dcm": [16, 16, 3],
    "seg_image_ct_binary_fractional.dcm": [16, 16, 3],
    "seg_image_ct_binary_overlap.dcm": [2, 16, 16, 165],
    "seg_image_ct_binary_single_frame.dcm": [128, 128, 1],
    "seg_image_ct_true_fractional.dcm": [16, 16, 3],
  };
  Deno.test("seg_highdicom: every object on the grid of its own planes", async () => {
    const seen: string[] = [];
    for (const file of await corpusFiles("seg_highdicom")) {
      const truth = planesOf(file.bytes);
      if (truth.length === 0) {
        throws(() => replyTo([file]), refusedWith("no-geometry"), file.name);
        continue;
      }
      const volume = theVolume(replyTo([file]));
      const name = file.name.split("/").at(-1)!;
      seen.push(name);
      deepEqual(volume.sizes, EXPECTED[name], name);
      const { origin, directions } = readNrrdGeometry(volume.header);
      for (const { frame, index: [k] } of volume.slices) {
        const position = origin.map((start, c) => start + k * directions[2][c]!);
        nearAll(position, truth[frame]!.position, 1e-9, `${name} frame ${frame}`);
      }
      equal(volume.slices.length, truth.length, name);
    }
    deepEqual(seen.sort(), Object.keys(EXPECTED).sort());
  });
}

Deno.test("as many segments as a volume may have are labelled, one more is refused", () => {
  const most = 4096;
  // All are declared, one has a frame.
  const ask = (count: number) =>
    volumeOf({
      frames: mask(1, 0, 2),
      segments: Array.from({ length: count }, (_, k) => segment(k + 1)),
      overlap: "NO",
    });
  equal(ask(most).segments!.length, most);
  throws(() => ask(most + 1), (error) => {
    const { limit, maximum, found } = (error as { details: Record<string, unknown> }).details;
    deepEqual([limit, maximum, found], ["segments per volume", most, most + 1]);
    return refusedWith("limit-exceeded")(error);
  });
});

Deno.test("a segmentation with too many segments takes no other with it", () => {
  const declared = (count: number) => Array.from({ length: count }, (_, k) => segment(k + 1));
  const made = [4097, 3000, 3000].map((count) =>
    makeSegmentation({ frames: mask(1, 0, 2), segments: declared(count), overlap: "NO" })
  );
  const { volumes, refused } = replyTo(made);
  // On one grid the two would have too many together.
  deepEqual(volumes.map(({ segments }) => segments!.length), [3000, 3000]);
  deepEqual(refused.map(({ code, details, given }) => [code, details["limit"], given]), [
    ["limit-exceeded", "segments per volume", [0]],
  ]);
});

Deno.test("empty planes are counted, and the first hundred listed", () => {
  const volume = volumeOf({ frames: mask(1, 0, 2.5, 1000), thickness: 2.5 });
  const found = finding(volume, "planes-without-segments")!;
  deepEqual(found.empty, Array.from({ length: 100 }, (_, k) => k + 2));
  equal(found.emptyCount, 398);
});
