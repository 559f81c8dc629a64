/**
 * Diffusion series as each vendor writes them, of gradients that the test chooses in the patient.
 *
 * What stands in a series is worked out from the vendor's convention, as it is published, and never
 * from the library: truth first, then what a scanner would have written of it.
 *
 * @module
 */

import { csaBytes } from "./csa_writer.ts";
import type { Attributes, Plain } from "./dicom_writer.ts";
import { makeEnhanced } from "./enhanced.ts";
import { makeSeries, type Triple } from "./series.ts";

/** How one volume is weighted: s/mm², and a unit vector, LPS, where b is not zero. */
export interface Weighting {
  readonly b: number;
  readonly gradient: Triple;
}

/**
 * Different in all components, so that no exchange and no sign passes unseen; two shells, with
 * b-values that dcm2niix's rounding to multiples of five leaves alone.
 */
export const TWO_SHELLS: readonly Weighting[] = [
  { b: 0, gradient: [0, 0, 0] },
  { b: 1000, gradient: [2 / 7, 3 / 7, 6 / 7] },
  { b: 1000, gradient: [-6 / 7, 2 / 7, 3 / 7] },
  { b: 0, gradient: [0, 0, 0] },
  { b: 2500, gradient: [3 / 7, -6 / 7, 2 / 7] },
];

/** Along what phase is encoded, (0018,1312). */
export type Phase = "ROW" | "COL";

/** Names of the planes of the body. */
export type PlaneName = "axial" | "sagittal" | "coronal";

/** Axes of a slice: row, column, row × column. */
export type Axes = readonly [row: Triple, column: Triple, normal: Triple];

/** Where a series lies. */
export interface Placed {
  /** The plane that it lies in, or is turned from. */
  readonly plane: PlaneName;
  readonly axes: Axes;
  readonly phase: Phase;
}

/** Rows, columns and normals of the planes as scanners lay them (PS3.3 C.7.6.2.1.1, LPS). */
export const STRAIGHT: Readonly<Record<PlaneName, Axes>> = {
  axial: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  sagittal: [[0, 1, 0], [0, 0, -1], [-1, 0, 0]],
  coronal: [[1, 0, 0], [0, 0, -1], [0, 1, 0]],
};

/** A plane turned about x, then about y, then about z; degrees. */
export function turned(plane: PlaneName, angles: Triple): Axes {
  return STRAIGHT[plane].map((axis) =>
    angles.reduce<Triple>((vector, degrees, about) => turnedAbout(about, degrees, vector), axis)
  ) as unknown as Axes;
}

function turnedAbout(about: number, degrees: number, vector: Triple): Triple {
  const [a, b] = [(about + 1) % 3, (about + 2) % 3];
  const [cos, sin] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
  const result = [...vector];
  result[a] = cos * vector[a]! - sin * vector[b]!;
  result[b] = sin * vector[a]! + cos * vector[b]!;
  return result as unknown as Triple;
}

/** What a scanner writes of a weighting, as attributes of a classic object. */
export interface Vendor {
  readonly name: string;
  /** (0008,0070) */
  readonly manufacturer: string;
  /** Its objects: a slice each, or (PS3.3 A.36) a volume each, or one of all. */
  readonly objects: "slices" | "volumes" | "one";
  /** Of one frame; of an enhanced object's, in its functional groups. */
  readonly attributes: (weighting: Weighting, placed: Placed) => Attributes;
  /** Whether what it writes says the direction (default: always). */
  readonly saysDirection?: (weighting: Weighting, placed: Placed) => boolean;
  /** Degrees that its digits leave open (default: none). */
  readonly degrees?: number;
}

/** A private element. */
const own = (vr: string, value: Plain) => ({ vr, value });

/** Part of a vector along each axis. */
const along = (axes: Axes, { gradient }: Weighting): Triple =>
  axes.map((axis) => dot(axis, gradient)) as unknown as Triple;

/**
 * PS3.3 C.8.13.5.9: Diffusion Gradient Orientation stands "with respect to the patient", LPS; there
 * is one only where Diffusion Directionality is DIRECTIONAL.
 */
const standard = ({ b, gradient }: Weighting): Attributes => ({
  DiffusionBValue: b,
  DiffusionDirectionality: b === 0 ? "NONE" : "DIRECTIONAL",
  DiffusionGradientOrientation: b === 0 ? undefined : gradient,
});

