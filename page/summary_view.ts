/**
 * The top of a result: what it is, which options are in force, which volumes there are, what can be
 * saved.
 *
 * @module
 */

import type { VolumeReply } from "../lib/mod.ts";
import { counted } from "../lib/text.ts";
import { arrayWords } from "./array_words.ts";
import { byId, cross, make } from "./dom.ts";
import type { InForce } from "./options_form.ts";
import type { DroppedArray, ReadResult } from "./protocol.ts";
import type { Savable } from "./save.ts";

/** Volumes that are seen at once in the list of them. */
const SEEN = 6;

/** Says which array on which volume. */
export function showTitle(
  read: ReadResult & { readonly name: string },
  volumes: readonly VolumeReply[],
  array: DroppedArray | undefined,
): void {
  const { name, objects, skipped, descriptions } = read;
  const [only] = volumes;
  const sizes = volumes.length === 0
    ? ""
    : volumes.length > 1
    ? `${volumes.length} volumes`
    : only!.sizes.join(" × ");
  byId("result-title").textContent = array
    ? sizes ? `${array.name} on ${sizes}` : array.name
    : sizes || "No header";
  byId("result-words").textContent = [
    ...(array ? [`Your array: ${arrayWords(array)}`] : []),
    ...(volumes.length === 1 ? [only!.words, ...descriptionOf(only!, descriptions)] : []),
    name,
    `${counted(objects, "DICOM object")} read`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(" · ");
}

/** What is in force, each with a cross that takes it away. */
export function showChips(
  array: DroppedArray | undefined,
  options: readonly InForce[],
  removeArray: () => void,
  reset: (name: string) => void,
): void {
  const chips = [
    ...(array ? [chip(array.name, removeArray)] : []),
    ...options.map(({ name, brief }) => chip(`${name}=${brief}`, () => reset(name))),
  ];
  byId("chips").replaceChildren(...chips);
  byId("chips").hidden = chips.length === 0;
}

function chip(words: string, remove: () => void): HTMLLIElement {
  const act = (): void => {
    remove();
    byId("result-title").focus();
  };
  return make("li", { class: "chip" }, make("span", {}, words), cross(act, `Remove ${words}`));
}

/**
 * The list of the volumes, by what tells them apart.
 *
 * @param isAsked Whether only the person knows which one is meant; else the first is chosen
 */
export function showVolumes(
  select: HTMLSelectElement,
  volumes: readonly VolumeReply[],
  { descriptions }: ReadResult,
  isAsked: boolean,
): void {
  const before = select.selectedIndex;
  select.replaceChildren(
    ...volumes.map((volume) => {
      const { firstFile } = volume.series;
      const words = [
        volume.words,
        ...descriptionOf(volume, descriptions),
        volume.sizes.join(" × "),
        ...(firstFile === undefined ? [] : [`from ${firstFile}`]),
      ];
      return make("option", {}, `${volume.index}: ${words.join(" · ")}`);
    }),
  );
  select.size = Math.min(SEEN, Math.max(1, volumes.length));
  const first = isAsked ? -1 : 0;
  select.selectedIndex = before < volumes.length ? Math.max(before, first) : first;
  byId("volume-field").hidden = volumes.length < 2;
}

/**
 * The buttons that save, or why none does.
 *
 * @param question What has to be answered first; empty for nothing
 */
export function showSaving(savables: readonly Savable[], question: string): void {
  const [main, header] = savables;
  const save = byId<HTMLButtonElement>("save");
  byId("save-bar").hidden = main === undefined && question === "";
  save.disabled = main === undefined;
  save.textContent = main?.label ?? "Save";
  byId("save-words").textContent = main?.words ?? question;
  byId("save-header").hidden = header === undefined;
  byId("save-header").title = header?.words ?? "";
}

function descriptionOf(
  { slices }: VolumeReply,
  descriptions: ReadResult["descriptions"],
): string[] {
  const description = descriptions.get(slices[0]!.given);
  return description === undefined ? [] : [description];
}
