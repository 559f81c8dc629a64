/**
 * Which series frames are of, and how they lie.
 *
 * Only UIDs, numbers and terms that DICOM defines: no description, no date, no name.
 *
 * @module
 */

import type { Keyword } from "../dicom/attributes.ts";
import { finite, uid } from "../dicom/dataset.ts";
import { isDefinedTerm, isSetting } from "../dicom/showable.ts";
import { type Frame, telling } from "../frames/frame.ts";
import { type AnatomicalPlane, anatomicalPlane } from "../geometry/anatomical_plane.ts";
import { normal } from "../geometry/plane.ts";
import { length } from "../geometry/vector.ts";
import type { Identity, SeriesReply } from "../identity.ts";
import { brief, counted } from "../text.ts";
import { frameOfReferenceOf, SPACES } from "./group.ts";
import type { Volume } from "./volume.ts";

/** Which volume it is. */
export function identityOf({ slices, grid }: Pick<Volume, "slices" | "grid">): Identity {
  const series = seriesOf(slices.map(({ frame }) => frame));
  const spacing = grid.slices > 1 ? [`slice spacing ${brief(length(grid.sliceStep))} mm`] : [];
  return { words: wordsOf(series, counted(grid.slices, "slice"), ...spacing), series };
}

/** Which frames they are; those of a refusal have no slices. */
export function identityOfFrames(frames: readonly Frame[]): Identity {
  const series = seriesOf(frames);
  return { words: wordsOf(series, counted(frames.length, "frame")), series };
}

/**
 * For each volume the name of its file, without extension: `series_4`; `series_4_1` where several
 * volumes have that number, with the index of the volume; `volume` or `volume_1` where it has none.
 */
export function volumeNames(volumes: readonly Pick<Volume, "slices">[]): string[] {
  const numbers = volumes.map(({ slices }) => seriesNumberOf(slices.map(({ frame }) => frame)));
  const held = Map.groupBy(numbers, (number) => number);
  return numbers.map((number, index) => {
    const stem = number === undefined ? "volume" : `series_${number}`;
    const isAlone = number === undefined ? volumes.length === 1 : held.get(number)!.length === 1;
    return isAlone ? stem : `${stem}_${index}`;
  });
}

/** The series number that all frames have, if it is one; a date in its place is none. */
function seriesNumberOf(frames: readonly Frame[]): number | undefined {
  return agreed(frames, ["SeriesNumber"], numberOf);
}

function seriesOf(frames: readonly Frame[]): SeriesReply {
  const [first] = frames;
  const uidOf = (keyword: "StudyInstanceUID" | "SeriesInstanceUID") =>
    agreed(frames, [keyword], ({ object }) => uid(object.dataset.strings(keyword)));
  return withoutAbsent({
    studyInstanceUID: uidOf("StudyInstanceUID"),
    seriesInstanceUID: uidOf("SeriesInstanceUID"),
    frameOfReferenceUID: agreed(frames, SPACES, (frame) => uid([frameOfReferenceOf(frame) ?? ""])),
    modality: agreed(frames, ["Modality"], modalityOf),
    seriesNumber: seriesNumberOf(frames),
    // Frames of a volume, or of a refusal, point the same way, but for jitter.
    plane: first && planeOf(first),
    firstFile: first?.object.file,
  });
}

/** The value that the objects of all frames have, if all have one. */
function agreed<V>(
  frames: readonly Frame[],
  keywords: readonly Keyword[],
  valueOf: (frame: Frame) => V | undefined,
): V | undefined {
  const asked = telling(frames, ...keywords)
    // Frames of one object mostly follow each other.
    .filter(({ object }, n, all) => object !== all[n - 1]?.object);
  const value = asked[0] && valueOf(asked[0]);
  return value !== undefined && asked.every((one) => valueOf(one) === value) ? value : undefined;
}

function modalityOf({ object }: Frame): string | undefined {
  const [term = ""] = object.dataset.strings("Modality");
  return isDefinedTerm("Modality", term) ? term : undefined;
}

function numberOf({ object }: Frame): number | undefined {
  const number = finite(object.dataset.numbers("SeriesNumber"));
  return number !== undefined && Number.isInteger(number) && number >= 0 && isSetting(number)
    ? number
    : undefined;
}

function planeOf({ plane, coordinates }: Frame): AnatomicalPlane | undefined {
  return coordinates === "volume" ? undefined : anatomicalPlane(normal(plane));
}

function wordsOf(
  { modality, seriesNumber, plane }: SeriesReply,
  ...rest: readonly string[]
): string {
  return [
    ...(modality === undefined ? [] : [modality]),
    ...(seriesNumber === undefined ? [] : [`series ${seriesNumber}`]),
    ...(plane === undefined ? [] : [plane]),
    ...rest,
  ].join(", ");
}

type Optional<T> = { readonly [Name in keyof T]: T[Name] | undefined };

function withoutAbsent(members: Optional<Required<SeriesReply>>): SeriesReply {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
