/** Headers of what the caller places: checked against the same statement. */

import { deepEqual, equal, throws } from "../assert.ts";
import { headerOf } from "../support/corruptions.ts";
import { objectsOf, sliceAt } from "../support/dataset.ts";
import { refusedWith } from "../support/reply.ts";
import { asked } from "../support/stated.ts";
import { check, named } from "./support.ts";

const cine = objectsOf([{
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
  NumberOfFrames: 4,
  Rows: 3,
  Columns: 5,
  BitsAllocated: 8,
}]);

const plane = { orientation: "axial", position: [10, 20, 30], spacing: [0.5, 0.25] };

/** By hand: five columns of 0.25 mm, three rows of 0.5 mm, four frames. */
const header = (step: number, first = 30) =>
  headerOf({
    space: "left-posterior-superior",
    directions: [[0.25, 0, 0], [0, 0.5, 0], [0, 0, step]],
    origin: [10, 20, first],
    sizes: [5, 3, 4],
  });

/** Options without the order, which a check finds out itself. */
function stating(options: Record<string, unknown>) {
  const { plane, step } = asked(options);
  return { ...(plane ? { plane } : {}), ...(step === undefined ? {} : { step }) };
}

Deno.test("a header is checked against the places that are stated", () => {
  throws(() => check(cine, header(2)), refusedWith("no-geometry"));
  equal(check(cine, header(2), stating({ plane, step: 2 })).status, "ok");
  const wrong = check(cine, header(2), stating({ plane, step: 3 }));
  // Three steps of 2 mm instead of 3 mm.
  deepEqual([wrong.status, wrong.error], ["wrong", 3]);
});

Deno.test("frames that are stated against the normal: sorted and as stored are right", () => {
  const down = stating({ plane, step: -2 });
  equal(check(cine, header(-2), down).status, "ok");
  equal(check(cine, header(2, 24), down).status, "ok");
  // As for slices of which DICOM says that they were sent from the head down.
  const placed = objectsOf(
    [30, 28, 26, 24].map((z) =>
      sliceAt([10, 20, z], { Columns: 5, PixelSpacing: [0.5, 0.25], BitsAllocated: 8 })
    ),
  );
  const [stated, said] = [check(cine, header(2), down), check(placed, header(2))];
  deepEqual([stated.status, stated.error, named(stated)], ["wrong", said.error, named(said)]);
});

Deno.test("positions that DICOM has are not overruled in a check either", () => {
  const slices = objectsOf([0, 3, 6].map((z) => sliceAt([0, 0, z])));
  throws(() => check(slices, header(2), stating({ step: 2 })), refusedWith("bad-option", /3 mm/));
});
