/**
 * Series of every kind, of frames that say what a test puts into them.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import { csaBytes } from "../support/csa_writer.ts";
import { type Attributes, type Value, writeDicom } from "../support/dicom_writer.ts";
import { form, MULTIPART } from "../fuzz/form.ts";
import { type Person, unread } from "./poison.ts";

/** What frame t at position k says: said[k][t]. */
export type Said = readonly (readonly Attributes[])[];

/** Makes the objects of a series. */
export type Kind = (said: Said, person: Person) => Attributes[];

const CLASS = "1.2.840.10008.5.1.4.1.1";
const AXIAL = [1, 0, 0, 0, 1, 0];

/** UIDs that are the same at every start, and hold no number that a test looks for. */
const uids = (n: number): Attributes => ({
  SOPInstanceUID: `2.25.4.${n}`,
  StudyInstanceUID: "2.25.1",
  SeriesInstanceUID: "2.25.2",
  FrameOfReferenceUID: "2.25.3",
  InstanceNumber: n + 1,
});

const PIXELS: Attributes = {
  Rows: 3,
  Columns: 4,
  SamplesPerPixel: 1,
  PhotometricInterpretation: "MONOCHROME2",
  BitsAllocated: 16,
  BitsStored: 16,
  HighBit: 15,
  PixelRepresentation: 0,
};

const plane = (k: number): Attributes => ({
  ImagePositionPatient: [0, 0, 3 * k],
  ImageOrientationPatient: AXIAL,
  PixelSpacing: [1, 1],
  SliceThickness: 3,
});

/** One object for each frame. */
function classic(branch: string, modality: string, others: Attributes = {}): Kind {
  return (said, person) =>
    said.flatMap((here, k) => here.map((own) => ({ k, own }))).map(({ k, own }, n) => ({
      SOPClassUID: `${CLASS}.${branch}`,
      Modality: modality,
      ImageType: ["ORIGINAL", "PRIMARY", "M"],
      ...uids(n),
      ...plane(k),
      ...PIXELS,
      ...unread(person),
      ...others,
      ...own,
    }));
}

/** One object for each t, as long as the first position has frames. */
function volumes(make: (said: Attributes, n: number, person: Person) => Attributes): Kind {
  return (said, person) =>
    said[0]!.map((own, n) => ({
      ...uids(n),
      ...PIXELS,
      ...unread(person),
      ...make(own, n, person),
      ...own,
    }));
}

/** What a frame says, in every functional group that is looked into. */
const groups = (k: number, own: Attributes): Attributes => ({
  FrameContentSequence: [own],
  PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 3 * k] }],
  PlaneOrientationSequence: [{ ImageOrientationPatient: AXIAL }],
  PixelMeasuresSequence: [{ PixelSpacing: [1, 1], SliceThickness: 3 }],
  MREchoSequence: [own],
  MRArterialSpinLabelingSequence: [own],
  CTReconstructionSequence: [own],
  CardiacSynchronizationSequence: [own],
  TemporalPositionSequence: [own],
  UnassignedPerFrameConvertedAttributesSequence: [own],
});

const framesOf = (said: Said) => said.flatMap((here, k) => here.map((own, t) => ({ k, t, own })));

const enhanced: Kind = (said, person) => {
  const frames = framesOf(said);
  return [{
    SOPClassUID: `${CLASS}.4.1`,
    Modality: "MR",
    ImageType: ["ORIGINAL", "PRIMARY", "OTHER", "NONE"],
    ...uids(0),
    ...PIXELS,
    ...unread(person),
    NumberOfFrames: frames.length,
    SharedFunctionalGroupsSequence: [{}],
    ...(said[0]![0] ?? {}),
    PerFrameFunctionalGroupsSequence: frames.map(({ k, own }) => groups(k, own)),
  }];
};

const segmentation: Kind = (said, person) => {
  const frames = framesOf(said);
  const numbers = [...new Set(frames.map(({ t }) => t + 1))];
  return [{
    SOPClassUID: `${CLASS}.66.4`,
    Modality: "SEG",
    ImageType: ["DERIVED", "PRIMARY"],
    ...uids(0),
    ...PIXELS,
    ...unread(person),
    SegmentationType: "BINARY",
    NumberOfFrames: frames.length,
    SharedFunctionalGroupsSequence: [{}],
    ...(said[0]![0] ?? {}),
    SegmentSequence: numbers.map((SegmentNumber) => ({
      SegmentNumber,
      SegmentLabel: `Organ ${SegmentNumber}`,
      SegmentAlgorithmType: "MANUAL",
      SegmentedPropertyTypeCodeSequence: [{
        CodeValue: "10200004",
        CodingSchemeDesignator: "SCT",
        CodeMeaning: "Liver",
      }],
      ...(said[0]![SegmentNumber - 1] ?? {}),
    })),
    PerFrameFunctionalGroupsSequence: frames.map(({ k, t, own }) => ({
      ...groups(k, own),
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: t + 1 }],
    })),
  }];
};

