/**
 * What every finding means: one table for the OpenAPI document and `docs/findings.md`.
 *
 * @module
 */

import type { FindingCode } from "../volumes/finding.ts";

/** By code; a new code does not compile without its line here. */
export const FINDING_MEANINGS: Readonly<Record<FindingCode, string>> = {
  "thickness-is-not-spacing":
    "Slice Thickness differs from the distance of the slices. Overlapping slices and gaps are common; the header uses the distance.",
  "spacing-tag-disagrees":
    "Spacing Between Slices differs from the distance that the positions have. The header uses the positions.",
  "order-differs":
    "The header's order is not the order sent. An array stacked as sent needs order=given, or has to be sorted by `order` of the reply. A warning where the array itself was described.",
  "left-handed":
    "In the order asked for, the slices run against row × column. NRRD, ITK and Slicer hold that; some viewers assume the opposite.",
  "sheared":
    "The slices are shifted sideways, as by a gantry tilt, and the directions keep that. Tools that want right angles refuse or resample.",
  "shear-is-rounding":
    "The positions lean by no more than their rounding explains; the third axis was set at a right angle.",
  "shear-removed":
    "tilt=orthogonal was asked for and the shear is real: the slices lie where the header says only up to the error given.",
  "uneven-spacing":
    "The slices lie off the even grid by more than 0.001 mm, but within what rounding explains.",
  "uneven-accepted":
    "uneven=accept: one even grid was laid through slices that are not even. The error is given in mm.",
  "missing-filled":
    "uneven=fill: the header counts slices that were not sent. The array must hold empty slices in their places.",
  "split-where-uneven": "uneven=split: this volume is one even block of a stack that is not even.",
  "possibly-missing-slices":
    "Distance and instance numbers both go in the same multiple: every second (third, …) slice may have been left out. Positions alone cannot show it.",
  "orientation-varies":
    "Orientations or pixel spacings differ from slice to slice by less than what would separate volumes; the first slice's are used.",
  "positions-vary":
    "Volumes repeat their positions only nearly: one header has one grid, that of the first volume. The finding says by how much, mm.",
  "not-patient-coordinates":
    "Distances and shape are true, but the axes are the scanner's or the probe's own, not left, posterior and superior of the patient.",
  "one-data-file":
    "data= names one file, and the request holds several volumes: the file belongs to one of them. volume= asks for that one's header alone.",
  "entries-left-out":
    "Files or datasets of the request take no part, for the reasons given. A slice at the end of a stack leaves no gap when it is lost: look whether one of them was meant.",
  "concatenation-incomplete":
    "The image was split over several objects (a concatenation) and not all of them were sent. At the ends of a stack that leaves no gap: the header is true for what was sent, and shorter than the image.",
  "itk-lacks-bzip2":
    "encoding=bzip2 is read by teem and pynrrd; ITK, SimpleITK and Slicer as they are usually built refuse it.",
  "duplicate-instances": "The same object was sent more than once and used once.",
  "copies-left-out":
    "Frames are copies of others under UIDs of their own; the first of each is described.",
  "single-slice":
    "One slice has no neighbour, so the length of the third axis comes from a tag or is 1; the finding says which.",
  "type-assumed": "The headers do not say how pixels are stored; type=short was assumed.",
  "rescale-needed":
    "The header describes stored values. Real values (Hounsfield units, …) are slope × stored + intercept, which NRRD cannot say.",
  "rescale-varies":
    "Slope or intercept differs from slice to slice. Rescale each slice before comparing values across slices.",
  "rescale-assumed":
    "type asks for floating point where DICOM stores whole numbers: the array is taken for real values, slope × stored + intercept. An array of stored values still has to be rescaled.",
  "palette-indices": "Voxels are indices into a colour palette, not colours.",
  "compressed-pixels":
    "The pixels are compressed in DICOM; the header describes the decompressed array.",
  "axis4-found":
    "Several frames lie at each position. The finding names the attribute that separates them, and the alternatives.",
  "axis4-unnamed":
    "Several frames lie at each position and only instance numbers, or frame numbers within an object, differ: the order is theirs, what the axis means is not known.",
  "list-not-last":
    "The volumes are not the slowest axis, by order=given or by the array's own order. Slicer wants the list axis last.",
  "diffusion-without-directions":
    "Some volumes are weighted without a direction, so the header does not claim to be a diffusion series.",
  "segmentation-own-grid":
    "The segmentation has a grid of its own. A mask on it does not match the images voxel by voxel unless their headers are sent along and agree. A warning where they were sent and do not.",
  "planes-without-segments":
    "Some slices of the grid have no frame in the segmentation. The array must hold zeros there.",
  "segments-may-overlap":
    "Segments may overlap, so each has a layer of its own along the first axis of the array.",
  "several-segmentations":
    "Several segmentation objects lie on one grid and share a header, in layers of their own.",
  "fractional-segment": "The voxels are fractions or probabilities of one segment, not labels.",
  "background-not-zero":
    "DICOM stores another value than 0 where there is no segment. Readers of the header take 0 for the background.",
  "array-ambiguous":
    "The shape of the array fits the volume in more than one of the orders that libraries give (slices first, slices last, columns first); the finding says which was taken.",
  "data-file-list":
    "The header lists the DICOM files themselves. teem, ITK and Slicer read that, pynrrd, VTK and JavaScript's readers do not; ITK-wasm sees only the header's folder and what lies below it.",
  "encoding-doubtful":
    "The data file is called as a compressed file (.gz, .bz2), but the header says encoding: raw, so that readers take its bytes for samples.",
  "trailing-bytes":
    "There are bytes behind the pixels of the files. The byte skip counts from the start and is right; one of -1 would be silently wrong.",
  "components-not-first":
    "The components of a voxel (colours, channels) do not lie next to each other. teem, ITK and Slicer sort that out, slicerio, VTK and JavaScript's readers do not.",
  "five-axes":
    "The header has three axes of space, one of components and one of volumes. teem, pynrrd and JavaScript's readers take that, ITK up to 5.4 refuses it.",
  "colour-decoded":
    "DICOM stores YBR, luminance and colour differences. The header describes an array of red, green and blue, which is what decoders give.",
  "bits-unpacked":
    "DICOM packs single bits into bytes. The header describes an array with one byte for each pixel.",
  "not-rgb":
    "The stored components are not red, green and blue (YBR, …); the header calls them a vector.",
  "wide-integers":
    "The array has integers of 64 bits, which Slicer and readers in JavaScript do not have.",
  "names-changed":
    "Names of segments lost characters that a header cannot hold: letters beyond ASCII and separators.",
  "slices-between":
    "Slices of other volumes of the same series lie between those of this one. Either stacks overlap, or one stack was torn because its slices differ in orientation, pixel format or kind of image; then this volume's distances are those of its own slices alone.",
  "frames-of-reference-differ":
    "Every object of the series has a Frame of Reference UID of its own, although a series has one. The positions were taken to share one, as they do where only an anonymiser made the UIDs.",
  "several-volumes": "This is one of several volumes that were sent together.",
};
