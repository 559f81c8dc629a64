import { once } from "../lib/once.ts";
import { equal } from "./assert.ts";

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
