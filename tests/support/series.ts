/**
 * Makes synthetic series: CT images on planes that the test chooses.
 *
 * @module
 */

import {
  type Attributes,
  decimalString,
  type Encoding,
  freshUid,
  writeDicom,
} from "./dicom_writer.ts";

/** Three components; LPS millimetres, or a direction. */
export type Triple = readonly [number, number, number];

/** What a series shall look like. */
export interface SeriesOptions extends Encoding {
  readonly columns?: number;
  readonly rows?: number;
  /** As DICOM has it: millimetres between rows, then between columns. */
  readonly pixelSpacing?: readonly [betweenRows: number, betweenColumns: number];
  /** Direction of growing column index. */
  readonly row?: Triple;
  /** Direction of growing row index. */
  readonly column?: Triple;
  /** Where the first pixels lie; or `first`, `step` and `count` for an even stack. */
  readonly positions?: readonly Triple[];
  readonly first?: Triple;
  readonly step?: Triple;
  readonly count?: number;
  readonly thickness?: number | undefined;
  readonly spacingBetweenSlices?: number;
  /** Default 1, 2, 3, … */
  readonly instanceNumbers?: readonly number[];
  /** Positions are written with this many decimals; by default with 16 characters. */
  readonly decimals?: number;
  /** Pixel Data of each object; by default zeros. */
  readonly pixels?: (index: number) => Uint8Array;
  /** Added to every object, or made for each; wins over what this file sets. */
  readonly attributes?: Attributes | ((index: number) => Attributes);
}

/** One object of a made series. */
export interface MadeObject {
  /** `0001.dcm`, by place in the series. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Position as the object says it, that is after its decimal strings. */
  readonly position: Triple;
  readonly instanceNumber: number;
  readonly sopInstanceUID: string;
  /** What was written, for tests that send it in another form. */
  readonly attributes: Attributes;
}

const CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";

/** A series of single-frame CT images; UIDs are fresh, everything else follows the options. */
export function makeSeries(options: SeriesOptions = {}): MadeObject[] {
  const { columns = 8, rows = 6, pixelSpacing = [1, 1], row = [1, 0, 0], column = [0, 1, 0] } =
    options;
  const study = freshUid();
  const series = freshUid();
  const frameOfReference = freshUid();
  return positionsOf(options).map((wanted, index) => {
    const position = wanted.map((value) =>
      options.decimals === undefined ? decimalString(value) : value.toFixed(options.decimals)
    );
    const instanceNumber = options.instanceNumbers?.[index] ?? index + 1;
    const extra = options.attributes;
    const attributes: Attributes = {
      SOPClassUID: CT_IMAGE_STORAGE,
      SOPInstanceUID: freshUid(),
      ImageType: ["ORIGINAL", "PRIMARY", "AXIAL"],
      Modality: "CT",
      StudyInstanceUID: study,
      SeriesInstanceUID: series,
      FrameOfReferenceUID: frameOfReference,
      InstanceNumber: instanceNumber,
      ImagePositionPatient: position,
      ImageOrientationPatient: [...row, ...column],
      PixelSpacing: pixelSpacing,
      SliceThickness: options.thickness,
      SpacingBetweenSlices: options.spacingBetweenSlices,
      Rows: rows,
      Columns: columns,
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      BitsAllocated: 16,
      BitsStored: 16,
      HighBit: 15,
      PixelRepresentation: 1,
      RescaleIntercept: 0,
      RescaleSlope: 1,
      ...(typeof extra === "function" ? extra(index) : extra),
    };
    return {
      name: `${String(index + 1).padStart(4, "0")}.dcm`,
      bytes: writeDicom(attributes, {
        pixelBytes: options.pixels?.(index) ?? 2 * columns * rows,
        ...options,
      }),
      position: position.map(Number) as unknown as Triple,
      instanceNumber,
      sopInstanceUID: attributes.SOPInstanceUID as string,
      attributes,
    };
  });
}

function positionsOf(options: SeriesOptions): readonly Triple[] {
  if (options.positions !== undefined) return options.positions;
  const { first = [0, 0, 0], step = [0, 0, 1], count = 10 } = options;
  return evenly(first, step, count);
}

/** `count` positions from `first`, one `step` apart. */
export function evenly(first: Triple, step: Triple, count: number): Triple[] {
  return Array.from({ length: count }, (_, k) => [
    first[0] + k * step[0],
    first[1] + k * step[1],
    first[2] + k * step[2],
  ]);
}

/** Pixels of red, green and blue bytes, one pixel after the other. */
export const RGB_PIXELS = {
  SamplesPerPixel: 3,
  PhotometricInterpretation: "RGB",
  PlanarConfiguration: 0,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
} as const;

/** An oblique stack of 0.9 × 0.5 mm pixels, 11 columns, 8 rows, 5 slices 2 mm apart. */
export const OBLIQUE = {
  columns: 11,
  rows: 8,
  count: 5,
  pixelSpacing: [0.9, 0.5],
  row: [0.8, 0.6, 0],
  column: [0, 0, -1],
  first: [-3.25, 17, 99.5],
  step: [-1.2, 1.6, 0],
} as const satisfies SeriesOptions;
