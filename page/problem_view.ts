/**
 * The problem that left no header, or the question to answer first, with what helps as buttons.
 *
 * @module
 */

import { button, byId } from "./dom.ts";
import { OPTION_IN_TEXT, sentence, type SetOption } from "./findings_view.ts";
import type { Question } from "./order_question.ts";
import { wordsOf } from "./problem_words.ts";
import type { Problem } from "./protocol.ts";

/** Hides whatever was shown. */
export function hideProblem(): void {
  byId("problem").hidden = true;
}

/** Shows a problem. */
export function showProblem(problem: Problem, setOption: SetOption): void {
  const { title, detail, advice } = wordsOf(problem);
  show("problem", title, detail, advice, helpButtons(problem, setOption));
}

/** A button for each option that a help names. */
export function helpButtons({ help }: Problem, setOption: SetOption): HTMLElement[] {
  const options = typeof help === "string" ? [...help.matchAll(OPTION_IN_TEXT)] : [];
  return options.map(([text, name, value]) =>
    button(`Try ${text}`, () => setOption(name!, value!))
  );
}

/** Shows a question. */
export function showQuestion({ title, detail, advice, cards }: Question): void {
  show("problem question", title, detail, advice, cards);
}

function show(
  kind: string,
  title: string,
  detail: string,
  advice: string,
  buttons: readonly HTMLElement[],
): void {
  const section = byId("problem");
  section.className = kind;
  section.hidden = false;
  byId("problem-title").textContent = title;
  byId("problem-detail").textContent = sentence(detail);
  byId("problem-means").textContent = advice === "" ? "" : sentence(advice);
  byId("problem-means").hidden = advice === "";
  byId("problem-helps").replaceChildren(...buttons);
  byId("problem-helps").hidden = buttons.length === 0;
}
