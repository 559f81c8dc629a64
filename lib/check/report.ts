/**
 * A check as a page of text.
 *
 * @module
 */

import { toSpace } from "../array/space.ts";
import { brief, counted } from "../text.ts";
import type { Correction } from "./correction.ts";
import type { CheckReply } from "./mod.ts";
import { ORDER_WORDS } from "./words.ts";

const VERDICTS: Readonly<Record<CheckReply["status"], string>> = {
  ok: "The header is right",
  usable: "The header is slightly off, by too little to see",
  wrong: "The header is wrong",
};

/** Writes the verdict, every diagnosis and the right header; plain ASCII except for the sentences. */
export function checkReport(reply: CheckReply): string {
  const { read, worst, layout, crop, diagnoses, right } = reply;
  const slices = counted(reply.slices, "slice");
  const limit = brief(reply.limit);
  const changed = right.own?.changed ?? right.changed;
  const number = worst.instanceNumber === undefined ? "" : `, instance ${worst.instanceNumber}`;
  const lines = [
    `${verdict(reply)}: its corners are up to ${brief(reply.error)} mm off.`,
    `Worst of ${slices}: slice ${worst.index}${number}. A header counts as right up to ${limit} mm.`,
    `Compared with volume ${reply.volume} (${reply.words}), ${ORDER_WORDS[reply.order]}.`,
    ...(read.message === undefined ? [] : [`Of the header, ${read.message}.`]),
    ...(layout ? [`${layout.message}.`] : []),
    ...(crop ? [`${crop.message}.`] : []),
    "",
    ...diagnoses.map(({ code, message }) => `- ${code}: ${message}.`),
    ...(diagnoses.length > 0 ? [""] : []),
    changed.length > 0 ? `The right header (${changed.join(", ")}):` : "The header, unchanged:",
    "",
  ];
  return `${lines.join("\n")}\n${ownText(right)}`;
}

/** The right header in the form of the given one. */
function ownText({ own, header, space, spaceDirections, spaceOrigin }: Correction): string {
  switch (own?.form) {
    case "metaimage":
      return own.text;
    case "affine":
      return `${own.json.affine.map((row) => row.join(" ")).join("\n")}\n`;
    case "simpleitk":
      return `${
        Object.entries(own.json).map(([name, numbers]) => `${name}: ${numbers.join(" ")}`).join(
          "\n",
        )
      }\n`;
    case "nifti":
    case "nifti2": {
      const columns = [...spaceDirections, spaceOrigin].map((vector) =>
        toSpace(toSpace(vector, space), "RAS")
      );
      const rows = ([0, 1, 2] as const).map((row) =>
        `srow_${"xyz"[row]}: ${columns.map((column) => column[row]).join(" ")}`
      );
      return `${rows.join("\n")}\n\nIts bytes, in base64:\n${own.base64}\n`;
    }
    default:
      return header;
  }
}

/** Numbers may be right in a header that nobody can open. */
function verdict({ status, diagnoses }: CheckReply): string {
  return diagnoses.length > 0 && diagnoses.every(({ code }) => code === "unreadable")
    ? "The header is refused by readers, whatever its numbers are"
    : VERDICTS[status];
}
