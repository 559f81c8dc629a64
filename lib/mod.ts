/**
 * DICOM headers to image headers: pure functions for any JavaScript runtime.
 *
 * {@linkcode describe} makes the headers of a series, {@linkcode headerFile} one of them in another
 * format, {@linkcode check} says what is wrong with one, {@linkcode HeaderCollector} reads the header
 * of an object from a stream and lets its pixels go by. Slice directions come from where the slices
 * are, never from a thickness. Errors are {@linkcode HeaderError}: a stable code, the numbers, and the
 * option that helps.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { describe, isHeaderError } from "@dcm2nhdr/dcm2nhdr";
 *
 * const slice = (z: number) => ({
 *   Rows: 4,
 *   Columns: 3,
 *   PixelSpacing: [1, 1],
 *   ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
 *   ImagePositionPatient: [0, 0, z],
 * });
 * try {
 *   describe([slice(0), slice(2), slice(6)]);
 * } catch (error) {
 *   if (!isHeaderError(error, "missing-slices")) throw error;
 *   assertEquals(error.details.holes, [{ after: 1, gap: 4, missing: 1 }]);
 * }
 * ```
 *
 * @module
 */

export type { ChangedField, Correction } from "./check/correction.ts";
export type { Diagnosis } from "./check/diagnosis.ts";
export type { AxisDifference, Differences, OriginDifference } from "./check/difference.ts";
export type { CheckReply, WorstSlice } from "./check/mod.ts";
export type { NiftiPlacement, ReadingReply } from "./check/claimed_form.ts";
export type { CorrectedForm } from "./check/corrected_form.ts";
export type { CheckStatus } from "./check/verdict.ts";
export { DIAGNOSES, type DiagnosisCode } from "./codes/diagnoses.ts";
export { type ErrorCode, type ErrorMeaning, ERRORS } from "./codes/errors.ts";
export { type FindingCode, type FindingMeaning, FINDINGS } from "./codes/findings.ts";
export {
  type AffineHeader,
  type BareHeader,
  check,
  describe,
  type DescribeOptions,
  headerFile,
  type HeaderToCheck,
  type Input,
  type ItkHeader,
  type NamedBytes,
  type NamedJson,
  type NamedObject,
} from "./describe.ts";
export { ATTRIBUTES, type Keyword } from "./dicom/attributes.ts";
export { type CollectedObject, HeaderCollector } from "./dicom/collector.ts";
export type { Dataset, PixelDataPlace } from "./dicom/dataset.ts";
export type { Skipped } from "./errors.ts";
export {
  type CommonDetails,
  type CountedAxis,
  type Details,
  type DetailsByCode,
  type DetailsOf,
  type FourthAxisDetails,
  HeaderError,
  type HeldPosition,
  isHeaderError,
  type MissingSlices,
  type OrderChoice,
  type SliceAtEnd,
} from "./errors.ts";
export type { Color } from "./frames/cielab.ts";
export type { Code } from "./frames/segments.ts";
export type { AnatomicalPlane, MainPlane } from "./geometry/anatomical_plane.ts";
export type { SpaceName } from "./array/space.ts";
export type { Vector } from "./geometry/vector.ts";
export type { SeriesReply } from "./identity.ts";
export type { Limits, ObjectLimits } from "./limits.ts";
export type { Index } from "./geometry/index_map.ts";
export type { FormReply } from "./form_reply.ts";
export type { FormFile } from "./headers/forms.ts";
export type { ItkWasmForm, SimpleItkForm, VtkForm } from "./headers/adapters.ts";
export type { SegmentReply } from "./array/segments.ts";
export type {
  ArrayInput,
  ChosenOptions,
  OpenOptions,
  Options,
  PlaneInput,
  SegmentInput,
} from "./options/input.ts";
export {
  type Choice,
  type ChoiceName,
  type FormName,
  type Option,
  type OptionName,
  OPTIONS,
} from "./options/table.ts";
export type { RefusalReply, Reply, SliceReply, VolumeReply } from "./reply.ts";
export type { Finding } from "./volumes/finding.ts";
export type { Alternative } from "./volumes/fourth_axis/search.ts";
