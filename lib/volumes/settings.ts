/**
 * What the scanner was set to, where it differs between frames that lie in one row.
 *
 * Frames of two settings are two images, even if no two of them share a position: slices of one echo
 * may lie half-way between those of another, or go on behind them.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "../dicom/attributes.ts";
import { concatenationOf } from "../frames/concatenations.ts";
import { type Frame, telling } from "../frames/frame.ts";
import { agree, merged } from "../geometry/numbers.ts";
import { analyseSpacing } from "../geometry/spacing.ts";
import type { Vector } from "../geometry/vector.ts";
import { remembered } from "../once.ts";
import { counted, list } from "../text.ts";
import { type Finding, warning } from "./finding.ts";
import { SAME_NUMBER } from "./fourth_axis/attributes.ts";
import type { FrameValues } from "./frame_values.ts";
import { mixesComponents, splitByKind } from "./image_type.ts";
import { positionsOf } from "./positions.ts";
import { setsOf } from "./shared_values.ts";

/** Up to so many values are few; more, that change at most slices, wander. */
const FEW_VALUES = 3;

/** Numbers that follow each other closely over more than this part of them are no value at all. */
const LONGEST_VALUE = 3 * SAME_NUMBER;

/** Fewer slices are even whatever they are, so that they prove a stack only where values are few. */
const PROVING_SLICES = 3;

/** As many stacks in each other, or kinds of image at one position, are seen in a sample. */
const SAMPLED = 3;

/** What splits frames, and how much of it has to be seen. */
type Kind =
  /** What the scanner was set to: splits stacks in each other and behind each other. */
  | "setting"
  /** Who was examined, when. Anonymisers give every object its own, which says nothing. */
  | "identity"
  /**
   * What every slice may have of its own, or changes as the table moves: splits only stacks that lie
   * in each other.
   */
  | "within"
  /**
   * A number of acquisitions: the odd and the even slices of one stack may be two, and so may be what
   * is left of two stacks. It splits nothing, and is told where it could.
   */
  | "numbered";

/** One thing that may differ. */
interface Setting {
  /** Name in findings. */
  readonly by: string;
  readonly kind: Kind;
  /**
   * One number or text for each frame, what is equal is one value; none where all are alike.
   *
   * @param values Of the frames
   * @param sample Frames of which one has the attribute if any has it; all if absent
   */
  readonly valuesOf: (
    frames: readonly Frame[],
    values: FrameValues,
    sample?: readonly Frame[],
  ) => readonly unknown[];
}

const NUMERIC: ReadonlySet<string> = new Set(["DS", "IS", "FD", "FL"]);

/** What `image_type.ts` looks at to tell the parts of a complex image. */
const KINDS_OF_IMAGE: ReadonlySet<string> = new Set<Keyword>([
  "ImageType",
  "ComplexImageComponent",
]);

/** Attributes in the order in which they are named. */
const KEYWORDS: Readonly<Record<Kind, readonly Keyword[]>> = {
  setting: [
    "SOPClassUID",
    "Modality",
    "ImageType",
    "ComplexImageComponent",
    "GeImageKind",
    "DataType",
    "LUTLabel",
    "Units",
    "TemporalPositionIdentifier",
    "TemporalPositionIndex",
    "NominalPercentageOfCardiacPhase",
    "NominalPercentageOfRespiratoryPhase",
    "NominalCardiacTriggerDelayTime",
    "NominalRespiratoryTriggerDelayTime",
    "TimeSlotVector",
    "RRIntervalVector",
    "EchoTime",
    "EffectiveEchoTime",
    "EchoNumbers",
    "InversionTime",
    "InversionTimes",
    "RepetitionTime",
    "FlipAngle",
    "KVP",
    "EnergyWindowVector",
    "ConvolutionKernel",
    "ContrastBolusAgent",
    "ContrastBolusAgentNumber",
    "ASLContext",
    "PhilipsLabelType",
    "VelocityEncodingDirection",
    "SequenceName",
    "ScanningSequence",
    "SequenceVariant",
    "ScanOptions",
  ],
  identity: ["PatientID", "StudyInstanceUID"],
  within: [
    "TriggerTime",
    "TemporalPositionTimeOffset",
    "SliceThickness",
  ],
  numbered: ["AcquisitionNumber"],
};

/** What may tell two frames at one position apart, times not among them. */
export const COMPARED: readonly Keyword[] = [...KEYWORDS.setting, ...KEYWORDS.identity];

/** b-values as the vendors have them; one of these is there, or diffusion is not looked for. */
const B_VALUES: readonly Keyword[] = [
  "DiffusionBValue",
  "SiemensBValue",
  "GeBValue",
  "PhilipsBValue",
  "UihBValue",
];

