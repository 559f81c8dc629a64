/**
 * Checks a given header against the slice positions: how far it is off, why,
 * and the right one.
 *
 * @module
 */

import { Budget } from "../budget.ts";
import { finite, uid } from "../dicom/dataset.ts";
import type { Skipped } from "../errors.ts";
import type { Frames } from "../frames/mod.ts";
import type { Vector } from "../geometry/vector.ts";
import { pixelFindings } from "../array/pixel_findings.ts";
import type { Choice } from "../options/table.ts";
import { DEFAULT_OPTIONS } from "../options/types.ts";
import type { SeriesReply } from "../identity.ts";
import type { Index } from "../geometry/index_map.ts";
import { list, ordinal } from "../text.ts";
import type { Finding } from "../volumes/finding.ts";
import { identityOf } from "../volumes/series.ts";
import { type ReadingReply, readingReply } from "./claimed_form.ts";
import type { ClaimedHeader } from "./claimed_header.ts";
import type { CornerError } from "./corner_error.ts";
import { type Correction, correctionOf } from "./correction.ts";
import { type Diagnosis, diagnosisOf, furtherRefusals, unreadable } from "./diagnosis.ts";
import { type Differences, differencesOf } from "./difference.ts";
import { refusalsOf } from "../headers/nrrd/read/refusals.ts";
import { explain, type Layout } from "./explanation.ts";
import { AS_IT_STANDS } from "./interpretation.ts";
import { transformDiagnoses } from "./nifti_transforms.ts";
import type { Reference } from "./reference.ts";
import { type CheckOptions, referencesOf } from "./references.ts";
import { asStored } from "./storage_slack.ts";
import { type CheckStatus, verdictOf } from "./verdict.ts";
import { ALONG, ORDINALS } from "./words.ts";

export type { CheckOptions } from "./references.ts";

/** The slice whose corner is furthest off. */
export interface WorstSlice {
  /** Index along the slice axis, for the order of the reply. */
  readonly index: Index;
  /** Place of the object among the entries sent. */
  readonly given: Index;
  /** Name under which it was sent. */
  readonly file?: string;
  /** SOP Instance UID of the object. */
  readonly sopInstanceUID?: string;
  /** Instance Number of the object. */
  readonly instanceNumber?: number;
  /** Centre of its worst corner pixel, LPS mm: where the header has it, and where DICOM has it. */
  readonly corner: { readonly header: Vector; readonly dicom: Vector };
}

/** The answer to a check; JSON as it stands. */
export interface CheckReply {
  /** How the header was read: its form, its space, and which of its numbers count. */
  readonly read: ReadingReply;
  /** How good the header is. */
  readonly status: CheckStatus;
  /** Largest corner error over all slices, mm. */
  readonly error: number;
  /** Largest corner error of a header that is right: more than 0.001 mm where slices lie unevenly. */
  readonly limit: number;
  /** The slice with that error. */
  readonly worst: WorstSlice;
  /** Order of the slices for which all of this is said. */
  readonly order: Choice<"order">;
  /** Index of the volume that the header describes. */
  readonly volume: Index;
  /** Which volume that is, for people: `CT, series 4, axial, 7 slices, slice spacing 15 mm`. */
  readonly words: string;
  /** The same for programs. */
  readonly series: SeriesReply;
  /** Slices of that volume. */
  readonly slices: number;
  /** How the header's array lies to DICOM's, where that differs and is no mistake. */
  readonly layout?: {
    /** For each axis of the header, what runs along it. */
    readonly axes: readonly string[];
    /** What runs from its last to its first. */
    readonly backwards: readonly string[];
    readonly message: string;
  };
  /** Which voxels of the volume the header's array has, where these are not all of them. */
  readonly crop?: {
    /** Lowest column, row and slice of the volume that the array has, counted from 0. */
    readonly offset: readonly [number, number, number];
    /** Columns, rows and slices of the array. */
    readonly sizes: readonly [number, number, number];
    /** 1 where it has every slice from there on, 2 where it has every second … */
    readonly everySlice: number;
    readonly message: string;
  };
  /** Every mistake by name; none for a header that is right. */
  readonly diagnoses: readonly Diagnosis[];
  /** The header against the right one, in numbers. */
  readonly differences: Differences;
  /** The right header. */
  readonly right: Correction;
  /** The findings that the reply to `/v1/header` has for the volume. */
  readonly findings: readonly Finding[];
  /** Entries that were ignored. */
  readonly skipped: readonly Skipped[];
}

