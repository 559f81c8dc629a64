/**
 * Frames that are like the one before and lie elsewhere: thousands of which only the position is read.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Dataset } from "../dicom/dataset.ts";
import type { UnplacedFrame } from "./frame.ts";
import { heldBy } from "./functional_groups.ts";
import { isVector } from "./image_plane.ts";

/** What slices have of their own, and what no family reads but for positions and stacks. */
const OWN_OF_SLICES: ReadonlySet<Keyword> = new Set([
  "SOPInstanceUID",
  "InstanceNumber",
  "ImagePositionPatient",
  "SliceLocation",
  "AcquisitionTime",
  "AcquisitionDateTime",
  "ContentTime",
  "TriggerTime",
  "AcquisitionNumber",
]);

/** The same of frames, whose family is known: Image Type alone tells some families of slices. */
const OWN_OF_FRAMES: ReadonlySet<Keyword> = new Set(
  ([
    "PlanePositionSequence",
    "FrameContentSequence",
    "TemporalPositionSequence",
    "CardiacSynchronizationSequence",
    "MRImageFrameTypeSequence",
    "MRDiffusionSequence",
    "SegmentIdentificationSequence",
  ] as const).flatMap(heldBy),
);

/**
 * The frame behind one whose plane is all DICOM's, if it differs only in what frames have of their own.
 *
 * @param own What is its own besides the position
 * @param place Says its position: of a slice the attributes themselves
 */
export function nextFrame(
  before: UnplacedFrame,
  own: Partial<UnplacedFrame> & Pick<UnplacedFrame, "attributes">,
  place: Dataset,
): UnplacedFrame | undefined {
  const unlike = own.attributes.unlike?.(before.attributes);
  const mayDiffer = place === own.attributes ? OWN_OF_SLICES : OWN_OF_FRAMES;
  const isLike = unlike?.every((keyword) => mayDiffer.has(keyword));
  const position = isLike ? place.numbers("ImagePositionPatient") : [];
  return isVector(position)
    ? { ...before, ...own, plane: { ...before.plane, position } }
    : undefined;
}
