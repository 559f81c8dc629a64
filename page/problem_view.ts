/**
 * The problem that left no header, and the options that would get one, as buttons.
 *
 * @module
 */

import { isProblemCode, PROBLEMS } from "../lib/codes/errors.ts";
import type { OrderChoice } from "../lib/errors.ts";
import { byId, make } from "./dom.ts";
import { sentence } from "./findings_view.ts";
import type { Problem } from "./protocol.ts";

/** Options that a help names: `uneven=fill for the full grid, uneven=split for …`. */
const OPTION_IN_HELP = /\b([a-z0-9]+)=([A-Za-z0-9-]+)/g;

/** Shows a problem, or none. */
export function showProblem(
  problem: Problem | undefined,
  setOption: (name: string, value: string) => void,
): void {
  byId("problem").hidden = problem === undefined;
  if (!problem) return;
  if (problem.code === "order-not-stated") return showQuestion(problem, setOption);
  const meaning = isProblemCode(problem.code) ? PROBLEMS[problem.code] : undefined;
  byId("problem-title").textContent = problem.title;
  byId("problem-detail").textContent = sentence(problem.detail);
  byId("problem-means").textContent = meaning ? `${meaning.means} ${meaning.helps}` : "";
  const help = typeof problem.help === "string" ? problem.help : "";
  const options = [...help.matchAll(OPTION_IN_HELP)];
  byId("problem-helps").replaceChildren(
    ...(options.length === 0 && help ? [sentence(`What helps: ${help}`)] : []),
    ...options.map(([text, name, value]) => {
      const button = make("button", { type: "button" }, `Try ${text}`);
      button.addEventListener("click", () => setOption(name!, value!));
      return button;
    }),
  );
}

/** What the orders of an array are called where somebody has to choose one. */
const ORDER_NAMES = { position: "Sorted by position", given: "As the files are" } as const;

/** The one question that only the owner of an array can answer. */
function showQuestion(
  { detail, help = "", ...details }: Problem,
  setOption: (name: string, value: string) => void,
): void {
  const choices = (details["choices"] ?? []) as readonly OrderChoice[];
  byId("problem-title").textContent = "In which order is your array stacked?";
  byId("problem-detail").textContent = sentence(detail);
  // Where one order alone has a header, what to do about the other stands behind it.
  byId("problem-means").textContent = choices.length > 1
    ? ""
    : sentence(help.slice(help.indexOf("; ") + 2));
  byId("problem-helps").replaceChildren(...choices.map(({ order, words }) => {
    const button = make("button", { type: "button" }, ORDER_NAMES[order]);
    button.addEventListener("click", () => setOption("order", order));
    return make(
      "span",
      { class: "order-choice" },
      button,
      make("span", {}, sentence(words)),
    );
  }));
}
