/**
 * Findings about Slice Thickness and Spacing Between Slices against the measured slice spacing.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { finite } from "../dicom/dataset.ts";
import { telling } from "../frames/frame.ts";
import { largestOf, smallestOf } from "../geometry/numbers.ts";
import { length } from "../geometry/vector.ts";
import { brief, counted } from "../text.ts";
import { type Finding, info, warning } from "./finding.ts";
import type { BareVolume, Slice } from "./volume.ts";

/**
 * Thickness and spacing tags are printed with few digits; a difference of less than this part of
 * the step, or of 0.01 mm, is printing and not news.
 */
const TAG_TOLERANCE = 0.005;
const TAG_TOLERANCE_MM = 0.01;

/** A step is a whole multiple of the thickness if the quotient is this close to a whole number. */
const WHOLE_MULTIPLE = 0.02;

/** What the slices say under one tag, mm. */
export interface Said {
  /** What most of them say; the first of these where several are as frequent. */
  readonly usual: number;
  /** How many say that. */
  readonly slices: number;
  /** What the others say, one value each. */
  readonly others: readonly number[];
}

/** What most slices say under a tag, and what the others do; zeros say nothing. */
export function saidBy(slices: readonly Slice[], keyword: Keyword): Said | undefined {
  const asked = telling(slices.map(({ frame }) => frame), keyword);
  const said = asked.map(({ attributes }) => attributes.numbers(keyword));
  // Nearly always they are the very same digits.
  const same = said.every((values) => values === said[0]);
  const values = (same ? said.slice(0, 1) : said).flatMap((values) => finite(values) ?? [])
    .filter((value) => value !== 0);
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.every((value) => value === first)) {
    return { usual: first, slices: same ? slices.length : values.length, others: [] };
  }
  // Compared as printed: digits that are not printed make no other value.
  const alike = [...Map.groupBy(values, brief).values()];
  const usual = alike.reduce((most, group) => group.length > most.length ? group : most);
  const others = alike.filter((group) => group !== usual).flat();
  return { usual: usual[0]!, slices: usual.length, others };
}

/** Slice Thickness and Spacing Between Slices against the measured step. */
export function tagFindings(volume: BareVolume): Finding[] {
  const { slices, stack } = volume;
  const step = length(stack.step);
  const across = step * Math.cos(stack.tilt.degrees * Math.PI / 180);
  const tolerance = Math.max(TAG_TOLERANCE_MM, TAG_TOLERANCE * step);
  // In a sheared stack either the step or its part across the slices may be what a tag means.
  const isStep = (value: number): boolean =>
    Math.abs(value - step) <= tolerance || Math.abs(value - across) <= tolerance;
  const disagrees = (said: Said | undefined): said is Said =>
    said !== undefined && ![said.usual, ...said.others].every((value) => isStep(Math.abs(value)));
  const measured = `slice spacing is ${brief(step)} mm`;
  const findings: Finding[] = [];
  const thickness = saidBy(slices, "SliceThickness");
  if (disagrees(thickness)) {
    findings.push(info(
      "thickness-is-not-spacing",
      `${measured}; Slice Thickness says ${told(thickness)}`,
      { spacing: step, thickness: thickness.usual, ...range(thickness) },
    ));
  }
  const spacing = saidBy(slices, "SpacingBetweenSlices");
  if (disagrees(spacing)) {
    findings.push(warning(
      "spacing-tag-disagrees",
      `${measured}; Spacing Between Slices says ${told(spacing)}`,
      { spacing: step, spacingBetweenSlices: spacing.usual, ...range(spacing) },
    ));
  }
  return [...findings, ...possiblyMissing(volume, thickness?.usual)];
}

/** An even stride that skips slices looks even; thickness and instance numbers give it away. */
function possiblyMissing({ slices, stack }: BareVolume, thickness = 0): Finding[] {
  if (thickness <= 0) return [];
  const quotient = length(stack.step) / thickness;
  const multiple = Math.round(quotient);
  if (multiple < 2 || Math.abs(quotient - multiple) > WHOLE_MULTIPLE) return [];
  const numbers = slices.filter((slice) => slice.t === 0)
    .map((slice) => finite(slice.frame.attributes.numbers("InstanceNumber")));
  const strides = numbers.slice(1).map((number, k) => Math.abs(number! - numbers[k]!));
  if (!strides.every((stride) => stride === multiple)) return [];
  return [warning(
    "possibly-missing-slices",
    `slice spacing is ${
      brief(length(stack.step))
    } mm, ${multiple} times the slice thickness, and instance numbers increase in steps of ${multiple}: slices in between may be missing`,
    { spacing: length(stack.step), thickness, stride: multiple },
  )];
}

function told({ usual, slices, others }: Said): string {
  if (others.length === 0) return `${brief(usual)} mm`;
  const [smallest, largest] = [brief(smallestOf(others)), brief(largestOf(others))];
  return `${brief(usual)} mm on ${counted(slices, "slice")}, ${smallest}${
    smallest === largest ? "" : ` to ${largest}`
  } mm on ${others.length}`;
}

/** From where to where, if the slices do not agree. */
function range({ usual, others }: Said): { smallest?: number; largest?: number } {
  if (others.length === 0) return {};
  const values = [usual, ...others];
  return { smallest: smallestOf(values), largest: largestOf(values) };
}
