import { deepEqual } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { replyTo } from "../support/reply.ts";

/** Slices 1 mm apart, one for each of these; how many of them each volume has. */
const volumesOf = (others: readonly Values[]): (number | undefined)[] =>
  replyTo(others.map((values, k) => sliceAt([0, 0, k], values)))
    .volumes.map(({ sizes }) => sizes[2]);

const typed = (...words: string[]): Values => ({ ImageType: ["ORIGINAL", "PRIMARY", ...words] });

Deno.test("phase does not continue a stack of magnitude, even where no position is shared", () => {
  const [m, p] = [typed("M", "ND"), typed("P", "ND")];
  deepEqual(volumesOf([m, m, m, p, p]), [3, 2]);
  const [m2, p2] = [typed("M_FFE", "M", "FFE"), typed("PHASE MAP", "P", "FFE")];
  deepEqual(volumesOf([m2, p2, m2, p2, m2]), [3, 2]);
  const [real, imaginary] = [
    { ComplexImageComponent: "REAL" },
    { ComplexImageComponent: "IMAGINARY" },
  ];
  deepEqual(volumesOf([real, real, imaginary, imaginary]), [2, 2]);
});

Deno.test("a stack stays whole where Image Type varies in words that name no component", () => {
  const [axial, derived] = [typed("AXIAL"), { ImageType: ["DERIVED", "SECONDARY", "AXIAL"] }];
  deepEqual(volumesOf([axial, derived, axial, {}]), [4]);
  deepEqual(volumesOf([typed("M", "ND"), typed("OTHER"), typed("M", "DIS2D")]), [3]);
});
