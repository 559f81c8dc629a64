/**
 * What is said on standard error.
 *
 * @module
 */

import process from "node:process";
import { countOf, HeaderError, type OrderChoice, type Skipped } from "../lib/errors.ts";
import { listedWords } from "../lib/identity.ts";
import type { VolumeReply } from "../lib/reply.ts";
import { counted } from "../lib/text.ts";
import type { Finding } from "../lib/volumes/finding.ts";

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
  const ways = choices.length > 1
    ? choices.map(({ order, words }) => `--order ${order} if ${words}`)
    : help === undefined
    ? []
    : [`help: ${help}`];
  const parts = refused.map((part) =>
    `  no header for ${listedWords(part)}: ${part.code}: ${part.message}`
  );
  return [`${code}: ${message}`, ...ways, ...parts].join("\n");
}

/** The same error with advice for the command line. */
export function helped({ code, message, details }: HeaderError, help: string): HeaderError {
  return new HeaderError(code, message, { ...details, help });
}

/** `MR, series 4, axial, 35 slices, slice spacing 5 mm; 256 × 256 × 35, uint8, from 35 files`. */
export function summaryOf({ words, sizes, slices, itkwasm }: VolumeReply): string {
  const objects = new Set(slices.map(({ given }) => given)).size;
  const isFiles = slices.every(({ file }) => file !== undefined);
  const from = counted(objects, isFiles ? "file" : "object");
  return `${words}; ${sizes.join(" × ")}, ${itkwasm.imageType.componentType}, from ${from}`;
}

/** Findings, of which a NRRD header has the same sentences as comments. */
export function tellFindings(findings: readonly Finding[]): void {
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
