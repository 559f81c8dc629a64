/**
 * The questions that only the owner of an array can answer: its order, and which of several it is.
 *
 * @module
 */

import type { OrderChoice } from "../lib/errors.ts";
import { arrayWords } from "./array_words.ts";
import { button, make } from "./dom.ts";
import { sentence } from "./findings_view.ts";
import type { DroppedArray, Problem } from "./protocol.ts";

/** A question with an answer on each card. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly advice: string;
  readonly cards: readonly HTMLElement[];
}

/** What the orders of an array are called. */
const ORDERS = {
  position: ["Sorted by position", "as SimpleITK, 3D Slicer and dcm2niix stack"],
  given: ["As the files are named", "as sorted(glob(…)) in Python stacks"],
} as const;

/** In which order the array is stacked. */
export function orderQuestion(
  { help = "", ...details }: Problem,
  choose: (order: string) => void,
): Question {
  const choices = (details["choices"] ?? []) as readonly OrderChoice[];
  return {
    title: "In which order is your array stacked?",
    detail:
      "The slices sorted by position and the files by name make two different stacks, at the worst mirror images. Only you know how your array was stacked",
    // Where one order alone has a header, what to do about the other stands behind it.
    advice: choices.length > 1 ? "" : sentence(help.slice(help.indexOf("; ") + 2)),
    cards: choices.map((choice) => orderCard(choice, () => choose(choice.order))),
  };
}

/** Which of several arrays it is. */
export function arrayQuestion(
  arrays: readonly DroppedArray[],
  choose: (array: DroppedArray) => void,
): Question {
  return {
    title: "Which array?",
    detail: `There are ${arrays.length}; one file holds one.`,
    advice: "",
    cards: arrays.map((array) =>
      card(
        () => choose(array),
        make("strong", {}, array.name),
        make("span", {}, arrayWords(array)),
      )
    ),
  };
}

function orderCard({ order, words, first, last }: OrderChoice, choose: () => void): HTMLElement {
  const [name, who] = order === "given" && first.file === undefined
    ? ["As they were sent", ""]
    : ORDERS[order];
  // The library's sentence has the sides of the patient, and what else tells the orders apart.
  const [, from, to] = /from (right|left|front|back|feet|head) to (\w+)/.exec(words) ?? [];
  const more = words.split("; ").slice(1);
  return card(
    choose,
    make("strong", {}, name),
    make("span", { class: "hint" }, who),
    make("span", {}, "array[0]: ", fileOf(first), ...sideOf(from)),
    make("span", {}, "array[-1]: ", fileOf(last), ...sideOf(to)),
    ...more.map((text) => make("span", { class: "hint" }, sentence(text))),
  );
}

function fileOf({ file, given, frame }: OrderChoice["first"]): HTMLElement {
  const name = file ?? `object ${given}`;
  return make("b", {}, frame > 0 ? `${name}, frame ${frame}` : name);
}

function sideOf(side: string | undefined): string[] {
  if (side === undefined) return [];
  return [side === "head" || side === "feet" ? `, nearest the ${side}` : `, at the ${side}`];
}

function card(choose: () => void, ...content: HTMLElement[]): HTMLButtonElement {
  return button(content, choose, { class: "card-button" });
}
