/**
 * Classic objects: one frame, its plane at the top level (CT, MR, PET and others, PS3.3 C.7.6.2).
 *
 * @module
 */

import type { DicomObject } from "../dicom/dataset.ts";
import type { Family, UnplacedFrame } from "./frame.ts";
import { imagePlaneOrNominal } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";

/** The family of last resort: it takes every object and refuses those without an image plane. */
export const classic = {
  name: "classic single-frame",
  frames: (object: DicomObject): UnplacedFrame[] => [{
    object,
    number: 0,
    ...imagePlaneOrNominal(object.dataset),
    pixels: pixelFormatOf(object.dataset),
    attributes: object.dataset,
  }],
} satisfies Family;
