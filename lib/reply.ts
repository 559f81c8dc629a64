/**
 * The whole way: objects to frames to volumes to headers, and what is said about them.
 *
 * @module
 */

import type { Budget } from "./budget.ts";
import type { ErrorCode } from "./codes/errors.ts";
import { type Details, entriesOf, HeaderError, isHeaderError, type Skipped } from "./errors.ts";
import {
  concatenationOf,
  type IncompleteConcatenation,
  incompleteConcatenations,
} from "./frames/concatenations.ts";
import type { Frames } from "./frames/mod.ts";
import { listedWords, type SeriesReply } from "./identity.ts";
import type { HeaderOptions } from "./options/types.ts";
import type { Index } from "./geometry/index_map.ts";
import { counted, verb } from "./text.ts";
import { StatedOrder } from "./stated_order.ts";
import {
  DescribedVolume,
  type FormsOf,
  type SliceReply,
  type VolumeReply,
} from "./volume_reply.ts";
import { type Finding, info, warning } from "./volumes/finding.ts";
import { describeVolumes } from "./volumes/mod.ts";
import { remarkFindings } from "./volumes/remark_findings.ts";
import { noSuchVolume, nothingLeft } from "./volumes/nothing_left.ts";
import { identityOfFrames, volumeNames } from "./volumes/series.ts";
import type { Refusal, Volume } from "./volumes/volume.ts";

export type { SliceReply, VolumeReply } from "./volume_reply.ts";

/** Frames for which no true header exists, and why. */
export interface RefusalReply {
  /** Stable, kebab-case. */
  readonly code: ErrorCode;
  /** One sentence, with both numbers. */
  readonly message: string;
  /** The same numbers, and under `help` the option that would get a header. */
  readonly details: Details;
  /** Which frames they are, for people: `CT, series 4, axial, 7 frames`. */
  readonly words: string;
  /** The same for programs. */
  readonly series: SeriesReply;
  /** Places of the objects concerned among the entries sent. */
  readonly given: readonly Index[];
}

/** The answer to a request. */
export interface Reply {
  /** Volumes with a header. */
  readonly volumes: readonly VolumeReply[];
  /** Groups of frames that got no header. */
  readonly refused: readonly RefusalReply[];
  /**
   * Entries that were ignored: each one that is named or looks like DICOM, or is damaged; several
   * others together, as one entry with a count.
   */
  readonly skipped: readonly Skipped[];
}

/** The answer to a request, of which each form takes what it shows. */
export interface Headers extends Omit<Reply, "volumes"> {
  /** Volumes with a header. */
  readonly volumes: readonly DescribedVolume[];
}

/**
 * The answer as data.
 *
 * @param formsOf Headers of each volume in other formats
 */
export function replyOf(
  { volumes, refused, skipped }: Headers,
  formsOf: FormsOf = () => undefined,
): Reply {
  return { volumes: volumes.map((volume) => volume.reply(formsOf(volume))), refused, skipped };
}

/**
 * Makes the headers of all frames.
 *
 * @param found Frames and ignored inputs, in the order sent. The `given` of their objects must
 * ascend and be unique: the slice order of `order=given` and the reply's `order` follow from it
 * @param budget What the answer may cost
 * @param alone Index of the only volume that will be shown; all are made if it has no header
 * @throws {HeaderError} limit-exceeded; if no header can be made, the error of the first volume that failed
 */
