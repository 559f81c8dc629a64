/**
 * What `--help` and `--version` say.
 *
 * @module
 */

import config from "../deno.json" with { type: "json" };
import { meaningOf, OPTION_NAMES, validOf } from "../lib/options/table.ts";

/** What `--version` says. */
export const VERSION: string = `dcm2nhdr ${config.version}\n`;

/**
 * What `--help` says.
 *
 * @param byTask Whether a task of the project started the program, which has another name then
 */
export function usage(byTask: boolean): string {
  const program = byTask ? "deno task header" : "dcm2nhdr";
  const options = OPTION_NAMES.map((name) =>
    `  --${name} ${validOf(name).join(" | ")}\n      ${meaningOf(name)}`
  );
  return `DICOM headers in, a ready header out (NRRD, NIfTI, MetaImage, VTK), with the array or the image
behind it.

Usage: ${program} [OPTION]… FILE|FOLDER|ADDRESS|-…
       ${
    byTask ? "deno task start" : "dcm2nhdr serve"
  }, for the service with its page on this machine

Examples:
  ${program} series mask.npy -o mask.nrrd
      A mask on its series, in one file: the header, and the array behind it.
  ${program} series mask.npy -o mask.nii.gz
      The same as NIfTI.
  ${program} series mask.npy -o tumor.seg.nrrd segments='{"1": "tumor"}'
      The same as a segmentation for Slicer.
  ${program} series -o image.nrrd
      The image itself, where DICOM does not compress it.
  ${program} dwi -o dwi.nii.gz
      With dwi.bval and dwi.bvec beside it, where it is of diffusion.
  ${program} study -o out/ format=nifti
      Every volume of a folder with several series, a file each.
  ${program} --check mask.nii.gz series
      How far a header is off, and why.
  ${program} https://server/dicom-web/studies/1.2.3/series/4.5.6
      The header of a series in an archive, on standard output.

What is read: files as named; folders with all that is below them, by the numbers in the names (I2
before I10, as file managers show them; Python's sorted() goes by letters); the address of a
DICOMweb series, of which the metadata are fetched, with the token in DCM2NHDR_TOKEN if there is
one; - is standard input. Archives (tar, zip, gzip) and JSON are read, too; of DICOM files only the
headers. A .npy or .npz is the array that the header describes. Images that may have been made of a
series (NRRD, NIfTI, MetaImage, VTK) are left out of folders.

What is written follows from the name behind -o, or from format=:
  x.nrrd x.nii x.nii.gz x.mha x.vti   the header and what belongs behind it, in one file
  x.hdr                               the same in two files: NIfTI's header, and x.img beside it
  x.nhdr x.mhd                        a header that names the file of the array, or the DICOM files
  x.bval x.bvec x.b                   b-values and gradients, for FSL and for MRtrix3
  x.json x.zip                        all headers, as data or as files
  nothing, or another name            the header alone
An array is a segmentation if the name ends in .seg.nrrd. With forms= headers in further formats are
written beside it. What was written, and what there is to know of it, stands on standard error.

An option may be written name=value, too, as advice has it (uneven=fill), where no file has that
name: --uneven=fill is the same.

${options.join("\n")}
  --check FILE
      Compare this header (NRRD, NIfTI, MetaImage) with the series: how far it is off, why, and the
      right one.
  -o, --output FILE | FOLDER
      Where to write; in a folder (out/ makes one) a file for each volume. Standard output
      otherwise, for the header alone.
  --header-only
      Write the header alone, even to a .nrrd or a .nii.
  --force
      Overwrite what is there.
  --progress
      Count on standard error even if that is no terminal.
  --version
      Say which version this is.

Exit status: 0 a header was made, or the one that was checked is right or off by too little to be
seen; 1 none could be made, or it is wrong; 2 the arguments are wrong, or a file cannot be read or
written.
`;
}
