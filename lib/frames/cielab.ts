/**
 * Display colours: DICOM's CIELab integers to sRGB (PS3.3 C.10.7.1.1).
 *
 * DICOM names the ICC profile connection space, whose white is D50. What writes segmentations takes
 * the white of sRGB itself, D65, with no adaptation: DCMTK and with it dcmqi and Slicer, pixelmed,
 * highdicom, dcmjs. The colours that people chose come back only by that reading, so it is ours.
 *
 * @module
 */

/** Red, green and blue of sRGB, 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number];

/** CIE XYZ of D65, 2° observer, Y = 1 (IEC 61966-2-1). */
const WHITE = [0.95047, 1, 1.08883] as const;

/** XYZ to linear sRGB (IEC 61966-2-1). */
const XYZ_TO_RGB = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const;

/** Six decimals say all that 16 bits of CIELab hold of a colour. */
const PRECISION = 1e6;

/**
 * Recommended Display CIELab Value (0062,000D) as a colour; what sRGB cannot show is clipped.
 *
 * @param values L*, a*, b*, each 0 to 65535: 0 to 100, and −128 to 127 twice
 * @returns undefined unless there are three such numbers
 */
export function colorOfCielab(values: readonly number[]): Color | undefined {
  const [l, a, b] = values;
  if (!isWord(l) || !isWord(a) || !isWord(b) || values.length !== 3) return undefined;
  const y = (l / 65535 * 100 + 16) / 116;
  const x = y + (a / 65535 * 255 - 128) / 500;
  const z = y - (b / 65535 * 255 - 128) / 200;
  const xyz = [WHITE[0] * cube(x), WHITE[1] * cube(y), WHITE[2] * cube(z)] as const;
  const component = (row: 0 | 1 | 2): number => {
    const [p, q, r] = XYZ_TO_RGB[row];
    return gamma(p * xyz[0] + q * xyz[1] + r * xyz[2]);
  };
  return [component(0), component(1), component(2)];
}

/** Inverse of CIELab's compression (CIE 15): linear near black. */
function cube(t: number): number {
  return t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29);
}

/** sRGB's transfer function, clipped and rounded. */
function gamma(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * PRECISION) / PRECISION;
}

function isWord(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 65535;
}