const macro = ({ b, gradient }: Weighting): Attributes => ({
  MRDiffusionSequence: [{
    DiffusionBValue: b,
    DiffusionDirectionality: b === 0 ? "NONE" : "DIRECTIONAL",
    ...(b === 0
      ? {}
      : { DiffusionGradientDirectionSequence: [{ DiffusionGradientOrientation: gradient }] }),
  }],
});

/** Unit vectors of the patient, LPS, by their letters. */
export const TOWARD: Readonly<Record<string, Triple>> = {
  R: [-1, 0, 0],
  L: [1, 0, 0],
  A: [0, -1, 0],
  P: [0, 1, 0],
  I: [0, 0, -1],
  S: [0, 0, 1],
};

/**
 * GE: where frequency, phase and slice point in straight planes, up to the sign of all three. GE's
 * gradients stand along these axes of the gradient system ("MR physics" coordinates), and turn with
 * the slices. As dcm2niix and MRtrix3 read GE's own series; dcm2niix's coronal planes with phase
 * along rows were corrected by GE (1.0.20260724 has that, versions before September 2025 do not).
 */
export const GE_AXES: Readonly<Record<PlaneName, Readonly<Record<Phase, string>>>> = {
  axial: { COL: "LPI", ROW: "ALI" },
  sagittal: { COL: "ASR", ROW: "SPL" },
  coronal: { COL: "LSA", ROW: "ILP" },
};

/** GE's frequency, phase and slice axes of a plane that is turned. */
function geAxes({ plane, axes, phase }: Placed): Axes {
  return [...GE_AXES[plane][phase]].map((letter) => {
    const onAxes = STRAIGHT[plane].map((axis) => dot(axis, TOWARD[letter]!));
    return combined(axes, onAxes);
  }) as unknown as Axes;
}

/**
 * (0043,1039), newer software with 1e9 added; (0019,10BB) frequency, (10BC) phase, (10BD) slice.
 */
const ge: Vendor["attributes"] = (weighting, placed) => {
  const { b } = weighting;
  const [frequency, phase, slice] = along(geAxes(placed), weighting);
  return {
    "00190010": own("LO", "GEMS_ACQU_01"),
    "001910BB": own("DS", b === 0 ? 0 : frequency),
    "001910BC": own("DS", b === 0 ? 0 : phase),
    "001910BD": own("DS", b === 0 ? 0 : slice),
    "00430010": own("LO", "GEMS_PARM_01"),
    "00431030": own("SS", 16),
    "00431039": own("IS", [b + (b > 0 ? 1e9 : 0), 8, 0, 0]),
  };
};

/** Three digits, as Canon prints them. */
const printed = (values: readonly number[]) => values.map((value) => value.toFixed(3)).join(",");

/** Canon's comment of a scan whose slice axis runs along row × column (1) or against it (−1). */
const canonComment = (sense: 1 | -1): Vendor["attributes"] => (weighting, { axes, phase }) => {
  const [x, y, z] = along(axes, weighting);
  const said = phase === "ROW" ? [x, y, z] : [y, x, sense * z];
  return {
    DiffusionBValue: weighting.b,
    "00204000": weighting.b === 0 ? undefined : own("LT", `b=${weighting.b}(${printed(said)})`),
  };
};

/** Canon's headers do not tell the sense, where phase runs along columns. */
const canonSays: NonNullable<Vendor["saysDirection"]> = (weighting, { axes, phase }) => {
  const [x, y, z] = along(axes, weighting).map((c) => Math.abs(Number(c.toFixed(3))));
  return weighting.b === 0 || phase === "ROW" || z! < 0.0011 || Math.max(x!, y!) < 0.0011;
};

