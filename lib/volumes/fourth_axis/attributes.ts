/**
 * Attributes that can separate frames at one position, in the order in which they are tried.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "../../dicom/attributes.ts";
import { finite, first } from "../../dicom/dataset.ts";
import type { Frame } from "../../frames/frame.ts";

/** How an attribute's values relate frames of different slices. */
export type Matching =
  /** Frames of one volume carry the same value. */
  | "equal"
  /**
   * Frames of one volume have the same rank among the frames at their position: slices of a volume
   * are taken one after the other, so that their times differ.
   */
  | "rank";

/** An attribute that may be a fourth axis. */
export interface AxisAttribute {
  /** Name in replies and for `axis4=`. */
  readonly by: string;
  readonly unit: string;
  /**
   * `time`: a clock, which is private (`shown.ts`), and a consequence of what else changes ·
   * `index`: numbers things without saying what they are · `setting`: what the scanner was set to.
   */
  readonly role: "time" | "index" | "setting";
  /** What a frame says, to be compared and not to be shown; undefined when it says nothing. */
  valueOf(frame: Frame): number | string | undefined;
  readonly matchings: readonly Matching[];
  /** The attributes that it is made of, if it is several together. */
  readonly together?: readonly AxisAttribute[];
  /** After how much the values begin anew, in their unit: a time of day at midnight. */
  readonly period?: number;
}

/**
 * Settings that differ by at most this part are one: scanners tune an echo in its third digit from
 * slice to slice, and nobody scans two echoes, energies or angles that lie so close.
 */
export const SAME_NUMBER = 0.02;

const DAY = 24 * 3600;

/** VRs that are read as numbers. */
export const NUMERIC: ReadonlySet<string> = new Set("DS IS FD FL US SS UL SL".split(" "));

const INDICES: ReadonlySet<string> = new Set([
  "TemporalPositionIdentifier",
  "TemporalPositionIndex",
  "AcquisitionNumber",
]);

/** Codes have 16 characters (CS, SH), kernels two of them; what is longer is none, and stays out. */
const LONGEST_TEXT = 64;

function attribute(by: Keyword, unit: string, ...matchings: Matching[]): AxisAttribute {
  const numeric = NUMERIC.has(ATTRIBUTES[by][1]);
  return {
    by,
    unit,
    role: INDICES.has(by) ? "index" : "setting",
    matchings: matchings.length > 0 ? matchings : ["equal"],
    valueOf: ({ attributes }) => {
      if (!numeric) {
        const text = attributes.strings(by).join("\\");
        return text.length > 0 && text.length <= LONGEST_TEXT ? text : undefined;
      }
      const value = first(attributes.numbers(by));
      return value === undefined || Number.isNaN(value) ? undefined : value;
    },
  };
}

/** An attribute all of whose components count, as those of a vector do. */
function vector(by: Keyword, unit: string): AxisAttribute {
  return {
    by,
    unit,
    role: "setting",
    matchings: ["equal"],
    valueOf: ({ attributes }) => {
      const values = attributes.numbers(by);
      return values.length > 0 ? values.join("\\") : undefined;
    },
  };
}

function time(
  by: Keyword,
  read: (text: string) => number | undefined,
  others: Pick<AxisAttribute, "period"> = {},
): AxisAttribute {
  return {
    ...others,
    by,
    unit: "s",
    role: "time",
    matchings: ["equal", "rank"],
    valueOf: ({ attributes }) => read(first(attributes.strings(by)) ?? ""),
  };
}

/**
 * In the order of preference: time, cardiac and respiratory phase, echo, then what else changes.
 * Diffusion comes before all of these and kinds of image before diffusion; see `search.ts`.
 */
