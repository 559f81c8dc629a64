/**
 * Datasets of which few make many volumes, layers, planes or comparisons.
 *
 * @module
 */

import type { Random } from "../../support/random.ts";
import { bareSlice, type Dataset, enhanced, segmentation, slice } from "../datasets.ts";
import { type Cases, gzip, type Hostile, joined, json, whole } from "../request.ts";

/** One dataset for each number from 0 on. */
function many<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: Math.max(1, Math.round(count)) }, (_, n) => make(n));
}

/** Attributes of which any may tell frames at one position apart. */
const AXES = [
  "TemporalPositionIdentifier",
  "TemporalPositionIndex",
  "EchoTime",
  "EchoNumbers",
  "FlipAngle",
  "InversionTime",
  "RepetitionTime",
  "KVP",
  "ContrastBolusAgentNumber",
  "AcquisitionNumber",
  "EffectiveEchoTime",
  "NominalPercentageOfCardiacPhase",
  "NominalPercentageOfRespiratoryPhase",
  "TemporalPositionTimeOffset",
  "TriggerTime",
  "FrameReferenceTime",
  "NominalCardiacTriggerDelayTime",
  "NominalRespiratoryTriggerDelayTime",
];

/** One-slice volumes, each with so many segments in the reply. */
function layers(path: string) {
  return (count: number, random: Random): Hostile => {
    const segments = random.of([4096, 4095, 2000, 1000, 500]);
    const volumes = Math.ceil(count * 1000 / segments);
    const own = random.of<(n: number) => Dataset>([
      (n) => ({ FrameOfReferenceUID: `1.3.${n}` }),
      (n) => ({ Rows: 4 + n }),
      () => ({}),
    ]);
    return json({
      instances: many(volumes, (n) => bareSlice(n, own(n))),
      options: { as: "segmentation", segments: many(segments, (n) => ({ value: n + 1 })) },
    }, path);
  };
}

/** Frames at one position: each value belongs to a pair, a triple, … */
function alike(count: number, random: Random): Hostile {
  const group = whole(random, 2, 4);
  const values = whole(random, 2, 4);
  const attributes = random.shuffled(AXES).slice(0, whole(random, 12, AXES.length));
  let shared: Dataset = {};
  return json(
    many(count, (n) => {
      if (n % group === 0) {
        shared = Object.fromEntries(attributes.map((name) => [name, random.below(values) + 1]));
      }
      return slice(0, { SOPInstanceUID: `1.2.3.${n}`, InstanceNumber: undefined, ...shared });
    }),
    "/v1/header?format=json",
  );
}

/** A grid of positions by one to three attributes, with holes. */
function holes(count: number, random: Random): Hostile {
  const names = random.shuffled(AXES).slice(0, whole(random, 1, 3));
  const positions = whole(random, 2, Math.max(2, Math.floor(Math.sqrt(count))));
  const steps = Math.max(2, Math.ceil(Math.pow(count / positions, 1 / names.length)));
  const path = `/v1/header?format=json${
    random.of(["", "&uneven=split", "&axis4=none", "&uneven=fill"])
  }`;
  const lost = random.of([0.0005, 0.05, 0.5]);
  return json(
    many(count, (n) => {
      const cell = Math.floor(n / positions);
      const values = names.map((name, k) => [name, Math.floor(cell / steps ** k) % steps + 1]);
      return slice(n % positions, {
        SOPInstanceUID: `1.2.3.${n}`,
        InstanceNumber: n,
        ...Object.fromEntries(values),
      });
    }).filter((_, n) => n === 0 || !random.chance(lost)),
    path,
  );
}

/** Few frames that lie so far apart that the grid between them is large. */
function gap(count: number, random: Random): Hostile {
  const uneven = random.of(["fill", "refuse", "accept", "split"]);
  const steps = [0, 1, 2, 3, count, count + 1];
  return json(
    steps.map((z, n) => slice(n, { ImagePositionPatient: [0, 0, z] })),
    `/v1/header?format=json&uneven=${uneven}`,
  );
}

const HEADER = "/v1/header?format=json";
const NRRD = [
  "NRRD0004",
  "type: short",
  "dimension: 3",
  "space: left-posterior-superior",
  "sizes: 4 4 1",
  "space directions: (1,0,0) (0,1,0) (0,0,1)",
  "space origin: (0,0,0)",
  "encoding: raw",
  "endian: little",
  "",
  "",
].join("\n");

