/**
 * A reply as a reader has it: JSON, and no type of the library's.
 *
 * @module
 */

import type { Triple } from "../support/series.ts";

/** What is said of a volume or a part. */
export interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly error?: number;
  readonly cornerError?: number;
  readonly given?: readonly number[];
  readonly missing?: readonly number[];
}

/** A slice of a volume. */
export interface ReplySlice {
  readonly index: readonly number[];
  readonly given: number;
  readonly frame: number;
  readonly segment?: number;
  readonly instanceNumber?: number;
  /** In the header's space. */
  readonly position: Triple;
  readonly error: number;
}

/** A volume of a reply. */
export interface ReplyVolume {
  readonly header: string;
  readonly slices: readonly ReplySlice[];
  readonly order: readonly (number | null)[];
  readonly axis4?: { readonly by: string; readonly values: readonly (number | string)[] };
  readonly segments?: readonly {
    readonly number: number;
    readonly given?: number;
    readonly layer: number;
  }[];
  readonly findings: readonly Finding[];
}

/** Everything that comes back for a series. */
export interface JsonReply {
  readonly volumes: readonly ReplyVolume[];
  readonly refused: readonly { readonly code: string; readonly given: readonly number[] }[];
  readonly skipped: readonly { readonly given: number; readonly reason: string }[];
}

/** Whether a warning speaks of an attribute, by its keyword or in words. */
export function warnsOf(findings: readonly Finding[], keyword: string): boolean {
  return findings.some(({ severity, ...said }) =>
    severity === "warning" && speaksOf(JSON.stringify(said), keyword)
  );
}

/** b-values are spoken of as what they are a part of. */
const SPOKEN: Readonly<Record<string, string>> = { DiffusionBValue: "Diffusion" };

/** Whether a text has an attribute's keyword, or its words. */
export function speaksOf(text: string, keyword: string): boolean {
  return plain(text).includes(plain(SPOKEN[keyword] ?? keyword));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
