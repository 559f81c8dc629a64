/**
 * The options that the form shows: those that most arrays need first.
 *
 * @module
 */

import { type Option, OPTION_NAMES, type OptionName, optionOf } from "../lib/options/table.ts";

/** One field of the form. */
export interface Field extends Option {
  readonly name: OptionName;
}

/** Fields that belong together. */
export interface Group {
  readonly title: string;
  readonly fields: readonly Field[];
}

/** An array is dropped instead. */
const WITHOUT_FIELD: ReadonlySet<OptionName> = new Set<OptionName>(["npy"]);

/** What nearly every array needs. */
const FIRST = ["order", "as", "segments"] as const satisfies readonly OptionName[];

/** What the form says of an option that nobody has set. */
const UNSET: Readonly<Partial<Record<OptionName, string>>> = {
  order: "by position; of an array you are asked where it matters",
};

/** The options that stand in front. */
export const FIRST_FIELDS: readonly Field[] = FIRST.map(fieldOf);

/** All others but those of the reply, for which the page has buttons. */
export const MORE_GROUPS: readonly Group[] = [
  { title: "Slice positions", fields: fieldsOf("slices") },
  { title: "Your array", fields: fieldsOf("array") },
];

function fieldsOf(group: Option["group"]): Field[] {
  const first: ReadonlySet<OptionName> = new Set(FIRST);
  return OPTION_NAMES.filter((name) => !WITHOUT_FIELD.has(name) && !first.has(name))
    .map(fieldOf)
    .filter((field) => field.group === group);
}

function fieldOf(name: OptionName): Field {
  return { name, ...optionOf(name), ...(UNSET[name] ? { unset: UNSET[name] } : {}) };
}
