/**
 * Functional groups (PS3.3 C.7.6.16): the attributes of one frame, wherever the object keeps them.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Dataset } from "../dicom/dataset.ts";
import { remembered } from "../once.ts";
import { B_MATRIX } from "./diffusion/b_matrix.ts";

/**
 * Which sequence holds an attribute, within an item of the functional groups. A sequence may stand
 * in another one. An attribute that is not listed is not looked for in any.
 */
const MACROS: Readonly<Partial<Record<Keyword, readonly Keyword[]>>> = {
  // For all modalities, C.7.6.16.2
  FrameContentSequence: [
    "StackID",
    "InStackPositionNumber",
    "TemporalPositionIndex",
    "DimensionIndexValues",
    "FrameAcquisitionNumber",
    "FrameAcquisitionDateTime",
    "FrameAcquisitionDuration",
    "FrameReferenceDateTime",
  ],
  PlanePositionSequence: ["ImagePositionPatient"],
  PlaneOrientationSequence: ["ImageOrientationPatient"],
  PlanePositionVolumeSequence: ["ImagePositionVolume"],
  PlaneOrientationVolumeSequence: ["ImageOrientationVolume"],
  PixelMeasuresSequence: ["PixelSpacing", "SliceThickness", "SpacingBetweenSlices"],
  PixelValueTransformationSequence: ["RescaleSlope", "RescaleIntercept", "RescaleType"],
  RealWorldValueMappingSequence: ["RealWorldValueSlope", "RealWorldValueIntercept", "LUTLabel"],
  TemporalPositionSequence: ["TemporalPositionTimeOffset"],
  CardiacSynchronizationSequence: [
    "NominalCardiacTriggerDelayTime",
    "ActualCardiacTriggerDelayTime",
    "NominalPercentageOfCardiacPhase",
  ],
  RespiratorySynchronizationSequence: [
    "NominalRespiratoryTriggerDelayTime",
    "ActualRespiratoryTriggerDelayTime",
    "NominalPercentageOfRespiratoryPhase",
  ],
  ContrastBolusUsageSequence: ["ContrastBolusAgentNumber", "ContrastBolusAgentPhase"],

  // Segmentations, C.8.20.3
  SegmentIdentificationSequence: ["ReferencedSegmentNumber"],

  // MR, C.8.13.5
  MRImageFrameTypeSequence: ["FrameType", "ComplexImageComponent"],
  MREchoSequence: ["EffectiveEchoTime"],
  MRTimingAndRelatedParametersSequence: ["RepetitionTime", "FlipAngle"],
  MRModifierSequence: ["InversionTimes"],
  MRDiffusionSequence: [
    "DiffusionBValue",
    "DiffusionDirectionality",
    "DiffusionGradientDirectionSequence",
    "DiffusionBMatrixSequence",
  ],
  DiffusionGradientDirectionSequence: ["DiffusionGradientOrientation"],
  DiffusionBMatrixSequence: B_MATRIX,
  MRVelocityEncodingSequence: ["VelocityEncodingDirection"],
  MRArterialSpinLabelingSequence: ["ASLContext"],

  // CT (C.8.15.3), PET (C.8.22.5), X-Ray 3D (C.8.21.5), parametric maps (C.8.32.3), US (C.8.24.6)
  CTImageFrameTypeSequence: ["FrameType"],
  CTXRayDetailsSequence: ["KVP"],
  CTReconstructionSequence: ["ConvolutionKernel"],
  PETFrameTypeSequence: ["FrameType"],
  XRay3DFrameTypeSequence: ["FrameType"],
  ParametricMapFrameTypeSequence: ["FrameType"],
  USImageDescriptionSequence: ["FrameType"],
  PhotoacousticImageFrameTypeSequence: ["FrameType"],
  ImageDataTypeSequence: ["DataType"],
};

/** Where legacy converted objects keep what fits into no macro (C.7.6.16.2.25). */
const UNASSIGNED: readonly Keyword[] = [
  "UnassignedPerFrameConvertedAttributesSequence",
  "UnassignedSharedConvertedAttributesSequence",
];

/** What functional groups call an attribute that has another name in classic objects. */
const NAMES_IN_GROUPS: Readonly<Partial<Record<Keyword, Keyword>>> = { ImageType: "FrameType" };

/** The sequences to pass through, outermost first. */
type Path = readonly Keyword[];

/** Found when first asked for: to find those of all attributes would take longer than to start. */
const PATHS = new Map<Keyword, readonly Path[]>();
const HELD = new Map<Keyword, readonly Keyword[]>();