const SETTINGS: readonly Setting[] = [
  ...(["setting", "identity", "within", "numbered"] as const).flatMap((kind) =>
    KEYWORDS[kind].map((by): Setting => ({
      by,
      kind,
      valuesOf: (frames, values, sample = frames) => attributeOf(frames, by, values, sample),
    }))
  ),
  { by: "Diffusion", kind: "setting", valuesOf: weightingOf },
  // Objects of many frames are stacks by themselves, unless they are parts of one (C.7.6.16).
  { by: "the object", kind: "within", valuesOf: objectOf },
];

/** Names of all that slices of one volume share, for {@linkcode settingsFindings}. */
export const SETTING_NAMES: readonly string[] = [...COMPARED, "Diffusion"];

/**
 * Frames at both ends. Nearly all attributes are absent from all frames, and to ask thousands of them
 * would cost more than all the rest; of stacks that lie in each other or behind each other, those that
 * have an attribute have a frame among these.
 */
function sampleOf(frames: readonly Frame[]): readonly Frame[] {
  return frames.length <= 2 * SAMPLED
    ? frames
    : [...frames.slice(0, SAMPLED), ...frames.slice(-SAMPLED)];
}

/** Text of an attribute in every frame, numbers that are nearly the same as one; none if all are alike. */
function attributeOf(
  frames: readonly Frame[],
  keyword: Keyword,
  values: FrameValues,
  sample: readonly Frame[],
): readonly unknown[] {
  if (!telling(sample, keyword).some(({ attributes }) => attributes.has(keyword))) return [];
  if (values.agree(frames, keyword)) return [];
  const texts = frames.map((frame) => values.textOf(frame, keyword));
  return NUMERIC.has(ATTRIBUTES[keyword][1]) ? nearly(texts) : texts;
}

/** Numbers, each as the smallest of those that follow each other closely; other texts as they are. */
function nearly(texts: readonly string[]): readonly unknown[] {
  const known = new Map<string, number>();
  for (const text of texts) {
    const value = Number(text);
    if (text !== "" && Number.isFinite(value)) known.set(text, value);
  }
  const ofValue = merged(known.values(), SAME_NUMBER);
  // Numbers without a gap anywhere are no values that somebody set.
  const endless = [...ofValue].some(([value, smallest]) => !agree(value, smallest, LONGEST_VALUE));
  if (endless) return texts;
  return texts.map((text) => known.has(text) ? ofValue.get(known.get(text)!) : text);
}

/** b-values; gradients are left to the fourth axis. */
function weightingOf(frames: readonly Frame[], values: FrameValues): readonly unknown[] {
  const says = ({ attributes }: Frame): boolean => B_VALUES.some((known) => attributes.has(known));
  if (!says(frames[0]!) && !says(frames.at(-1)!)) return [];
  return nearly(frames.map((frame) => String(values.diffusionOf(frame)?.b ?? "")));
}

function objectOf(frames: readonly Frame[]): readonly unknown[] {
  if (frames.every(({ object }) => object === frames[0]!.object)) return [];
  const areSingle = frames.every(({ number }) => number === 0);
  if (areSingle && telling(frames, "ConcatenationUID").length === 1) return [];
  const counts = Map.groupBy(frames, ({ object }) => object);
  const wholes = frames.map(({ object }) =>
    concatenationOf(object) ?? (counts.get(object)!.length > 1 ? object : undefined)
  );
  return wholes.every((whole) => whole === undefined) ? [] : wholes;
}

/** Frames by position, of one orientation, and what differs among them that no split removes. */
export interface Row {
  readonly positions: Frame[][];
  /** Names for {@linkcode settingsFindings}; empty for nearly everything. */
  readonly differing: readonly string[];
}

/** A setting that differs, and to which set of positions each one belongs. */
interface Division {
  readonly by: string;
  readonly kind: Kind;
  readonly sets: readonly number[];
  readonly count: number;
}

/**
 * Sorts positions into stacks of one setting each. A setting splits only if its few values sort the
 * positions into sets, each of which is an even stack by itself or lies in one piece: values that
 * wander from slice to slice split nothing.
 *
 * @param positions Frames by position, ascending along the normal
 * @param values Of the frames
 */
