/**
 * Units that a header names beside numbers that are millimetres.
 *
 * @module
 */

import type { ReadHeader } from "../headers/nrrd/read/geometry.ts";
import { words } from "../headers/nrrd/read/values.ts";

/** Millimetres, and what says nothing. */
const MILLIMETRES = /^"?\s*(mm|milli-?met(er|re)s?|\?\?\?|none|)\s*"?$/i;

/** Fields that name units; readers take millimetres in any case. */
export type UnitField = "space units" | "units" | "xyzt_units";

/** Fields that name other units of the space, or of axes that have spacings only. */
export function otherUnits({ fields, axes, oriented }: ReadHeader): UnitField[] {
  const spatial = axes.filter(({ direction }) => direction !== undefined).length;
  const ofSpace = fields.get("space units");
  const space = ofSpace ? words(ofSpace).slice(0, spatial) : [];
  const ofAxes = oriented ? undefined : fields.get("units");
  const each = ofAxes ? words(ofAxes).filter((_, axis) => axes[axis]?.direction !== undefined) : [];
  const differ = (units: typeof space): boolean =>
    !units.every(({ text }) => MILLIMETRES.test(text));
  return [
    ...(differ(space) ? ["space units" as const] : []),
    ...(differ(each) ? ["units" as const] : []),
  ];
}
