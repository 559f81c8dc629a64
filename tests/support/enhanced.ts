/**
 * Makes synthetic enhanced multi-frame objects (PS3.3 C.7.6.16): MR images, unless told otherwise.
 *
 * @module
 */

import { type Attributes, type Encoding, freshUid, writeDicom } from "./dicom_writer.ts";
import type { Triple } from "./series.ts";

/** What an object shall look like. */
export interface EnhancedOptions extends Encoding {
  /** Name of the file. */
  readonly name?: string;
  /** Where the frames' first pixels lie, in the order of the pixel data; undefined: nowhere. */
  readonly positions: readonly (Triple | undefined)[];
  /** Directions of growing column and row index. */
  readonly orientation?: readonly number[];
  /** As DICOM has it: millimetres between rows, then between columns. */
  readonly pixelSpacing?: readonly [betweenRows: number, betweenColumns: number];
  /** Where orientation and pixel measures stand (default shared). */
  readonly groups?: "shared" | "per-frame";
  /** Items of the Frame Content Sequence. */
  readonly content?: (frame: number) => Attributes;
  /** Further groups of a frame. */
  readonly frame?: (frame: number) => Attributes;
  /** Further shared groups. */
  readonly shared?: Attributes;
  /** Items of the functional groups without length. */
  readonly open?: boolean;
  /** Of the object; wins over what this file sets. */
  readonly attributes?: Attributes;
}

/** One object as a file. */
export interface EnhancedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Columns and rows of all objects. */
export const MATRIX = [8, 6] as const;

const ENHANCED_MR = "1.2.840.10008.5.1.4.1.1.4.1";
/** All objects of a test make one series, unless they say otherwise. */
const [SERIES, FRAME_OF_REFERENCE] = [freshUid(), freshUid()];

/** An object with one frame per position. */
export function makeEnhanced(options: EnhancedOptions): EnhancedFile {
  const { orientation = [1, 0, 0, 0, 1, 0], pixelSpacing = [1, 1], groups = "shared" } = options;
  const common = {
    PlaneOrientationSequence: [{ ImageOrientationPatient: orientation }],
    PixelMeasuresSequence: [{ PixelSpacing: pixelSpacing, SliceThickness: 3 }],
  };
  const shared = { ...(groups === "shared" ? common : {}), ...options.shared };
  const frames = options.positions.map((position, frame) => ({
    FrameContentSequence: [options.content?.(frame) ?? {}],
    PlanePositionSequence: position && [{ ImagePositionPatient: position }],
    ...(groups === "per-frame" ? common : {}),
    ...options.frame?.(frame),
  }));
  const [columns, rows] = MATRIX;
  return {
    name: options.name ?? "enhanced.dcm",
    bytes: writeDicom({
      SOPClassUID: ENHANCED_MR,
      SOPInstanceUID: freshUid(),
      Modality: "MR",
      ImageType: ["ORIGINAL", "PRIMARY", "OTHER", "NONE"],
      SeriesInstanceUID: SERIES,
      FrameOfReferenceUID: FRAME_OF_REFERENCE,
      InstanceNumber: 1,
      NumberOfFrames: frames.length,
      Rows: rows,
      Columns: columns,
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      SharedFunctionalGroupsSequence: options.open ? { items: [shared] } : [shared],
      PerFrameFunctionalGroupsSequence: options.open ? { items: frames } : frames,
      ...options.attributes,
    }, { pixelBytes: 2 * columns * rows * frames.length, ...options }),
  };
}
