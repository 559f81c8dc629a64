/**
 * Slicer sequences: index values as key/values make Slicer read a list axis as one.
 *
 * @module
 */

import type { Axis4 } from "../../volumes/volume.ts";
import type { Axis } from "./header.ts";
import type { KeyValue } from "./key_values.ts";
import { numberText } from "../number_text.ts";

/**
 * Keys of a `.seq.nrrd` (Slicer, developer guide, sequences): the type and the values of the index,
 * one for each volume. Slicer wants the list axis last; elsewhere there are no keys. Nor are there
 * where a value comes twice, as b-values do: Slicer keeps one volume for each value.
 */
export function sequenceKeys(axes: readonly Axis[], axis4: Axis4 | undefined): KeyValue[] {
  if (!axis4 || axes.at(-1)?.label !== axis4.by) return [];
  if (new Set(axis4.values).size < axis4.values.length) return [];
  const numeric = axis4.values.every((value) => typeof value === "number");
  const values = axis4.values.map((value) =>
    typeof value === "number" ? numberText(value) : encodeURIComponent(value)
  );
  const axis = `axis ${axes.length - 1} index`;
  return [
    [`${axis} type`, numeric ? "numeric" : "text"],
    [`${axis} values`, values.join(" ")],
    ["DataNodeClassName", "vtkMRMLScalarVolumeNode"],
  ];
}
