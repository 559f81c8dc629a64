/**
 * United Imaging: effective b-value (0065,1009), and a gradient (0065,1037) along row, column and
 * row × column. It comes before the standard attributes, in which this vendor writes gradients that
 * do not follow the turn of the slices; where those alone are left, no direction is certain.
 *
 * @module
 */

import { finite, first } from "../../dicom/dataset.ts";
import type { Frame } from "../frame.ts";
import { fromImageAxes } from "./image_axes.ts";
import { standard } from "./standard.ts";
import { bValue, type Diffusion, directionOf, uncertainWeighting, weighting } from "./weighting.ts";

/** (0008,0070) of this vendor. */
const MANUFACTURER = /^(UIH|UNITED[ _-]?IMAGING)/i;

/** The weighting. */
export function unitedImaging(frame: Frame): Diffusion | undefined {
  const { attributes, plane } = frame;
  const b = bValue(finite(attributes.numbers("UihBValue")));
  if (b === undefined) return withoutPrivateElements(frame);
  const vector = directionOf(attributes.numbers("UihDiffusionGradientDirection"));
  if (!vector) return weighting(b, undefined, "UihBValue");
  return weighting(b, fromImageAxes(plane, vector), "UihDiffusionGradientDirection");
}

/** What is left of this vendor's weightings where private elements were removed. */
function withoutPrivateElements(frame: Frame): Diffusion | undefined {
  if (!MANUFACTURER.test(first(frame.attributes.strings("Manufacturer")) ?? "")) return undefined;
  const found = standard(frame);
  if (!found?.gradient) return found;
  const uncertainty = { because: "not-turned", stated: found.gradient } as const;
  return uncertainWeighting(found.b, uncertainty, found.source);
}
