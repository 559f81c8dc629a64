/**
 * Instances of a request: which objects are copies of others, and which only share a UID with them.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { type Dataset, first } from "../dicom/dataset.ts";
import type { UnplacedFrame } from "./frame.ts";

/** What tells images of one plane apart when their UIDs are the same: texts, */
const NAMES: readonly Keyword[] = [
  "SeriesInstanceUID",
  "FrameOfReferenceUID",
  "SOPClassUID",
  "InstanceNumber",
  "ImageType",
  "AcquisitionTime",
  "AcquisitionDateTime",
  "ContentTime",
  "FrameAcquisitionDateTime",
  "StackID",
  "SequenceName",
  "ConvolutionKernel",
  "ComplexImageComponent",
];

/** and numbers. */
const SETTINGS: readonly Keyword[] = [
  "AcquisitionNumber",
  "InConcatenationNumber",
  "TemporalPositionIdentifier",
  "TemporalPositionIndex",
  "TriggerTime",
  "FrameReferenceTime",
  "NominalCardiacTriggerDelayTime",
  "NominalPercentageOfCardiacPhase",
  "EchoTime",
  "EffectiveEchoTime",
  "RepetitionTime",
  "FlipAngle",
  "InversionTime",
  "KVP",
  "DiffusionBValue",
  "DiffusionGradientOrientation",
  "SliceThickness",
  "RescaleSlope",
  "RescaleIntercept",
  "DoseGridScaling",
];

/**
 * A UID alone does not make an instance this one: careless anonymisers give every object of a series
 * the same one, and dropping those as copies would lose volumes, segments, doses.
 */
export class Instances {
  /** By UID what came first and, from the second on, what tells all of them apart. */
  readonly #byUid = new Map<
    string,
    { readonly first: readonly UnplacedFrame[]; identities?: Set<string> }
  >();
  readonly #repeated = new Set<string>();

  /**
   * Whether the instance was there before; from now on it was.
   *
   * @param frames All frames of one object
   */
  hasSeen(frames: readonly UnplacedFrame[]): boolean {
    const uid = uidOf(frames[0]!);
    if (uid === undefined) return false;
    const known = this.#byUid.get(uid);
    if (known === undefined) {
      this.#byUid.set(uid, { first: frames });
      return false;
    }
    known.identities ??= new Set([identityOf(known.first)]);
    const before = known.identities.size;
    if (known.identities.add(identityOf(frames)).size === before) return true;
    this.#repeated.add(uid);
    return false;
  }

  /** Frames, each with a remark if its object's UID is that of another object, too. */
  remarked<F extends UnplacedFrame>(frames: readonly F[]): readonly F[] {
    if (this.#repeated.size === 0) return frames;
    return frames.map((frame) =>
      this.#repeated.has(uidOf(frame) ?? "")
        ? { ...frame, remarks: [...frame.remarks ?? [], "uid-repeated"] }
        : frame
    );
  }
}

function uidOf({ object }: UnplacedFrame): string | undefined {
  return first(object.dataset.strings("SOPInstanceUID"));
}

/**
 * All that two different objects can hardly share, as text: no hash, which might lose one. How pixels
 * are stored is not among it, since one image may have been stored in two ways.
 */
function identityOf(frames: readonly UnplacedFrame[]): string {
  let last: Dataset | undefined;
  let told = "";
  const settings = (attributes: Dataset): string => {
    if (attributes === last) return "";
    last = attributes;
    const text = JSON.stringify([
      NAMES.map((keyword) => attributes.strings(keyword)),
      SETTINGS.map((keyword) => attributes.numbers(keyword)),
    ]);
    // Most frames say what the one before says, and there may be thousands.
    return text === told ? "" : told = text;
  };
  const { segmentation } = frames[0]!;
  return JSON.stringify([
    frames.length,
    segmentation?.of.type,
    segmentation?.of.segments,
    frames.map((frame) => [
      Object.values(frame.plane),
      frame.segmentation?.segment,
      settings(frame.attributes),
    ]),
  ]);
}
