import { deepEqual, equal } from "../assert.ts";
import { fc } from "./property.ts";

const tests = new URL("../", import.meta.url);

function seen(): readonly number[] {
  const values: number[] = [];
  fc.assert(fc.property(fc.integer(), (value) => void values.push(value)));
  return values;
}

Deno.test("the seed of a run is that of its environment, and repeats every property", () => {
  equal(fc.readConfigureGlobal().seed, Number(Deno.env.get("DCM2NHDR_SEED")));
  deepEqual(seen(), seen());
});

Deno.test("no test takes fast-check past the seed of the run", () => {
  const direct = [...files(tests)].filter((file) => {
    const text = Deno.readTextFileSync(file);
    return /from "fast-check"/.test(text) || /crypto\.getRandomValues|Math\.random\(/.test(text);
  });
  deepEqual(direct.map(({ pathname }) => pathname.slice(tests.pathname.length)).sort(), [
    "support/property.ts",
    "support/property_test.ts",
  ]);
});

function* files(folder: URL): Generator<URL> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* files(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}
