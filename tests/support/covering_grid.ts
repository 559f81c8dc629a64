/**
 * What the form `grid` says, read as its description has it: the tests' own arithmetic.
 *
 * @module
 */

import { headerIn } from "../../lib/volume_forms.ts";
import { Budget } from "../../lib/budget.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import type { Skipped } from "../../lib/errors.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import type { AxesMap, GridReply } from "../../lib/headers/grid_form.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { makeHeaders } from "../../lib/reply.ts";
import type { DescribedVolume } from "../../lib/volume_reply.ts";
import type { Triple } from "./series.ts";

/** The volumes of these objects; what is made of each is made when it is asked for. */
export function volumesOf(
  objects: readonly DicomObject[],
  options: Partial<HeaderOptions> = {},
  skipped: readonly Skipped[] = [],
): readonly DescribedVolume[] {
  return makeHeaders(readFrames(objects, skipped), { ...DEFAULT_OPTIONS, ...options }, new Budget())
    .volumes;
}

/** The JSON of the form. */
export function gridOf(volume: DescribedVolume): GridReply {
  return JSON.parse(headerIn(volume, "grid").content as string);
}

/** Index of the array for an index of the grid, both in the orders of the map. */
export function mapped(
  { matrix, offsets }: AxesMap,
  index: readonly number[],
  k: number,
): number[] {
  return [0, 1, 2].map((row) =>
    [...index, 1].reduce(
      (sum, value, column) => sum + matrix[row]![column]! * value,
      offsets ? offsets[k]![row]! : 0,
    )
  );
}

/** Centre of voxel (i, j, k), LPS mm, as SimpleITK has it. */
export function gridPoint(
  { origin, spacing, direction }: GridReply,
  index: readonly number[],
): Triple {
  return [0, 1, 2].map((c) =>
    origin[c]! + [0, 1, 2].reduce(
      (sum, axis) => sum + direction[3 * c + axis]! * spacing[axis]! * index[axis]!,
      0,
    )
  ) as unknown as Triple;
}
