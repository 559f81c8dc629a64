/**
 * Families that are known by name but not read: refused, never mangled.
 *
 * @module
 */

import { type DicomObject, finite, first } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import type { Family } from "./frame.ts";

/** Named by SOP class (PS3.4 B.5). */
const BY_SOP_CLASS: Readonly<Record<string, string>> = {
  "1.2.840.10008.5.1.4.1.1.66.4": "segmentation",
  "1.2.840.10008.5.1.4.1.1.66.7": "label map segmentation",
  "1.2.840.10008.5.1.4.1.1.481.2": "RT dose",
  "1.2.840.10008.5.1.4.1.1.20": "nuclear medicine image",
};

/** (0008,0008) values of vendors that put many slices side by side into one frame. */
const TILED_IMAGE_TYPES: Readonly<Record<string, string>> = {
  MOSAIC: "Siemens mosaic",
  VFRAME: "United Imaging grid",
};

/** Takes what no other family reads although it holds more than one slice. */
export const unsupported: Family = {
  name: "unsupported",
  accepts: (object) => nameOf(object) !== undefined,
  frames: (object) => {
    throw new HeaderError("unsupported-object", `${nameOf(object)} objects are not read yet`, {
      family: nameOf(object),
    });
  },
};

function nameOf({ dataset }: DicomObject): string | undefined {
  const bySopClass = BY_SOP_CLASS[first(dataset.strings("SOPClassUID")) ?? ""];
  if (bySopClass) return bySopClass;
  for (const value of dataset.strings("ImageType")) {
    if (value in TILED_IMAGE_TYPES) return TILED_IMAGE_TYPES[value];
  }
  const frames = finite(dataset.numbers("NumberOfFrames")) ?? 1;
  return frames > 1 || dataset.has("PerFrameFunctionalGroupsSequence") ? "multi-frame" : undefined;
}
