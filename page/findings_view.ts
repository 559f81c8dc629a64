/**
 * Findings and parts that got no header, in words.
 *
 * @module
 */

import { PROBLEMS } from "../lib/codes/errors.ts";
import { FINDINGS } from "../lib/codes/findings.ts";
import type { Finding, RefusalReply } from "../lib/mod.ts";
import { byId, make } from "./dom.ts";

/** Shows what to know about a volume: what needs attention first. */
export function showFindings(
  findings: readonly Finding[],
  refused: readonly RefusalReply[],
): void {
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const others = findings.filter(({ severity }) => severity !== "warning");
  byId("findings-list").replaceChildren(
    ...refused.map(({ code, message, given }) =>
      note("bad", "No header for a part", code, sentence(message), [
        `${given.length} ${given.length === 1 ? "object" : "objects"} of those sent.`,
        PROBLEMS[code].helps,
      ])
    ),
    ...[...warnings, ...others].map(({ code, severity, message }) =>
      note(severity, severity === "warning" ? "Warning" : "", code, sentence(message), [
        FINDINGS[code].means,
      ])
    ),
  );
  byId("findings").hidden = findings.length + refused.length === 0;
}

/** One entry: what kind it is, by colour and word; the sentence; what it means, for who opens it. */
export function note(
  kind: string,
  word: string,
  code: string,
  message: string,
  more: readonly string[],
): HTMLLIElement {
  const words = [
    ...(word ? [make("span", { class: "severity" }, `${word}:`), " "] : []),
    message,
    " ",
    make("span", { class: "code" }, code),
  ];
  const content = more.length === 0 ? make("div", {}, ...words) : make(
    "details",
    {},
    make("summary", {}, ...words),
    ...more.map((text) => make("p", {}, text)),
  );
  return make("li", { class: `finding ${kind}` }, content);
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