export function splitBySettings(
  positions: Frame[][],
  direction: Vector,
  values: FrameValues,
): Row[] {
  if (positions.length < 2) return [{ positions, differing: [] }];
  // What wanders splits nothing and is not told, unless it makes whole stacks after all.
  const all = divisionsOf(positions, values);
  // Magnitude and phase are no stack, even where the slices of one continue those of the other.
  const frames = positions.flat();
  if (all.some(({ by }) => KINDS_OF_IMAGE.has(by)) && mixesComponents(frames)) {
    return splitByKind(frames.sort((a, b) => a.place - b.place), values)
      .flatMap((kind) => splitBySettings(positionsOf(kind, direction), direction, values));
  }
  const divisions = all
    .filter((division) => !wanders(division) || splits(division, positions));
  if (divisions.length === 0) return [{ positions, differing: [] }];
  const splitting = divisions.filter(({ kind }) => kind !== "numbered");
  for (const division of splitting.length > 0 ? [together(splitting), ...splitting] : []) {
    if (!splits(division, positions)) continue;
    const parts = [...Map.groupBy(positions.keys(), (k) => division.sets[k]!).values()]
      .map((own) => own.flatMap((k) => positions[k]!).sort((a, b) => a.place - b.place))
      .sort(([a], [b]) => a!.place - b!.place);
    return parts.flatMap((part) =>
      splitBySettings(positionsOf(part, direction), direction, values)
    );
  }
  const told = divisions.filter(({ kind, ...division }) =>
    kind === "numbered" ? splits({ ...division, kind: "within" }, positions) : kind !== "within"
  );
  return [{ positions, differing: told.map(({ by }) => by) }];
}

/** Settings whose values keep positions apart. */
function divisionsOf(
  positions: readonly (readonly Frame[])[],
  frameValues: FrameValues,
): Division[] {
  // A value that lies at every position makes one set of all; of a list mostly the first frames' does.
  const firsts = positions.map(([first]) => first!);
  const frames = positions.flat();
  const alone = frames.length === positions.length;
  const places = positions.flatMap((here, k) => here.map(() => k));
  const sample = sampleOf(firsts);
  return SETTINGS.flatMap(({ by, kind, valuesOf }) => {
    // Weightings of a list are what its axis is made of.
    if (valuesOf === weightingOf && !alone) return [];
    let values = valuesOf(firsts, frameValues, sample);
    if (values.length === 0) return [];
    if (!alone) values = valuesOf(frames, frameValues);
    const sets = setsOf(values, places, positions.length);
    const count = new Set(sets).size;
    if (count < 2) return [];
    return [{ by, kind, sets, count }];
  });
}

/** Whether it changes at most slices, and has more than a few values. */
function wanders({ sets, count, kind }: Division): boolean {
  if (kind === "identity" && count === sets.length) return count > 2;
  const changes = sets.filter((set, k) => k > 0 && set !== sets[k - 1]).length;
  return count > FEW_VALUES && 2 * changes > sets.length;
}

/** All that differs, at once: two echoes with two flip angles each are four stacks. */
function together(divisions: readonly Division[]): Division {
  const hard = divisions.filter(({ kind }) => kind !== "within");
  const used = hard.length > 0 ? hard : divisions;
  const names = new Map<string, number>();
  const sets = used[0]!.sets.map((_, k) => {
    const name = used.map(({ sets }) => sets[k]).join(" ");
    return remembered(names, name, () => names.size);
  });
  const kind = used.every((one) => one.kind === "within") ? "within" : "setting";
  return { by: "", kind, sets, count: names.size };
}

function splits(
  { sets, count, kind }: Division,
  positions: readonly (readonly Frame[])[],
): boolean {
  const parts = [...Map.groupBy(positions.keys(), (k) => sets[k]!).values()];
  const least = count > FEW_VALUES || kind === "within" ? PROVING_SLICES : 2;
  if (parts.some(({ length }) => length < least)) return false;
  return parts.every((part) => {
    if (part.at(-1)! - part[0]! === part.length - 1) return kind !== "within";
    return analyseSpacing(part.map((k) => positions[k]![0]!.plane.position)).verdict === "even";
  });
}

/** A frame and where it stands in its volume. */
interface Placed {
  readonly frame: Frame;
  readonly k: number;
  readonly t: number;
}

/** Settings that differ between the slices of a volume, with the place where they first do. */
export function settingsFindings(
  slices: readonly Placed[],
  differing: readonly string[],
  frameValues: FrameValues,
): Finding[] {
  if (differing.length === 0) return [];
  const own = slices.filter(({ t }) => t === 0);
  const frames = own.map(({ frame }) => frame);
  const found = differing.flatMap((by) => {
    const setting = SETTINGS.find((setting) => setting.by === by);
    const values = setting?.valuesOf(frames, frameValues) ??
      frames.map(frameValues.axis(by)!.valueOf);
    const after = values.findIndex((value, n) => n > 0 && value !== values[n - 1]);
    return after < 0 ? [] : [{ by, values: new Set(values).size, slice: own[after]!.k }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const same = found.filter(({ slice }) => slice === first.slice).map(({ by }) => by);
  return [warning(
    "settings-differ",
    `the slices of this volume differ in ${list(found.map(({ by }) => by))}: ${
      list(same)
    } changes at slice ${first.slice}, ${
      counted(first.values, "value")
    } in all; nothing tells them apart as stacks`,
    { attributes: found.map(({ by }) => by), slice: first.slice },
  )];
}
