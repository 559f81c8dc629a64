/**
 * Options: every one, with its values, its default and its descriptions.
 *
 * The one table of them: types, validation, the command line's help, the page's form, the clients'
 * types, the OpenAPI document and the tables of the documents are made of it.
 *
 * @module
 */

/** What the table says of an option. */
export interface Option {
  /** What it concerns: the slice positions, the caller's array, or the reply. */
  readonly group: "slices" | "array" | "reply";
  /** Whether a check takes it too, because it decides what a header is compared with. */
  readonly check: boolean;
  /** Its name in forms. */
  readonly label: string;
  /** What it decides, in a sentence. */
  readonly means: string;
  /** When to use it, beside the field of a form. */
  readonly hint: string;
  /** All values with their descriptions, the default first; absent where the value is free text. */
  readonly values?: Readonly<Record<string, string>>;
  /** Other names of values, as NRRD and numpy have them. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** What is allowed where the value is free text, as messages name it. */
  readonly valid?: readonly string[];
  /** Pattern of a free value. */
  readonly pattern?: string;
  /** The default value; absent where it depends on the data. */
  readonly default?: string;
  /** The default in words. */
  readonly unset?: string;
  /** Values to offer. */
  readonly suggestions?: readonly string[];
  /** A value is JSON; a JSON body has it as it is. */
  readonly json?: true;
}

