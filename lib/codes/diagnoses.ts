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
 * one that comes first here is told.
 */
export const DIAGNOSES = {
  "sizes-differ": "The sizes are not those of the series.",
  "space-confused":
    "LPS numbers under the name RAS or the reverse, or a header that names no space, which readers guess differently.",
  "in-plane-spacing-missing":
    "The first two directions have length 1: the direction cosines were written down without Pixel Spacing.",
  "rows-columns-swapped":
    "Pixel Spacing was taken the wrong way round: its first number is the distance of rows, along a column.",
  "slice-axis-reversed":
    "The third direction points the other way: the array runs against row × column, or was sorted.",
  "shear-dropped":
    "The third direction stands at a right angle to the slices, although the gantry was tilted.",
  "thickness-used-as-spacing":
    "The third direction is as long as Slice Thickness; slices lie as far apart as their positions.",
  "spacing-tag-used":
    "The third direction is as long as Spacing Between Slices says, and the positions say otherwise.",
  "slice-spacing-missing":
    "The third direction has length 1: a normal without the distance of slices.",
  "axes-transposed":
    "The directions stand in another order than the axes, or the matrix is transposed. NRRD counts from the fastest axis.",
  "half-voxel-shift":
    "The origin is half a voxel off: Image Position is the centre of the first pixel, not its corner.",
  "origin-of-other-slice":
    "The origin is the position of another slice than the first of the array.",
  "origin-missing":
    "The origin is zero, or not said, which readers take for zero: Image Position of the first slice was left out.",
  "orientation-ignored":
    "The directions run along the axes of the space, as spacings alone would have it; Image Orientation says that rows and columns do not.",
  "unit-confused":
    "The numbers are centimetres or metres. Readers take them for millimetres, whatever `space units` says.",
  "precision-lost": "The numbers are right but rounded: single precision, or few digits.",
  "unexplained":
    "Part of the header is off and no known mistake leads there; the numbers say by how much.",
} as const satisfies Readonly<Record<string, string>>;

/** Stable, kebab-case. */
export type DiagnosisCode = keyof typeof DIAGNOSES;
