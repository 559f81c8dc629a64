/**
 * Findings: every code, with its severity and what it means.
 *
 * The one table of them: types, the OpenAPI document, the page and `docs/findings.md` are made of it.
 *
 * @module
 */

/** What a person should know who meets a code. */
export interface FindingMeaning {
  /**
   * `warning`: to be read before the result is trusted; `info`: nothing changes if it is not read;
   * `either`: what was sent decides.
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
      "Slice Thickness differs from the distance of the slices. Overlapping slices and gaps are common; the header uses the distance.",
  },
  "spacing-tag-disagrees": {
    severity: "warning",
    means:
      "Spacing Between Slices differs from the distance that the positions have. The header uses the positions.",
  },
  "order-differs": {
    severity: "either",
    means:
      "The header's order is not the order sent. An array stacked as sent needs order=given, or has to be sorted by `order` of the reply. A warning where the array itself was described.",
  },
  "left-handed": {
    severity: "info",
    means:
      "In the order asked for, the slices run against row × column. NRRD, ITK and Slicer hold that; some viewers assume the opposite.",
  },
  "sheared": {
    severity: "warning",
    means:
      "The slices are shifted sideways, as by a gantry tilt, and the directions keep that. Tools that want right angles refuse or resample.",
  },
  "shear-is-rounding": {
    severity: "info",
    means:
      "The positions lean by no more than their rounding explains; the third axis was set at a right angle.",
  },
  "shear-removed": {
    severity: "warning",
    means:
      "tilt=orthogonal was asked for and the shear is real: the slices lie where the header says only up to the error given.",
  },
  "uneven-spacing": {
    severity: "warning",
    means:
      "The slices lie off the even grid by more than 0.001 mm, but within what rounding explains.",
  },
  "uneven-accepted": {
    severity: "warning",
    means:
      "uneven=accept: one even grid was laid through slices that are not even. The error is given in mm.",
  },
  "missing-filled": {
    severity: "warning",
    means:
      "uneven=fill: the header counts slices that were not sent. The array must hold empty slices in their places.",
  },
  "split-where-uneven": {
    severity: "info",
    means: "uneven=split: this volume is one even block of a stack that is not even.",
  },
  "possibly-missing-slices": {
    severity: "warning",
    means:
      "Distance and instance numbers both go in the same multiple: every second (third, …) slice may have been left out. Positions alone cannot show it.",
  },
  "orientation-varies": {
    severity: "info",
    means:
      "Orientations or pixel spacings differ from slice to slice by less than what would separate volumes; the first slice's are used.",
  },
  "positions-vary": {
    severity: "warning",
    means:
      "Volumes repeat their positions only nearly: one header has one grid, that of the first volume. The finding says by how much, mm.",
  },
  "not-patient-coordinates": {
    severity: "warning",
    means:
      "Distances and shape are true, but the axes are the scanner's or the probe's own, not left, posterior and superior of the patient.",
  },
  "duplicate-instances": {
    severity: "info",
    means: "The same object was sent more than once and used once.",
  },
  "copies-left-out": {
    severity: "warning",
    means: "Frames are copies of others under UIDs of their own; the first of each is described.",
  },
  "entries-left-out": {
    severity: "warning",
    means:
      "Files or datasets of the request take no part, for the reasons given. A slice at the end of a stack leaves no gap when it is lost: look whether one of them was meant.",
  },
  "one-data-file": {
    severity: "warning",
    means:
      "data= names one file, and the request holds several volumes: the file belongs to one of them. volume= asks for that one's header alone.",
  },
  "concatenation-incomplete": {
    severity: "warning",
    means:
      "The image was split over several objects (a concatenation) and not all of them were sent. At the ends of a stack that leaves no gap: the header is true for what was sent, and shorter than the image.",
  },
  "itk-lacks-bzip2": {
    severity: "warning",
    means:
      "encoding=bzip2 is read by teem and pynrrd; ITK, SimpleITK and Slicer as they are usually built refuse it.",
  },
  "single-slice": {
    severity: "warning",
    means:
      "One slice has no neighbour, so the length of the third axis comes from a tag or is 1; the finding says which.",
  },
  "type-assumed": {
    severity: "warning",
    means: "The headers do not say how pixels are stored; type=short was assumed.",
  },
  "rescale-needed": {
    severity: "info",
    means:
      "The header describes stored values. Real values (Hounsfield units, …) are slope × stored + intercept, which NRRD cannot say.",
  },
  "rescale-varies": {
    severity: "warning",
    means:
      "Slope or intercept differs from slice to slice. Rescale each slice before comparing values across slices.",
  },
  "rescale-assumed": {
    severity: "info",
    means:
      "type asks for floating point where DICOM stores whole numbers: the array is taken for real values, slope × stored + intercept. An array of stored values still has to be rescaled.",
  },
  "palette-indices": {
    severity: "info",
    means: "Voxels are indices into a colour palette, not colours.",
  },
  "colour-decoded": {
    severity: "info",
    means:
      "DICOM stores YBR, luminance and colour differences. The header describes an array of red, green and blue, which is what decoders give.",
  },
  "bits-unpacked": {
    severity: "info",
    means:
      "DICOM packs single bits into bytes. The header describes an array with one byte for each pixel.",
  },
  "compressed-pixels": {
    severity: "info",
    means: "The pixels are compressed in DICOM; the header describes the decompressed array.",
  },
  "axis4-found": {
    severity: "info",
    means:
      "Several frames lie at each position. The finding names the attribute that separates them, and the alternatives.",
  },
  "axis4-unnamed": {
    severity: "warning",
    means:
      "Several frames lie at each position and only instance numbers, or frame numbers within an object, differ: the order is theirs, what the axis means is not known.",
  },
  "list-not-last": {
    severity: "warning",
    means:
      "The volumes are not the slowest axis, by order=given or by the array's own order. Slicer wants the list axis last.",
  },
  "diffusion-without-directions": {
    severity: "warning",
    means:
      "Some volumes are weighted without a direction, so the header does not claim to be a diffusion series.",
  },
  "segmentation-own-grid": {
    severity: "either",
    means:
      "The segmentation has a grid of its own. A mask on it does not match the images voxel by voxel unless their headers are sent along and agree. A warning where they were sent and do not.",
  },
  "planes-without-segments": {
    severity: "info",
    means:
      "Some slices of the grid have no frame in the segmentation. The array must hold zeros there.",
  },
  "segments-may-overlap": {
    severity: "info",
    means:
      "Segments may overlap, so each has a layer of its own along the first axis of the array.",
  },
  "several-segmentations": {
    severity: "info",
    means:
      "Several segmentation objects lie on one grid and share a header, in layers of their own.",
  },
  "fractional-segment": {
    severity: "warning",
    means: "The voxels are fractions or probabilities of one segment, not labels.",
  },
  "background-not-zero": {
    severity: "warning",
    means:
      "DICOM stores another value than 0 where there is no segment. Readers of the header take 0 for the background.",
  },
  "array-ambiguous": {
    severity: "info",
    means:
      "The shape of the array fits the volume in more than one of the orders that libraries give (slices first, slices last, columns first); the finding says which was taken.",
  },
  "data-file-list": {
    severity: "info",
    means:
      "The header lists the DICOM files themselves. teem, ITK and Slicer read that, pynrrd, VTK and JavaScript's readers do not; ITK-wasm sees only the header's folder and what lies below it.",
  },
  "encoding-doubtful": {
    severity: "warning",
    means:
      "The data file is called as a compressed file (.gz, .bz2), but the header says encoding: raw, so that readers take its bytes for samples.",
  },
  "trailing-bytes": {
    severity: "info",
    means:
      "There are bytes behind the pixels of the files. The byte skip counts from the start and is right; one of -1 would be silently wrong.",
  },
  "components-not-first": {
    severity: "info",
    means:
      "The components of a voxel (colours, channels) do not lie next to each other. teem, ITK and Slicer sort that out, slicerio, VTK and JavaScript's readers do not.",
  },
  "five-axes": {
    severity: "warning",
    means:
      "The header has three axes of space, one of components and one of volumes. teem, pynrrd and JavaScript's readers take that, ITK up to 5.4 refuses it.",
  },
  "not-rgb": {
    severity: "warning",
    means:
      "The stored components are not red, green and blue (YBR, …); the header calls them a vector.",
  },
  "wide-integers": {
    severity: "warning",
    means: "The array has integers of 64 bits, which Slicer and readers in JavaScript do not have.",
  },
  "names-changed": {
    severity: "warning",
    means:
      "Names of segments lost characters that a header cannot hold: letters beyond ASCII and separators.",
  },
  "slices-between": {
    severity: "warning",
    means:
      "Slices of other volumes of the same series lie between those of this one. Either stacks overlap, or one stack was torn because its slices differ in orientation, pixel format or kind of image; then this volume's distances are those of its own slices alone.",
  },
  "frames-of-reference-differ": {
    severity: "warning",
    means:
      "Every object of the series has a Frame of Reference UID of its own, although a series has one. The positions were taken to share one, as they do where only an anonymiser made the UIDs.",
  },
  "several-volumes": {
    severity: "info",
    means: "This is one of several volumes that were sent together.",
  },
} as const satisfies Readonly<Record<string, FindingMeaning>>;

/** Stable, kebab-case. */
export type FindingCode = keyof typeof FINDINGS;
