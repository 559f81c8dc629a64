/**
 * DICOM headers to NRRD headers: pure functions for any JavaScript runtime.
 *
 * @module
 */

export type { DiagnosisCode } from "./codes/diagnoses.ts";
export type { ChangedField, Correction } from "./check/correction.ts";
export type { Diagnosis } from "./check/diagnosis.ts";
export type { AxisDifference, Differences, OriginDifference } from "./check/difference.ts";
export type { BareGeometry, ClaimedHeader, Sizes, Steps } from "./check/claimed_header.ts";
export { claimedNumbers, claimedText } from "./check/claimed_header.ts";
export type { CheckOptions, CheckReply, WorstSlice } from "./check/mod.ts";
export { checkHeader } from "./check/mod.ts";
export type { Precision } from "./check/precision.ts";
export { checkReport } from "./check/report.ts";
export type { Status } from "./check/verdict.ts";
export type { ReadAxis, ReadHeader, SpaceName } from "./nrrd/read/geometry.ts";
export type { Field, FieldName, HeaderLines } from "./nrrd/read/lines.ts";
export { ATTRIBUTES, type Keyword } from "./dicom/attributes.ts";
export type { CollectedObject } from "./dicom/collector.ts";
export type { Dataset, DicomObject, PixelDataPlace, Skipped } from "./dicom/dataset.ts";
export type { JsonDocument, JsonObject, JsonSkipped } from "./dicom/json.ts";
export type { JsonRecord } from "./dicom/json_values.ts";
export { HeaderCollector } from "./dicom/collector.ts";
export type { JsonLimits, ObjectLimits, ReplyLimits } from "./limits.ts";
export { parseJsonText, readJson } from "./dicom/json.ts";
export type { ErrorCode } from "./codes/errors.ts";
export type { Details } from "./errors.ts";
export { HeaderError, isHeaderError } from "./errors.ts";
export type { Color } from "./frames/cielab.ts";
export type { Code } from "./frames/segments.ts";
export type { Vector } from "./geometry/vector.ts";
export type { ItkWasmForm, SimpleItkForm, VtkForm } from "./nrrd/adapters.ts";
export { readNpy } from "./nrrd/npy.ts";
export type { SegmentReply } from "./nrrd/segmentation.ts";
export type * from "./options/types.ts";
export { DEFAULT_OPTIONS } from "./options/types.ts";
export type { RefusalReply, Reply, SliceReply, VolumeReply } from "./reply.ts";
export { makeReply, onlyVolume } from "./reply.ts";
export type { Alternative } from "./volumes/fourth_axis/search.ts";
export type { FindingCode } from "./codes/findings.ts";
export type { Finding } from "./volumes/finding.ts";
