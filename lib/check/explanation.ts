/**
 * The fewest mistakes that lead from the right geometry to the given one.
 *
 * Every reading of the header (in which space, which axis is which) is tried against every volume
 * that it may describe, every part is explained, and what needs the fewest mistakes holds.
 *
 * @module
 */

import { DIAGNOSES } from "../codes/diagnoses.ts";
import { equals, length, scale, type Vector } from "../geometry/vector.ts";
import { type ClaimedHeader, inMillimetres, type Sizes, type Steps } from "./claimed_header.ts";
import { cropsOf } from "./crop.ts";
import {
  arranged,
  type Arrangement,
  AS_IT_STANDS,
  type Interpretation,
  interpretationsOf,
} from "./interpretation.ts";
import type { Mistake, Unit } from "./mistake.ts";
import { pointOf } from "./origin.ts";
import { type CombinedExplanation, explainParts } from "./part_explanations.ts";
import type { Reference } from "./reference.ts";

/** Arrangement of a header's array relative to DICOM's, as far as it is not a mistake. */
export interface Layout {
  readonly arrangement: Arrangement;
  /** DICOM's axes along which the array runs backwards, from the other end. */
  readonly flipped: readonly number[];
}

/** The right geometry in a header's own layout, axes as the header has them; LPS mm. */
export interface RightGeometry {
  readonly steps: Steps;
  readonly origin: Vector;
  readonly sizes: Sizes;
}

/** What a header must have been made from, and what went wrong. */
export interface Explanation {
  readonly reference: Reference;
  readonly interpretation: Interpretation;
  readonly layout: Layout;
  readonly mistakes: readonly Mistake[];
  /** Distance between the header and the explanation at the farthest corner, mm. */
  readonly deviation: number;
  readonly right: RightGeometry;
}

/** Mistakes count one each; what nothing explains weighs more than all of them together. */
const UNEXPLAINED = 10;
/** An array may run backwards, but where one mistake explains as much, it is likelier. */
const FLIPPED = 1.01;
/** An array may be part of the volume; that its sizes are wrong is less likely. */
const CROPPED = 0.5;
/** It may have some slices only, at equal distances; that its step is wrong is no less likely. */
const THINNED = 0.25;
/** Together with the part itself less than one mistake. */
const CROP_ORIGIN_MISSING = 0.4;
/** An array may have its axes in another order. */
const REARRANGED = 0.25;
/** Left out as a whole, it needs no other mistake; a space that is mistaken in part looks alike. */
const ORIENTATION_IGNORED = 1.2;
/** Units that may be confused with millimetres, and their length in mm. */
const UNITS: readonly (readonly [Unit, number])[] = [["cm", 10], ["m", 1000]];
/** A space is mistaken as a whole rather than in part, and LAS is rare. */
const SPACE_IN_PART = 0.1;
const RARE_SPACE = 0.2;
/** Of two explanations with as many mistakes, the one with the likelier ones is reported. */
const BY_LIKELIHOOD = 1e-3;
/** What readers refuse explains no numbers. */
const RANKS: readonly string[] = Object.keys(DIAGNOSES).filter((code) => code !== "unreadable");
/** Costs closer than this are equal. */
const SAME_COST = 1e-9;

/**
 * Explains a header.
 *
 * @param references The volumes that it may describe, in the orders that its array may have
 * @param mayReverse Whether the array's slices may also run the other way
 */
export function explain(
  given: ClaimedHeader,
  references: readonly Reference[],
  mayReverse: boolean,
): Explanation {
  const { explanation } = explained({ given, references, mayReverse });
  if (isWhole(explanation)) return explanation;
  for (const [unit, factor] of UNITS) {
    const inUnit = { given: inMillimetres(given, factor), references, mayReverse };
    const found = explained(inUnit).explanation;
    if (!isWhole(found)) continue;
    const others = found.mistakes.filter(({ code }) => code !== "units-contradict");
    return { ...found, mistakes: [{ code: "unit-confused", unit, factor }, ...others] };
  }
  return explanation;
}

function isWhole({ mistakes }: Explanation): boolean {
  return mistakes.every(({ code }) => code !== "unexplained");
}

/** What is asked, as {@linkcode explain} takes it. */
interface Question {
  readonly given: ClaimedHeader;
  readonly references: readonly Reference[];
  readonly mayReverse: boolean;
}

