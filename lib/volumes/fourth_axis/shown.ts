/**
 * Values of attributes as replies may show them: no clock, no date and no free text.
 *
 * Within the project values stay what the headers say, so that they can be compared. Values of an
 * axis, the holes of a grid and what a split has in common leave it through here, and in no other way.
 *
 * @module
 */

import { ATTRIBUTES } from "../../dicom/attributes.ts";
import { isDefinedTerm, isSetting } from "../../dicom/showable.ts";
import { type AxisAttribute, NUMERIC } from "./attributes.ts";
import { ascending, type Incomplete, type MissingFrame, type Partition } from "./partition.ts";
import { isClock, isTime, sinceFirst, timesOf } from "./times.ts";

/** What a header says, or what is shown of it. */
type Value = number | string;

/** What decides how values are shown. */
type Origin = Pick<AxisAttribute, "by" | "role" | "unit">;

/** Values that can be shown. */
export interface Shown {
  readonly values: readonly Value[];
  /** How many different values there are, if they are numbered because they may not be shown. */
  readonly numbered?: number;
}

/**
 * Values as they can be shown. Clocks count from their first value. Texts that DICOM does not define,
 * and numbers that no setting has, are numbered from 1 as they sort.
 */
export function shown(values: readonly Value[], { by, role, unit }: Origin): Shown {
  if (values.every((value) => typeof value === "number")) {
    if (role === "time" || isClock(values, unit)) {
      const since = sinceFirst(values, unit);
      return since ? { values: since } : numbered(values);
    }
    return isTime(unit) || values.every(isSetting) ? { values } : numbered(values);
  }
  return values.every((value) => isHarmless(value, by)) ? { values } : numbered(values);
}

/** Values of the fourth axis, with times in the place of mere counts where the headers tell them. */
export function shownAxis(partition: Partition): Shown & Pick<Partition, "unit"> {
  const { unit } = partition;
  return timesOf(partition) ?? { unit, ...shown(partition.values, partition) };
}

/** Values and holes of a grid that is not complete, and which of its attributes are numbered. */
export interface ShownGrid {
  readonly values: readonly Value[];
  readonly holes: readonly MissingFrame[];
  readonly numbered: readonly string[];
}

/** A grid with holes. Several attributes that make it together are shown one by one. */
export function shownGrid(grid: Incomplete, holesListed: number): ShownGrid {
  const { values, holes, parts, together } = grid;
  const each = together
    ? together.map((one) => ({
      by: one.by,
      ...shown(parts.map(([frame]) => one.valueOf(frame!)!), one),
    }))
    : [{ by: grid.by, ...shown(values, grid) }];
  const told = values.map((_, n) =>
    each.length === 1 ? each[0]!.values[n]! : each.map((one) => one.values[n]).join(", ")
  );
  const toldOf = new Map(values.map((value, n) => [value, told[n]!]));
  return {
    values: told,
    holes: holes.slice(0, holesListed)
      .map(({ slice, value }) => ({ slice, value: toldOf.get(value)! })),
    numbered: each.flatMap(({ by, numbered }) => numbered === undefined ? [] : [by]),
  };
}

function numbered(values: readonly Value[]): Shown {
  const different = [...new Set(values)].sort(ascending);
  const numbers = new Map(different.map((value, n) => [value, n + 1]));
  return { values: values.map((value) => numbers.get(value)!), numbered: different.length };
}

/** Whether every component is a setting or a term of DICOM. */
function isHarmless(value: Value, by: string): boolean {
  if (typeof value === "number") return isSetting(value);
  const terms = value.split("\\");
  // The components of a vector were read as numbers.
  return NUMERIC.has(ATTRIBUTES[by as keyof typeof ATTRIBUTES]?.[1])
    ? terms.every((term) => isSetting(Number(term)))
    : terms.every((term) => isDefinedTerm(by, term));
}