/** All options, in the order in which documents list them. */
export const OPTIONS = {
  order: {
    group: "slices",
    check: true,
    label: "Slice order",
    means:
      "Slice order: which slice comes first in the array. For an array it must be stated where the order sent differs from the order by position.",
    hint: "Set this if your array is not stacked in Slicer's order.",
    values: {
      "position": "by position along the slice normal, as Slicer and ITK sort",
      "given": "as sent, for an array stacked that way",
      "instance-number": "by instance number",
    },
    default: "position",
  },
  space: {
    group: "slices",
    check: true,
    label: "Coordinates",
    means: "Coordinate system of the header; readers convert.",
    hint: "Both describe the same positions; readers convert.",
    values: { "LPS": "as DICOM and ITK", "RAS": "as Slicer and NIfTI" },
    default: "LPS",
  },
  uneven: {
    group: "slices",
    check: true,
    label: "Uneven stacks",
    means: "How missing slices and uneven slice spacing are handled.",
    hint: "How missing slices and uneven slice spacing are handled.",
    values: {
      "refuse": "no header",
      "split": "one volume per evenly spaced block",
      "fill": "the full grid; missing slices are listed and must be empty in the array",
      "accept": "one even grid; its error is reported",
    },
    default: "refuse",
  },
  tilt: {
    group: "slices",
    check: true,
    label: "Gantry tilt",
    means: "How a shear (gantry tilt) is handled.",
    hint: "A header can hold a shear; ITK drops it.",
    values: {
      "auto": "a gantry tilt is kept, rounding is removed",
      "keep": "keep it",
      "orthogonal": "remove it",
    },
    default: "auto",
  },
  fit: {
    group: "slices",
    check: true,
    label: "Grid fit",
    means: "How the even grid is fitted to the slice positions.",
    hint: "Matters only if positions are rounded or uneven.",
    values: {
      "endpoints": "through the first and the last slice, as ITK and Slicer",
      "best": "so that the largest error is smallest",
    },
    default: "endpoints",
  },
  axis4: {
    group: "slices",
    check: true,
    label: "Fourth axis",
    means:
      "What separates frames at one position: auto, none (every volume three-dimensional), or the name of an attribute.",
    hint: "What separates frames at one position.",
    valid: ["auto", "none", "the name of an attribute"],
    // Keywords of PS3.6, and short names in kebab-case; which of them apply depends on the data.
    pattern: "^[A-Za-z][A-Za-z0-9-]{0,63}$",
    default: "auto",
    suggestions: ["none"],
  },
  step: {
    group: "slices",
    check: true,
    label: "Step, mm",
    means:
      "Millimetres from slice to slice along row × column (negative: against it), where DICOM has no positions for them: of a single slice, of frames behind one position, of pictures with plane=. Never instead of positions.",
    hint: "Only where DICOM has no positions: single slices, ultrasound, old NM.",
    valid: ["a number of mm other than 0, such as 2.5"],
    pattern: "^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?$",
    unset: "from DICOM",
  },
  plane: {
    group: "slices",
    check: true,
    label: "Plane",
    means:
      "The plane of pictures that DICOM does not place in the patient (ultrasound, screenshots, projections): axial, coronal, sagittal, or JSON with orientation (one of these words, or six direction cosines), position (centre of the first pixel, LPS mm; 0, 0, 0 where nobody says) and spacing (between rows, between columns, mm), each only where DICOM does not say it. Never instead of a plane that DICOM has.",
    hint: "Only where DICOM has none: ultrasound, screenshots, projections.",
    valid: [
      "axial",
      "coronal",
      "sagittal",
      'JSON such as {"orientation":"coronal","position":[0,0,0],"spacing":[0.5,0.5]}',
    ],
    // One of the words, or an object in JSON.
    pattern: "^(?:axial|coronal|sagittal|\\s*\\{[\\s\\S]*\\}\\s*)$",
    unset: "from DICOM",
    suggestions: ["axial", "coronal", "sagittal"],
    json: true,
  },
  as: {
    group: "array",
    check: false,
    label: "Your array is",
    means: "What the array holds.",
    hint: "A segmentation gets the keys that Slicer reads.",
    values: {
      "image": "the image itself",
      "labelmap": "a label map: whole numbers, no fourth axis",
      "segmentation": "a segmentation for Slicer (.seg.nrrd), with `segments`",
    },
    default: "image",
  },
  segments: {
    group: "array",
    check: false,
    label: "Segments",
    means:
      "Label value, name, color and code of each segment, as JSON; or just names by label value.",
    hint: "Value, name and color of each, for a segmentation.",
    valid: ['JSON such as [{"value": 1, "name": "tumor", "color": "#ff0000"}]'],
    unset: "none named",
    suggestions: ['{"1": "tumor", "2": "liver"}'],
    json: true,
  },
  array: {
    group: "array",
    check: false,
    label: "Axes of your array",
    means:
      "Axes of the array or of the .npy, slowest first: x columns, y rows, z slices, t volumes, c components.",
    hint: "Slowest first: zyx is array[slice, row, column].",
    valid: ["zyx", "yxz", "xyz, or any order of x, y, z, and of t (volumes) and c (components)"],
    unset: "zyx",
    suggestions: ["zyx", "yxz", "xyz"],
  },
  npy: {
    group: "array",
    check: false,
    label: "Array in memory",
    means:
      "Shape, dtype and memory order of an array that is not sent, as JSON; a .npy among the files is described by its own header.",
    hint: "Drop a .npy beside the series instead.",
    valid: ['JSON such as {"shape": [20, 256, 256], "dtype": "uint8", "fortran_order": false}'],
    json: true,
  },
  type: {
    group: "array",
    check: false,
    label: "Type of your array",
    means: "Type of the array that the header describes, as a NRRD or numpy type.",
    hint: "A NRRD or numpy type, such as uint8 or float.",
    valid: ["an NRRD type (short, unsigned char, double …)", "a numpy type (int16, uint8, <f8 …)"],
    unset: "from DICOM",
    suggestions: ["uint8", "int16", "uint16", "int32", "float", "double"],
  },
  encoding: {
    group: "array",
    check: false,
    label: "Encoding",
    means: "Encoding of the array.",
    hint: "How the bytes after the header are encoded.",
    values: { "raw": "as they are", "gzip": "gzip", "bzip2": "bzip2", "text": "as text" },
    // NRRD specification, `encoding:`
    synonyms: { gz: "gzip", bz2: "bzip2", txt: "text", ascii: "text" },
    default: "raw",
  },
  endian: {
    group: "array",
    check: false,
    label: "Byte order",
    means: "Byte order of the array.",
    hint: "Of numbers longer than one byte; little endian by default.",
    values: { "little": "little endian", "big": "big endian" },
    // numpy's byte order characters
    synonyms: { "<": "little", ">": "big" },
    unset: "as in the data",
  },
  data: {
    group: "array",
    check: false,
    label: "Data file",
    means:
      "attached: the array follows the header; dicom: the header points into the DICOM files that were sent; or the name of the file that holds the array. A .npy among the files is its own data file where the format names one (NRRD, MetaImage); one in an archive (.npz, zip, tar) needs a name here.",
    hint: "A file name, or dicom for the DICOM files themselves, makes a detached header (.nhdr).",
    valid: ["attached", "dicom", "the name of a file"],
    unset: "attached",
    suggestions: ["mask.raw", "dicom"],
  },
  metadata: {
    group: "array",
    check: false,
    label: "Acquisition",
    means: "Acquisition parameters as key/value pairs.",
    hint: "Technical values only; no person, place or time.",
    values: {
      "none": "leave out",
      "acquisition": "write technical acquisition parameters; none identifies a person",
    },
    default: "none",
  },
  volume: {
    group: "reply",
    check: true,
    label: "Volume",
    means: "Index of the volume to return. Text holds exactly one volume; JSON and zip hold all.",
    hint: "From 0; without it, all volumes.",
    valid: ["an index, from 0"],
    pattern: "^\\d{1,9}$",
  },
  format: {
    group: "reply",
    check: true,
    label: "Reply format",
    means: "Format of the reply; overrides Accept.",
    hint: "Text is one header; JSON has all headers, with geometry, slices and findings.",
    values: {
      "text": "one header, NRRD",
      "json": "everything as data",
      "zip": "every header as a file, plus the JSON",
      "nifti": "one header, NIfTI-1",
      "nifti2": "one header, NIfTI-2",
      "metaimage": "one header, MetaImage",
      "vtk": "one header, VTK XML image data",
      "nibabel": "affine of a numpy array for nibabel, as JSON",
      "simpleitk": "geometry of a numpy array for SimpleITK, as JSON",
      "itk-wasm": "the image for ITK-wasm without its data, as JSON",
      "highdicom":
        "affine and frames for highdicom, to make a DICOM segmentation of a mask, as JSON",
      "monai": "affine and metadata for MONAI's MetaTensor, as JSON",
      "torchio": "affine for TorchIO's images, as JSON",
      "pyvista": "geometry for PyVista's ImageData, as JSON",
      "slicer": "IJK to RAS for Slicer's Python console, as JSON",
      "bval": "b-values as FSL has them",
      "bvec": "gradient directions as FSL has them, along the axes of the array",
      "mrtrix": "gradient directions and b-values as MRtrix3 has them",
      "grid": "the right-angled grid that covers the array, and the map to resample with",
    },
    synonyms: { nrrd: "text", nii: "nifti", sitk: "simpleitk", itkwasm: "itk-wasm" },
  },
  forms: {
    group: "reply",
    check: false,
    label: "Other formats",
    means:
      "Headers in other formats beside the NRRD one, in a JSON reply or a zip: those of `format` that are one header.",
    hint: "Such as nifti,nibabel.",
    valid: ["formats of one header, separated by commas: nifti,nibabel"],
    pattern: "^[a-z0-9-]{1,20}(,[a-z0-9-]{1,20})*$",
    unset: "none",
  },
} as const satisfies Readonly<Record<string, Option>>;