/** Everyone whose diffusion the service reads. */
export const VENDORS: readonly Vendor[] = [
  {
    // (0019,100C), (0019,100D), (0019,100E): in the patient, as NA-MIC's page on DICOM for DWI says
    name: "Siemens, private elements",
    manufacturer: "SIEMENS",
    objects: "slices",
    attributes: ({ b, gradient }) => ({
      "00190010": own("LO", "SIEMENS MR HEADER"),
      "0019100C": own("IS", b),
      "0019100D": own("CS", b === 0 ? "NONE" : "DIRECTIONAL"),
      ...(b === 0 ? {} : { "0019100E": own("FD", gradient) }),
    }),
  },
  {
    // The same in the CSA header, printed with eight decimals
    name: "Siemens, CSA header",
    manufacturer: "SIEMENS",
    objects: "slices",
    attributes: ({ b, gradient }) => ({
      "00290010": own("LO", "SIEMENS CSA HEADER"),
      "00291010": own(
        "OB",
        csaBytes("new", [
          { name: "B_value", vr: "IS", multiplicity: 1, values: [String(b)] },
          {
            name: "DiffusionDirectionality",
            vr: "CS",
            multiplicity: 1,
            values: [b === 0 ? "NONE" : "DIRECTIONAL"],
          },
          {
            name: "DiffusionGradientDirection",
            vr: "FD",
            multiplicity: 3,
            values: b === 0 ? [] : gradient.map((value) => value.toFixed(8)),
          },
        ]),
      ),
    }),
  },
  {
    name: "Siemens XA",
    manufacturer: "Siemens Healthineers",
    objects: "volumes",
    attributes: macro,
  },
  {
    // (2001,1003), (2001,1004), (2005,10B0) to (2005,10B2): RL, AP, FH of the patient, in LPS
    name: "Philips, private elements",
    manufacturer: "Philips Medical Systems",
    objects: "slices",
    attributes: ({ b, gradient: [x, y, z] }) => ({
      "20010010": own("LO", "Philips Imaging DD 001"),
      "20011003": own("FL", b),
      "20011004": own("CS", b === 0 ? "N" : "O"),
      "20050010": own("LO", "Philips MR Imaging DD 001"),
      "200510B0": own("FL", b === 0 ? 0 : x),
      "200510B1": own("FL", b === 0 ? 0 : y),
      "200510B2": own("FL", b === 0 ? 0 : z),
    }),
  },
  {
    name: "Philips, standard attributes",
    manufacturer: "Philips Medical Systems",
    objects: "slices",
    attributes: standard,
  },
  {
    name: "Philips, enhanced",
    manufacturer: "Philips Medical Systems",
    objects: "one",
    attributes: macro,
  },
  { name: "GE", manufacturer: "GE MEDICAL SYSTEMS", objects: "slices", attributes: ge },
  {
    // Newer software has the standard attributes beside its own.
    name: "GE, standard attributes beside private elements",
    manufacturer: "GE MEDICAL SYSTEMS",
    objects: "slices",
    attributes: (weighting, placed) => ({ ...ge(weighting, placed), ...standard(weighting) }),
  },
  {
    // (0065,1037): along row, column and row × column; in the standard attribute as they were planned
    // in straight planes (the vendor's own word, by a user of dcm2niix)
    name: "United Imaging",
    manufacturer: "UIH",
    objects: "slices",
    attributes: (weighting, { axes, plane }) => {
      const { b } = weighting;
      const [x, y, z] = along(axes, weighting);
      return {
        DiffusionBValue: b,
        DiffusionGradientOrientation: b === 0 ? undefined : combined(STRAIGHT[plane], [x, y, z]),
        "00650010": own("LO", "Image Private Header"),
        "00651009": own("FD", b),
        "00651037": own("FD", b === 0 ? [0, 0, 0] : [x, y, z]),
      };
    },
  },
  // Image Comments: phase, frequency and slice, as tensors fitted to Canon's validation series show.
  ...([1, -1] as const).map((sense): Vendor => ({
    name: `Canon, comments, slice axis ${sense === 1 ? "along" : "against"} row × column`,
    manufacturer: "CANON_MEC",
    objects: "slices",
    attributes: canonComment(sense),
    saysDirection: canonSays,
    degrees: 0.1,
  })),
  { name: "Canon, enhanced", manufacturer: "CANON_MEC", objects: "one", attributes: macro },
  {
    name: "Toshiba",
    manufacturer: "TOSHIBA_MEC",
    objects: "slices",
    attributes: standard,
  },
  {
    name: "Hitachi",
    manufacturer: "Hitachi Medical Corporation",
    objects: "slices",
    attributes: standard,
  },
];

/** A written series. */
export interface WeightedSeries {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Which volume a frame belongs to, by file and frame number in it. */
  readonly volumeOf: (given: number, frame: number) => number;
}

/** What a series shall look like. */
export interface WeightedOptions {
  readonly vendor: Vendor;
  readonly placed: Placed;
  /** One for each volume, in order of acquisition. */
  readonly weightings: readonly Weighting[];
  readonly slices?: number;
  /** Step from slice to slice along the normal, mm; negative: against it. */
  readonly step?: number;
  /** Order of the files or frames, as places in the order of acquisition. */
  readonly shuffle?: (places: readonly number[]) => readonly number[];
}

