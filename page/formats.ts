/**
 * The formats of header that the page offers, and what a person calls them.
 *
 * @module
 */

import type { FindingCode } from "../lib/codes/findings.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { FORM_NAMES, type FormName } from "../lib/options/table.ts";

/** In the order of the list. */
const GROUPS = ["Image files", "For programs", "Diffusion", "Resampling"] as const;

/** A format as the page shows it. */
export interface PageFormat {
  /** In the list. */
  readonly label: string;
  /** Above what is shown. */
  readonly title: string;
  readonly group: typeof GROUPS[number];
  /** What its file holds: a header that the samples follow or whose file it names; all that it is for. */
  readonly holds: "header" | "all";
}

function header(label: string): PageFormat {
  return { label, title: `${label} header`, group: "Image files", holds: "header" };
}

function program(label: string): PageFormat {
  return { label, title: `For ${label}`, group: "For programs", holds: "all" };
}

function diffusion(label: string): PageFormat {
  return { label, title: label, group: "Diffusion", holds: "all" };
}

/** By the values of the option `format`. */
export const PAGE_FORMATS: Readonly<Record<FormName, PageFormat>> = {
  text: header("NRRD"),
  nifti: header("NIfTI-1"),
  nifti2: header("NIfTI-2"),
  metaimage: header("MetaImage"),
  vtk: header("VTK"),
  nibabel: program("nibabel"),
  simpleitk: program("SimpleITK"),
  "itk-wasm": program("itk-wasm"),
  highdicom: program("highdicom"),
  monai: program("MONAI"),
  torchio: program("TorchIO"),
  pyvista: program("PyVista"),
  slicer: program("Slicer"),
  bval: diffusion("FSL b-values"),
  bvec: diffusion("FSL gradients"),
  mrtrix: diffusion("MRtrix gradient table"),
  grid: {
    label: "Regular grid",
    title: "Regular grid that covers the slices",
    group: "Resampling",
    holds: "all",
  },
};

/** Findings on slices that lie on no right-angled, even grid. */
const OFF_GRID: ReadonlySet<string> = new Set<FindingCode>([
  "shear-removed",
  "uneven-spacing",
  "uneven-accepted",
  "missing-filled",
]);

/** Whether a volume has what a format is about. What else a format cannot hold, it says itself. */
function isOffered(name: FormName, { axis4, geometry, findings }: VolumeReply): boolean {
  switch (PAGE_FORMATS[name].group) {
    case "Diffusion":
      return axis4?.gradients !== undefined;
    case "Resampling":
      return geometry.tiltDegrees > 0 || findings.some(({ code }) => OFF_GRID.has(code));
    default:
      return true;
  }
}

/** Formats of a volume, group by group, each in the order of the table. */
export function offeredFormats(volume: VolumeReply): readonly FormName[] {
  const names = FORM_NAMES.filter((name) => isOffered(name, volume));
  return GROUPS.flatMap((group) => names.filter((name) => PAGE_FORMATS[name].group === group));
}
