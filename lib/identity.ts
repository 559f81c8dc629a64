/**
 * What tells volumes apart, for people and for programs, in replies and in errors.
 *
 * @module
 */

import type { AnatomicalPlane } from "./geometry/anatomical_plane.ts";

/** Which series frames are of; members are absent where the frames do not all say the same. */
export interface SeriesReply {
  /** (0020,000D) */
  readonly studyInstanceUID?: string;
  /** (0020,000E) */
  readonly seriesInstanceUID?: string;
  /** Of the coordinates in which the positions are given: (0020,0052). */
  readonly frameOfReferenceUID?: string;
  /** (0008,0060), if it is a term that DICOM defines. */
  readonly modality?: string;
  /**
   * (0020,0011)
   *
   * @asType integer
   */
  readonly seriesNumber?: number;
  /**
   * Plane of the slices in the patient: the nearest of the three, `oblique` from 1° off it. Absent
   * where positions are not given in coordinates of the patient.
   */
  readonly plane?: AnatomicalPlane;
  /** Name of the file of the first frame, as sent. */
  readonly firstFile?: string;
}

/** What says which volume, or which frames, something is about. */
export interface Identity {
  /** For people: `CT, series 4, axial, 7 slices, slice spacing 15 mm`. */
  readonly words: string;
  /** The same for programs. */
  readonly series: SeriesReply;
}

/** One line of a list: which one it is, its sizes if it has some, and where to find its files. */
export function listedWords(
  { words, series: { firstFile }, sizes }: Identity & { readonly sizes?: readonly number[] },
): string {
  return [
    words,
    ...(sizes === undefined ? [] : [sizes.join(" × ")]),
    ...(firstFile === undefined ? [] : [`first file ${firstFile}`]),
  ].join(", ");
}
