/**
 * Classic objects: one frame, its plane at the top level (CT, MR, PET and others, PS3.3 C.7.6.2).
 *
 * @module
 */

import type { Dataset, DicomObject } from "../dicom/dataset.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
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

/** The plane; where there is none, with what the caller may state. */
function planeOf(dataset: Dataset, stated: StatedGeometry = {}): PlacedPlane {
  return withStatingHelp(dataset, 1, () => sharedIfStated(planeWith(dataset, stated.plane)));
}