/** Names of all options. */
export type OptionName = keyof typeof OPTIONS;

/** Names of the options with a fixed set of values. */
export type ChoiceName = {
  [Name in OptionName]: (typeof OPTIONS)[Name] extends { readonly values: unknown } ? Name : never;
}[OptionName];

/** Values of such an option. */
export type Choice<Name extends ChoiceName> = keyof (typeof OPTIONS)[Name]["values"];

/** Formats of one header. */
export type FormName = Exclude<Choice<"format">, "json" | "zip">;

/** All of them, NRRD first. */
export const FORM_NAMES: readonly FormName[] = (Object.keys(OPTIONS.format.values) as (
  keyof typeof OPTIONS.format.values
)[]).filter((name) => name !== "json" && name !== "zip");

/** All names, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

/** Whether an option has this name. */
export function isOptionName(name: string): name is OptionName {
  return OPTION_NAMES.some((known) => known === name);
}

/** The entry of an option. */
export function optionOf(name: OptionName): Option {
  return OPTIONS[name];
}

/** Allowed values of an option, as messages list them. */
export function validOf(name: OptionName): readonly string[] {
  const { values, valid = [] } = optionOf(name);
  return values ? Object.keys(values) : valid;
}

/** Description of an option and of its values. */
export function meaningOf(name: OptionName): string {
  const { means, values = {} } = optionOf(name);
  const words = Object.entries(values).map(([value, what]) => `${value}: ${what}`);
  return words.length === 0 ? means : `${means} ${words.join("; ")}.`;
}
