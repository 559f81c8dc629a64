/** Diffusion keys as Slicer reads them. */

import { fc } from "../../support/property.ts";
import type { Diffusion } from "../../../lib/frames/diffusion/mod.ts";
import { diffusionKeys } from "../../../lib/headers/nrrd/diffusion.ts";
import { deepEqual, equal, near, nearAll, ok } from "../../assert.ts";

const along = (b: number, x: number, y: number, z: number): Diffusion => {
  const size = Math.hypot(x, y, z);
  const gradient = [x / size, y / size, z / size] as const;
  return { b, gradient, kind: "directional", source: "DiffusionGradientOrientation" };
};
const without = (kind: "none" | "isotropic", b: number): Diffusion => ({
  b,
  gradient: undefined,
  kind,
  source: "DiffusionBValue",
});

/**
 * Slicer's reading: keys sorted as text, consecutive from 0 and all of one width; b-values from the
 * lengths, then unit vectors.
 */
function asSlicerReads(pairs: readonly (readonly [string, string])[]) {
  const map = new Map(pairs);
  equal(map.size, pairs.length, "a key comes twice");
  equal(map.get("modality"), "DWMRI");
  ok(![...map.keys()].some((key) => key.startsWith("DWMRI_NEX_")), "NEX is refused");
  const reference = Number(map.get("DWMRI_b-value"));
  const keys = [...map.keys()].filter((key) => key.startsWith("DWMRI_gradient_")).sort();
  const width = keys[0]!.length;
  const vectors = keys.map((key, n) => {
    equal(key.length, width, "keys differ in width");
    equal(Number(key.slice("DWMRI_gradient_".length)), n, "keys are not consecutive");
    const numbers = map.get(key)!.split(" ").map(Number);
    equal(numbers.length, 3);
    ok(numbers.every(Number.isFinite));
    return numbers;
  });
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  const longest = Math.max(...lengths);
  return vectors.map((vector, n) => ({
    b: reference * (lengths[n]! / longest) ** 2,
    gradient: vector.map((value) => lengths[n] === 0 ? 0 : value / lengths[n]!),
  }));
}

Deno.test("the text of the keys", () => {
  const { measurementFrame, keyValues } = diffusionKeys(
    [without("none", 0), along(250, 0, 0, -1), along(1000, 1, 0, 0)],
    "LPS",
  )!;
  deepEqual(measurementFrame, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  deepEqual(keyValues, [
    ["modality", "DWMRI"],
    ["DWMRI_b-value", "1000"],
    ["DWMRI_gradient_0000", "0 0 0"],
    ["DWMRI_gradient_0001", "0 0 -0.5"],
    ["DWMRI_gradient_0002", "1 0 0"],
  ]);
});

Deno.test("RAS turns x and y round, and keeps the frame", () => {
  const { measurementFrame, keyValues } = diffusionKeys(
    [without("none", 0), along(1000, 0.6, 0, 0.8), along(1000, 0, -1, 0)],
    "RAS",
  )!;
  deepEqual(measurementFrame, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  deepEqual(keyValues.slice(2).map(([, value]) => value), ["0 0 0", "-0.6 0 0.8", "0 1 0"]);
});

Deno.test("Slicer gets b-values and gradients back", () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const weighted = fc.tuple(fc.double({ min: 5, max: 1e4, noNaN: true }), part, part, part)
    .filter(([, ...g]) => Math.hypot(...g) > 0.01)
    .map(([b, ...g]) => along(b, ...g));
  const list = fc.tuple(
    weighted,
    fc.array(fc.oneof(weighted, fc.constant(without("none", 0))), { maxLength: 12 }),
  );
  fc.assert(fc.property(list, fc.constantFrom("LPS", "RAS"), ([first, rest], space) => {
    const diffusions = [first, ...rest];
    const read = asSlicerReads(diffusionKeys(diffusions, space)!.keyValues);
    equal(read.length, diffusions.length);
    const turn = space === "RAS" ? -1 : 1;
    diffusions.forEach(({ b, gradient }, n) => {
      near(read[n]!.b, b, 1e-9 * Math.max(...diffusions.map((other) => other.b)), "b");
      const [x, y, z] = gradient ?? [0, 0, 0];
      nearAll(read[n]!.gradient, [turn * x, turn * y, z], 1e-9, "gradient");
    });
  }));
});

Deno.test("hardly weighted volumes without a direction are written as not weighted", () => {
  const { keyValues } = diffusionKeys([without("none", 1.25), along(1000, 0, 0, 1)], "LPS")!;
  deepEqual(asSlicerReads(keyValues).map(({ b }) => b), [0, 1000]);
});

Deno.test("more volumes than four digits count", () => {
  const many = Array.from({ length: 10_001 }, (_, n) => along(1000, 1, n / 10_000, 0));
  equal(asSlicerReads(diffusionKeys(many, "LPS")!.keyValues).length, 10_001);
});

Deno.test("no claim of diffusion without a direction for every weighted volume", () => {
  const b0 = without("none", 0);
  equal(diffusionKeys([b0, along(1000, 1, 0, 0), without("isotropic", 1000)], "LPS"), undefined);
  equal(diffusionKeys([b0, without("isotropic", 1000)], "LPS"), undefined);
  equal(diffusionKeys([b0, b0], "LPS"), undefined);
  equal(diffusionKeys([], "LPS"), undefined);
});