function explained(question: Question): Priced {
  const { given } = question;
  const interpretations = interpretationsOf(given);
  const isPlain = ({ directionSpace, originSpace }: Interpretation) =>
    directionSpace === given.space && originSpace === given.space;
  const plain = interpretations.filter(isPlain);
  const confused = interpretations.filter((interpretation) => !isPlain(interpretation));
  let best = cheapest(question, plain);
  if (best.cost > CROPPED) best = cheapestPart(question, plain, best);
  // A mistaken space is a mistake: it cannot be cheaper.
  if (best.cost <= 1) return best;
  return cheapestPart(question, confused, cheapest(question, confused, best));
}

/** The same for arrays that are part of a volume. */
function cheapestPart(
  question: Question,
  interpretations: readonly Interpretation[],
  best: Priced,
): Priced {
  const { given, references, mayReverse } = question;
  for (const whole of references) {
    for (const interpretation of interpretations) {
      for (const reference of cropsOf(given, whole, interpretation, mayReverse)) {
        const found = cheapest({ ...question, references: [reference] }, [interpretation]);
        if (isOnGrid(found.explanation) && isBetter(found, best)) best = found;
      }
    }
  }
  return best;
}

/** Mistakes of a place. */
const MISPLACED: ReadonlySet<Mistake["code"]> = new Set([
  "half-voxel-shift",
  "origin-of-other-slice",
  "origin-missing",
]);

/** Whether either the steps or the first voxel say that the array lies on the volume's grid. */
function isOnGrid({ mistakes }: Explanation): boolean {
  const steps = mistakes.every((mistake) =>
    mistake.code !== "unexplained" || mistake.part === "origin"
  );
  return steps ||
    mistakes.every((mistake) =>
      !MISPLACED.has(mistake.code) && !(mistake.code === "unexplained" && mistake.part === "origin")
    );
}

/** An explanation and what it costs. */
interface Priced {
  readonly explanation: Explanation;
  readonly cost: number;
}

function cheapest(
  { given, references, mayReverse }: Question,
  interpretations: readonly Interpretation[],
  best?: Priced,
): Priced {
  for (const reference of references) {
    for (const interpretation of interpretations) {
      for (const parts of explainParts(given, reference, interpretation, mayReverse)) {
        const found = priced(given, reference, interpretation, parts);
        if (!best || isBetter(found, best)) best = found;
      }
    }
  }
  return best!;
}

function isBetter(a: Priced, b: Priced): boolean {
  if (Math.abs(a.cost - b.cost) > SAME_COST) return a.cost < b.cost;
  return a.explanation.deviation < b.explanation.deviation;
}

function priced(
  given: ClaimedHeader,
  reference: Reference,
  interpretation: Interpretation,
  parts: CombinedExplanation,
): Priced {
  const axes = axesOf(given, reference, interpretation, parts);
  const mistakes = [
    ...axes.mistakes,
    ...spaceMistakes(given, interpretation),
    ...given.otherUnits.map((field) => ({ code: "units-contradict", field }) as const),
    ...parts.mistakes,
    ...(parts.rounded ? [precisionLost(given)] : []),
  ];
  const layout = { arrangement: axes.layout, flipped: parts.flipped };
  return {
    explanation: {
      reference,
      interpretation,
      layout,
      mistakes,
      deviation: parts.deviation,
      right: rightGeometry(reference, layout, parts.corner),
    },
    cost: costOf(mistakes) + FLIPPED * parts.flipped.length + partly(reference) +
      (axes.layout === AS_IT_STANDS ? 0 : REARRANGED) + unlikelySpace(given, interpretation),
  };
}

function partly({ crop }: Reference): number {
  if (crop === undefined) return 0;
  return crop.everySlice > 1 ? CROPPED + THINNED : CROPPED;
}

/** The mistake of writing too few digits. */
export function precisionLost({ precision }: ClaimedHeader): Mistake {
  return {
    code: "precision-lost",
    digits: Math.max(precision.directions.digits, precision.origin.digits),
    single: precision.directions.single || precision.origin.single,
  };
}

/**
 * Whether axes that stand in another order are a layout or a mistake. The sizes tell: if they have
 * the same order, the header describes such an array. If they cannot tell, because the sizes are
 * equal, it is one only if its slices are turned over as well, as some tools do: no slip does both.
 */
