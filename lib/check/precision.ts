/**
 * Precision of written numbers: by how much each may differ from the number that was meant.
 *
 * @module
 */

import { largestOf } from "../geometry/numbers.ts";

/** Digits of the numbers of one field; one program wrote them all in the same way. */
export interface Precision {
  /** Most digits behind the point. */
  readonly decimals: number;
  /** Most significant digits. */
  readonly digits: number;
  /** Power of ten of the largest number. */
  readonly exponent: number;
  /** The numbers are those of single precision, written down as doubles. */
  readonly single: boolean;
}

/** Differences up to this, mm, are double arithmetic in another order, whatever the digits. */
export const ARITHMETIC = 1e-9;

/**
 * Zeros at the end are often left out: 1 and 0.8 are not what was left of more digits. Nobody rounds
 * to less than three digits, or than two decimals.
 */
const FEWEST_DIGITS = 3;
const FEWEST_DECIMALS = 2;

/** Half a unit of the last digit, and a bit for the arithmetic. */
const HALF_UNIT = 0.501;

/** A double that is a single by chance (0.5, 0.703125) is short. */
const CHANCE_DIGITS = 9;

/** Looks at numbers as they are written. */
export function precisionOf(texts: readonly string[]): Precision {
  const values = texts.map(Number);
  const written = texts.map(digitsOf);
  return {
    decimals: Math.max(0, largestOf(written.map(({ decimals }) => decimals))),
    digits: largestOf([1, ...written.map(({ digits }) => digits)]),
    exponent: exponentOf(largestOf([0, ...values.map(Math.abs)])),
    single: values.some((value, n) =>
      written[n]!.digits > CHANCE_DIGITS && Math.fround(value) === value
    ),
  };
}

/** Directions and origin: what is single precision in one of them has been so in the other. */
export function precisionOfBoth(
  directions: readonly string[],
  origin: readonly string[],
): { directions: Precision; origin: Precision } {
  const [a, b] = [precisionOf(directions), precisionOf(origin)];
  const single = a.single || b.single;
  return { directions: { ...a, single }, origin: { ...b, single } };
}

/** Directions that are unit vectors times spacings; one program wrote both. */
export function precisionOfProducts(
  units: readonly string[],
  spacings: readonly string[],
  origin: readonly string[],
): { directions: Precision; origin: Precision } {
  const [all, lengths, place] = [
    precisionOf([...units, ...spacings]),
    precisionOf(spacings),
    precisionOf(origin),
  ];
  const single = all.single || place.single;
  // What a unit vector lacks counts as often as it is long.
  const longer = Math.max(0, Math.ceil(lengths.exponent + 1));
  return {
    directions: {
      ...all,
      decimals: all.decimals - longer,
      exponent: lengths.exponent,
      single,
    },
    origin: { ...place, single },
  };
}

/** The digits of numbers multiplied by a power of ten. */
export function scaled(precision: Precision, factor: number): Precision {
  const power = Math.round(Math.log10(factor));
  return {
    ...precision,
    decimals: precision.decimals - power,
    exponent: precision.exponent + power,
  };
}

/** By how much a number may differ from what was meant, for its digits alone. */
export function resolution(value: number, { decimals, digits, exponent }: Precision): number {
  const few = digits < FEWEST_DIGITS;
  const unit = Math.max(
    few && decimals < FEWEST_DECIMALS ? 0 : 10 ** -decimals,
    few ? 10 ** (exponent - FEWEST_DIGITS + 1) : 10 ** (exponentOf(value) - digits + 1),
  );
  return Math.max(ARITHMETIC, HALF_UNIT * unit);
}

function digitsOf(text: string): { decimals: number; digits: number } {
  const [, mantissa = "", exponent = "0"] = /^[+-]?([\d.]*)(?:e(.*))?$/i.exec(text) ?? [];
  const behind = mantissa.split(".")[1]?.length ?? 0;
  return {
    decimals: behind - Number(exponent),
    digits: mantissa.replace(".", "").replace(/^0+/, "").length,
  };
}

/** −∞ of 0. */
function exponentOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}