/** A mosaic of three slices, with texts in its vendor's header. */
const mosaic: Kind = volumes((own, n, { name, date, time }) => ({
  SOPClassUID: `${CLASS}.4`,
  Modality: "MR",
  ImageType: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"],
  ...plane(0),
  Rows: 6,
  Columns: 8,
  SpacingBetweenSlices: 3,
  AcquisitionTime: `${time}${12 + 2 * n}`,
  SiemensCsaImageHeader: csaBytes("new", [
    { name: "NumberOfImagesInMosaic", vr: "US", multiplicity: 1, values: ["3"] },
    {
      name: "SliceNormalVector",
      vr: "FD",
      multiplicity: 3,
      values: ["0.00000000", "0.00000000", "1.00000000"],
    },
    { name: "DiffusionDirectionality", vr: "CS", multiplicity: 1, values: [name] },
    { name: "B_value", vr: "IS", multiplicity: 1, values: [`1${name}`] },
    { name: "ImaCoilString", vr: "LO", multiplicity: 1, values: [`${name} ${date}`] },
  ]),
  ...own,
}));

/** Tiles of United Imaging, each with a time of its own. */
const tiles: Kind = volumes((_, n, { time }) => ({
  SOPClassUID: `${CLASS}.4`,
  Modality: "MR",
  ImageType: ["ORIGINAL", "PRIMARY", "M", "VFRAME"],
  ...plane(0),
  Rows: 6,
  Columns: 8,
  UihNumberOfSlicesInGrid: 3,
  UihGridSequence: [0, 1, 2].map((k) => ({
    ImagePositionPatient: [0, 0, 3 * k],
    AcquisitionTime: `${time}${10 + 4 * n + k}`,
  })),
}));

const dose: Kind = volumes(() => ({
  SOPClassUID: `${CLASS}.481.2`,
  Modality: "RTDOSE",
  ...plane(0),
  NumberOfFrames: 3,
  GridFrameOffsetVector: [0, 3, 6],
  DoseGridScaling: 0.5,
  BitsAllocated: 32,
  BitsStored: 32,
  HighBit: 31,
}));

const nuclear: Kind = volumes(() => ({
  SOPClassUID: `${CLASS}.20`,
  Modality: "NM",
  ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
  NumberOfFrames: 3,
  SliceVector: [1, 2, 3],
  SpacingBetweenSlices: 3,
  SliceThickness: 3,
  PixelSpacing: [1, 1],
  DetectorInformationSequence: [{
    ImagePositionPatient: [0, 0, 0],
    ImageOrientationPatient: AXIAL,
  }],
}));

/** Every kind that is read in a way of its own. */
export const KINDS = {
  CT: classic("2", "CT"),
  MR: classic("4", "MR", { EchoTime: 5, RepetitionTime: 500 }),
  PET: classic("128", "PT", { Units: "BQML" }),
  colour: classic("4", "MR", { SamplesPerPixel: 3, PhotometricInterpretation: "RGB" }),
  enhanced,
  segmentation,
  mosaic,
  tiles,
  dose,
  nuclear,
} as const satisfies Record<string, Kind>;

/** Ways of writing objects down. */
export type Dialect = "bytes" | "model" | "keywords";

/** The body of a request, and its media type. */
export interface Body {
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/**
 * Objects as the body of a request.
 *
 * @param members What stands beside them in a JSON body
 */
export function bodyOf(
  objects: readonly Attributes[],
  dialect: Dialect,
  members: Readonly<Record<string, unknown>> = {},
): Body {
  if (dialect === "bytes") {
    const parts = objects.map((object, k) => ({
      name: `f${k}.dcm`,
      bytes: writeDicom(byTag(object), { pixelBytes: pixelBytesOf(object) }),
    }));
    return { content: form(parts), type: MULTIPART };
  }
  const instances = dialect === "model" ? objects.map(modelOf) : objects;
  return { content: JSON.stringify({ instances, ...members }), type: "application/json" };
}

/** As many bytes as the object says; what says no number counts one. */
function pixelBytesOf(object: Attributes): number {
  const { Rows, Columns, SamplesPerPixel, NumberOfFrames, BitsAllocated } = object;
  return [Rows, Columns, SamplesPerPixel, NumberOfFrames, Number(BitsAllocated) / 8]
    .reduce<number>((bytes, count) => bytes * (Number(count) || 1), 1);
}

/** The element that a name stands for. A text in the place of a binary number needs a VR of its own. */
function elementOf(name: string, value: Value): { tag: string; vr: string; value: Value } {
  if (typeof value === "object" && "vr" in value) {
    return { tag: name, vr: value.vr, value: value.value };
  }
  const [tag, vr] = ATTRIBUTES[name as Keyword];
  const isBinary = ["US", "SS", "UL", "SL", "FL", "FD"].includes(vr);
  const isText = typeof value === "string" || Array.isArray(value) && typeof value[0] === "string";
  return { tag, vr: isBinary && isText ? "LO" : vr, value };
}

/** By tag and VR of the library's own table: what it does not know cannot be poisoned. */
function byTag(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const element = elementOf(name, value);
      const own = element.vr === "SQ" ? (element.value as Attributes[]).map(byTag) : element.value;
      return [[element.tag, { vr: element.vr, value: own }]];
    }),
  ) as Attributes;
}

/** The DICOM JSON Model (PS3.18 F). */
function modelOf(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]): [string, unknown][] => {
      if (value === undefined) return [];
      const element = elementOf(name, value);
      if (element.value instanceof Uint8Array) {
        const InlineBinary = btoa(String.fromCharCode(...element.value));
        return [[element.tag, { vr: element.vr, InlineBinary }]];
      }
      const values = Array.isArray(element.value) ? element.value : [element.value];
      const Value = element.vr === "SQ"
        ? values.map((item) => modelOf(item as Attributes))
        : values;
      return [[element.tag, { vr: element.vr, Value }]];
    }),
  );
}
