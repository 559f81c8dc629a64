/**
 * A header as pynrrd has it.
 *
 * @module
 */

import { lineText } from "../../ascii.ts";
import { type NrrdHeader, SPACE_NAMES } from "./header.ts";

/**
 * The dictionary for pynrrd's `nrrd.write(file, data, header)`, which itself sets type, sizes,
 * dimension and endian from the data; for both values of `index_order`. Axes that are not space are
 * rows of null, which it writes as `none`. Thicknesses are left out: it cannot write absent ones.
 */
export function pynrrdForm(header: NrrdHeader): Record<string, unknown> {
  const { axes, keyValues = [] } = header;
  const labelled = axes.some(({ label }) => label !== undefined);
  return {
    "space": SPACE_NAMES[header.space],
    "space directions": axes.map(({ direction }) => direction ?? [null, null, null]),
    "kinds": axes.map((axis) => axis.kind),
    ...(labelled
      ? {
        "labels": axes.map(({ label = "" }) => lineText(label)),
        "units": axes.map(({ unit = "" }) => lineText(unit)),
      }
      : {}),
    "space units": ["mm", "mm", "mm"],
    "space origin": header.origin,
    "centerings": axes.map((axis) => axis.direction ? "cell" : "none"),
    ...(header.measurementFrame ? { "measurement frame": header.measurementFrame } : {}),
    "encoding": header.encoding,
    ...Object.fromEntries(keyValues.map(([key, value]) => [key, lineText(value)])),
  };
}
