/**
 * Findings: every code, with its severity and what it means.
 *
 * The one table of them: types, the OpenAPI document, the page and `docs/findings.md` are made of it.
 *
 * @module
 */

/** The entry of a code. */
export interface FindingMeaning {
  /**
   * `warning`: read it before trusting the result; `info`: can be ignored;
   * `either`: depends on the input.
   */
  readonly severity: "info" | "warning" | "either";
  /** What it means for the header and its readers. */
  readonly means: string;
}

/** All codes. */
export const FINDINGS = {
  "thickness-is-not-spacing": {
    severity: "info",
    means:
      "Slice Thickness differs from the slice spacing. Overlapping slices and gaps are common; the header uses the slice spacing.",
  },
  "spacing-tag-disagrees": {
    severity: "warning",
    means:
      "Spacing Between Slices differs from the slice spacing that follows from the positions. The header uses the positions.",
  },
  "slice-location-disagrees": {
    severity: "warning",
    means:
      "Frames that share an Image Position have different Slice Locations. The header uses the positions, which may have been copied from one slice to others.",
  },
  "order-differs": {
    severity: "info",
    means:
      "The slice order of the header is not the order sent. An array stacked as sent needs order=given, or must be sorted by `order` of the reply. For an array that is described, order must be stated.",
  },
  "names-by-letters": {
    severity: "warning",
    means:
      "order=given, and the files were sent by the letters of their names, I10 before I2. By the numbers in the names, as file managers and natural sorting have it, the order is another. The header is right for an array stacked as sent.",
  },
  "names-by-numbers": {
    severity: "warning",
    means:
      "The header describes an array stacked as sent, and the files were sent by the numbers in their names, I2 before I10, as folders are read. By letters, as Python's sorted() has them, the order is another. The header is right for an array stacked as sent.",
  },
  "left-handed": {
    severity: "info",
    means:
      "In the requested order, the slices run against row × column. NRRD, ITK and Slicer support that; some viewers assume the opposite.",
  },
  "sheared": {
    severity: "warning",
    means:
      "The slices are shifted in-plane, as by a gantry tilt, and the directions keep this shear. Tools that need perpendicular axes refuse or resample.",
  },
  "shear-is-rounding": {
    severity: "info",
    means:
      "The slice positions drift from the slice normal by no more than rounding explains; the slice axis was set perpendicular to the slices.",
  },
  "shear-removed": {
    severity: "warning",
    means:
      "tilt=orthogonal was requested and the shear is real: the header places slices only to within the error given.",
  },
  "uneven-spacing": {
    severity: "warning",
    means:
      "The slice spacing is uneven by more than 0.001 mm, but by no more than rounding explains.",
  },
  "uneven-accepted": {
    severity: "warning",
    means:
      "uneven=accept: one even grid was fitted to unevenly spaced slices. The error is given in mm.",
  },
  "missing-filled": {
    severity: "warning",
    means:
      "uneven=fill: the header counts slices that were not sent. The array must hold empty slices in their places.",
  },
  "split-where-uneven": {
    severity: "info",
    means: "uneven=split: this volume is one evenly spaced block of an unevenly spaced stack.",
  },
  "possibly-missing-slices": {
    severity: "warning",
    means:
      "The slice spacing is a multiple of Slice Thickness, and instance numbers increase by the same multiple: possibly only every second (third, …) slice was sent. Positions alone cannot show it.",
  },
  "orientation-varies": {
    severity: "info",
    means:
      "Orientations or pixel spacings differ from slice to slice by less than would separate volumes; those of the first slice are used.",
  },
  "positions-vary": {
    severity: "warning",
    means:
      "Slice positions differ slightly between volumes. One header has one grid, that of the first volume. The finding gives the difference in mm.",
  },
  "not-patient-coordinates": {
    severity: "warning",
    means:
      "Distances and shape are correct, but the axes are those of the scanner or the probe, not left, posterior and superior of the patient.",
  },
  "duplicate-instances": {
    severity: "info",
    means: "The same object was sent more than once; it is used once.",
  },
  "uid-repeated": {
    severity: "warning",
    means:
      "Different objects have the same SOP Instance UID, although their frames, positions, segments or settings differ. All are used. An anonymiser or converter may have changed the UIDs; archives that identify objects by UID keep only one of them.",
  },
  "plane-outside-macros": {
    severity: "info",
    means:
      "An enhanced object has position, orientation or pixel spacing of its frames directly in the functional groups, not in the macros that DICOM requires. They are read from there.",
  },
  "nominal-spacing": {
    severity: "warning",
    means:
      "Pixel Spacing is absent, and Nominal Scanned Pixel Spacing is used: the pixel size on the film or page that was scanned, which may be a print at another scale.",
  },
  "implausible-pixel-size": {
    severity: "warning",
    means:
      "Pixels larger than 50 mm, or slices larger than 3 m, do not occur in patients. A decimal comma may have been lost (0,143 read as 143), or the unit is not the millimetre.",
  },
  "copies-left-out": {
    severity: "warning",
    means: "Frames are copies of others under different UIDs; the first of each is used.",
  },
  "entries-left-out": {
    severity: "warning",
    means:
      "Files or datasets of the request were ignored, for the reasons given. A slice missing at the end of a stack leaves no gap: check whether one of them belongs to it.",
  },
  "one-data-file": {
    severity: "warning",
    means:
      "data= names one file, but the request has several volumes: the file belongs to one of them. volume= selects that one.",
  },
  "concatenation-incomplete": {
    severity: "warning",
    means:
      "The image was split over several objects (a concatenation) and not all of them were sent. At the ends of a stack that leaves no gap: the header is right for what was sent, but shorter than the image.",
  },
  "itk-lacks-bzip2": {
    severity: "warning",
    means:
      "encoding=bzip2 is read by teem and pynrrd; ITK, SimpleITK and Slicer, as usually built, refuse it.",
  },
  "single-slice": {
    severity: "warning",
    means:
      "A single slice has no slice spacing, so the length of the slice axis comes from a tag or is 1 mm; the finding says which. step= states it.",
  },
  "step-stated": {
    severity: "warning",
    means:
      "The slice spacing is what the caller states with step=, because DICOM has no positions for the slices. The header is as right as that number.",
  },
  "plane-stated": {
    severity: "warning",
    means:
      "Orientation, position or pixel spacing are what the caller states with plane=, because DICOM does not place the image in the patient. The finding lists which, with the numbers; the header is as right as they are.",
  },
  "type-assumed": {
    severity: "warning",
    means: "The headers do not say how pixels are stored; type=short was assumed.",
  },
  "rescale-needed": {
    severity: "info",
    means:
      "The header describes stored values. Real values (Hounsfield units, …) are slope × stored + intercept, which NRRD cannot express.",
  },
  "rescale-varies": {
    severity: "warning",
    means:
      "Slope or intercept differs from slice to slice. Rescale each slice before comparing values across slices.",
  },
  "rescale-assumed": {
    severity: "info",
    means:
      "type is floating point where DICOM stores integers: the array is assumed to hold real values, slope × stored + intercept. An array of stored values must still be rescaled.",
  },
  "single-precision": {
    severity: "either",
    means:
      "The numbers of a NIfTI-1 header have single precision, and corner voxels move by more than 0.0001 mm, by the sform (a warning) or only by the qform. format=nifti2 keeps all digits.",
  },
  "named-as-data": {
    severity: "info",
    means:
      "A .hdr of NIfTI does not name its data file: readers look for it under the name of the header, which must be saved under the name given.",
  },
  "palette-indices": {
    severity: "info",
    means: "Voxels are indices into a colour palette, not colours.",
  },
  "colour-decoded": {
    severity: "info",
    means:
      "DICOM stores YBR (luminance and colour differences). The header describes an array of red, green and blue, as decoders return it.",
  },
  "bits-unpacked": {
    severity: "info",
    means:
      "DICOM packs single-bit pixels into bytes. The header describes an array with one byte per pixel.",
  },
  "compressed-pixels": {
    severity: "info",
    means: "The pixels are compressed in DICOM; the header describes the decompressed array.",
  },
  "axis4-found": {
    severity: "info",
    means:
      "There are several frames at each position. The finding names the attribute that separates them, and the alternatives.",
  },
  "axis4-unnamed": {
    severity: "warning",
    means:
      "There are several frames at each position, and only their instance numbers, or frame numbers within an object, differ. The fourth axis is in that order; its meaning is unknown.",
  },
  "values-numbered": {
    severity: "info",
    means:
      "The attribute that separates volumes holds free text, which may name a person or a date, or numbers larger than any setting. Its values are not shown; they are numbered from 1 in the order in which they sort. Which file has which number follows from the slices of the reply.",
  },
  "axis4-times-vary": {
    severity: "either",
    means:
      "The same phase or time point has other times in different slices, as heart beats differ. Where they differ little, the axis has the value in the middle; a warning where the axis can only count.",
  },
  "list-not-last": {
    severity: "warning",
    means:
      "The volumes are not the slowest axis, because of order=given or the order of the array. Slicer needs the list axis last.",
  },
  "diffusion-without-directions": {
    severity: "warning",
    means:
      "Some volumes are diffusion-weighted without a gradient direction, so the header is not marked as a diffusion series.",
  },
  "diffusion-directions-uncertain": {
    severity: "warning",
    means:
      "The header does not say how the axes of some gradients lie in the patient. A gradient that may be mirrored or turned is not written, so the header is not marked as a diffusion series. The b-values are in the reply and in the message.",
  },
  "gradients-by-normal": {
    severity: "info",
    means:
      "FSL's gradients stand along perpendicular axes of the image, but the slices are shifted against each other. The gradients are given along rows, columns and the normal of the slices.",
  },
  "segmentation-own-grid": {
    severity: "either",
    means:
      "The segmentation has its own grid. A mask on it does not match the images voxel by voxel unless their headers are sent too and agree. A warning if they were sent and do not agree.",
  },
  "planes-without-segments": {
    severity: "info",
    means:
      "Some slices of the grid have no frame in the segmentation. The array must be zero there.",
  },
  "segments-may-overlap": {
    severity: "info",
    means: "Segments may overlap, so each has its own layer along the first axis of the array.",
  },
  "several-segmentations": {
    severity: "info",
    means: "Several segmentation objects share one grid and one header, each in its own layers.",
  },
  "fractional-segment": {
    severity: "warning",
    means: "The voxels are fractions or probabilities of one segment, not labels.",
  },
  "background-not-zero": {
    severity: "warning",
    means:
      "DICOM stores a background value that is not 0. Readers of the header take 0 for the background.",
  },
  "array-ambiguous": {
    severity: "info",
    means:
      "The shape of the array fits the volume in more than one of the orders that libraries give: slices first, slices last, columns first; volumes before, within or behind the slices; components. The finding says which was taken and which others fit; array= states it.",
  },
  "data-file-list": {
    severity: "info",
    means:
      "The header lists the DICOM files themselves. teem, ITK and Slicer read that; pynrrd, VTK and JavaScript readers do not. ITK-wasm sees only the header's folder and its subfolders.",
  },
  "encoding-doubtful": {
    severity: "warning",
    means:
      "The data file has the name of a compressed file (.gz, .bz2), but the header says encoding: raw, so readers take its bytes for samples.",
  },
  "trailing-bytes": {
    severity: "info",
    means:
      "The files have bytes after the pixels. The byte skip counts from the start and is right; a byte skip of -1 would be silently wrong.",
  },
  "skip-from-end": {
    severity: "info",
    means:
      "The pixels begin at different bytes of the DICOM files, but all files end alike, so the byte skip counts from their ends: -1 for files that end with their pixels. teem, ITK and Slicer read that in lists of files. It holds as long as nobody appends anything to the files.",
  },
  "components-not-first": {
    severity: "info",
    means:
      "The components of a voxel (colours, channels) are not adjacent in memory. teem, ITK and Slicer support that; slicerio, VTK and JavaScript readers do not.",
  },
  "five-axes": {
    severity: "warning",
    means:
      "The header has three spatial axes, one of components and one of volumes. teem, pynrrd and JavaScript readers accept that; ITK up to 5.4 refuses it.",
  },
  "not-rgb": {
    severity: "warning",
    means:
      "The stored components are not red, green and blue (YBR, …); the header calls them a vector.",
  },
  "wide-integers": {
    severity: "warning",
    means: "The array has 64-bit integers, which Slicer and JavaScript readers do not support.",
  },
  "names-changed": {
    severity: "warning",
    means:
      "Segment names lost characters that a header cannot hold: non-ASCII letters and separators.",
  },
  "slices-between": {
    severity: "warning",
    means:
      "Slices of other volumes of the same series lie between those of this one. Either stacks overlap, or one stack was separated because its slices differ in orientation, pixel format or image type; then the slice spacing of this volume is that of its own slices alone.",
  },
  "settings-differ": {
    severity: "warning",
    means:
      "The slices lie on one even grid, but an attribute that says what was imaged (echo, energy, kind of image, contrast, …) is not the same on all of them. The finding names it and the first slice that differs: one array may hold two images.",
  },
  "frames-of-reference-differ": {
    severity: "warning",
    means:
      "Every object of the series has a different Frame of Reference UID, although a series has only one. The positions were assumed to share one, as they do if an anonymiser replaced the UIDs.",
  },
  "several-volumes": {
    severity: "info",
    means: "This is one of several volumes that were sent together.",
  },
  "readers-fail": {
    severity: "info",
    means:
      "Programs that are known to fail on a file like this one, although its header is right: what each does, and what it reads rightly. All readers are in readers.md.",
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;

/** Stable, kebab-case. */
export type FindingCode = keyof typeof FINDINGS;
