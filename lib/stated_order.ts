/**
 * Which order an array is stacked in: only its owner knows, so where it matters it is asked for.
 *
 * Slices sorted by position and slices as sent are two arrays, mirror images of each other at the
 * worst. Where both orders give one header nobody is asked.
 *
 * @module
 */

import type { Budget } from "./budget.ts";
import { finite } from "./dicom/dataset.ts";
import {
  HeaderError,
  isHeaderError,
  type OrderChoice,
  orError,
  type SliceAtEnd,
} from "./errors.ts";
import { type Frame, frameName } from "./frames/frame.ts";
import type { Vector } from "./geometry/vector.ts";
import { type NameOrder, otherNameOrder } from "./name_order.ts";
import { headerText } from "./headers/nrrd/header.ts";
import { nrrdHeader } from "./headers/nrrd/volume_header.ts";
import { type DescribedArray, describedArray } from "./array/described_array.ts";
import type { HeaderOptions } from "./options/types.ts";
import { type Finding, warning } from "./volumes/finding.ts";
import { describeVolumes } from "./volumes/mod.ts";
import type { Refusal, Volume, Volumes } from "./volumes/volume.ts";

/** The volumes of a request in the orders that an array may have. */
export class StatedOrder {
  readonly #sorted: boolean;
  #asSent: Found | undefined;
  #otherNames: OtherNames | null | undefined;
  #images: ReadonlyMap<string, Volume> | undefined;

  /**
   * @param frames Of the request
   * @param volumes Made of them by the order asked for
   * @param budget Of the answer
   */
  constructor(
    private readonly frames: readonly Frame[],
    private readonly volumes: readonly Volume[],
    private readonly options: HeaderOptions,
    private readonly budget: Budget,
  ) {
    this.#sorted = volumes.filter(({ segmentation }) => !segmentation).every(isSorted);
  }

