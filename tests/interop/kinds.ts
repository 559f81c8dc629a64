/**
 * One header of every kind: what makes it, and what it must say.
 *
 * @module
 */

import type { HeaderOptions } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/volume_reply.ts";
import { deepEqual, equal, near, nearAll } from "../assert.ts";
import { tilted } from "../support/cases.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { type Attributes, freshUid, writeDicom } from "../support/dicom_writer.ts";
import { readSegments } from "../support/nrrd_segments.ts";
import {
  evenly,
  makeSeries,
  RGB_PIXELS,
  type SeriesOptions,
  type Triple,
} from "../support/series.ts";
import { readDiffusion, readSequence } from "../support/slicer_keys.ts";
import { matchWeightings } from "../support/verdict.ts";

/** Objects to send. */
export type Files = readonly { readonly name: string; readonly bytes: Uint8Array }[];

/** A kind of header. */
export interface Kind {
  readonly name: string;
  /** Id of a set of the corpus, and which of its files, or the files themselves. */
  readonly from: Files | readonly [id: string, file?: string];
  readonly options?: Partial<HeaderOptions>;
  readonly sizes: readonly number[];
  readonly kinds: string;
  /** Readers that take other axes than those in space for something else, whoever wrote them. */
  readonly misreadBy?: readonly string[];
  /** What the keys must say. */
  readonly keys?: (volume: VolumeReply) => void;
}

const IMAGE = "domain domain domain";
const SEQUENCE = "domain domain domain list";
/** VTK takes the first axis of four for components. */
const NOT_VTK = ["VTK"];
/** Relative; numbers are printed with all their digits, and b-values go through a square root. */
const EXACT = 1e-9;

/** An oblique stack of four slices, once for every volume; VTK takes nine columns for components. */
function stacks(volumes: number, options: SeriesOptions): Files {
  const positions = evenly([-3.25, 17, 99.5], [-1.2, 1.6, 0], 4);
  return makeSeries({
    columns: 11,
    rows: 8,
    pixelSpacing: [0.9, 0.5],
    row: [0.8, 0.6, 0],
    column: [0, 0, -1],
    positions: Array.from({ length: volumes }, () => positions).flat(),
    ...options,
  });
}

/** Of the volume to which the n-th slice belongs. */
const perVolume = (attributes: (volume: number) => Attributes) => (n: number) =>
  attributes(Math.floor(n / 4));

/** Weightings of {@linkcode weighted}: b = 0 twice, shells, directions that are no axes. */
const WEIGHTINGS: readonly (readonly [b: number, along: Triple])[] = [
  [0, [0, 0, 0]],
  [1000, [0.6, 0, -0.8]],
  [711.3, [0.48, 0.6, 0.64]],
  [0, [0, 0, 0]],
  [2500, [-0.36, 0.48, 0.8]],
  [5, [0, 0.28, 0.96]],
];

const weighted = stacks(WEIGHTINGS.length, {
  attributes: perVolume((v) => {
    const [b, along] = WEIGHTINGS[v]!;
    return {
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
      Modality: "MR",
      DiffusionBValue: b,
      DiffusionDirectionality: b === 0 ? "NONE" : "DIRECTIONAL",
      DiffusionGradientOrientation: b === 0 ? undefined : along,
    };
  }),
});

/** Nuclear medicine: frames of one object, from the detector's plane downward. */
const tomogram: Files = [{
  name: "nm.dcm",
  bytes: writeDicom({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.20",
    SOPInstanceUID: freshUid(),
    Modality: "NM",
    ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
    NumberOfFrames: 5,
    SliceVector: [1, 2, 3, 4, 5],
    SpacingBetweenSlices: -4,
    PixelSpacing: [4.8, 4.7],
    Columns: 11,
    Rows: 6,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 0,
    DetectorInformationSequence: [{
      ImagePositionPatient: [-100, -80, 30],
      ImageOrientationPatient: [0.8, 0.48, 0.36, -0.6, 0.64, 0.48],
    }],
  }),
}];

const saysSequence =
  (name: string, unit: string, values: readonly number[]) => ({ header }: VolumeReply) => {
    const sequence = readSequence(header);
    deepEqual([sequence.name, sequence.unit], [name, unit]);
    nearAll(sequence.values.map(Number), values, EXACT * Math.max(...values), "index");
  };

function saysWeightings({ header }: VolumeReply): void {
  const found = readDiffusion(header);
  equal(found.length, WEIGHTINGS.length);
  WEIGHTINGS.forEach(([b, along], n) => {
    near(found[n]!.b, b, EXACT * b, `b-value ${n}`);
    nearAll(found[n]!.gradient ?? [0, 0, 0], along, EXACT, `gradient ${n}`);
  });
}

const saysCorpus = (id: string) => ({ header }: VolumeReply): void =>
  matchWeightings(readDiffusion(header), corpus.get(id)!.diffusion!);

const interleaved = Array.from({ length: 12 }, (_, n): Triple => [0, 0, 2.5 * Math.floor(n / 3)]);
const corpus = new Map(corpusSets().map((set) => [set.id, set]));

