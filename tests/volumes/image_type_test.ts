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

Deno.test("b-values without directions are one series; beside directions, averages are not", () => {
  const frames = (weightings: readonly Values[]): Values[] =>
    [0, 1, 2].flatMap((k) => weightings.map((weighting) => sliceAt([0, 0, k], weighting)));
  const sizes = (weightings: readonly Values[]) =>
    replyTo(frames(weightings)).volumes.map(({ sizes }) => sizes);
  const b = (DiffusionBValue: number, others: Values = {}): Values => ({
    DiffusionBValue,
    ...others,
  });
  deepEqual(sizes([b(0), b(50), b(800)]), [[4, 3, 3, 3]]);
  const along = (...g: number[]) =>
    b(800, { DiffusionDirectionality: "DIRECTIONAL", DiffusionGradientOrientation: g });
  const trace = b(800, { DiffusionDirectionality: "ISOTROPIC" });
  deepEqual(sizes([b(0), along(1, 0, 0), along(0, 1, 0), trace]), [[4, 3, 3, 3], [4, 3, 3]]);
});

Deno.test("tissue and flow, or two quantities of a parametric map, are volumes of their own", () => {
  for (const keyword of ["DataType", "LUTLabel"]) {
    const frames = [0, 1, 2].flatMap((k) =>
      ["TISSUE_INTENSITY", "FLOW_VELOCITY"].map((what) => sliceAt([0, 0, k], { [keyword]: what }))
    );
    deepEqual(replyTo(frames).volumes.map(({ sizes }) => sizes[2]), [3, 3]);
  }
});
