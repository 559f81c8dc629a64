/**
 * Segments of a segmentation object (PS3.3 C.8.20.2 and C.8.20.4).
 *
 * @module
 */

import { type Dataset, finite, first } from "../dicom/dataset.ts";
import { isDefinedTerm } from "../dicom/showable.ts";
import { HeaderError } from "../errors.ts";
import { type Color, colorOfCielab } from "./cielab.ts";

/** A coded concept (PS3.3 section 8): `SCT`, `10200004`, `Liver`. */
export interface Code {
  /** Coding Scheme Designator (0008,0102). */
  readonly scheme: string;
  /** Code Value (0008,0100), or its long or URN form. */
  readonly value: string;
  /** Code Meaning (0008,0104). */
  readonly meaning: string;
}

/** One segment. Free text beyond its label is not read: it may identify a person. */
export interface Segment {
  /** Segment Number (0062,0004), once in its object; in label maps also the pixel value. */
  readonly number: number;
  /** Segment Label (0062,0005); undefined when the object does not describe the segment. */
  readonly label?: string | undefined;
  readonly color?: Color | undefined;
  readonly category?: Code | undefined;
  readonly type?: Code | undefined;
  readonly typeModifier?: Code | undefined;
  readonly region?: Code | undefined;
  readonly regionModifier?: Code | undefined;
  /** `MANUAL`, `SEMIAUTOMATIC`, `AUTOMATIC`; undefined for anything else. */
  readonly algorithmType?: string | undefined;
}

/** Segmentation Type (0062,0001). */
export type SegmentationType = "BINARY" | "FRACTIONAL" | "LABELMAP";

/** What all frames of a segmentation share. */
export interface Segmentation {
  readonly type: SegmentationType;
  /** In the order of Segment Sequence; the background of a label map is not one of them. */
  readonly segments: readonly Segment[];
  /** Whether two segments may have a voxel in common, as far as the object says. */
  readonly mayOverlap: boolean;
  /** Stored value that means 1, for fractions. */
  readonly maximum: number | undefined;
  /** Stored value that means no segment, for label maps. */
  readonly background: number;
  /** Series Instance UIDs of the images that were segmented; none if the object does not say. */
  readonly referencedSeries: readonly string[];
  /** SOP Instance UIDs of these images, as far as the object says. */
  readonly referencedInstances: ReadonlySet<string>;
}

/** A frame's part in its segmentation. */
export interface SegmentationPart {
  readonly of: Segmentation;
  /** Number of the segment that the frame is a mask of; undefined in label maps. */
  readonly segment: number | undefined;
}

/**
 * The segments of an object, by number.
 *
 * @throws {HeaderError} unsupported-object when numbers are absent, repeated or beyond 16 bits
 */
export function segmentsOf(dataset: Dataset): Map<number, Segment> {
  const segments = new Map<number, Segment>();
  for (const item of dataset.items("SegmentSequence")) {
    const segment = segmentOf(item);
    if (segments.has(segment.number)) {
      throw badNumber(`segment ${segment.number} is described twice`);
    }
    segments.set(segment.number, segment);
  }
  return segments;
}

/** Whether a number can be a segment's: 16 bits, PS3.3 C.8.20.2. */
export function isSegmentNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 65535;
}

function segmentOf(item: Dataset): Segment {
  const number = finite(item.numbers("SegmentNumber"));
  if (!isSegmentNumber(number)) throw badNumber("a segment has no Segment Number (0062,0004)");
  const type = first(item.items("SegmentedPropertyTypeCodeSequence"));
  const region = first(item.items("AnatomicRegionSequence"));
  const label = first(item.strings("SegmentLabel"));
  return {
    number,
    label: label === undefined ? undefined : asUtf8(label),
    color: colorOfCielab(item.numbers("RecommendedDisplayCIELabValue")),
    category: codeOf(first(item.items("SegmentedPropertyCategoryCodeSequence"))),
    type: codeOf(type),
    typeModifier: codeOf(first(type?.items("SegmentedPropertyTypeModifierCodeSequence") ?? [])),
    region: codeOf(region),
    regionModifier: codeOf(first(region?.items("AnatomicRegionModifierSequence") ?? [])),
    algorithmType: item.strings("SegmentAlgorithmType").slice(0, 1)
      .find((term) => isDefinedTerm("SegmentAlgorithmType", term)),
  };
}

/** The code of one item; undefined when it lacks its value. */
function codeOf(item: Dataset | undefined): Code | undefined {
  if (item === undefined) return undefined;
  const value = first(item.strings("CodeValue")) ?? first(item.strings("LongCodeValue")) ??
    first(item.strings("URNCodeValue"));
  if (value === undefined) return undefined;
  return {
    scheme: first(item.strings("CodingSchemeDesignator")) ?? "",
    value,
    meaning: asUtf8(first(item.strings("CodeMeaning")) ?? ""),
  };
}

/**
 * Bytes are read as Latin-1. Text beyond ASCII that is UTF-8 all the same is nearly never meant
 * otherwise, so it is taken for that whatever Specific Character Set (0008,0005) forgot to say.
 */
function asUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

function badNumber(message: string): HeaderError {
  return new HeaderError("unsupported-object", `the segmentation cannot be read: ${message}`, {
    family: "segmentation",
  });
}