function axesOf(
  given: ClaimedHeader,
  { sizes, volume }: Reference,
  { arrangement }: Interpretation,
  { flipped, mistakes: ofParts }: CombinedExplanation,
): { layout: Arrangement; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  let layout = AS_IT_STANDS;
  const turned = arranged(sizes, arrangement);
  const fits = given.sizes !== undefined && equals(given.sizes, turned);
  if (arrangement.directionsOnly) {
    const { axes } = arrangement;
    // The sizes are what says that there is such an array: otherwise it is only the lengths.
    if (fits && !equals(turned, sizes)) {
      return {
        layout: { axes, transposed: false },
        mistakes: [{ code: "axes-transposed", axes, directionsOnly: true }],
      };
    }
    const sized = given.sizes === undefined || equals(given.sizes, sizes);
    // Where it does not explain all, it is a chance.
    if (!sized || ofParts.some(({ code }) => code === "unexplained")) {
      return { layout: AS_IT_STANDS, mistakes: [{ code: "unexplained", part: "all" }] };
    }
    const [i, j, k] = given.directions.map(length);
    mistakes.push({ code: "spacing-order-reversed", given: [i!, j!, k!], right: [k!, j!, i!] });
  } else if (arrangement !== AS_IT_STANDS) {
    const tells = !equals(turned, sizes) || flipped.some((axis) => axis < 2);
    if (!arrangement.transposed && fits && tells) layout = arrangement;
    else {
      const axes = arrangement.transposed ? undefined : arrangement.axes;
      mistakes.push({ code: "axes-transposed", axes });
    }
  }
  const right = arranged(sizes, layout);
  if (given.sizes !== undefined && !equals(given.sizes, right)) {
    mistakes.push({ code: "sizes-differ", given: given.sizes, right });
  }
  const volumes = volume.axis4?.values.length;
  if (given.list !== undefined && volumes !== undefined && given.list !== volumes) {
    mistakes.push({ code: "list-differs", given: given.list, right: volumes });
  }
  return { layout, mistakes };
}

function spaceMistakes(
  { space: stated, spaceNamed }: ClaimedHeader,
  { directionSpace, originSpace }: Interpretation,
): Mistake[] {
  const mistake = (
    right: Interpretation["originSpace"],
    part: "all" | "directions" | "origin",
  ): Mistake[] => right === stated ? [] : [{ code: "space-confused", stated, right, part }];
  if (directionSpace !== originSpace) {
    return [...mistake(directionSpace, "directions"), ...mistake(originSpace, "origin")];
  }
  if (directionSpace !== stated) return mistake(directionSpace, "all");
  return spaceNamed ? [] : [{ code: "space-confused", stated, right: stated, part: "name" }];
}

function unlikelySpace(
  { space }: ClaimedHeader,
  { directionSpace, originSpace }: Interpretation,
): number {
  const rare = [directionSpace, originSpace].some((read) => read === "LAS" && space !== "LAS");
  return (directionSpace === originSpace ? 0 : SPACE_IN_PART) + (rare ? RARE_SPACE : 0);
}

/** Of mistakes that do not count one. */
const COSTS: { readonly [code in Mistake["code"]]?: number } = {
  "unexplained": UNEXPLAINED,
  "orientation-ignored": ORIENTATION_IGNORED,
  // Somebody said where the part begins: with it, likelier than sizes that are wrong.
  "crop-origin-missing": CROP_ORIGIN_MISSING,
  // Whoever says so is not the less likely to have the numbers right.
  "units-contradict": 0,
};

/** Place in the order of likelihood; a list of another length is told as sizes that differ. */
function rankOf(code: Mistake["code"]): number {
  return RANKS.indexOf(code === "list-differs" ? "sizes-differ" : code);
}

function costOf(mistakes: readonly Mistake[]): number {
  return mistakes.reduce(
    (sum, { code }) => sum + (COSTS[code] ?? 1) + BY_LIKELIHOOD * rankOf(code),
    0,
  );
}

function rightGeometry(
  { steps, origin, sizes }: Reference,
  { arrangement, flipped }: Layout,
  corner: Vector,
): RightGeometry {
  const turned = steps.map((step, axis) => flipped.includes(axis) ? scale(step, -1) : step);
  return {
    steps: arranged(turned as unknown as Steps, arrangement),
    origin: pointOf(origin, steps, corner),
    sizes: arranged(sizes, arrangement),
  };
}