/** All kinds; those from the corpus have no files where it is absent. */
export const KINDS: readonly Kind[] = [
  { name: "classic", from: ["ct_23x38x3"], sizes: [23, 38, 3], kinds: IMAGE },
  {
    name: "tilted",
    from: tilted(true, { columns: 11 }),
    sizes: [11, 6, 20],
    kinds: IMAGE,
    keys: ({ geometry }) => near(geometry.tiltDegrees, 15, 1e-4),
  },
  { name: "tilted, real", from: ["ct_siemens_shear_notag"], sizes: [512, 512, 4], kinds: IMAGE },
  {
    name: "enhanced, in time",
    from: ["enh_philips_fmri"],
    sizes: [64, 64, 8, 4],
    kinds: SEQUENCE,
    misreadBy: NOT_VTK,
    keys: saysSequence("TemporalPositionIndex", "", [1, 2, 3, 4]),
  },
  {
    name: "times of day",
    from: stacks(3, {
      attributes: perVolume((v) => ({
        AcquisitionTime: ["120000", "120002.25", "120104.875"][v],
      })),
    }),
    sizes: [11, 8, 4, 3],
    kinds: SEQUENCE,
    misreadBy: NOT_VTK,
    keys: saysSequence("AcquisitionTime", "s", [0, 2.25, 64.875]),
  },
  {
    name: "trigger times",
    from: stacks(3, { attributes: perVolume((v) => ({ TriggerTime: [0.1, 33.3, 66.7][v] })) }),
    sizes: [11, 8, 4, 3],
    kinds: SEQUENCE,
    misreadBy: NOT_VTK,
    keys: saysSequence("TriggerTime", "ms", [0.1, 33.3, 66.7]),
  },
  {
    name: "echoes",
    from: stacks(3, { attributes: perVolume((v) => ({ EchoTime: [4.92, 7.38, 9.84][v] })) }),
    sizes: [11, 8, 4, 3],
    kinds: SEQUENCE,
    misreadBy: NOT_VTK,
    keys: saysSequence("EchoTime", "ms", [4.92, 7.38, 9.84]),
  },
  ...(["LPS", "RAS"] as const).map((space) => ({
    name: `diffusion, ${space}`,
    from: weighted,
    options: { space },
    sizes: [11, 8, 4, 6],
    kinds: "space space space list",
    misreadBy: NOT_VTK,
    keys: saysWeightings,
  })),
  {
    name: "diffusion, real",
    from: ["ge_dwi_obl"],
    sizes: [256, 256, 2, 7],
    kinds: "space space space list",
    misreadBy: NOT_VTK,
    keys: saysCorpus("ge_dwi_obl"),
  },
  {
    name: "mosaic in time",
    from: ["mosaic_nih"],
    sizes: [72, 72, 5, 2],
    kinds: SEQUENCE,
    misreadBy: NOT_VTK,
    keys: ({ header }) => equal(readSequence(header).name, "AcquisitionTime"),
  },
  {
    name: "grid of United Imaging",
    from: ["uih_dwi_grid"],
    sizes: [64, 64, 20, 17],
    kinds: "space space space list",
    misreadBy: NOT_VTK,
    keys: saysCorpus("uih_dwi_grid"),
  },
  { name: "dose", from: ["rtdose_15", "rtdose.dcm"], sizes: [10, 10, 15], kinds: IMAGE },
  { name: "nuclear medicine", from: tomogram, sizes: [11, 6, 5], kinds: IMAGE },
  {
    name: "single slice",
    from: stacks(1, { positions: [[1, 2, 3]], thickness: 5 }),
    sizes: [11, 8, 1],
    kinds: IMAGE,
  },
  { name: "single slice, real", from: ["ct_philips_scout"], sizes: [512, 256, 1], kinds: IMAGE },
  {
    name: "colour",
    from: stacks(1, { attributes: RGB_PIXELS }),
    sizes: [3, 11, 8, 4],
    kinds: "RGB-color domain domain domain",
  },
  {
    name: "left-handed",
    from: stacks(1, {}).toReversed(),
    options: { order: "given" },
    sizes: [11, 8, 4],
    kinds: IMAGE,
    keys: ({ geometry }) => equal(geometry.handedness, "left"),
  },
  {
    name: "list third",
    from: makeSeries({
      columns: 11,
      rows: 8,
      positions: interleaved,
      attributes: (n) => ({ TemporalPositionIdentifier: n % 3 + 1 }),
    }),
    options: { order: "given" },
    sizes: [11, 8, 3, 4],
    kinds: "domain domain list domain",
    // slicerio wants three axes in space next to each other.
    misreadBy: ["VTK", "slicerio"],
  },
  {
    name: "filled",
    from: stacks(1, {}).toSpliced(2, 1),
    options: { uneven: "fill" },
    sizes: [11, 8, 4],
    kinds: IMAGE,
    keys: ({ order }) => deepEqual(order, [0, 1, null, 2]),
  },
  {
    name: "segmentation",
    from: ["seg_23x38x3"],
    sizes: [23, 38, 3],
    kinds: IMAGE,
    keys: ({ header }) => deepEqual(readSegments(header).map(({ name }) => name), ["Liver"]),
  },
  {
    name: "segmentation in layers",
    from: ["seg_highdicom", "seg_image_ct_binary_overlap.dcm"],
    sizes: [2, 16, 16, 165],
    kinds: "list domain domain domain",
    keys: ({ header }) => deepEqual(readSegments(header).map(({ layer }) => layer), [0, 1]),
  },
];

/** The objects that a kind is made from; none where the corpus is absent. */
export async function filesOf({ from }: Kind): Promise<Files> {
  const [id, name] = from;
  if (typeof id !== "string") return from as Files;
  if (!corpus.has(id)) return [];
  const files = await corpusFiles(id);
  return name === undefined ? files : files.filter((file) => file.name === name);
}
