/**
 * NIfTI-1 and NIfTI-2 (nifti1.h and nifti2.h): the header before the samples of a `.nii`, or a `.hdr`
 * beside its `.img`.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { rescaleOf } from "../../array/pixel_findings.ts";
import type { FindingCode } from "../../codes/findings.ts";
import type { Frame } from "../../frames/frame.ts";
import { length } from "../../geometry/vector.ts";
import type { HeaderOptions } from "../../options/types.ts";
import { brief } from "../../text.ts";
import { type Finding, info, warning } from "../../volumes/finding.ts";
import { demandOrder, spatialNames } from "../axis_order.ts";
import { cannotHold } from "../cannot_hold.ts";
import type { Form } from "../form.ts";
import { findingsIn, formulaOf, type Words } from "../form_findings.ts";
import { timeAxis } from "../time_axis.ts";
import { niftiBytes, type NiftiValues } from "./bytes.ts";
import { datatypeOf, hasRgbBytes, isRgb24 } from "./datatype.ts";
import { NIFTI1, NIFTI2, NIFTI_UNITS, NIFTI_XFORM, type NiftiLayout } from "./layout.ts";
import { cornerDistance, DOUBLE, placementOf, qformOf, rounded, SINGLE } from "./place.ts";

/** `dim` of NIfTI-1 is short. */
const LARGEST_DIM = 32767;

/** NIFTI_INTENT_LABEL: values are labels. */
const LABEL = 1002;
/** NIFTI_INTENT_VECTOR: the fifth axis are the components of a voxel. */
const VECTOR = 1007;

/** The time part of `xyzt_units`. */
const TIME_UNITS = { s: 8, ms: 16 } as const;

/** Displacement by single precision from which on it is told, mm. */
const PRECISION_TOLD = 1e-4;

/** Coordinates that are those of no scanner's patient, but the volume's own. */
const OWN_COORDINATES: ReadonlySet<FindingCode> = new Set(
  ["not-patient-coordinates", "plane-stated"] as const,
);

/** What the caller said of the geometry, because DICOM does not. */
const STATED: ReadonlySet<FindingCode> = new Set(["step-stated", "plane-stated"] as const);

/** The form of one version. */
export function niftiForm(version: 1 | 2): Form {
  const layout = version === 1 ? NIFTI1 : NIFTI2;
  return {
    mediaType: version === 1 ? "application/x-nifti" : "application/x-nifti2",
    extension: ({ data }) => data === "attached" ? ".nii" : ".hdr",
    content: (array, { options }) => {
      demandPlace(array, options, layout);
      demandAxes(array, options, layout);
      const single = array.data === "attached";
      const values = valuesOf(array, options, layout);
      return niftiBytes(layout, values, array.endian, single ? layout.pixels : layout.bytes);
    },
    findings: (array) => findingsOf(array, layout),
  };
}

function valuesOf(
  array: DescribedArray,
  options: HeaderOptions,
  layout: NiftiLayout,
): NiftiValues {
  const { sizes, components, volumes } = extentsOf(array);
  const place = placementOf(array);
  const qform = qformOf(place, sizes, layout.version === 1 ? SINGLE : DOUBLE);
  const time = timeAxis(array);
  const rescale = rescaleOf(array.volume, options, array.type);
  const codes = array.findings.map(({ code }) => code);
  const single = array.data === "attached";
  const xform = codes.some((code) => OWN_COORDINATES.has(code))
    ? NIFTI_XFORM.aligned
    : NIFTI_XFORM.scanner;
  const dimensions = components !== undefined ? 5 : volumes !== undefined ? 4 : 3;
  return {
    sizeof_hdr: layout.bytes,
    magic: single ? layout.magic.single : layout.magic.pair,
    vox_offset: single ? layout.pixels : 0,
    ...datatypeOf(array),
    dim: [dimensions, ...sizes, volumes ?? 1, components ?? 1, 1, 1],
    // ITK makes a spacing of 0 an error, so that a step that is not known is 1 without a unit.
    pixdim: [qform?.qfac ?? 1, ...place.steps.map(length), time?.step ?? 1, 1, 1, 1],
    xyzt_units: NIFTI_UNITS.mm + (time ? TIME_UNITS[time.unit] : 0),
    toffset: time?.start ?? 0,
    dim_info: dimInfo(array),
    // 0 is no rescale, where each slice has its own; 1 the one of samples that are the values, for
    // programs that multiply without looking.
    scl_slope: rescale?.slope ?? 0,
    scl_inter: rescale?.intercept ?? 0,
    intent_code: array.labels ? LABEL : components !== undefined ? VECTOR : 0,
    descrip: `dcm2nhdr${
      codes.some((code) => STATED.has(code)) ? ", geometry in part stated by the caller" : ""
    }`,
    sform_code: xform,
    srow: [0, 1, 2].flatMap((row) => [...place.steps, place.origin].map((column) => column[row]!)),
    ...(qform
      ? { qform_code: xform, quatern: qform.quatern, qoffset: place.origin }
      : { qform_code: NIFTI_XFORM.unknown }),
  };
}

