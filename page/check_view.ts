/**
 * The view of a check: a given header compared with the slices.
 *
 * @module
 */

import { brief } from "../lib/text.ts";
import { byId, cross, make } from "./dom.ts";
import { note, sentence } from "./findings_view.ts";
import type { Checked } from "./ghosts.ts";
import { copyable } from "./header_view.ts";
import { wordsOf } from "./problem_words.ts";
import type { Problem } from "./protocol.ts";

/** Longest header that is read of a file; what follows is the array. */
const LONGEST_HEADER = 2 ** 18;

const VERDICTS = {
  ok: ["good", "Right"],
  usable: ["warning", "Usable"],
  wrong: ["bad", "Wrong"],
} as const;

/** Where the text of a header ends: NRRD's with an empty line, MetaImage's with its last field. */
const ENDS = [
  [/^NRRD/, /\n\r?\n/],
  [/^(ObjectType|NDims)[ \t]*=/, /^ElementDataFile[ \t]*=.*\n/m],
] as const;

/** The header at the beginning of a file or text, without the array behind it. */
export async function fileHeaderText(blob: Blob): Promise<string> {
  const text = await blob.slice(0, LONGEST_HEADER).text();
  const end = ENDS.find(([begins]) => begins.test(text))?.[1].exec(text);
  return end ? text.slice(0, end.index + end[0].length) : text;
}

/**
 * Shows what came out.
 *
 * @param against What the header was compared with, where there is a choice
 */
export function showCheck(reply: Checked, against: string): void {
  const { read, status, error, diagnoses, layout, crop, right, rightText, worst } = reply;
  const changed = right.own?.changed ?? right.changed;
  const [kind, word] = VERDICTS[status];
  const where = worst.file ?? `slice ${worst.index}`;
  const off = `off by at most ${brief(Number(error.toPrecision(3)))} mm (${where})`;
  byId("check-result").replaceChildren(
    make(
      "ul",
      { class: "findings" },
      note(kind, word, status, `The corners of the slices are ${off}.${against}`),
      ...diagnoses.map(({ code, message }) => note("warning", "", code, sentence(message))),
      ...(read.message ? [note("info", "", "read", sentence(read.message))] : []),
      ...(layout ? [note("info", "", "layout", sentence(layout.message))] : []),
      ...(crop ? [note("info", "", "crop", sentence(crop.message))] : []),
    ),
    ...(changed.length > 0
      ? copyable(`The right header; changed: ${changed.join(", ")}`, rightText)
      : []),
  );
}

/**
 * Shows which file is checked, where its header is no text.
 *
 * @param remove Called when it is no longer wanted
 */
export function showCheckedFile(name: string | undefined, remove: () => void): void {
  const place = byId("check-file");
  place.hidden = name === undefined;
  place.replaceChildren(
    ...(name === undefined ? [] : [`The header of ${name}`, " ", cross(remove)]),
  );
}

/** Shows why there was no check. */
export function showCheckProblem(problem: Problem): void {
  const { title, detail } = wordsOf(problem);
  byId("check-result").replaceChildren(
    make("ul", { class: "findings" }, note("bad", title, problem.code, sentence(detail))),
  );
}
