/**
 * Classic objects: one frame, its plane at the top level (CT, MR, PET and others, PS3.3 C.7.6.2).
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import type { Dataset, DicomObject } from "../dicom/dataset.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { isVector } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import {
  type PlacedPlane,
  planeWith,
  sharedIfStated,
  type StatedGeometry,
  withStatingHelp,
} from "./stated_place.ts";

/** The family of last resort: it takes every object and refuses those without an image plane. */
export const classic = {
  name: "classic single-frame",
  frames: (object: DicomObject, _?: FrameLimits, stated?: StatedGeometry): UnplacedFrame[] => [{
    object,
    number: 0,
    ...planeOf(object.dataset, stated),
    pixels: pixelFormatOf(object.dataset),
    attributes: object.dataset,
  }],
} satisfies Family;

/** What every slice has of its own, and no family reads but for the position. */
const OF_SLICE: ReadonlySet<Keyword> = new Set([
  "ImagePositionPatient",
  "SOPInstanceUID",
  "InstanceNumber",
  "SliceLocation",
  "AcquisitionTime",
  "AcquisitionDateTime",
  "ContentTime",
  "TriggerTime",
  "AcquisitionNumber",
]);

/**
 * The frame of an object of which nothing has to be read but its position, because all that differs
 * from a frame of this family, with a plane that is all DICOM's, is what every slice has of its own.
 */
export function nextSlice(object: DicomObject, before: UnplacedFrame): UnplacedFrame | undefined {
  const { dataset } = object;
  const isNext = dataset.unlike?.(before.attributes)?.every((keyword) => OF_SLICE.has(keyword));
  const position = isNext ? dataset.numbers("ImagePositionPatient") : [];
  if (!isVector(position)) return undefined;
  return { ...before, object, attributes: dataset, plane: { ...before.plane, position } };
}

/** The plane; where there is none, with what the caller may state. */
function planeOf(dataset: Dataset, stated: StatedGeometry = {}): PlacedPlane {
  return withStatingHelp(dataset, 1, () => sharedIfStated(planeWith(dataset, stated.plane)));
}
