/**
 * Diagnoses of a check: every code and what it means, the likelier first.
 *
 * The one table of them: types, the order of preference, the OpenAPI document, the page and
 * `docs/diagnoses.md` are made of it.
 *
 * @module
 */

/**
 * All codes in order of likelihood: where several sets of equally many mistakes explain a header, the
 * one that comes first here is reported.
 */
export const DIAGNOSES = {
  "unreadable":
    "teem, ITK (with which SimpleITK and Slicer read) or pynrrd refuse the header, whatever its numbers are.",
  "sizes-differ": "The sizes are not those of the series.",
  "space-confused":
    "LPS numbers labelled RAS or the reverse, or a header that names no space, so that readers guess differently.",
  "in-plane-spacing-missing":
    "The first two directions have length 1: the direction cosines were not multiplied by Pixel Spacing.",
  "rows-columns-swapped":
    "Pixel Spacing was swapped: its first number is the spacing between rows, the second the spacing between columns.",
  "slice-axis-reversed":
    "The third direction has the wrong sign: the array runs against row × column, or was sorted.",
  "shear-dropped":
    "The third direction is perpendicular to the slices, although the gantry was tilted.",
  "thickness-used-as-spacing":
    "The third direction is as long as Slice Thickness; the slice spacing follows from the positions.",
  "spacing-tag-used":
    "The third direction is as long as Spacing Between Slices; the positions give another slice spacing.",
  "slice-spacing-missing":
    "The third direction has length 1: the slice normal was not multiplied by the slice spacing.",
  "axes-transposed":
    "The directions, or all but their lengths, are not in the order of the axes, or the matrix is transposed. NRRD lists the fastest axis first.",
  "spacing-order-reversed":
    "The spacings are in the order z, y, x, as numpy's shape is, and the directions in the order x, y, z.",
  "half-voxel-shift":
    "The origin is half a voxel off: Image Position is the centre of the first pixel, not its corner.",
  "origin-of-other-slice":
    "The origin is the position of a slice that is not the first of the array.",
  "crop-origin-missing":
    "The array is part of the volume, and its origin is that of the whole volume. Readers, Slicer included, take the origin for the first voxel of the array.",
  "origin-missing":
    "The origin is zero or missing, which readers take for zero: it must be Image Position of the first slice.",
  "orientation-ignored":
    "The directions run along the axes of the space, as if only spacings were known; Image Orientation says otherwise.",
  "unit-confused":
    "The numbers are centimetres or metres. Readers take them for millimetres and ignore `space units`.",
  "units-contradict":
    "`space units` names another unit than millimetres, and the numbers are millimetres. Readers ignore it; people do not.",
  "transforms-disagree":
    "The sform and the qform of a NIfTI header say different places, and readers take one or the other.",
  "pixdim-contradicts":
    "pixdim of a NIfTI header has other lengths than the axes of its sform: ITK takes those of pixdim, nibabel those of the sform.",
  "transform-missing":
    "Neither sform nor qform of a NIfTI header is set: readers guess from pixdim, each in its own way.",
  "precision-lost": "The numbers are right but rounded: to single precision, or to too few digits.",
  "unexplained":
    "Part of the header is wrong and no known mistake explains it; the numbers say by how much.",
} as const satisfies Readonly<Record<string, string>>;

/** Stable, kebab-case. */
export type DiagnosisCode = keyof typeof DIAGNOSES;
