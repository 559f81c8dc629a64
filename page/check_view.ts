/**
 * The view of a check: a given header compared with the slices.
 *
 * @module
 */

import type { CheckReply } from "../lib/check/mod.ts";
import type { VolumeReply } from "../lib/mod.ts";
import { brief } from "../lib/text.ts";
import { byId, make } from "./dom.ts";
import { note, sentence } from "./findings_view.ts";
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

/** The header at the beginning of a file or text, without the array behind it. */
export async function fileHeaderText(blob: Blob): Promise<string> {
  const text = await blob.slice(0, LONGEST_HEADER).text();
  const end = /\n\r?\n/.exec(text);
  return end ? text.slice(0, end.index + end[0].length) : text;
}

/** Spatial sizes that a header names, fastest first; empty where it names none. */
export function sizesOf(header: string): number[] {
  const list = (field: string): string[] =>
    new RegExp(`^${field}:[ \\t]*(.*)$`, "mi").exec(header)?.[1]?.trim().split(/\s+(?![^(]*\))/) ??
      [];
  const directions = list("space directions");
  return list("sizes").map(Number).filter((size, axis) =>
    Number.isInteger(size) && directions[axis]?.toLowerCase() !== "none"
  );
}

/** Indices of the volumes that have the sizes of a header, along the same axes. */
export function volumesLike(header: string, volumes: readonly VolumeReply[]): number[] {
  const sizes = sizesOf(header).join();
  return volumes.filter((volume) =>
    volume.sizes.filter((_, k) => /^(domain|space)$/.test(volume.kinds[k]!)).join() === sizes
  ).map(({ index }) => index);
}

/**
 * Shows what came out.
 *
 * @param against What the header was compared with, where there is a choice
 */
export function showCheck(reply: CheckReply, against: string): void {
  const { status, error, diagnoses, layout, crop, right, worst } = reply;
  const [kind, word] = VERDICTS[status];
  const where = worst.file ?? `slice ${worst.index}`;
  const off = `off by at most ${brief(Number(error.toPrecision(3)))} mm (${where})`;
  byId("check-result").replaceChildren(
    make(
      "ul",
      { class: "findings" },
      note(kind, word, status, `The corners of the slices are ${off}.${against}`, []),
      ...diagnoses.map(({ code, message }) => note("warning", "", code, sentence(message), [])),
      ...(layout ? [note("info", "", "layout", sentence(layout.message), [])] : []),
      ...(crop ? [note("info", "", "crop", sentence(crop.message), [])] : []),
    ),
    ...(right.changed.length > 0
      ? copyable(`The right header; changed: ${right.changed.join(", ")}`, right.header)
      : []),
  );
}

/** Shows why there was no check. */
export function showCheckProblem(problem: Problem): void {
  const { title, detail } = wordsOf(problem);
  byId("check-result").replaceChildren(
    make("ul", { class: "findings" }, note("bad", title, problem.code, sentence(detail), [])),
  );
}
