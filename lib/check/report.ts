/**
 * A check as a page of text.
 *
 * @module
 */

import { brief, counted } from "../text.ts";
import type { CheckReply } from "./mod.ts";
import { ORDER_WORDS } from "./words.ts";

const VERDICTS: Readonly<Record<CheckReply["status"], string>> = {
  ok: "The header is right",
  usable: "The header is slightly off, by too little to see",
  wrong: "The header is wrong",
};

/** Writes the verdict, every diagnosis and the right header; plain ASCII except for the sentences. */
export function checkReport(reply: CheckReply): string {
  const { error, limit, worst, slices, order, volume, words, layout, crop, diagnoses, right } =
    reply;
  const number = worst.instanceNumber === undefined ? "" : `, instance ${worst.instanceNumber}`;
  const lines = [
    `${verdict(reply)}: its corners are up to ${brief(error)} mm off.`,
    `Worst of ${
      counted(slices, "slice")
    }: slice ${worst.index}${number}. A header counts as right up to ${brief(limit)} mm.`,
    `Compared with volume ${volume} (${words}), ${ORDER_WORDS[order]}.`,
    ...(layout ? [`${layout.message}.`] : []),
    ...(crop ? [`${crop.message}.`] : []),
    "",
    ...diagnoses.map(({ code, message }) => `- ${code}: ${message}.`),
    ...(diagnoses.length > 0 ? [""] : []),
    right.changed.length > 0
      ? `The right header (${right.changed.join(", ")}):`
      : "The header, unchanged:",
    "",
  ];
  return `${lines.join("\n")}\n${right.header}`;
}

/** Numbers may be right in a header that nobody can open. */
function verdict({ status, diagnoses }: CheckReply): string {
  return diagnoses.length > 0 && diagnoses.every(({ code }) => code === "unreadable")
    ? "The header is refused by readers, whatever its numbers are"
    : VERDICTS[status];
}
