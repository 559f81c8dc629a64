/**
 * Gradients as MRtrix3 has them (its documentation, "Diffusion gradient scheme handling"): a line
 * `x y z b` for each volume, along the axes of the scanner, RAS, whatever the axes of the image.
 *
 * @module
 */

import { toSpace } from "../../array/space.ts";
import type { Form } from "../form.ts";
import { numbersText } from "../number_text.ts";
import { demandDirections, gradientsIn, weightingsOf } from "./gradients.ts";

/** For the option `-grad` of MRtrix3's programs. */
export const mrtrixForm: Form = {
  mediaType: "text/vnd.dcm2nhdr.mrtrix",
  extension: () => ".b",
  content: (array) => {
    const weightings = weightingsOf(array, "mrtrix");
    demandDirections(weightings, "mrtrix");
    return gradientsIn(weightings, (gradient) => toSpace(gradient, "RAS"))
      .map(({ vector, b }) => `${numbersText([...vector, b])}\n`)
      .join("");
  },
};
