import { fc } from "../support/property.ts";
import { colorOfCielab } from "../../lib/frames/cielab.ts";
import { equal, nearAll } from "../assert.ts";

/** Half of one step of 8-bit colours, in which people choose them. */
const HALF_STEP = 0.5 / 255;

/** sRGB, 0 to 255, to DICOM's integers: IEC 61966-2-1, CIE 15, PS3.3 C.10.7.1.1, in this order. */
function cielabOf(rgb: readonly number[]): number[] {
  const [r, g, b] = rgb.map((component) => {
    const c = component / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const f = (t: number): number => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [
    (116 * y - 16) / 100 * 65535,
    (500 * (x - y) + 128) / 255 * 65535,
    (200 * (y - z) + 128) / 255 * 65535,
  ].map(Math.round);
}

Deno.test("cielab: colours that other writers put into segmentations", () => {
  const pairs: [number[], number[]][] = [
    // The liver of Slicer's anatomy list, as Slicer and dcmqi wrote it.
    [[41661, 41167, 40792], [221, 130, 101]],
    // dcmqi's own pairs.
    [[0, 32896, 32896], [0, 0, 0]],
    [[1797, 32896, 32896], [10, 10, 10]],
    [[4987, 33336, 32853], [25, 22, 23]],
    [[16732, 45246, 42677], [128, 0, 0]],
    [[34886, 53484, 50172], [255, 0, 0]],
    [[65535, 32896, 32896], [255, 255, 255]],
  ];
  for (const [cielab, rgb] of pairs) {
    nearAll(colorOfCielab(cielab)!, rgb.map((c) => c / 255), HALF_STEP, String(rgb));
  }
});

Deno.test("cielab: every 8-bit colour comes back", () => {
  const component = fc.integer({ min: 0, max: 255 });
  fc.assert(fc.property(fc.tuple(component, component, component), (rgb) => {
    nearAll(colorOfCielab(cielabOf(rgb))!, rgb.map((c) => c / 255), HALF_STEP, String(rgb));
  }));
});

Deno.test("cielab: any three words are a colour, nothing else is", () => {
  const word = fc.integer({ min: 0, max: 65535 });
  fc.assert(fc.property(fc.tuple(word, word, word), (values) => {
    const color = colorOfCielab(values);
    return color !== undefined && color.every((c) => c >= 0 && c <= 1);
  }));
  for (const values of [[], [1, 2], [1, 2, 3, 4], [1, 2, -1], [1, 2, 65536], [1, NaN, 3]]) {
    equal(colorOfCielab(values), undefined, String(values));
  }
});
