/**
 * Classic objects: one frame, its plane at the top level (CT, MR, PET and others, PS3.3 C.7.6.2).
 *
 * @module
 */

import type { DicomObject } from "../dicom/dataset.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { planeWith, sharedIfStated, type StatedGeometry, withStatingHelp } from "./stated_place.ts";

/** The family of last resort: it takes every object and refuses those without an image plane. */
export const classic = {
  name: "classic single-frame",
  frames: (object: DicomObject, _?: FrameLimits, stated?: StatedGeometry): UnplacedFrame[] => {
    const { dataset } = object;
    return [{
      object,
      number: 0,
      ...withStatingHelp(dataset, 1, () => sharedIfStated(planeWith(dataset, stated?.plane))),
      pixels: pixelFormatOf(dataset),
      attributes: dataset,
    }];
  },
} satisfies Family;
