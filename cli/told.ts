/**
 * What is said on standard error.
 *
 * @module
 */

import process from "node:process";
import { countOf, type HeaderError, type OrderChoice, type Skipped } from "../lib/errors.ts";
import type { Headers, VolumeReply } from "../lib/reply.ts";
import { brief, counted } from "../lib/text.ts";

/** Says something. */
export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** What an error and a refusal have. */
export type Explained = Pick<HeaderError, "code" | "message" | "details">;

/** An error with what helps: for an order that is asked for, what each choice means. */
export function explained({ code, message, details }: Explained): string {
  const { help, refused = [] } = details;
  const choices = (details["choices"] ?? []) as readonly OrderChoice[];
  const listed = (details["listed"] ?? []) as readonly string[];
  const ways = choices.length > 1
    ? choices.map(({ order, words }) => `--order ${order} if ${words}`)
    : help === undefined
    ? []
    : [`help: ${help}`];
  const parts = refused.map(({ code, message }) => `  ${code}: ${message}`);
  return [`${code}: ${message}`, ...listed.map((line) => `  ${line}`), ...ways, ...parts]
    .join("\n");
}

/** Volumes by what tells them apart, for the option `volume`. */
export function listed({ volumes }: Headers): string[] {
  return volumes.map((described) => {
    const volume = described.reply();
    const [first] = volume.slices;
    const file = first?.file === undefined ? "" : `, first file ${first.file}`;
    return `volume=${volume.index}: ${sizesAndSpacing(volume)}${file}`;
  });
}

/** `256 × 256 × 35, uint8, slice spacing 5 mm, from 35 files`. */
export function summaryOf(volume: VolumeReply): string {
  const objects = new Set(volume.slices.map(({ given }) => given)).size;
  const isFiles = volume.slices.every(({ file }) => file !== undefined);
  return `${sizesAndSpacing(volume, volume.itkwasm.imageType.componentType)}, from ${
    counted(objects, isFiles ? "file" : "object")
  }`;
}

function sizesAndSpacing({ sizes, slices }: VolumeReply, type?: string): string {
  const spacing = spacingOf(slices);
  return [
    sizes.join(" × "),
    ...(type === undefined ? [] : [type]),
    ...(spacing === undefined ? [] : [`slice spacing ${brief(spacing)} mm`]),
  ].join(", ");
}

/** Mean distance of neighbours, whichever axis of the array they lie on; undefined for one slice. */
function spacingOf(slices: VolumeReply["slices"]): number | undefined {
  const byIndex = slices.toSorted((a, b) => a.index[0] - b.index[0]);
  const [first, last] = [byIndex[0], byIndex.at(-1)];
  if (!first || !last || first.index[0] === last.index[0]) return undefined;
  const steps = last.position.map((value, axis) => value - first.position[axis]!);
  return Math.hypot(...steps) / (last.index[0] - first.index[0]);
}

/** Findings, of which a header has the same sentences as comments. */
export function tellFindings({ findings }: VolumeReply): void {
  for (const { severity, code, message } of findings) {
    tell(`${severity === "warning" ? "warning" : "note"}: ${code}: ${message}`);
  }
}

/** Ignored inputs that are named: more would hide what else is said. */
const MOST_NAMED = 10;

/** Says what was ignored, by reason, and the first of those that somebody may have meant. */
export function tellSkipped(skipped: readonly Skipped[]): void {
  if (skipped.length === 0) return;
  const counts = Map.groupBy(skipped, ({ reason }) => reason);
  const parts = [...counts].map(([reason, entries]) => `${reason} ${countOf(entries)}`);
  const named = skipped.filter(({ reason }) => reason !== "not-dicom").slice(0, MOST_NAMED);
  tell([
    `inputs ignored: ${countOf(skipped)} (${parts.join(", ")})`,
    ...named.map(({ file, message }) => `  ${file ?? "input"}: ${message}`),
  ].join("\n"));
}

/** Files between two lines of progress. */
const PROGRESS_STEP = 50;

/** One line that counts. */
export class Progress {
  readonly #wanted: boolean;
  #files = 0;

  /** @param wanted Whether to show anything; undefined: on a terminal */
  constructor(wanted: boolean | undefined) {
    this.#wanted = wanted ?? process.stderr.isTTY === true;
  }

  /** So many files are read. */
  show(files: number): void {
    this.#files = files;
    if (files % PROGRESS_STEP === 0) this.#write("\r");
  }

  /** All are. */
  end(): void {
    this.#write("\n");
  }

  #write(end: string): void {
    if (this.#wanted) process.stderr.write(`${counted(this.#files, "file")} read${end}`);
  }
}
