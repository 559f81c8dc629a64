/**
 * Numbers as modalities print them. What was printed is what is true.
 *
 * @module
 */

import { decimalString } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";

/** Writes a number as a decimal string. */
export type Print = (value: number) => string;

const fixed = (digits: number): Print => (value) => value.toFixed(digits);

/** Sixteen characters are the most that there may be. */
const scientific: Print = (value) => value.toExponential(8);

const significant = (digits: number): Print => (value) =>
  decimalString(Number(value.toPrecision(digits)));

/** With a plus and blanks, which a decimal string may have. */
const decorated: Print = (value) => {
  const text = value.toFixed(4);
  return value < 0 ? ` ${text} ` : `+${text}`;
};

/** So many digits that nothing is lost that anybody could see. */
const FINE: readonly Print[] = [decimalString, decimalString, fixed(6), fixed(8)];

/** All there are. */
const ANY: readonly Print[] = [
  ...FINE,
  fixed(4),
  fixed(3),
  scientific,
  significant(8),
  decorated,
];

/** Digits that are too few for thin slices. */
const COARSE: readonly Print[] = [fixed(1), fixed(2), fixed(3)];

const PRINTS = { any: ANY, fine: FINE, coarse: COARSE, exact: [decimalString] } as const;

/** How much may be lost. */
export type Digits = keyof typeof PRINTS;

/** A way to print positions. */
export function anyPrint(random: Random, which: Digits = "any"): Print {
  return random.of(PRINTS[which]);
}