/** Every path by which a group may hold an attribute, in the order of asking. */
function pathsTo(keyword: Keyword): readonly Path[] {
  return remembered(PATHS, keyword, () => {
    const macros = pathsThrough(NAMES_IN_GROUPS[keyword] ?? keyword);
    const unassigned = UNASSIGNED.map((sequence) => [sequence]);
    // Last the item itself: some writers know no macros.
    const bare = macros.some((path) => path.length === 0) ? [] : [[]];
    return [...macros, ...unassigned, ...bare];
  });
}

function pathsThrough(keyword: Keyword): Path[] {
  const macros = (Object.keys(MACROS) as Keyword[])
    .filter((macro) => MACROS[macro]!.includes(keyword));
  if (macros.length === 0) return [[]];
  return macros.flatMap((macro) => pathsThrough(macro).map((path) => [...path, macro]));
}

/** What an attribute of a group answers for: all that is in it if it is a macro, under every name. */
export function heldBy(keyword: Keyword): readonly Keyword[] {
  return remembered(HELD, keyword, () => {
    const others = (Object.keys(NAMES_IN_GROUPS) as Keyword[])
      .filter((name) => NAMES_IN_GROUPS[name] === keyword);
    return [keyword, ...others, ...(MACROS[keyword] ?? []).flatMap(heldBy)];
  });
}

/**
 * The attributes of every frame that the object has functional groups for, in the order of its
 * pixel data.
 *
 * An attribute is answered by the frame's own functional groups, else by the shared ones, else by
 * the top level of the object; an empty value counts as none. Within a group its macro comes before
 * the item itself, where it has no business. Nothing is decoded before it is asked
 * for. `ImageType` is the frame's Frame Type where there is one.
 */
export function frameDatasets(object: Dataset): FrameDataset[] {
  const [group] = object.items("SharedFunctionalGroupsSequence");
  const shared = group === undefined ? object : new GroupedDataset(group, object);
  return object.items("PerFrameFunctionalGroupsSequence")
    .map((own) => new GroupedDataset(own, shared));
}

/** Attributes of one frame. */
export interface FrameDataset extends Dataset {
  /** The item of the functional groups that is this frame's own. */
  readonly own: Dataset;
}

/** What can be empty: values, items, or bytes. */
interface Sized {
  readonly length: number;
}

/** One item of functional groups, and the dataset that answers for what it does not have. */
class GroupedDataset implements FrameDataset {
  readonly own: Dataset;

  constructor(group: Dataset, private readonly beneath: Dataset) {
    this.own = group;
  }

  strings(keyword: Keyword): readonly string[] {
    return this.#find(keyword, (place, name) => place.strings(name)) ??
      this.beneath.strings(keyword);
  }

  numbers(keyword: Keyword): readonly number[] {
    return this.#find(keyword, (place, name) => place.numbers(name)) ??
      this.beneath.numbers(keyword);
  }

  items(keyword: Keyword): readonly Dataset[] {
    return this.#find(keyword, (place, name) => place.items(name)) ?? this.beneath.items(keyword);
  }

  bytes(keyword: Keyword): Uint8Array | undefined {
    return this.#find(keyword, (place, name) => place.bytes(name)) ?? this.beneath.bytes(keyword);
  }

  has(keyword: Keyword): boolean {
    const name = NAMES_IN_GROUPS[keyword] ?? keyword;
    for (const path of pathsTo(keyword)) {
      if (this.#at(path)?.has(name)) return true;
    }
    return this.beneath.has(keyword);
  }

  unlike(other: Dataset): readonly Keyword[] | undefined {
    const sameBeneath = other instanceof GroupedDataset && other.beneath === this.beneath;
    const unlike = sameBeneath ? this.own.unlike?.(other.own) : undefined;
    // What converters keep there may be anything.
    if (unlike?.some((keyword) => UNASSIGNED.includes(keyword))) return undefined;
    return unlike?.flatMap(heldBy);
  }

  /** The first value in the group that is not empty. */
  #find<T extends Sized>(
    keyword: Keyword,
    read: (place: Dataset, name: Keyword) => T | undefined,
  ): T | undefined {
    const name = NAMES_IN_GROUPS[keyword] ?? keyword;
    for (const path of pathsTo(keyword)) {
      const place = this.#at(path);
      const found = place && read(place, name);
      if (found !== undefined && found.length > 0) return found;
    }
    return undefined;
  }

  /** The item at the end of a path; undefined where there is none. */
  #at(path: Path): Dataset | undefined {
    let place: Dataset | undefined = this.own;
    for (const macro of path) place = place?.has(macro) ? place.items(macro)[0] : undefined;
    return place;
  }
}
