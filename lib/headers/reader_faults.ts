/**
 * Faults of other programs' readers that a right header meets, and what to write instead.
 *
 * The one table of them: the finding `readers-fail` and `docs/readers.md` are made of it, and the tests
 * hold it against the readers themselves, in both directions.
 *
 * @module
 */

import type { DescribedArray } from "../array/described_array.ts";
import { obliqueness } from "../geometry/rotation.ts";
import { unit } from "../geometry/vector.ts";
import type { FormName } from "../options/table.ts";
import { type Finding, info } from "../volumes/finding.ts";
import { spatialSteps } from "./adapters.ts";

/** What a reader makes of some arrays. */
export interface ReaderFault {
  /** The program, and whose name people know it by. */
  readonly reader: string;
  readonly formats: readonly FormName[];
  /** Whether it meets this array. */
  readonly meets: (array: DescribedArray) => boolean;
  /** `refuses`: with an error; `misreads`: without a word, voxels are elsewhere. */
  readonly then: "refuses" | "misreads";
  /** What it does, behind its name. */
  readonly does: string;
  /** What it reads rightly. */
  readonly instead: string;
  /** False where no finding tells of it: what every file of the format meets is in the documents alone. */
  readonly told?: false;
  /** Whether it was read in the program's source, and not seen when it ran. */
  readonly fromSource?: true;
}

/** First axes of so many samples are components for VTK, whatever their kind. */
const VTK_COMPONENTS = { least: 2, most: 9 } as const;

/** Of the units that are written here, those that NRRD.jl has in its table. */
const JULIA_UNITS: ReadonlySet<string> = new Set(["", "mm", "s"]);

const hasList = ({ axes }: DescribedArray): boolean => axes.some(({ step }) => !step);

const OTHER_FORMATS = "format=nifti, or axis4=none for one file a volume";

/** All that is known, by measurement of these versions unless it says otherwise. */
export const READER_FAULTS: readonly ReaderFault[] = [
  {
    reader: "VTK",
    formats: ["text"],
    meets: (array) => !isStraight(array),
    then: "misreads",
    does: "drops the directions of every NRRD file: the volume stands straight",
    instead: "format=vtk",
    told: false,
  },
  {
    reader: "VTK",
    formats: ["text"],
    meets: ({ axes: [first] }) =>
      first!.step !== undefined && first!.size >= VTK_COMPONENTS.least &&
      first!.size <= VTK_COMPONENTS.most,
    then: "misreads",
    does:
      `takes a first axis of ${VTK_COMPONENTS.least} to ${VTK_COMPONENTS.most} samples for the components of a voxel`,
    instead: "format=vtk, or another order of the array's axes",
  },
  {
    reader: "VTK",
    formats: ["text"],
    meets: (array) => hasList(array) && array.axes[0]!.step !== undefined,
    then: "misreads",
    does: "reads no list of volumes",
    instead: OTHER_FORMATS,
  },
  {
    reader: "MONAI",
    formats: ["text"],
    meets: hasList,
    then: "refuses",
    does: "fails on an axis without direction in its own NRRD reader",
    instead: `${OTHER_FORMATS}, or LoadImage(reader="ITKReader")`,
  },
  {
    reader: "NiiVue",
    formats: ["text", "metaimage"],
    meets: hasList,
    then: "misreads",
    does: "loses the place of a file that has more than three axes",
    instead: OTHER_FORMATS,
  },
  {
    reader: "NiiVue",
    formats: ["text"],
    meets: ({ data }) => data !== "attached" && data.byteSkip !== undefined,
    then: "misreads",
    does: "ignores byte skip: it shows the beginning of the data file as voxels",
    instead: "data=attached",
    fromSource: true,
  },
  {
    reader: "NRRD.jl",
    formats: ["text"],
    meets: ({ volumes }) => volumes !== undefined && !JULIA_UNITS.has(volumes.unit),
    then: "refuses",
    does: "knows no units but lengths and seconds",
    instead: OTHER_FORMATS,
    fromSource: true,
  },
  {
    reader: "SimpleITK",
    formats: ["nifti2"],
    meets: () => true,
    then: "refuses",
    does: "has no NIfTI-2, as all that is built on ITK up to 5.4",
    instead: "format=nifti, format=text or format=metaimage",
    told: false,
  },
  {
    reader: "SimpleITK",
    formats: ["nifti"],
    meets: (array) => obliqueness(spatialSteps(array)) > ITK_SHEAR,
    then: "refuses",
    does: "takes no sheared sform, nor do ITK and Slicer",
    instead: "format=text or format=metaimage, which keep the shear, or tilt=orthogonal",
  },
  {
    reader: "VTK",
    formats: ["nifti", "nifti2"],
    meets: ({ axisNames }) => /tc$/.test(axisNames),
    then: "misreads",
    does: "mixes the components of a voxel with the volumes",
    instead: "axis4=none for one file a volume",
  },
  {
    reader: "VTK",
    formats: ["metaimage"],
    meets: (array) => !isSymmetric(array),
    then: "misreads",
    does: "has rows and columns of the direction matrix exchanged, as PyVista does",
    instead: "format=vtk",
  },
  {
    reader: "vtk.js",
    formats: ["vtk"],
    meets: (array) => !isSymmetric(array),
    then: "misreads",
    does: "has rows and columns of the direction matrix exchanged",
    instead: "format=text through itk-wasm",
  },
  {
    reader: "VTK",
    formats: ["metaimage"],
    meets: ({ axisNames }) => axisNames.includes("t"),
    then: "refuses",
    does: "reads three dimensions, and may crash over a fourth",
    instead: OTHER_FORMATS,
  },
  {
    reader: "VTK",
    formats: ["metaimage"],
    meets: ({ type }) => type.endsWith("long long"),
    then: "refuses",
    does: "crashes over integers of 64 bits",
    instead: "format=vtk",
  },
];

/**
 * Largest cosine between two axes with which ITK takes an sform for orthonormal
 * (itkNiftiImageIO.cxx).
 */
const ITK_SHEAR = 1e-4;

/** Directions that differ from their transpose by this are another matrix. */
const SAME_DIRECTION = 1e-9;

/** Whether the matrix of directions is its own transpose. */
function isSymmetric(array: DescribedArray): boolean {
  const axes = spatialSteps(array).map(unit);
  return axes.every((axis, n) =>
    axis.every((value, c) => Math.abs(value - axes[c]![n]!) <= SAME_DIRECTION)
  );
}

/** One finding for all readers that fail on this array, if there are any. */
export function readerFindings(format: FormName, array: DescribedArray): Finding[] {
  const met = READER_FAULTS.filter((fault) =>
    fault.told !== false && fault.formats.includes(format) && fault.meets(array)
  );
  if (met.length === 0) return [];
  const readers = met.map(({ reader, does, instead }) => ({ reader, does, instead }));
  return [info(
    "readers-fail",
    `the header is right, but some readers fail on it: ${
      readers.map(({ reader, does, instead }) => `${reader} ${does} (instead: ${instead})`).join(
        "; ",
      )
    }`,
    { readers },
  )];
}

/** Whether the axes are those of the patient, each in its direction: what a reader assumes. */
function isStraight(array: DescribedArray): boolean {
  return spatialSteps(array).every((step, axis) =>
    step.every((c, other) => axis === other ? c > 0 : c === 0)
  );
}
