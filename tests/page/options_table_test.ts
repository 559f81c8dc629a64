import { FIELDS } from "../../page/options_table.ts";
import { readOptions, VALID } from "../../lib/options/read.ts";
import { deepEqual, equal } from "../assert.ts";

/** The page has buttons for the first two, and takes a `.npy` that is dropped for the third. */
const WITHOUT_FIELD = ["volume", "format", "npy"];

Deno.test("the form has every option of the service, once", () => {
  const names = FIELDS.map(({ name }) => name);
  deepEqual(
    [...names].sort(),
    Object.keys(VALID).filter((name) => !WITHOUT_FIELD.includes(name)).sort(),
  );
  equal(new Set(names).size, names.length);
});

Deno.test("the form offers every value there is, the default first", () => {
  const defaults = readOptions([]);
  for (const field of FIELDS) {
    if (!("values" in field)) continue;
    const values = field.values.map(([value]) => value);
    const named = values.filter((value) => value !== "");
    deepEqual([...named].sort(), [...VALID[field.name as keyof typeof VALID]].sort());
    const first = values[0] === "" ? [] : [[field.name, values[0]!] as const];
    deepEqual(readOptions(first).header, defaults.header, field.name);
  }
});

Deno.test("what is suggested is accepted", () => {
  for (const field of FIELDS) {
    if ("values" in field) continue;
    for (const value of field.suggestions) readOptions([[field.name, value]]);
  }
});