export function makeHeaders(
  found: Frames,
  options: HeaderOptions,
  budget: Budget,
  alone?: number,
): Headers {
  const { frames, skipped } = found;
  const { volumes, refused: unmade } = describeVolumes(frames, options, budget);
  budget.count("volumes", volumes.length);
  const order = new StatedOrder(frames, volumes, options, budget);
  const refused = unmade.map((refusal) => order.explained(refusal));
  const aside = new Map<string, number>();
  for (const entry of skipped) {
    aside.set(entry.reason, (aside.get(entry.reason) ?? 0) + entriesOf(entry));
  }
  const incomplete = incompleteConcatenations(frames);
  const total = volumes.length;
  const names = volumeNames(volumes);
  const unwritten: Refusal[] = [];
  const described = (volume: Volume, index: number): DescribedVolume | undefined => {
    try {
      budget.count("segments", segmentCountOf(volume, options));
      order.check(volume);
      const besides = [
        ...order.findings(volume),
        ...counts(volume, total, aside, incomplete),
        ...(total > 1 ? oneFile(options) : []),
      ];
      return new DescribedVolume(volume, index, names[index]!, options, besides);
    } catch (error) {
      if (!isHeaderError(error) || OF_THE_REQUEST.has(error.code)) throw error;
      const { code, message, details } = error;
      unwritten.push({
        error: new HeaderError(code, message, { ...details, volume: index }),
        frames: volume.slices.map(({ frame }) => frame),
      });
      return undefined;
    }
  };
  const only = alone === undefined ? undefined : volumes[alone];
  const shown = only && described(only, alone!);
  if (shown) return { volumes: [shown], refused: refused.map(refusalReply), skipped };
  unwritten.length = 0;
  const written = volumes.flatMap((volume, index) => described(volume, index) ?? []);
  if (written.length === 0) {
    // Volumes that an array does not fit are not meant: what keeps the one that it fits comes first.
    const meant = unwritten.filter(({ error }) => error.code !== "array-does-not-fit");
    // Nor are files that nobody takes for images.
    const reasons = skipped.toSorted((a, b) => entriesOf(a) - entriesOf(b));
    throw nothingLeft([...new Set([...meant, ...unwritten]), ...refused], {
      ...found,
      skipped: reasons,
    });
  }
  return { volumes: written, refused: [...unwritten, ...refused].map(refusalReply), skipped };
}

/** How many segments are told of a volume: the caller's, or its own. */
function segmentCountOf({ segmentation }: Volume, { as, segments }: HeaderOptions): number {
  return (as === "segmentation" ? segments : segmentation?.segments)?.length ?? 0;
}

function refusalReply({ error, frames }: Refusal): RefusalReply {
  return {
    code: error.code,
    message: error.message,
    details: error.details,
    ...identityOfFrames(frames),
    given: [...new Set(frames.map((frame) => frame.object.given))],
  };
}

/** Errors that no other volume can make good. */
const OF_THE_REQUEST: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "bad-option",
  "bad-array",
  "limit-exceeded",
]);

/** What is said of volumes to someone who has to choose one. */
type Listed =
  | Pick<VolumeReply, "index" | "words" | "series" | "sizes" | "geometry" | "slices">
  | DescribedVolume;

/** Volumes that the message about several names: more than that nobody reads. All are in the details. */
const MOST_NAMED = 100;

/**
 * The one volume that a text reply can hold. Volumes that an array does not fit are not meant.
 *
 * @param index The volume asked for; undefined if there has to be just one
 * @throws {HeaderError} several-volumes, no-such-volume, or the reason why the only one was refused
 */