/** Sizes of the axes by what they are; undefined for axes that the array lacks. */
function extentsOf(array: DescribedArray) {
  const sizeOf = (wanted: string): number | undefined =>
    array.axes.find(({ name }) => name === wanted)?.size;
  return {
    sizes: array.axes.flatMap(({ step, size }) => step ? [size] : []),
    volumes: sizeOf("t"),
    components: isRgb24(array) ? undefined : sizeOf("c"),
  };
}

/**
 * Which axis of the array is that of frequency, phase and slice (nifti1.h, FPS_INTO_DIM_INFO), by
 * In-plane Phase Encoding Direction (0018,1312); 0 where it is not said or not the same everywhere.
 */
function dimInfo(array: DescribedArray): number {
  if (array.labels) return 0;
  const said = new Set(array.volume.slices.map(({ frame }) => phaseAxis(frame)));
  const [phase] = said;
  if (said.size !== 1 || phase === undefined) return 0;
  const axes = spatialNames(array);
  const at = (name: string): number => axes.indexOf(name) + 1;
  return at(phase === "x" ? "y" : "x") | at(phase) << 2 | at("z") << 4;
}

/** Along a row is along x, the index of columns (PS3.3 C.8.3.1; C.8.13.5.3 spells COLUMN). */
function phaseAxis({ attributes }: Frame): "x" | "y" | undefined {
  const [direction] = attributes.strings("InPlanePhaseEncodingDirection");
  if (direction === "ROW") return "x";
  return direction === "COL" || direction === "COLUMN" ? "y" : undefined;
}

function demandPlace(
  { data, encoding }: DescribedArray,
  options: HeaderOptions,
  layout: NiftiLayout,
): void {
  const refuse = (reason: string, help: string): never => {
    throw cannotHold(nameOf(layout), reason, help);
  };
  if (encoding !== "raw") {
    refuse(
      "a NIfTI header has no field for how the samples are encoded: files are compressed as a whole",
      "encoding=raw, and then gzip the whole file to .nii.gz",
    );
  }
  if (data === "attached") return;
  if (options.data === "dicom" || !("file" in data) || !/\.img$/i.test(data.file)) {
    refuse(
      "the samples of a NIfTI image follow its header, or are in a file of the same name that ends in .img",
      "data=attached, or data=NAME.img",
    );
  }
}

function demandAxes(
  array: DescribedArray,
  options: HeaderOptions,
  layout: NiftiLayout,
): void {
  const spatial = spatialNames(array);
  const vector = `${spatial}tc`;
  const rgb = hasRgbBytes(array) ? [`c${spatial}t`] : [];
  demandOrder(array, [...rgb, vector], nameOf(layout), options);
  const largest = Math.max(...array.axes.map(({ size }) => size));
  if (layout.version === 1 && largest > LARGEST_DIM) {
    throw cannotHold(
      nameOf(layout),
      `an axis has ${largest} samples; NIfTI-1 counts up to ${LARGEST_DIM}`,
      "format=nifti2",
    );
  }
}

function nameOf({ version }: NiftiLayout): "nifti" | "nifti2" {
  return version === 1 ? "nifti" : "nifti2";
}

const WORDS: Words = {
  "rescale-needed": (finding) =>
    `the header describes stored values and holds their rescale: nibabel's get_fdata and ITK return real values, ${
      formulaOf(finding)
    }`,
  "sheared": ({ degrees, drift, otherError }) =>
    `the slice positions drift ${brief(Number(degrees))}° from the slice normal (${
      brief(Number(drift))
    } mm over the stack): the sform is sheared, and no qform says the same; with tilt=orthogonal the slices are off by up to ${
      brief(Number(otherError))
    } mm`,
};

function findingsOf(array: DescribedArray, layout: NiftiLayout): Finding[] {
  return findingsIn(nameOf(layout), array, WORDS, [
    ...(layout.version === 1 ? singlePrecision(array) : []),
    ...besideImage(array),
  ]);
}

function singlePrecision(array: DescribedArray): Finding[] {
  const place = placementOf(array);
  const { sizes } = extentsOf(array);
  const sform = cornerDistance(place, rounded(place, SINGLE), sizes);
  const qform = qformOf(place, sizes, SINGLE)?.error;
  const inQform = qform !== undefined && qform > PRECISION_TOLD;
  if (sform <= PRECISION_TOLD && !inQform) return [];
  const parts = [`${brief(sform)} mm by the sform`];
  if (qform !== undefined) parts.push(`${brief(qform)} mm by the qform`);
  const say = sform > PRECISION_TOLD ? warning : info;
  return [say(
    "single-precision",
    `the numbers of NIfTI-1 have seven digits: corner voxels lie up to ${
      parts.join(" and ")
    } from their places; format=nifti2 keeps all digits`,
    { sform, ...(qform === undefined ? {} : { qform }) },
  )];
}

function besideImage({ data }: DescribedArray): Finding[] {
  if (data === "attached" || !("file" in data)) return [];
  const fileName = data.file.replace(/img$/i, "hdr");
  return [info(
    "named-as-data",
    `a .hdr of NIfTI does not name its samples: readers look for them under its own name, so it has to be saved as ${fileName}`,
    { fileName },
  )];
}
