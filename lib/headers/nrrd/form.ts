/**
 * NRRD among the formats.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import type { Form } from "../form.ts";
import { headerText } from "./header.ts";
import { nrrdFindings, nrrdHeader } from "./volume_header.ts";

/** `.nrrd` with the samples behind the header, `.nhdr` where they are in files of their own. */
export const nrrdForm: Form = {
  mediaType: "text/plain",
  extension: nrrdExtension,
  content: (array, { options }) => headerText(nrrdHeader(array, options)),
  findings: nrrdFindings,
};

/** Slicer takes a file for a segmentation or a sequence only if its name says so. */
export function nrrdExtension({ data, segments, axes, volumes }: DescribedArray): string {
  const isSequence = volumes && !volumes.diffusion && axes.at(-1)!.name === "t";
  return `${segments ? ".seg" : isSequence ? ".seq" : ""}.${data === "attached" ? "nrrd" : "nhdr"}`;
}
