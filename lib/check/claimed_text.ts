/**
 * A header that is to be checked, as text: a MetaImage header, or one of NRRD.
 *
 * @module
 */

import { isMetaImage, readMetaImage } from "../headers/metaimage/read.ts";
import { type ClaimedHeader, claimedNrrd } from "./claimed_header.ts";
import { claimedOfParts, SPATIAL } from "./claimed_matrix.ts";

/**
 * Reads the text of a header: MetaImage, or NRRD.
 *
 * @param text Whole header, or a file that begins with one
 * @throws {HeaderError} bad-header
 */
export function claimedText(text: string): ClaimedHeader {
  return isMetaImage(text) ? claimedMetaImage(text) : claimedNrrd(text);
}

/**
 * Reads a header. `TransformMatrix` has the directions one after the other; what is not said is 0, or
 * 1, as in MetaIO.
 *
 * @throws {HeaderError} bad-header
 */
export function claimedMetaImage(text: string): ClaimedHeader {
  const source = readMetaImage(text);
  const axes = source.sizes.length;
  const one = (row: number): readonly string[] =>
    SPATIAL.map((column) => row === column ? "1" : "0");
  const directions = SPATIAL.map((axis) =>
    axis < axes && source.directions
      ? padded(source.directions.slice(axis * axes, axis * axes + axes), one(axis))
      : one(axis)
  );
  const [columns, rows, slices = 1, volumes = 1] = source.sizes as [
    number,
    number,
    number?,
    number?,
  ];
  return {
    ...claimedOfParts(
      directions.flat(),
      padded(source.spacing ?? [], ["1", "1", "1"]),
      padded(source.origin ?? [], ["0", "0", "0"]),
      "TransformMatrix",
      { name: "metaimage", source },
    ),
    originStated: source.origin !== undefined,
    sizes: [columns, rows, slices],
    list: volumes > 1 ? volumes : undefined,
  };
}

/** The first three, with what stands for those that are not there. */
function padded(texts: readonly string[], rest: readonly string[]): string[] {
  return rest.map((text, axis) => texts[axis] ?? text);
}
