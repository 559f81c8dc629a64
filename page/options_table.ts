/**
 * The options as the form shows them: one entry for each, in the order of the form.
 *
 * @module
 */

/** An option with a few values. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** Value and words for it; the default first, without a value where it depends on the data. */
  readonly values: readonly (readonly [value: string, words: string])[];
}

/** An option whose value is written. */
export interface Written {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** What holds while nothing is written. */
  readonly placeholder: string;
  readonly suggestions: readonly string[];
}

/** One field of the form. */
export type Field = Choice | Written;

/** Fields that belong together. */
export interface Group {
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
}

/**
 * Every option of the service but `volume` and `format`, which the page has buttons for, and `npy`,
 * for which a `.npy` can be dropped.
 */
export const GROUPS: readonly Group[] = [
  {
    title: "Where the slices lie",
    fields: [
      {
        name: "order",
        label: "Slice order",
        help: "Your array was stacked in another order than Slicer's? Say so here.",
        values: [
          ["position", "by position, as Slicer"],
          ["given", "as sent, by file name"],
          ["instance-number", "by instance number"],
        ],
      },
      {
        name: "space",
        label: "Coordinates",
        help: "Both say the same; readers convert.",
        values: [["LPS", "LPS, as DICOM"], ["RAS", "RAS, as Slicer and NIfTI"]],
      },
      {
        name: "uneven",
        label: "Uneven stacks",
        help: "What becomes of missing slices and irregular gaps.",
        values: [
          ["refuse", "refuse"],
          ["split", "one volume per even block"],
          ["fill", "full grid with empty slices"],
          ["accept", "accept, report the error"],
        ],
      },
      {
        name: "tilt",
        label: "Gantry tilt",
        help: "A header can hold a shear; ITK drops it.",
        values: [
          ["auto", "keep it if it is real"],
          ["keep", "keep it"],
          ["orthogonal", "remove it"],
        ],
      },
      {
        name: "fit",
        label: "Grid through the slices",
        help: "Matters only where positions are rounded or uneven.",
        values: [
          ["endpoints", "through first and last"],
          ["best", "with the smallest error"],
        ],
      },
      {
        name: "axis4",
        label: "Fourth axis",
        help: "What separates frames at one position.",
        placeholder: "auto",
        suggestions: ["none"],
      },
    ],
  },
  {
    title: "Your array",
    hint: "Drop a .npy beside the series, and its shape, type and order are read.",
    fields: [
      {
        name: "as",
        label: "Your array is",
        help: "A segmentation gets the keys that Slicer reads.",
        values: [
          ["image", "the image itself"],
          ["labelmap", "a label map"],
          ["segmentation", "a segmentation (.seg.nrrd)"],
        ],
      },
      {
        name: "segments",
        label: "Segments",
        help: "Value, name and colour of each, for a segmentation.",
        placeholder: "none named",
        suggestions: ['{"1": "tumor", "2": "liver"}'],
      },
      {
        name: "array",
        label: "Axes of your array",
        help: "Slowest first: zyx is array[slice, row, column].",
        placeholder: "zyx",
        suggestions: ["zyx", "yxz", "xyz"],
      },
      {
        name: "type",
        label: "Type of your array",
        help: "NRRD or numpy name, such as uint8 or float.",
        placeholder: "from DICOM",
        suggestions: ["uint8", "int16", "uint16", "int32", "float", "double"],
      },
      {
        name: "encoding",
        label: "Encoding",
        help: "How the bytes behind the header are packed.",
        values: [["raw", "raw"], ["gzip", "gzip"], ["bzip2", "bzip2"], ["text", "text"]],
      },
      {
        name: "endian",
        label: "Byte order",
        help: "Of numbers longer than a byte; little endian where nothing says so.",
        values: [
          ["", "as in the data"],
          ["little", "little endian"],
          ["big", "big endian"],
        ],
      },
      {
        name: "data",
        label: "Data file",
        help: "A file name, or dicom for the very files sent, makes a detached header (.nhdr).",
        placeholder: "attached",
        suggestions: ["mask.raw", "dicom"],
      },
      {
        name: "metadata",
        label: "Acquisition data",
        help: "Technical values only, nothing about a person, place or time.",
        values: [["none", "leave out"], ["acquisition", "write as key/value pairs"]],
      },
    ],
  },
];

/** All fields. */
export const FIELDS: readonly Field[] = GROUPS.flatMap(({ fields }) => fields);
