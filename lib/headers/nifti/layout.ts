/**
 * Where the fields of a NIfTI header lie: one table for both versions, by the
 * names of nifti1.h and nifti2.h (https://nifti.nimh.nih.gov). Bytes from the
 * start of the file; the byte order is that of the whole file.
 */

/** Bytes of one value of each type, and what DataView calls it. */
export const NIFTI_TYPES = {
  uint8: { bytes: 1, view: "Uint8" },
  int16: { bytes: 2, view: "Int16" },
  int32: { bytes: 4, view: "Int32" },
  int64: { bytes: 8, view: "BigInt64" },
  float32: { bytes: 4, view: "Float32" },
  float64: { bytes: 8, view: "Float64" },
  text: { bytes: 1, view: "Uint8" },
} as const;

/** The types of the fields: single bytes, signed integers, floating point numbers, text. */
export type NiftiType = keyof typeof NIFTI_TYPES;

/** One field: its first byte, its type, and how many of that type (bytes for text). */
export interface NiftiField {
  readonly offset: number;
  readonly type: NiftiType;
  readonly count: number;
}

function field(offset: number, type: NiftiType, count = 1): NiftiField {
  return { offset, type, count };
}

/**
 * nifti1.h, `struct nifti_1_header`: 348 bytes, then four of extension flags.
 * `dim_info`, `slice_code` and `xyzt_units` are single bytes in NIfTI-1; `slice_code` and
 * `xyzt_units` are int32 in NIfTI-2.
 */
export const NIFTI1_FIELDS = {
  sizeof_hdr: field(0, "int32"),
  dim_info: field(39, "uint8"),
  dim: field(40, "int16", 8),
  intent_p: field(56, "float32", 3),
  intent_code: field(68, "int16"),
  datatype: field(70, "int16"),
  bitpix: field(72, "int16"),
  slice_start: field(74, "int16"),
  pixdim: field(76, "float32", 8),
  vox_offset: field(108, "float32"),
  scl_slope: field(112, "float32"),
  scl_inter: field(116, "float32"),
  slice_end: field(120, "int16"),
  slice_code: field(122, "uint8"),
  xyzt_units: field(123, "uint8"),
  cal_max: field(124, "float32"),
  cal_min: field(128, "float32"),
  slice_duration: field(132, "float32"),
  toffset: field(136, "float32"),
  descrip: field(148, "text", 80),
  aux_file: field(228, "text", 24),
  qform_code: field(252, "int16"),
  sform_code: field(254, "int16"),
  quatern: field(256, "float32", 3),
  qoffset: field(268, "float32", 3),
  srow: field(280, "float32", 12),
  intent_name: field(328, "text", 16),
  magic: field(344, "text", 4),
} as const satisfies Record<string, NiftiField>;

/** The names of the fields, the same in both versions. */
export type NiftiFieldName = keyof typeof NIFTI1_FIELDS;

/** nifti2.h, `struct nifti_2_header`: 540 bytes, then four of extension flags. */
export const NIFTI2_FIELDS = {
  sizeof_hdr: field(0, "int32"),
  magic: field(4, "text", 8),
  datatype: field(12, "int16"),
  bitpix: field(14, "int16"),
  dim: field(16, "int64", 8),
  intent_p: field(80, "float64", 3),
  pixdim: field(104, "float64", 8),
  vox_offset: field(168, "int64"),
  scl_slope: field(176, "float64"),
  scl_inter: field(184, "float64"),
  cal_max: field(192, "float64"),
  cal_min: field(200, "float64"),
  slice_duration: field(208, "float64"),
  toffset: field(216, "float64"),
  slice_start: field(224, "int64"),
  slice_end: field(232, "int64"),
  descrip: field(240, "text", 80),
  aux_file: field(320, "text", 24),
  qform_code: field(344, "int32"),
  sform_code: field(348, "int32"),
  quatern: field(352, "float64", 3),
  qoffset: field(376, "float64", 3),
  srow: field(400, "float64", 12),
  slice_code: field(496, "int32"),
  xyzt_units: field(500, "int32"),
  intent_code: field(504, "int32"),
  intent_name: field(508, "text", 16),
  dim_info: field(524, "uint8"),
} as const satisfies Readonly<Record<NiftiFieldName, NiftiField>>;

/** One version of the format. */
export interface NiftiLayout {
  readonly version: 1 | 2;
  /** Bytes of the header, the value of `sizeof_hdr` too. */
  readonly bytes: 348 | 540;
  readonly fields: Readonly<Record<NiftiFieldName, NiftiField>>;
  /** `magic` of a single file (`.nii`) and of a header beside its `.img` (`.hdr`). */
  readonly magic: { readonly single: string; readonly pair: string };
  /** Where the pixels of a single file begin: after the header and four extension flags. */
  readonly pixels: 352 | 544;
}

/** NIfTI-1; magic is three letters and a zero byte. */
export const NIFTI1: NiftiLayout = {
  version: 1,
  bytes: 348,
  fields: NIFTI1_FIELDS,
  magic: { single: "n+1\0", pair: "ni1\0" },
  pixels: 352,
};

/** NIfTI-2; magic ends in the four bytes that a text transfer would break. */
export const NIFTI2: NiftiLayout = {
  version: 2,
  bytes: 540,
  fields: NIFTI2_FIELDS,
  magic: { single: "n+2\0\r\n\x1a\n", pair: "ni2\0\r\n\x1a\n" },
  pixels: 544,
};

/** NIFTI_XFORM_*: what the coordinates of qform and sform refer to. */
export const NIFTI_XFORM = { unknown: 0, scanner: 1, aligned: 2 } as const;

/** The spatial part of `xyzt_units` (its lowest three bits): NIFTI_UNITS_*. */
export const NIFTI_UNITS = { unknown: 0, metre: 1, mm: 2, micron: 3 } as const;