/** So many rules that a header breaks are told one by one; of the rest how many there are. */
const MOST_REFUSALS = 20;

/**
 * Checks a header.
 *
 * @param given The header, or bare numbers
 * @param found Frames of what was sent
 * @param budget What the answer may cost
 * @throws {HeaderError} limit-exceeded; when there is no true header to compare with
 */
export function checkHeader(
  given: ClaimedHeader,
  found: Frames,
  options: CheckOptions,
  budget: Budget = new Budget(),
): CheckReply {
  const references = referencesOf(found, options, budget)
    .map((reference) => asStored(reference, given.storage));
  const explanation = explain(given, references, !options.orderStated);
  const verdict = verdictOf(given, explanation);
  const differences = differencesOf(given, explanation);
  const { reference, layout } = explanation;
  const refused = given.source ? refusalsOf(given.source) : [];
  const transforms = transformDiagnoses(given, explanation);
  return {
    read: readingReply(given.form, given.space),
    status: refused.length > 0 ? "wrong" : verdict.status,
    error: verdict.worst.error,
    limit: reference.limit,
    worst: worstSlice(verdict.worst),
    order: reference.order,
    volume: reference.index,
    ...identityOf(reference.volume),
    slices: reference.volume.grid.slices,
    ...layoutReply(layout),
    ...cropReply(reference),
    diagnoses: [
      ...refused.slice(0, MOST_REFUSALS).map(unreadable),
      ...(refused.length > MOST_REFUSALS ? [furtherRefusals(refused.slice(MOST_REFUSALS))] : []),
      ...verdict.mistakes.map((mistake) => diagnosisOf(mistake, given, explanation, differences)),
      ...transforms,
    ],
    differences,
    right: correctionOf(given, explanation, verdict, transforms.length > 0, refused.length > 0, {
      ...options,
      order: reference.order,
    }),
    findings: [...reference.volume.findings, ...pixelFindings(reference.volume, DEFAULT_OPTIONS)],
    skipped: found.skipped,
  };
}

function worstSlice({ slice: { frame: { object }, k }, header, dicom }: CornerError): WorstSlice {
  const sopInstanceUID = uid(object.dataset.strings("SOPInstanceUID"));
  const instanceNumber = finite(object.dataset.numbers("InstanceNumber"));
  return {
    index: k,
    given: object.given,
    ...(object.file === undefined ? {} : { file: object.file }),
    ...(sopInstanceUID === undefined ? {} : { sopInstanceUID }),
    ...(instanceNumber === undefined ? {} : { instanceNumber }),
    corner: { header, dicom },
  };
}

function layoutReply({ arrangement, flipped }: Layout): Pick<CheckReply, "layout"> {
  if (arrangement === AS_IT_STANDS && flipped.length === 0) return {};
  const axes = arrangement.axes.map((axis) => ALONG[axis]!);
  const backwards = flipped.map((axis) => ALONG[axis]!);
  const turned = backwards.length === 0 ? "" : `, its ${list(backwards)} from last to first`;
  const message = `all of this holds for an array whose axes, fastest first, are ${
    list(axes)
  }${turned}; DICOM stores pixels in another order`;
  return { layout: { axes, backwards, message } };
}

function cropReply({ crop, volume: { grid } }: Reference): Pick<CheckReply, "crop"> {
  if (crop === undefined) return {};
  const { offset, sizes, everySlice } = crop;
  const [columns, rows, slices] = sizes.map((size, axis) => {
    const last = offset[axis]! + (size - 1) * (axis === 2 ? everySlice : 1);
    return `${offset[axis]} to ${last}`;
  });
  const every = everySlice === 1
    ? ""
    : `, every ${ORDINALS[everySlice - 1] ?? ordinal(everySlice)} of them`;
  const message =
    `the array is part of the volume: columns ${columns} of ${grid.columns}, rows ${rows} of ${grid.rows}, slices ${slices} of ${grid.slices}${every}, counted from 0`;
  return { crop: { offset, sizes, everySlice, message } };
}
