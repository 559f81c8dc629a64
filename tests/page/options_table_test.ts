import { readOptions } from "../../lib/options/read.ts";
import { OPTION_NAMES, OPTIONS } from "../../lib/options/table.ts";
import { FIRST_FIELDS, MORE_GROUPS } from "../../page/options_table.ts";
import { deepEqual, equal } from "../assert.ts";

const FIELDS = [...FIRST_FIELDS, ...MORE_GROUPS.flatMap(({ fields }) => fields)];

Deno.test("the form has every option that is not the reply's, once; a .npy is dropped", () => {
  const expected = OPTION_NAMES.filter((name) =>
    !["volume", "format", "forms", "npy"].includes(name)
  );
  deepEqual(FIELDS.map(({ name }) => name).sort(), [...expected].sort());
  deepEqual(FIRST_FIELDS.map(({ name }) => name), ["order", "as", "segments"]);
});

Deno.test("what the table calls the default is what holds where nobody asks", () => {
  const defaults = readOptions([]);
  for (const name of OPTION_NAMES) {
    const option = OPTIONS[name];
    if (!("default" in option)) continue;
    const { header, ...others } = readOptions([[name, option.default]]);
    const { orderStated, ...values } = header;
    deepEqual({ header: values, ...others }, defaults, name);
    // Of an array the order is never guessed: to state it makes a difference.
    equal(orderStated, name === "order" ? true : undefined);
    if ("values" in option) equal(Object.keys(option.values)[0], option.default, name);
  }
});

Deno.test("what is suggested is accepted", () => {
  for (const { name, suggestions = [] } of FIELDS) {
    for (const value of suggestions) readOptions([[name, value]]);
  }
});