export function onlyVolume<V extends Listed>(
  { volumes, refused }: { readonly volumes: readonly V[]; readonly refused: Reply["refused"] },
  index?: number,
): V {
  if (index !== undefined) {
    const volume = volumes.find((volume) => volume.index === index);
    if (volume) return volume;
    const refusal = refused.find(({ details }) => details["volume"] === index);
    if (refusal) {
      const { code, message, details, words, series } = refusal;
      throw new HeaderError(code, message, { ...details, words, series });
    }
    throw noSuchVolume(index, volumes.length);
  }
  const meant = refused.filter(({ code }) => code !== "array-does-not-fit");
  if (volumes.length === 1 && meant.length === 0) return volumes[0]!;
  const all = volumes.map(listed);
  const more = all.length - MOST_NAMED;
  const lines = [
    ...all.slice(0, MOST_NAMED).map((volume) => `volume=${volume.index}: ${listedWords(volume)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  throw new HeaderError(
    "several-volumes",
    [
      `the objects make ${counted(volumes.length, "volume")}${
        refused.length > 0 ? ` and ${refused.length} without a header` : ""
      }; a text reply holds one header`,
      ...lines,
    ].join("\n  "),
    {
      volumes: all,
      refused,
      help: "volume=0 for the first, or format=json or format=zip for all",
    },
  );
}

function listed(volume: Listed) {
  const { index, sizes, geometry: { spacing, origin } } = volume;
  const isDescribed = volume instanceof DescribedVolume;
  const [{ given }] = (isDescribed ? volume.slices(0, 1) : volume.slices) as [SliceReply];
  const slices = isDescribed ? volume.sliceCount : volume.slices.length;
  const { words, series } = isDescribed ? volume.identity : volume;
  return { index, words, series, sizes, spacing, origin, slices, given };
}

/**
 * What a volume cannot know by itself: what else was sent.
 *
 * @param total Volumes of the reply
 * @param aside Number of ignored entries, by reason
 * @param incomplete Concatenations of which objects are missing
 */
function counts(
  volume: Volume,
  total: number,
  aside: ReadonlyMap<string, number>,
  incomplete: ReadonlyMap<string, IncompleteConcatenation>,
): Finding[] {
  const findings: Finding[] = remarkFindings(volume);
  const copies = aside.get(REPEATED) ?? 0;
  if (copies > 0) {
    findings.push(
      info(
        "duplicate-instances",
        `${counted(copies, "object")} ${
          verb(copies, "was", "were")
        } sent more than once and used once`,
        { copies },
      ),
    );
  }
  const others = [...aside].filter(([reason]) => !HARMLESS.has(reason));
  if (others.length > 0) {
    // Any of them may have been a slice at an end of the stack, where no gap shows.
    const count = others.reduce((sum, [, entries]) => sum + entries, 0);
    const reasons = others.map(([reason, entries]) => `${reason} ${entries}`).join(", ");
    findings.push(
      warning(
        "entries-left-out",
        `${counted(count, "input")} ${
          verb(count, "was", "were")
        } ignored (${reasons}); if one of them was a slice of this volume, the header is missing it`,
        { entries: count, reasons: Object.fromEntries(others) },
      ),
    );
  }
  findings.push(...partsMissing(volume, incomplete));
  if (total > 1) {
    findings.push(
      info("several-volumes", `this is one of ${total} volumes that were sent`, { volumes: total }),
    );
  }
  return findings;
}

/** Warns that several headers name the same data file, which has the array of one volume only. */
function oneFile({ data, npy }: HeaderOptions): Finding[] {
  if (typeof data === "string" || npy) return [];
  return [warning(
    "one-data-file",
    "the headers of all volumes name the same data file from its first byte, but it holds the array of one volume: volume= selects that one",
  )];
}

/** Whether the image goes on in objects that were not sent: at the ends of a stack no gap shows. */
function partsMissing(
  { slices }: Volume,
  incomplete: ReadonlyMap<string, IncompleteConcatenation>,
): Finding[] {
  if (incomplete.size === 0) return [];
  const concatenations = new Set(slices.map(({ frame }) => concatenationOf(frame.object)));
  return [...concatenations].flatMap((uid) => {
    const lack = uid === undefined ? undefined : incomplete.get(uid);
    if (lack === undefined) return [];
    const { missing, parts } = lack;
    return [warning(
      "concatenation-incomplete",
      `${missing} of ${counted(parts, "object")} of this image (a concatenation) ${
        verb(missing, "is", "are")
      } missing: the header does not have their slices`,
      { missing, parts },
    )];
  });
}

/** Reason of an object that was sent before. */
const REPEATED = "duplicate-instance";

/** Reasons of what cannot have been a slice: a copy, or an object without an image (DICOMDIR). */
const HARMLESS: ReadonlySet<string> = new Set([REPEATED, "unsupported-object"]);
