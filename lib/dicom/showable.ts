/**
 * What settings of a scanner may be shown: terms that DICOM itself defines (PS3.3), and numbers that a
 * setting can have.
 *
 * A code string is 16 letters that anybody may have filled with anything. What is not in these lists
 * is free text, and is neither written into a header nor said in a reply.
 *
 * @module
 */

import type { Keyword } from "./attributes.ts";

/** Terms by attribute, retired ones among them. */
const TERMS = {
  // C.7.3.1.1.1
  Modality: `
    ANN AR ASMT AU BDUS BI BMD CFM CR CT CTPROTOCOL DG DMS DOC DX ECG EEG EMG EOG EPS ES FID GM HC HD
    IO IOL IVOCT IVUS KER KO LEN LS M3D MG MR NM OAM OCT OP OPM OPT OPTBSV OPTENF OPV OSS OT PA PLAN
    POS PR PT PX REG RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN RTSTRUCT RWV
    SEG SM SMR SR SRF STAIN TEXTUREMAP TG US VA XA XAPROTOCOL XC
    AS CD CF CP CS DD DF DM DS EC FA FS LP MA MS OPR ST VF`,
  // C.7.6.3.1.2, those of several samples; of one sample nothing is shown
  PhotometricInterpretation: `
    RGB HSV ARGB CMYK XYB YBR_FULL YBR_FULL_422
    YBR_PARTIAL_422 YBR_PARTIAL_420 YBR_ICT YBR_RCT`,
  // C.8.3.1
  ScanningSequence: "SE IR GR EP RM",
  SequenceVariant: "SK MTC SS TRSS SP MP OSP NONE",
  ScanOptions: "PER RG CG PPG FC PFF PFP SP FS",
  // C.8.3.1, C.8.13.1
  MRAcquisitionType: "1D 2D 3D",
  // C.8.3.1, C.8.13.5.3
  InPlanePhaseEncodingDirection: "ROW COL COLUMN OTHER",
  // C.8.13.5.14
  ASLContext: "CONTROL LABEL M_ZERO_SCAN",
  // C.8.9.1
  Units: `
    CNTS NONE CM2 CM2ML PCNT CPS BQML MGMINML UMOLMINML MLMING MLG 1CM UMOLML PROPCNTS PROPCPS
    MLMINML MLML GML STDDEV`,
  // C.8.20.4
  SegmentAlgorithmType: "AUTOMATIC SEMIAUTOMATIC MANUAL",
} as const satisfies { readonly [Name in Keyword]?: string };

/**
 * Largest setting: nobody counts a million acquisitions, and no voltage, angle or bandwidth is as
 * large in its unit. A date or a clock in its place is larger.
 */
const LARGEST_SETTING = 1e6;

/** Whether a scanner can have been set to this number. */
export function isSetting(value: number): boolean {
  return Math.abs(value) <= LARGEST_SETTING;
}

const BY_KEYWORD: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(TERMS).map(([keyword, terms]) => [keyword, new Set(terms.trim().split(/\s+/))]),
);

/** Whether DICOM defines this value of this attribute; false for attributes that have no list here. */
export function isDefinedTerm(keyword: string, value: string): boolean {
  return BY_KEYWORD.get(keyword)?.has(value) ?? false;
}
