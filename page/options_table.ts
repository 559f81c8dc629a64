/**
 * The options that the form shows, in the order of their table.
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
  readonly hint?: string;
  readonly fields: readonly Field[];
}

/** A `.npy` can be dropped instead. */
const WITHOUT_FIELD: ReadonlySet<OptionName> = new Set<OptionName>(["npy"]);

/** What the form says of an option that nobody has set. */
const UNSET: Readonly<Partial<Record<OptionName, string>>> = {
  order: "by position; of an array you are asked where it matters",
};

/** Every option but those of the reply, for which the page has buttons. */
export const GROUPS: readonly Group[] = [
  { title: "Slice positions", fields: fieldsOf("slices") },
  {
    title: "Your array",
    hint: "Drop a .npy with the series to have its shape, type and order read.",
    fields: fieldsOf("array"),
  },
];

function fieldsOf(group: Option["group"]): Field[] {
  return OPTION_NAMES.filter((name) => !WITHOUT_FIELD.has(name))
    .map((name) => ({ name, ...optionOf(name), ...(UNSET[name] ? { unset: UNSET[name] } : {}) }))
    .filter((field) => field.group === group);
}