export const AXIS_ATTRIBUTES: readonly AxisAttribute[] = [
  attribute("TemporalPositionIdentifier", ""),
  attribute("TemporalPositionIndex", ""),
  attribute("TemporalPositionTimeOffset", "s"),
  attribute("TriggerTime", "ms", "equal", "rank"),
  time("FrameAcquisitionDateTime", secondsOfDateTime),
  time("AcquisitionDateTime", secondsOfDateTime),
  time("FrameReferenceDateTime", secondsOfDateTime),
  time("AcquisitionTime", secondsOfTime, { period: DAY }),
  time("ContentTime", secondsOfTime, { period: DAY }),
  attribute("FrameReferenceTime", "ms", "equal", "rank"),
  attribute("NominalPercentageOfCardiacPhase", "%"),
  attribute("NominalCardiacTriggerDelayTime", "ms", "equal", "rank"),
  attribute("TimeSlotVector", ""),
  attribute("RRIntervalVector", ""),
  attribute("NominalPercentageOfRespiratoryPhase", "%"),
  attribute("NominalRespiratoryTriggerDelayTime", "ms", "equal", "rank"),
  attribute("EchoTime", "ms"),
  attribute("EffectiveEchoTime", "ms"),
  attribute("EchoNumbers", ""),
  attribute("FlipAngle", "degree"),
  attribute("InversionTime", "ms"),
  attribute("InversionTimes", "ms"),
  attribute("RepetitionTime", "ms"),
  attribute("KVP", "kV"),
  attribute("EnergyWindowVector", ""),
  attribute("ContrastBolusAgentNumber", ""),
  attribute("ASLContext", ""),
  attribute("PhilipsLabelType", ""),
  vector("VelocityEncodingDirection", ""),
  attribute("SequenceName", ""),
  attribute("ConvolutionKernel", ""),
  attribute("ScanOptions", ""),
  attribute("AcquisitionNumber", ""),
];

/** The attribute of a name, in any case; undefined for names of anything else. */
export function axisAttribute(name: string): AxisAttribute | undefined {
  return AXIS_ATTRIBUTES.find(({ by }) => by.toLowerCase() === name.toLowerCase());
}

/** What orders frames, and says nothing of what changes. */
const RANKED = { unit: "", role: "index", matchings: ["rank"] } as const;

/**
 * Dimension Index Values (0020,9157) order the frames of enhanced objects by all that changes, also
 * by what no attribute here tells, and where frames are stored in another order.
 */
export const BY_DIMENSIONS: AxisAttribute = {
  ...vector("DimensionIndexValues", ""),
  ...RANKED,
};

/** The last resort: it separates, but says nothing of what changes. */
export const BY_NUMBER: AxisAttribute = {
  ...RANKED,
  by: "InstanceNumber",
  valueOf: (frame) => {
    const number = first(frame.attributes.numbers("InstanceNumber"));
    // Frames of one object share its number and follow each other in it; so do the objects of a
    // concatenation, which by PS3.3 C.7.6.16 have one number in common.
    const before = finite(frame.object.dataset.numbers("ConcatenationFrameOffsetNumber")) ?? 0;
    return number === undefined || Number.isNaN(number)
      ? undefined
      : number + (before + frame.number) / FRAMES_PER_OBJECT;
  },
};

/** What is left to an array stacked as sent: its own order. */
export const BY_PLACE: AxisAttribute = {
  ...RANKED,
  by: "given",
  valueOf: ({ place }) => place,
};

/**
 * More frames than any object or concatenation holds, so that frame numbers stay below one instance
 * number; and so few that a double has room for both: instance numbers have 31 bits.
 */
const FRAMES_PER_OBJECT = 2 ** 21;

/**
 * TM, PS3.5 6.2: hhmmss.ffffff, shortened from the right; ACR-NEMA had colons. A digit too few is a
 * zero that a table of numbers lost on the left.
 */
export function secondsOfTime(text: string): number | undefined {
  const [digits] = /^\d*/.exec(text)!;
  const whole = digits.length % 2 === 0 ? text : `0${text}`;
  const match = /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d+)?)?/.exec(whole);
  if (!match) return undefined;
  return Number(match[1]) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
}

/** DT, PS3.5 6.2: YYYYMMDDhhmmss.ffffff±zzxx; seconds since some day. */
export function secondsOfDateTime(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2}\d*(?:\.\d+)?)/.exec(text);
  if (!match) return undefined;
  const day = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 1000;
  const time = secondsOfTime(match[4]!);
  return time === undefined ? undefined : day + time;
}