/** By name. */
export const VOLUMES: Cases = {
  "volumes-times-segments": [10_000, layers(HEADER)],
  "volumes-times-segments-zip": [10_000, layers("/v1/header?format=zip")],
  "volumes-times-segments-text": [10_000, layers("/v1/header?volume=0")],
  "volumes-in-check": [
    15_000,
    (count) => json({ header: NRRD, instances: many(count, (n) => bareSlice(n)) }, "/v1/check"),
    1,
  ],
  "volumes-many": [9900, (count, random) => {
    const format = random.of(["json", "zip", "text"]);
    const metadata = random.of(["", "&metadata=acquisition", "&data=mask.raw"]);
    return json(many(count, (n) => bareSlice(n)), `/v1/header?format=${format}${metadata}`);
  }, 2],
  "volumes-of-other-frames-of-reference": [
    9900,
    (count) =>
      json(
        many(
          count,
          (n) => slice(0, { SOPInstanceUID: `1.2.3.${n}`, FrameOfReferenceUID: `1.3.${n}` }),
        ),
        HEADER,
      ),
    2,
  ],
  "empty-planes": [4000, (count, random) => {
    const far = random.of([9990, 5000, 1000, 99_000, 1e6]);
    return json(
      many(count, (n) => segmentation(n, [[0, 0, 0], [0, 0, far]])),
      random.of([HEADER, "/v1/header?format=zip"]),
    );
  }, 4],
  "empty-planes-of-one": [
    60_000,
    (count) => json(segmentation(0, [[0, 0, 0], [0, 0, 1], [0, 0, count]]), HEADER),
    20,
  ],
  "segments-of-frames": [3000, (count, random) => {
    const segments = whole(random, 1, 4096);
    const [one] = segmentation(0)["PerFrameFunctionalGroupsSequence"] as Dataset[];
    const frames = many(count * 4, (n) => ({
      ...one,
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, Math.floor(n / segments)] }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: n % segments + 1 }],
    }));
    return json(
      segmentation(0, [], {
        NumberOfFrames: frames.length,
        SegmentSequence: many(segments, (n) => ({ SegmentNumber: n + 1, SegmentLabel: `s${n}` })),
        PerFrameFunctionalGroupsSequence: frames,
      }),
      HEADER,
    );
  }, 5],
  "segments-overlapping": [12_000, (count, random) => {
    const labels = many(
      Math.min(4096, count),
      (n) => ({ SegmentNumber: n + 1, SegmentLabel: "a" }),
    );
    const frames = many(count, (n) => ({
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, random.below(3)] }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: n % labels.length + 1 }],
    }));
    return json(
      segmentation(0, [], {
        NumberOfFrames: frames.length,
        SegmentSequence: labels,
        PerFrameFunctionalGroupsSequence: frames,
      }),
      HEADER,
    );
  }, 6],
  "attributes-alike": [5000, alike, 4],
  "axis-with-holes": [5500, holes, 3],
  "one-position": [
    6000,
    (count) =>
      json(
        many(count, (n) => slice(0, { SOPInstanceUID: `1.2.3.${n}`, InstanceNumber: n })),
        HEADER,
      ),
    3,
  ],
  "one-instance-uid": [6000, (count, random) => {
    const differs = random.of<(n: number) => Dataset>([
      () => ({}),
      (n) => ({ ImagePositionPatient: [0, 0, n] }),
      (n) => ({ EchoTime: n }),
    ]);
    return json(many(count, (n) => slice(0, { ...differs(n) })), HEADER);
  }, 3],
  "values-of-one-attribute": [5500, (count, random) => {
    const name = random.of([
      ...AXES,
      "AcquisitionTime",
      "ContentTime",
      "SequenceName",
      "ImageType",
    ]);
    const places = whole(random, 1, 3);
    return json(
      many(
        count,
        (n) => slice(n % places, { SOPInstanceUID: `1.2.3.${n}`, [name]: `${100000 + n}` }),
      ),
      HEADER,
    );
  }, 3],
  "images-times-segmentations": [2400, (count, random) => {
    const [together, spread] = [random.chance(0.5), random.chance(0.5)];
    const where = (n: number) => ({
      FrameOfReferenceUID: "1.3",
      ...(together ? { SeriesInstanceUID: "1.2" } : {}),
      ImagePositionPatient: [0, 0, spread ? n : 0],
    });
    const images = many(
      count * 1.5,
      (n) => bareSlice(n, { BitsAllocated: 16, SOPInstanceUID: `1.9.${n}`, ...where(n) }),
    );
    const references = (n: number): Dataset =>
      random.chance(0.5)
        ? {
          ReferencedSeriesSequence: [{
            SeriesInstanceUID: together ? "1.2" : `1.2.${n}`,
            ReferencedInstanceSequence: [{ ReferencedSOPInstanceUID: `1.9.${n}` }],
          }],
        }
        : {};
    return json(
      [
        ...images,
        ...many(count, (n) =>
          segmentation(n, [[0, 0, spread ? n : 0]], {
            FrameOfReferenceUID: "1.3",
            ...references(n),
          })),
      ],
      HEADER,
    );
  }, 3],
  "segmentations-of-own-spacing": [5000, (count, random) => {
    const places: [number, number, number][] = random.chance(0.5)
      ? [[0, 0, 0]]
      : [[0, 0, 0], [0, 0, 1]];
    return json(
      many(count, (n) => segmentation(n, places, { FrameOfReferenceUID: "1.3" }, [1 + n / 100, 1])),
      HEADER,
    );
  }, 3],
  "segmentations-shifted": [5000, (count, random) =>
    json(
      many(count, () =>
        segmentation(random.below(1e9), [[random.below(100) / 8, 0, random.below(100)]], {
          FrameOfReferenceUID: "1.3",
        })),
      HEADER,
    ), 3],
  "references": [60_000, (count, random) => {
    const instances = many(count, (n) => ({ ReferencedSOPInstanceUID: `1.9.${n}` }));
    const name = random.of(["ReferencedInstanceSequence", "ReferencedImageSequence"]);
    const series = [{ SeriesInstanceUID: "1.2", [name]: instances }];
    return json([
      segmentation(0, [[0, 0, 0]], { ReferencedSeriesSequence: series }),
      ...many(100, (n) => bareSlice(n, { SOPInstanceUID: `1.9.${n}`, SeriesInstanceUID: "1.2" })),
    ], HEADER);
  }, 5],
  "orientations": [6000, (count, random) => {
    const size = random.of([1e-6, 1e-4, 1e-2, 1]);
    return json(
      many(count, (n) => {
        const angle = size * random.next();
        const row = [Math.cos(angle), Math.sin(angle), 0];
        return slice(n, {
          ImageOrientationPatient: [...row, -Math.sin(angle), Math.cos(angle), 0],
        });
      }),
      HEADER,
    );
  }, 3],
  "positions-at-random": [6000, (count, random) => {
    const uneven = random.of(["split", "refuse", "fill", "accept"]);
    const size = random.of([1e-3, 1, 1e6]);
    return json(
      many(
        count,
        (n) =>
          slice(n, {
            ImagePositionPatient: [0, random.chance(0.5) ? 0 : random.next(), size * random.next()],
          }),
      ),
      `${HEADER}&uneven=${uneven}`,
    );
  }, 3],
  "positions-nearly-alike": [6000, (count, random) => {
    const step = random.of([1e-9, 1e-5, 1e-3, 0.01]);
    return json(
      many(
        count,
        (n) => slice(n, { ImagePositionPatient: [0, 0, Math.floor(n / 2) + (n % 2) * step] }),
      ),
      `${HEADER}&uneven=${random.of(["split", "refuse", "fill", "accept"])}`,
    );
  }, 3],
  "positions-with-gaps": [6000, (count, random) => {
    const every = whole(random, 2, 5);
    return json(
      many(count, (n) => slice(n, { ImagePositionPatient: [0, 0, n + Math.floor(n / every)] })),
      `${HEADER}&uneven=${random.of(["split", "refuse", "fill", "accept"])}`,
    );
  }, 3],
  "positions-far-apart": [1e9, gap, 1],
  "settings-interleaved": [6000, (count, random) => {
    const settings = whole(random, 2, 200);
    const name = random.of(["EchoTime", "FlipAngle", "KVP", "RepetitionTime", "ConvolutionKernel"]);
    return json(many(count, (n) => slice(n, { [name]: `${n % settings + 1}` })), HEADER);
  }, 3],
  "concatenations": [8000, (count, random) => {
    const parts = whole(random, 1, 100);
    return json(
      many(
        count,
        (n) =>
          enhanced(1, [{ PlanePositionSequence: [{ ImagePositionPatient: [0, 0, n] }] }], {
            SOPInstanceUID: `1.7.${n}`,
            ConcatenationUID: `1.8.${n % parts}`,
            InConcatenationNumber: random.below(10) + 1,
            ConcatenationFrameOffsetNumber: random.below(1e6),
          }),
      ),
      HEADER,
    );
  }, 3],
  "frames-claimed": [99_999, (count, random) => {
    const family = random.of<Dataset>([
      {},
      { SOPClassUID: "1.2.840.10008.5.1.4.1.1.20", SpacingBetweenSlices: 1 },
      { SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2", GridFrameOffsetVector: [0, 1] },
      { SOPClassUID: "1.2.840.10008.5.1.4.1.1.66.4" },
      { SOPClassUID: "1.2.840.10008.5.1.4.1.1.128", NumberOfSlices: 2 },
    ]);
    const place = { ImagePositionPatient: [0, 0, 0], ImageOrientationPatient: [1, 0, 0, 0, 1, 0] };
    return json(enhanced(count, [], { ...place, PixelSpacing: [1, 1], ...family }), HEADER);
  }, 40_000],
  "frames-claimed-by-many": [4000, (count, random) =>
    json(
      many(count, (n) =>
        enhanced(whole(random, 1, 99_999), [], {
          SOPInstanceUID: `1.7.${n}`,
          SeriesInstanceUID: `1.6.${n}`,
        })),
      HEADER,
    ), 3],
  "frames-of-one-object": [25_000, (count, random) => {
    const groups = random.of<(n: number) => Dataset>([
      (n) => ({ PlanePositionSequence: [{ ImagePositionPatient: [0, 0, n] }] }),
      () => ({ PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 0] }] }),
      (n) => ({
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, n % 7] }],
        FrameContentSequence: [{ DimensionIndexValues: [n, n % 7, n % 11] }],
      }),
      (n) => ({
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, n % 5] }],
        MREchoSequence: [{ EffectiveEchoTime: n }],
      }),
    ]);
    return json(enhanced(count, many(count, groups)), HEADER);
  }, 4],
  "nuclear-vectors": [99_999, (count, random) => {
    const vectors = [
      "EnergyWindowVector",
      "DetectorVector",
      "RotationVector",
      "SliceVector",
      "TimeSliceVector",
      "AngularViewVector",
    ];
    const values = many(count, (n) => n % 1000);
    return json({
      ...slice(0),
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.20",
      Modality: "NM",
      NumberOfFrames: count,
      [random.of(vectors)]: values,
      ImageType: ["ORIGINAL", "PRIMARY", random.of(["RECON TOMO", "TOMO", "DYNAMIC", "GATED"])],
    }, HEADER);
  }, 5],
  "dose-offsets": [99_999, (count, random) => {
    const step = random.of([1, 0, 1e-9, 1e9]);
    return json({
      ...slice(0),
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
      Modality: "RTDOSE",
      NumberOfFrames: count,
      GridFrameOffsetVector: many(count, (n) => n * step + random.of([0, 0, 1e-7])),
    }, HEADER);
  }, 4],
  "volumes-deep-in-gzip": [20_000, (count, random) => {
    const instances = many(
      count,
      (n) => bareSlice(random.chance(0.5) ? n : 0, { Rows: n % 9 + 1 }),
    );
    const inner = gzip(joined(JSON.stringify(instances)));
    return { path: HEADER, headers: { "Content-Type": "application/gzip" }, body: inner };
  }, 1],
  "file-names-long": [3900, (count, random) => {
    const name = random.of(["x", "../", "ä", "%s"]).repeat(1000).slice(0, 900);
    return json(many(count, (n) => bareSlice(n, { file: `${name}${n}` })), HEADER);
  }, 4],
};
