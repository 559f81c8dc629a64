/**
 * What the documentation consists of, in its order: for the site and for `/docs`.
 *
 * @module
 */

import { DIAGNOSES } from "../../lib/codes/diagnoses.ts";
import { PROBLEMS } from "../../lib/codes/errors.ts";
import { FINDINGS } from "../../lib/codes/findings.ts";

/** A part of the contents. */
export interface Section {
  readonly title: string;
  /** Markdown files, as paths from `docs/`; or a page that is made, by the name that it would have. */
  readonly pages: readonly string[];
}

/** What is made of the OpenAPI document, and what of the library's types. */
export const [API, SYMBOLS] = ["api.md", "symbols.md"] as const;

/** All that there may be. What has no file is left out: pages come and go with what is measured. */
export const SECTIONS: readonly Section[] = [
  { title: "Start", pages: ["asking.md", "snippets.md", "command-line.md", "slicer.md"] },
  {
    title: "Questions",
    pages: [
      "README.md",
      "slice-order.md",
      "which-way-is-the-normal.md",
      "which-file-is-which-slice.md",
      "thickness-and-spacing.md",
      "negative-spacing.md",
      "row-and-column-spacing.md",
      "lps-and-ras.md",
      "mirrored-masks.md",
      "mask-does-not-match.md",
      "transposed-arrays.md",
      "nifti-affine.md",
      "mask-to-dicom-seg.md",
      "mask-for-rtstruct.md",
      "gantry-tilt.md",
      "orthonormal-directions.md",
      "regular-grid.md",
      "missing-slices.md",
      "same-place-twice.md",
      "rounded-numbers.md",
      "dcm2niix-says.md",
      "four-dimensional.md",
      "localizers.md",
      "multi-frame.md",
      "dose-offsets.md",
      "rescale.md",
      "upright-in-vtk.md",
      "without-geometry.md",
      "diffusion.md",
      "checking-a-header.md",
      "threads.md",
    ],
  },
  { title: "Library", pages: ["library.md", SYMBOLS] },
  { title: "API", pages: [API, "options.md", "errors.md", "findings.md", "diagnoses.md"] },
  { title: "Formats", pages: ["formats.md"] },
  { title: "Readers", pages: ["readers.md"] },
  {
    title: "Conformance",
    pages: ["conformance.md", "conformance/cases.md", "corpus.md", "precision.md"],
  },
  {
    title: "Limits",
    pages: ["limits.md", "performance.md", "deploy.md", "threat-model.md", "licences.md"],
  },
];

/** Pages whose headings are codes, and the table of the codes. */
export const CODES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "errors.md": PROBLEMS,
  "findings.md": FINDINGS,
  "diagnoses.md": DIAGNOSES,
};

/** The page that explains a code. Of two tables that have it, errors come before findings. */
export const EXPLAINED: ReadonlyMap<string, string> = new Map(
  Object.entries(CODES).toReversed()
    .flatMap(([page, table]) => Object.keys(table).map((code) => [code, page] as const)),
);

/** A page with its text. */
export interface Page {
  /** As the contents have it. */
  readonly path: string;
  /** For addresses: `questions`, `slice-order`, `conformance-cases`. */
  readonly name: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** A section with the pages that there are. */
export interface FilledSection {
  readonly title: string;
  readonly pages: readonly Page[];
}

const docs = new URL("../../docs/", import.meta.url);

/**
 * Reads the pages.
 *
 * @param made Text of those that are made, by their paths; those that are not given are left out
 */
export async function contents(
  made: Readonly<Record<string, string>>,
): Promise<readonly FilledSection[]> {
  const sections = await Promise.all(SECTIONS.map(async ({ title, pages }) => ({
    title,
    pages: (await Promise.all(pages.map((path) => pageOf(path, made)))).filter((page) =>
      page !== undefined
    ),
  })));
  return sections.filter(({ pages }) => pages.length > 0);
}

async function pageOf(
  path: string,
  made: Readonly<Record<string, string>>,
): Promise<Page | undefined> {
  const text = made[path] ?? await Deno.readTextFile(new URL(path, docs)).catch(notThere);
  if (text === undefined) return undefined;
  const [, title = path] = /^# (.*)$/m.exec(text) ?? [];
  return { path, name: nameOf(path), title, text };
}

function notThere(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** Name of a page for addresses. */
export function nameOf(path: string): string {
  return path === "README.md" ? "questions" : path.replace(/\.md$/, "").replaceAll("/", "-");
}