/** Pixels of every slice: columns and rows of `enhanced.ts`. */
const PIXELS = 8 * 6;

/** A series of volumes; every pixel of volume v, from 0, has the value v + 1. */
export function weightedSeries(options: WeightedOptions): WeightedSeries {
  const { vendor, placed, weightings, slices = 3, step = 2.5, shuffle = (all) => all } = options;
  const [row, column, normal] = placed.axes;
  const places = shuffle(Array.from({ length: slices * weightings.length }, (_, n) => n));
  const volumeAt = (n: number) => Math.floor(places[n]! / slices);
  const sliceAt = (n: number) => places[n]! % slices;
  const positions = places.map((_, n) =>
    normal.map((c, k) => [-40, 25, 10][k]! + c * step * sliceAt(n)) as unknown as Triple
  );
  const attributesOf = (n: number) => vendor.attributes(weightings[volumeAt(n)]!, placed);
  const pixelsOf = (n: number) =>
    new Uint8Array(new Uint16Array(PIXELS).fill(volumeAt(n) + 1).buffer);
  const common: Attributes = {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
    Modality: "MR",
    Manufacturer: vendor.manufacturer,
    ImageType: ["ORIGINAL", "PRIMARY", "OTHER"],
    StudyDate: "20260102",
    StudyTime: "101112",
    SeriesNumber: 7,
    AcquisitionNumber: 1,
    EchoTime: 80,
    RepetitionTime: 5000,
    PatientPosition: "HFS",
    "00180023": own("CS", "2D"),
    SliceThickness: Math.abs(step),
    SpacingBetweenSlices: Math.abs(step),
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
  };
  const phase = { "00181312": own("CS", placed.phase) };
  if (vendor.objects !== "slices") {
    const all = [...places.keys()];
    const objects = vendor.objects === "one"
      ? [all]
      : [...new Set(all.map(volumeAt))].map((v) => all.filter((n) => volumeAt(n) === v));
    const files = objects.map((frames, number) =>
      makeEnhanced({
        name: `${number}.dcm`,
        positions: frames.map((n) => positions[n]),
        orientation: [...row, ...column],
        groups: "per-frame",
        content: (frame) => {
          const [slice, volume] = [sliceAt(frames[frame]!), volumeAt(frames[frame]!)];
          return {
            StackID: "1",
            InStackPositionNumber: 1 + slice,
            DimensionIndexValues: vendor.objects === "one" ? [1 + slice, 1 + volume] : [1 + slice],
          };
        },
        frame: (frame) => attributesOf(frames[frame]!),
        attributes: {
          ...common,
          SOPClassUID: "1.2.840.10008.5.1.4.1.1.4.1",
          ImageType: ["ORIGINAL", "PRIMARY", "DIFFUSION", "NONE"],
          InstanceNumber: 1 + (vendor.objects === "one" ? 0 : volumeAt(frames[0]!)),
          AcquisitionNumber: undefined,
          DimensionIndexSequence: [
            { DimensionIndexPointer: 0x00209057, FunctionalGroupPointer: 0x00209111 },
            ...(vendor.objects === "one"
              ? [{ DimensionIndexPointer: 0x00189087, FunctionalGroupPointer: 0x00189117 }]
              : []),
          ],
        },
        pixelBytes: joined(frames.map(pixelsOf)),
      })
    );
    return { files, volumeOf: (given, frame) => volumeAt(objects[given]![frame]!) };
  }
  const files = makeSeries({
    row,
    column,
    positions,
    pixels: pixelsOf,
    instanceNumbers: places.map((place) => place + 1),
    attributes: (n) => ({ ...common, ...phase, ...attributesOf(n) }),
  });
  return { files, volumeOf: (given) => volumeAt(given) };
}

/** Degrees between two directions, whose sign is free. */
export function degreesBetween(a: Triple, b: Triple): number {
  const sine = Math.hypot(
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  );
  return Math.atan2(sine, Math.abs(dot(a, b))) * 180 / Math.PI;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function combined(axes: Axes, parts: readonly number[]): Triple {
  return [0, 1, 2].map((c) =>
    axes.reduce((sum, axis, k) => sum + axis[c]! * parts[k]!, 0)
  ) as unknown as Triple;
}
