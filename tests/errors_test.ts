import { HeaderError, orError } from "../lib/errors.ts";
import { equal, throws } from "./assert.ts";

Deno.test("an error of the library is given back, what is made as well, any other error goes on", () => {
  const error = new HeaderError("missing-slices", "1 slice is missing");
  equal(
    orError(() => {
      throw error;
    }),
    error,
  );
  equal(orError(() => 3), 3);
  throws(
    () =>
      orError(() => {
        throw new RangeError("a fault of the program");
      }),
    RangeError,
  );
});
