/**
 * SOP classes by their everyday names, and what their pixels have to do with the patient
 * (PS3.4 B.5, PS3.6 annex A).
 *
 * @module
 */

import { type Dataset, first } from "./dataset.ts";

/**
 * Where the pixels lie by definition: `patient` as slices in the patient · `projection` on a
 * detector or film · `ultrasound` in a fan without a position · `picture` on a screen or in a camera
 * · `slide` on a glass slide · `none`: there are no pixels.
 */
export type Placement = "patient" | "projection" | "ultrasound" | "picture" | "slide" | "none";

/** One class, or a branch of the tree of UIDs. */
export interface SopClass {
  /** Singular, lower case: "RT plan". */
  readonly name: string;
  /** Where its pixels lie. */
  readonly placement: Placement;
}

/** Above all classes of objects that are stored. */
export const STORAGE = "1.2.840.10008.5.1.4.1.1";

/** Class of images of nuclear medicine. */
export const NUCLEAR_MEDICINE: string = `${STORAGE}.20`;

/** Class of dose distributions. */
export const RT_DOSE: string = `${STORAGE}.481.2`;

/** By UID behind {@linkcode STORAGE}; a line holds for everything below it that has no line. */
const BY_BRANCH: Readonly<Record<string, readonly [name: string, placement: Placement]>> = {
  "1": ["computed radiography image", "projection"],
  "1.1": ["digital X-ray image", "projection"],
  "1.2": ["digital mammography image", "projection"],
  "1.3": ["intra-oral X-ray image", "projection"],
  "2": ["CT image", "patient"],
  "3": ["multi-frame ultrasound image", "ultrasound"],
  "4": ["MR image", "patient"],
  "4.2": ["MR spectroscopy", "none"],
  "6": ["ultrasound image", "ultrasound"],
  "6.2": ["ultrasound volume", "ultrasound"],
  "6.3": ["photoacoustic image", "patient"],
  "7": ["secondary capture", "picture"],
  "8": ["overlay", "none"],
  "9": ["waveform", "none"],
  "10": ["lookup table", "none"],
  "11": ["presentation state", "none"],
  "12": ["X-ray angiography image", "projection"],
  "12.2": ["X-ray fluoroscopy image", "projection"],
  "13": ["X-ray 3D image", "patient"],
  "13.1.3": ["breast tomosynthesis image", "patient"],
  "13.1.4": ["breast projection X-ray image", "projection"],
  "13.1.5": ["breast projection X-ray image", "projection"],
  "14": ["intravascular OCT image", "picture"],
  "20": ["nuclear medicine image", "patient"],
  "30": ["parametric map", "patient"],
  "66": ["raw data", "none"],
  "66.1": ["spatial registration", "none"],
  "66.2": ["spatial fiducials", "none"],
  "66.3": ["deformable registration", "none"],
  "66.4": ["segmentation", "patient"],
  "66.5": ["surface segmentation", "none"],
  "66.6": ["tractography", "none"],
  "66.7": ["label map segmentation", "patient"],
  "67": ["real world value mapping", "none"],
  "68": ["surface scan", "none"],
  "77.1": ["visible light image", "picture"],
  "77.1.1": ["endoscopy image", "picture"],
  "77.1.2": ["microscopy image", "picture"],
  "77.1.3": ["slide microscopy image", "slide"],
  "77.1.4": ["photograph", "picture"],
  "77.1.5": ["ophthalmic photograph", "picture"],
  "77.1.5.3": ["stereometric relationship", "none"],
  "77.1.5.4": ["ophthalmic tomography image", "patient"],
  "77.1.5.8": ["ophthalmic OCT volume analysis", "patient"],
  "77.1.6": ["whole-slide microscopy image", "slide"],
  "77.1.7": ["dermoscopy photograph", "picture"],
  "78": ["ophthalmic measurement", "none"],
  "79": ["structured report", "none"],
  "80": ["visual field measurement", "none"],
  "81": ["ophthalmic thickness map", "picture"],
  "82": ["corneal topography map", "picture"],
  "88": ["structured report", "none"],
  "88.59": ["key object selection", "none"],
  "90": ["content assessment", "none"],
  "91": ["microscopy annotation", "none"],
  "104": ["encapsulated document", "none"],
  "128": ["PET image", "patient"],
  "129": ["PET curve", "none"],
  "130": ["enhanced PET image", "patient"],
  "131": ["structured display", "none"],
  "200": ["procedure protocol", "none"],
  "201": ["inventory", "none"],
  "481": ["radiotherapy", "none"],
  "481.1": ["RT image", "projection"],
  "481.2": ["RT dose", "patient"],
  "481.3": ["RT structure set", "none"],
  "481.4": ["RT treatment record", "none"],
  "481.5": ["RT plan", "none"],
  "481.6": ["RT treatment record", "none"],
  "481.7": ["RT treatment record", "none"],
  "481.8": ["RT plan", "none"],
  "481.9": ["RT treatment record", "none"],
  "481.23": ["RT image", "projection"],
  "481.24": ["RT image", "projection"],
};

const BY_UID: ReadonlyMap<string, SopClass> = new Map([
  ...Object.entries(BY_BRANCH).map(([branch, [name, placement]]): [string, SopClass] => [
    `${STORAGE}.${branch}`,
    { name, placement },
  ]),
  // Outside the storage classes of DICOM.
  ["1.2.840.10008.1.3.10", { name: "DICOMDIR", placement: "none" }],
  // Comes along in every other MR series of this vendor.
  ["1.3.12.2.1107.5.9.1", { name: "Siemens raw data", placement: "none" }],
]);

/**
 * The object's class by (0008,0016), or by (0002,0002) for a DICOMDIR, which has no other.
 *
 * @returns Undefined for classes that are not listed, and where the object does not say
 */
export function sopClassOf(dataset: Dataset): SopClass | undefined {
  return sopClassOfUid(
    first(dataset.strings("SOPClassUID")) ?? first(dataset.strings("MediaStorageSOPClassUID")) ??
      "",
  );
}

/** The class of a UID; undefined for classes that are not listed. */
export function sopClassOfUid(uid: string): SopClass | undefined {
  let known = BY_UID.get(uid);
  for (let above = uid; !known && above.startsWith(`${STORAGE}.`);) {
    above = above.slice(0, above.lastIndexOf("."));
    known = BY_UID.get(above);
  }
  return known;
}