  /**
   * Asks for the order, where an array is described and the order makes two headers of it.
   *
   * @throws {HeaderError} order-not-stated; as {@linkcode describedArray}
   */
  check(volume: Volume): void {
    if (!isGuessed(this.options)) return;
    if (this.#sorted && (volume.segmentation !== undefined || isSorted(volume))) return;
    const array = describedArray(volume, this.options);
    const found = this.#ofOrderSent();
    const asSent = found.like(volume);
    if (asSent && !differs(array, asSent, this.#given)) return;
    throw this.#question(volume, array, asSent ?? found.refusalOf(volume));
  }

  /** What to know of an array in the order sent: names by their letters are not names by numbers. */
  findings(volume: Volume): Finding[] {
    const isStated = this.options.order === "given";
    if (!isStated && !isGuessed(this.options)) return [];
    const names = this.#ofOtherNames();
    if (!names) return [];
    const other = names.found.like(volume);
    const isOther = orError(() => {
      const array = describedArray(volume, this.options);
      return !other || differs(array, other, this.#given);
    });
    if (isOther !== true) return [];
    if (names.by === "letters") return [sentByNumbers(names.example, other !== undefined)];
    return isStated && other ? [sentByLetters(names.example)] : [];
  }

  /** A refusal with what the names of the files have to do with it. */
  explained(refusal: Refusal): Refusal {
    const { error, frames } = refusal;
    const names = error.code === "order-not-regular" && this.options.order === "given"
      ? this.#ofOtherNames()
      : undefined;
    const other = names?.found.holding(frames);
    if (!names || !other) return refusal;
    const [sent, follow] = names.by === "numbers"
      ? ["the letters of their names", `the numbers in them (${names.example})`]
      : [`the numbers in their names (${names.example})`, "their letters"];
    const sorted = other.handedness === "right"
      ? "order=position is that order"
      : "send them so, or order=position for an array turned round to it";
    const help =
      `the files were sent by ${sent}; by ${follow} the slices do follow each other: ${sorted}. Otherwise ${
        error.details.help ?? "order=position"
      }`;
    return {
      ...refusal,
      error: new HeaderError(error.code, error.message, { ...error.details, help }),
    };
  }

  get #given(): HeaderOptions {
    return { ...this.options, order: "given" };
  }

  #ofOrderSent(): Found {
    return this.#asSent ??= new Found(describeVolumes(this.frames, this.#given, this.budget));
  }

  /** As if the files had been sent in the other order of their names, where there is one. */
  #ofOtherNames(): OtherNames | undefined {
    if (this.#otherNames === undefined) {
      const placed = placedByNames(this.frames);
      this.#otherNames = placed
        ? { ...placed, found: new Found(describeVolumes(placed.frames, this.#given, this.budget)) }
        : null;
    }
    return this.#otherNames ?? undefined;
  }

  #question(
    volume: Volume,
    { axisNames }: DescribedArray,
    other: Volume | HeaderError | undefined,
  ): HeaderError {
    const withTimes = axisNames.includes("t");
    const asSent = other instanceof Error ? undefined : other;
    const names = this.#ofOtherNames();
    const natural = names?.by === "letters" ? asSent : names?.found.like(volume);
    const named = (choice: Volume): string =>
      names && natural && gridOf(choice) === gridOf(natural)
        ? `; the order of the files by the numbers in their names, ${names.example}`
        : "";
    const position = choiceOf("position", volume, this.#imagesOf(volume), withTimes, named(volume));
    const given = asSent
      ? choiceOf("given", asSent, this.#imagesOf(asSent), withTimes, named(asSent))
      : undefined;
    const why = other instanceof Error ? other : undefined;
    const [reason] = why?.message.split(";") ?? [];
    // What sorts frames of all volumes sorts no mask of one.
    const line = volume.axis4 && !withTimes ? undefined : why?.details.help;
    const irregular = `an array stacked as sent has no header${
      reason === undefined ? "" : ` (${reason})`
    }${line === undefined ? "; sort it first" : `: ${line}`}`;
    return new HeaderError(
      "order-not-stated",
      `the array may hold the slices sorted by position or as they were sent, which differ${
        given ? "" : " and follow each other in no regular way"
      }; only you know which, and order= has to say it`,
      {
        choices: given ? [position, given] : [position],
        ...(Array.isArray(why?.details["permutation"])
          ? { permutation: why.details["permutation"] as number[] }
          : {}),
        help: `order=position if ${position.words}; ${
          given ? `order=given if ${given.words}` : irregular
        }`,
      },
    );
  }

  /** Slices to tell an order by: of segments those of the images whose grid they have. */
  #imagesOf(volume: Volume): Volume {
    if (volume.segmentation?.voxels !== "labels") return volume;
    this.#images ??= new Map(
      [...this.#ofOrderSent().volumes, ...this.volumes]
        .filter(({ segmentation }) => !segmentation)
        .map((image) => [gridOf(image), image]),
    );
    return this.#images.get(gridOf(volume)) ?? volume;
  }
}

/** Volumes by the frames that they hold. */
class Found {
  readonly volumes: readonly Volume[];
  readonly #refusals = new Map<string, HeaderError>();
  readonly #byFrame = new Map<string, Volume>();

  constructor({ volumes, refused }: Volumes) {
    this.volumes = volumes;
    for (const volume of volumes) {
      for (const { frame } of volume.slices) this.#byFrame.set(frameName(frame), volume);
    }
    for (const { error, frames } of refused) {
      for (const frame of frames) this.#refusals.set(frameName(frame), error);
    }
  }

  /** The volume of the same frames, whatever their order. */
  like({ slices }: Volume): Volume | undefined {
    const found = this.holding(slices.map(({ frame }) => frame));
    return found?.slices.length === slices.length ? found : undefined;
  }

  /** The volume that all of these frames are in. */
  holding(frames: readonly Frame[]): Volume | undefined {
    const found = this.#byFrame.get(frameName(frames[0]!));
    return frames.every((frame) => this.#byFrame.get(frameName(frame)) === found)
      ? found
      : undefined;
  }

  /** Why the frames of a volume are none in this order. */
  refusalOf({ slices }: Volume): HeaderError | undefined {
    return this.#refusals.get(frameName(slices[0]!.frame));
  }
}

/** Whether there is an array of the caller's, and nobody said how its slices follow each other. */
function isGuessed({ order, orderStated, data, npy, array, as }: HeaderOptions): boolean {
  if (order !== "position" || orderStated || data === "dicom") return false;
  return npy !== undefined || array !== undefined || as !== "image";
}

/** Whether frames were sent in the order of the array: by position, volume by volume. */
function isSorted({ slices }: Volume): boolean {
  return slices.every(({ frame }, k) => k === 0 || frame.place > slices[k - 1]!.frame.place);
}

/** Whether another order makes another header; one that the array does not fit is none. */
function differs(array: DescribedArray, other: Volume, options: HeaderOptions): boolean {
  const theirs = orError(() => describedArray(other, options));
  if (isHeaderError(theirs, "array-does-not-fit")) return false;
  if (isHeaderError(theirs)) throw theirs;
  return bare(array, options) !== bare(theirs, options) ||
    array.axisNames.includes("t") &&
      String(array.volume.axis4?.values) !== String(other.axis4?.values);
}

function bare(array: DescribedArray, options: HeaderOptions): string {
  return headerText({ ...nrrdHeader(array, options), comments: [] });
}

/** Where the voxels of a volume lie, as text. */
function gridOf({ grid: { origin, sliceStep, slices }, axis4 }: Volume): string {
  return JSON.stringify([origin, sliceStep, slices, axis4?.values, axis4?.list]);
}

function sentByLetters(example: string): Finding {
  return warning(
    "names-by-letters",
    `the files were sent by the letters of their names; by the numbers in them (${example}) the order is another, and an array that was stacked so has another header`,
  );
}

/** Arrays are often stacked as `sorted()` has the names: by letters. */
function sentByNumbers(example: string, isRegular: boolean): Finding {
  return warning(
    "names-by-numbers",
    `the files were sent by the numbers in their names (${example}); by letters, as Python's sorted() has them, the order is another, and an array that was stacked so ${
      isRegular ? "has another header" : "has to be sorted first"
    }`,
  );
}

/** The frames in the other order of their files' names. */
interface PlacedByNames extends Pick<NameOrder, "by"> {
  readonly frames: readonly Frame[];
  readonly example: string;
}

/** What that makes of them. */
interface OtherNames extends PlacedByNames {
  readonly found: Found;
}

function placedByNames(frames: readonly Frame[]): PlacedByNames | undefined {
  const sent = frames.toSorted((a, b) => a.place - b.place);
  const files = [...new Set(sent.map(({ object }) => object.file))];
  const objects = new Set(sent.map(({ object }) => object)).size;
  if (files.includes(undefined) || files.length < objects) return undefined;
  const order = otherNameOrder(files as string[]);
  if (!order) return undefined;
  const ranks = new Map<string | undefined, number>(order.names.map((name, rank) => [name, rank]));
  const sorted = sent.toSorted((a, b) => ranks.get(a.object.file)! - ranks.get(b.object.file)!);
  return {
    by: order.by,
    frames: sorted.map((frame, place) => ({ ...frame, place })),
    example: order.example.join(" before "),
  };
}

/** What an order means for a series. */
function choiceOf(
  order: OrderChoice["order"],
  { axis4 }: Volume,
  { grid, slices }: Volume,
  withTimes: boolean,
  named: string,
): OrderChoice {
  const ends = slices.filter(({ t }) => t === 0);
  const pick = (last: boolean) =>
    ends.reduce((found, slice) => (slice.k > found.k) === last ? slice : found).frame;
  const [first, last] = [pick(false), pick(true)];
  const inPatient = first.coordinates === undefined ? `, ${directionOf(grid.sliceStep)}` : "";
  const times = withTimes && axis4
    ? `; the volumes by ${axis4.by} from ${axis4.values[0]} to ${axis4.values.at(-1)}, ${
      axis4.list === "last" ? "one after the other" : "all of a slice together"
    }`
    : "";
  return {
    order,
    words: `its first slice is ${sliceName(first)} and its last ${
      sliceName(last)
    }${inPatient}${times}${named}`,
    first: sliceAtEnd(first),
    last: sliceAtEnd(last),
  };
}

/** Where steps lead to, LPS: along the axis that is nearest. */
function directionOf(step: Vector): string {
  const names = [["right", "left"], ["front", "back"], ["feet", "head"]] as const;
  const axis = [0, 1, 2].reduce((a, b) => Math.abs(step[b]!) > Math.abs(step[a]!) ? b : a);
  const [low, high] = names[axis]!;
  return step[axis]! > 0 ? `from ${low} to ${high}` : `from ${high} to ${low}`;
}

function sliceAtEnd({ object, number, plane }: Frame): SliceAtEnd {
  const instanceNumber = finite(object.dataset.numbers("InstanceNumber"));
  return {
    given: object.given,
    ...(object.file === undefined ? {} : { file: object.file }),
    ...(instanceNumber === undefined ? {} : { instanceNumber }),
    frame: number,
    position: plane.position,
  };
}

function sliceName(frame: Frame): string {
  const { file, given, instanceNumber, frame: number } = sliceAtEnd(frame);
  const instance = instanceNumber === undefined ? [] : [`instance ${instanceNumber}`];
  const part = number > 0 ? [`frame ${number}`] : [];
  const more = [...instance, ...part].join(", ");
  return `${file ?? `object ${given}`}${more === "" ? "" : ` (${more})`}`;
}
