/**
 * Findings and parts that got no header, in words, each with the button that does what it advises.
 *
 * @module
 */

import type { FindingCode } from "../lib/codes/findings.ts";
import { listedWords } from "../lib/identity.ts";
import { isOptionName, optionOf } from "../lib/options/table.ts";
import type { Finding, RefusalReply } from "../lib/mod.ts";
import { counted, verb } from "../lib/text.ts";
import { button, byId, make } from "./dom.ts";

/** Sets an option. */
export type SetOption = (name: string, value: string) => void;

/** Findings whose sentence names an option that is worth a try. In others it only explains. */
const ADVISES: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "order-differs",
  "shear-removed",
  "uneven-spacing",
  "encoding-doubtful",
  "array-ambiguous",
  "five-axes",
  "single-precision",
  "readers-fail",
]);

/**
 * Options in a sentence: `order=given`, `uneven=fill for the full grid, uneven=split for …`. Not where a
 * place is to be stated: what is written there is an example, and only the person knows the numbers.
 */
export const OPTION_IN_TEXT = /\b(?!(?:plane|step)=)([a-z0-9]+)=([A-Za-z0-9-]+)/g;

/** Buttons below one finding. */
const MOST_BUTTONS = 3;

/**
 * Shows what to know about a volume: what needs attention first.
 *
 * @param inForce Options that are set, and need no button
 */
export function showFindings(
  findings: readonly Finding[],
  refused: readonly RefusalReply[],
  inForce: readonly (readonly [string, string])[],
  setOption: SetOption,
): void {
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const others = findings.filter(({ severity }) => severity !== "warning");
  // Where an array fits one volume, the others are not meant.
  const [unfit, unmade] = [refused.filter(isUnfit), refused.filter((part) => !isUnfit(part))];
  byId("findings-list").replaceChildren(
    ...unmade.map((part) =>
      note("bad", `No header for ${listedWords(part)}`, part.code, sentence(part.message), [
        make("p", {}, `${counted(part.given.length, "object")} of those that were read.`),
      ], buttonsOf(part.details.help ?? "", inForce, setOption))
    ),
    ...[...warnings, ...others].map(({ code, severity, message }) =>
      note(
        severity,
        severity === "warning" ? "Warning" : "",
        code,
        sentence(message),
        [meaningOf(code)],
        ADVISES.has(code) ? buttonsOf(message, inForce, setOption) : [],
      )
    ),
    ...(unfit.length === 0 ? [] : [
      note(
        "info",
        "",
        "array-does-not-fit",
        `${counted(unfit.length, "other volume")} of what was dropped ${
          verb(unfit.length, "has", "have")
        } other sizes than the array.`,
      ),
    ]),
  );
  byId("findings").hidden = findings.length + refused.length === 0;
  showCount(warnings.length + unmade.length, others.length + Math.min(unfit.length, 1));
}

/** What a finding means. All that they may mean comes later: it is a tenth of the page's script. */
function meaningOf(code: FindingCode): HTMLElement {
  const words = make("p");
  import("../lib/codes/findings.ts").then(({ FINDINGS }) => words.append(FINDINGS[code].means));
  return words;
}

function isUnfit({ code }: RefusalReply): boolean {
  return code === "array-does-not-fit";
}

/** The count beside the button that saves. */
function showCount(warnings: number, notes: number): void {
  const link = byId("findings-link");
  link.hidden = warnings + notes === 0;
  link.classList.toggle("warning", warnings > 0);
  link.textContent = [
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
    ...(notes > 0 ? [counted(notes, "note")] : []),
  ].join(", ");
}

function buttonsOf(
  text: string,
  inForce: readonly (readonly [string, string])[],
  setOption: SetOption,
): HTMLElement[] {
  const found = new Map<string, readonly [string, string]>();
  for (const [option, name, value] of text.matchAll(OPTION_IN_TEXT)) {
    const set = inForce.some(([other, now]) => other === name && now === value);
    if (!set && isOptionName(name!) && takes(name, value!)) found.set(option, [name, value!]);
  }
  return [...found].slice(0, MOST_BUTTONS).map(([option, [name, value]]) =>
    button(`Use ${option}`, () => setOption(name, value))
  );
}

/** What is assumed already, or is no value, is no advice. */
function takes(name: Parameters<typeof optionOf>[0], value: string): boolean {
  const { values, default: usual } = optionOf(name);
  return value !== usual && (!values || Object.hasOwn(values, value));
}

/**
 * One entry: what kind it is, by colour and word; the sentence; what it means, for who opens it; what
 * to do about it.
 */
export function note(
  kind: string,
  word: string,
  code: string,
  message: string,
  more: readonly HTMLElement[] = [],
  buttons: readonly HTMLElement[] = [],
): HTMLLIElement {
  const words = [
    ...(word ? [make("span", { class: "severity" }, `${word}:`), " "] : []),
    message,
    " ",
  ];
  const explained = (text: string) => make("a", { class: "code", href: `/docs/${code}` }, text);
  const content = more.length === 0 ? make("div", {}, ...words, explained(code)) : make(
    "details",
    {},
    make("summary", {}, ...words, make("span", { class: "code" }, code)),
    ...more,
    make("p", {}, explained(`More about ${code}`)),
  );
  const actions = buttons.length === 0 ? [] : [make("p", { class: "buttons" }, ...buttons)];
  return make("li", { class: `finding ${kind}` }, content, ...actions);
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
