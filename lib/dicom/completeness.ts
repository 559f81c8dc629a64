/**
 * Whether bytes end before the geometry that would have followed, or the geometry is just not there.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "./attributes.ts";
import { type Dataset, finite, first } from "./dataset.ts";
import { NUCLEAR_MEDICINE, RT_DOSE, sopClassOf, STORAGE } from "./sop_classes.ts";

/** How far a header was read. */
export interface Extent {
  /** Why the reading ended: see `element_scanner.ts`. */
  readonly stop: "passed" | "end" | "cut" | "damaged";
  /** What is absent and has no greater tag than this one stands nowhere in the object. */
  readonly reached: number;
}

/** Classes whose plane, if any, stands at the top level: those without functional groups. */
const CLASSIC: ReadonlySet<string> = new Set(
  "1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 3 3.1 4 5 6 6.1 7 12.1 12.2 12.3 128 481.1 481.2".split(" ")
    .map((branch) => `${STORAGE}.${branch}`),
);

/**
 * Whether a header ends, or cannot be read on, before the place of something that its geometry needs.
 * Tags ascend (PS3.5 7.1): what is not there once greater ones have come is absent, and can be named.
 */
export function endsBeforeGeometry(dataset: Dataset, extent: Extent): boolean {
  const { stop, reached } = extent;
  if (stop === "passed") return false;
  const lacking = lacks(dataset, stop === "end").filter((keyword) => reached < tagOf(keyword));
  if (lacking.length === 0) return false;
  const placement = sopClassOf(dataset)?.placement;
  // Nothing is missing from what never has a place: reports, raw data, slides.
  if (placement === "none" || placement === "slide") return false;
  // Bytes that end between two elements may be all that there is; an image has more.
  return stop !== "end" || dataset.has("ImageType");
}

/** What is not there of a geometry, where the kind of object would have it. */
function lacks(dataset: Dataset, ended: boolean): Keyword[] {
  const matrix = (["Rows", "Columns"] as const).filter((keyword) => !dataset.has(keyword));
  if (dataset.has("PerFrameFunctionalGroupsSequence")) return matrix;
  const position = dataset.has("ImagePositionPatient");
  const spacing = dataset.has("PixelSpacing");
  const unplaced = dataset.has("NumberOfFrames") && !dataset.has("GridFrameOffsetVector") &&
    first(dataset.strings("SOPClassUID")) === RT_DOSE &&
    (finite(dataset.numbers("NumberOfFrames")) ?? 1) > 1;
  if (unplaced) return ["GridFrameOffsetVector"];
  if (spacing && (position || dataset.has("DetectorInformationSequence"))) return matrix;
  // Bytes that end neatly behind a matrix are a header that somebody took out of its object.
  return [...matrix, position || ended ? "PixelSpacing" : lastOfPlane(dataset)];
}

/** Behind which attribute there is no plane any more. */
function lastOfPlane(dataset: Dataset): Keyword {
  const uid = first(dataset.strings("SOPClassUID")) ?? "";
  if (uid === NUCLEAR_MEDICINE) return "DetectorInformationSequence";
  if (CLASSIC.has(uid)) return "PixelSpacing";
  const placement = sopClassOf(dataset)?.placement;
  const mayHaveGroups = placement === "patient" ||
    dataset.has("SharedFunctionalGroupsSequence") || placement === undefined;
  return mayHaveGroups ? "PerFrameFunctionalGroupsSequence" : "PixelSpacing";
}

function tagOf(keyword: Keyword): number {
  return parseInt(ATTRIBUTES[keyword][0], 16);
}
