/**
 * Acquisition parameters as key/values: numbers and a few defined terms of DICOM.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "../../dicom/attributes.ts";
import { isDefinedTerm, isSetting } from "../../dicom/showable.ts";
import type { Frame } from "../../frames/frame.ts";
import type { KeyValue } from "./key_values.ts";
import { numbersText } from "../number_text.ts";

/**
 * Attributes that may be written. None identifies a person, an institution or a time. Only numbers
 * and terms that DICOM defines (VR CS) are written, even if a file has something else under these
 * tags.
 */
const ALLOWED: readonly Keyword[] = [
  "Modality",
  "SliceThickness",
  "SpacingBetweenSlices",
  "RescaleIntercept",
  "RescaleSlope",
  // Computed tomography, X-ray
  "KVP",
  "XRayTubeCurrent",
  "ExposureTime",
  "Exposure",
  "GantryDetectorTilt",
  "ReconstructionDiameter",
  // Magnetic resonance
  "ScanningSequence",
  "SequenceVariant",
  "MRAcquisitionType",
  "MagneticFieldStrength",
  "RepetitionTime",
  "EchoTime",
  "EffectiveEchoTime",
  "InversionTime",
  "FlipAngle",
  "EchoTrainLength",
  "NumberOfAverages",
  "PixelBandwidth",
  "InPlanePhaseEncodingDirection",
  // Nuclear medicine
  "Units",
  "DoseGridScaling",
];

/**
 * The keys of everything that is the same for all frames, named as dcm2niix does:
 * `DICOM_0018_0081_EchoTime`. Several values are separated by blanks.
 */
export function acquisitionKeys(frames: readonly Frame[]): KeyValue[] {
  return ALLOWED.flatMap((keyword): KeyValue[] => {
    const value = valueOf(frames[0]!, keyword);
    if (!value || frames.some((frame) => valueOf(frame, keyword) !== value)) return [];
    const [tag] = ATTRIBUTES[keyword];
    return [[`DICOM_${tag.slice(0, 4)}_${tag.slice(4)}_${keyword}`, value]];
  });
}

function valueOf({ attributes }: Frame, keyword: Keyword): string | undefined {
  if (ATTRIBUTES[keyword][1] === "CS") {
    const terms = attributes.strings(keyword);
    return terms.every((term) => isDefinedTerm(keyword, term)) ? terms.join(" ") : undefined;
  }
  const numbers = attributes.numbers(keyword);
  return numbers.every(isSetting) ? numbersText(numbers) : undefined;
}
