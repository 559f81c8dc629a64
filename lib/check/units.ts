/**
 * Units that a header names beside numbers that are millimetres.
 *
 * @module
 */

import { words } from "../nrrd/read/values.ts";
import type { ClaimedHeader } from "./claimed_header.ts";
import type { Mistake } from "./mistake.ts";

/** Millimetres, and what says nothing. */
const MILLIMETRES = /^"?\s*(mm|milli-?met(er|re)s?|\?\?\?|none|)\s*"?$/i;

/** Units of the space, or of axes that have spacings only: readers take millimetres in any case. */
export function unitMistakes({ source, directions }: ClaimedHeader): Mistake[] {
  if (source === undefined) return [];
  const ofSpace = source.fields.get("space units");
  const space = ofSpace ? words(ofSpace).slice(0, directions.length) : [];
  const ofAxes = source.oriented ? undefined : source.fields.get("units");
  const axes = ofAxes
    ? words(ofAxes).filter((_, axis) => source.axes[axis]?.direction !== undefined)
    : [];
  const differ = (units: typeof space): boolean =>
    !units.every(({ text }) => MILLIMETRES.test(text));
  return [
    ...(differ(space) ? [{ code: "units-contradict", field: "space units" } as const] : []),
    ...(differ(axes) ? [{ code: "units-contradict", field: "units" } as const] : []),
  ];
}
