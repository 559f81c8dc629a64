/**
 * What the page says of a problem. The tables of the service speak of requests; here somebody has
 * dropped files.
 *
 * @module
 */

import { entriesOf, type Skipped } from "../lib/errors.ts";
import { counted, list, verb } from "../lib/text.ts";
import type { Problem } from "./protocol.ts";

/** A problem in the page's words. */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
  /** What to do; options in it become buttons too. */
  readonly advice: string;
}

/** Formats as people call them, by the library's names. */
const FORMATS: Readonly<Record<string, string>> = {
  pdf: "a PDF document",
  jpeg: "a JPEG picture",
  png: "a PNG picture",
  tiff: "a TIFF picture",
  nifti: "a NIfTI file",
  xml: "a web or XML page",
  json: "JSON without DICOM",
  nrrd: "a NRRD file",
  empty: "empty",
};

const DROP_THE_SERIES = "Drop the DICOM files of the series, or the folder that holds them.";

/** Title and advice by code; what is absent speaks for itself, by its sentence and buttons. */
const WORDS: Readonly<Record<string, Partial<Pick<ProblemWords, "title" | "advice">>>> = {
  "empty-request": { title: "There is nothing to read", advice: DROP_THE_SERIES },
  "not-dicom": { advice: DROP_THE_SERIES },
  "bad-request": { title: "This cannot be read" },
  "bad-json": {
    title: "The text is no JSON",
    advice: "Paste the whole text, from the first bracket to the last.",
  },
  "bad-archive": {
    title: "The archive cannot be read",
    advice: "Unpack it and drop the folder.",
  },
  "truncated-header": { title: "A file ends within its header" },
  "bad-array": { title: "The array cannot be used" },
  "array-does-not-fit": { title: "The array does not fit this series" },
  "limit-exceeded": {
    title: "That is more than this page reads",
    advice: "Drop one series at a time.",
  },
  "no-geometry": { title: "The image has no place in the patient" },
  "unsupported-object": { title: "There is no image in it" },
  "header-injection": { title: "The file name cannot be used" },
  "internal": { title: "The page failed" },
};

/** What to say of a problem. */
export function wordsOf(problem: Problem): ProblemWords {
  const { code, title, detail, help } = problem;
  const skipped = (problem["skipped"] ?? []) as readonly Skipped[];
  const words = WORDS[code];
  const unread = code === "not-dicom" ? unreadable(problem, skipped) : undefined;
  const several = ofSeveral(code, skipped);
  return {
    title: unread?.title ?? words?.title ?? title,
    detail: several ?? unread?.detail ?? detail,
    advice: words?.advice ?? (help === undefined ? "" : `What helps: ${help}`),
  };
}

function unreadable(
  problem: Problem,
  skipped: readonly Skipped[],
): Pick<ProblemWords, "title" | "detail"> {
  const format = FORMATS[String(problem["found"])];
  const file = skipped.length === 1 ? skipped[0]!.file : undefined;
  return {
    title: "This is not DICOM",
    detail: format
      ? `${file ? `the file ${file}` : "what was dropped"} is ${format}, not DICOM`
      : problem.detail,
  };
}

/** Of several files that are all ignored, not only of the first. */
function ofSeveral(code: string, skipped: readonly Skipped[]): string | undefined {
  const count = skipped.reduce((sum, entry) => sum + entriesOf(entry), 0);
  if (count < 2 || !skipped.some(({ reason }) => reason === code)) return undefined;
  const kinds = new Map<string, number>();
  for (const entry of skipped) {
    const kind = kindOf(entry);
    kinds.set(kind, (kinds.get(kind) ?? 0) + entriesOf(entry));
  }
  const parts = [...kinds].map(([kind, times]) =>
    `${times} ${verb(times, `is ${kind}`, `are ${kind.replace(/^a (.*)$/, "$1s")}`)}`
  );
  return `None of the ${counted(count, "file")} can be used: ${list(parts)}`;
}

function kindOf({ reason, details, message }: Skipped): string {
  if (reason !== "not-dicom") return `unusable (${reason})`;
  const found = FORMATS[String(details?.["found"])];
  return found ?? (/empty/.test(message) ? "empty" : "not DICOM");
}
