import { once, remembered } from "../lib/once.ts";
import { deepEqual, equal } from "./assert.ts";

Deno.test("a constant is made when it is first asked for, and once, whatever it is", () => {
  let made = 0;
  const constant = once(() => {
    made++;
    return undefined;
  });
  equal(made, 0);
  equal(constant(), undefined);
  equal(constant(), undefined);
  equal(made, 1);
});

Deno.test("the value of a key is made when it is first asked for, and once", () => {
  const known = new Map<string, number[]>();
  remembered(known, "a", () => []).push(1);
  remembered(known, "a", () => []).push(2);
  remembered(known, "b", () => [3]);
  deepEqual([...known], [["a", [1, 2]], ["b", [3]]]);
});
