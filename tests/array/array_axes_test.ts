import type { HeaderError } from "../../lib/errors.ts";
import { fc } from "../support/property.ts";
import { axesOfNumpy, axesOfVolume, isArrayOrder } from "../../lib/array/array_axes.ts";
import type { Extents } from "../../lib/array/array_axes.ts";
import type { Order } from "../../lib/options/types.ts";
import { deepEqual, equal, match, ok, throws } from "../assert.ts";
import { refusedWith } from "../support/reply.ts";

/** 20 slices of 100 rows and 80 columns. */
const VOLUME: Extents = { x: 80, y: 100, z: 20, usual: "zyx" };
/** The same five times. */
const SERIES: Extents = { ...VOLUME, t: 5, usual: "tzyx" };

const describe = (
  shape: number[],
  { array, extents = VOLUME, fortranOrder = false, order = "position" as Order }: {
    array?: string;
    extents?: Extents;
    fortranOrder?: boolean;
    order?: Order;
  } = {},
) => axesOfNumpy({ shape, dtype: "|u1", fortranOrder }, extents, array, order);

/** Axes as text, fastest first: `x80 y100 z20`. */
const inMemory = (...args: Parameters<typeof describe>) =>
  describe(...args).axes.map(({ name, size }) => `${name}${size}`).join(" ");

const refusal = (...args: Parameters<typeof describe>): HeaderError => {
  let caught: HeaderError | undefined;
  throws(() => describe(...args), (error) => {
    caught = error as HeaderError;
    return refusedWith("array-does-not-fit")(error);
  });
  return caught!;
};

Deno.test("array axes: C order has the last index fastest, Fortran order the first", () => {
  equal(inMemory([20, 100, 80]), "x80 y100 z20");
  equal(inMemory([20, 100, 80], { fortranOrder: true }), "z20 y100 x80");
  equal(inMemory([80, 100, 20], { array: "xyz" }), "z20 y100 x80");
  equal(inMemory([80, 100, 20], { array: "xyz", fortranOrder: true }), "x80 y100 z20");
});

Deno.test("array axes: every order of the axes has every index in its place", () => {
  const orders = fc.constantFrom("zyx", "zxy", "yzx", "yxz", "xzy", "xyz");
  const ends = fc.constantFrom(["", ""], ["t", ""], ["", "t"], ["c", ""], ["", "c"], ["t", "c"]);
  fc.assert(fc.property(orders, ends, fc.boolean(), (spatial, [before, after], fortranOrder) => {
    const array = before + spatial + after;
    const sizes: Record<string, number> = { x: 80, y: 100, z: 20, t: 5, c: 3 };
    const shape = [...array].map((name) => sizes[name]!);
    const expected = [...array].map((name) => `${name}${sizes[name]}`);
    equal(
      inMemory(shape, { array, extents: SERIES, fortranOrder }),
      (fortranOrder ? expected : expected.reverse()).join(" "),
    );
  }));
});

Deno.test("array axes: volumes and components are found by themselves", () => {
  equal(inMemory([20, 100, 80, 3]), "c3 x80 y100 z20");
  equal(inMemory([3, 20, 100, 80]), "x80 y100 z20 c3");
  equal(inMemory([5, 20, 100, 80], { extents: SERIES }), "x80 y100 z20 t5");
  equal(inMemory([20, 100, 80, 5], { extents: SERIES }), "t5 x80 y100 z20");
  equal(inMemory([20, 100, 80, 5], { extents: { ...SERIES, last: "c" } }), "c5 x80 y100 z20");
  equal(inMemory([20, 100, 80, 7], { extents: SERIES }), "c7 x80 y100 z20");
  equal(inMemory([20, 5, 100, 80], { extents: SERIES }), "x80 y100 t5 z20");
  equal(inMemory([20, 100, 80, 5], { extents: SERIES, array: "zyxt" }), "t5 x80 y100 z20");
  equal(inMemory([20, 100, 80], { extents: SERIES }), "x80 y100 z20");
  equal(inMemory([5, 20, 100, 80, 3], { extents: SERIES }), "c3 x80 y100 z20 t5");
});

Deno.test("array axes: indices of size 1 move nothing", () => {
  equal(inMemory([1, 20, 100, 80]), "x80 y100 z20");
  equal(inMemory([20, 100, 80, 1]), "x80 y100 z20");
  const slice = { ...VOLUME, z: 1 };
  equal(inMemory([100, 80], { extents: slice }), "x80 y100 z1");
  equal(inMemory([80, 100], { extents: slice, fortranOrder: true, array: "xyz" }), "x80 y100 z1");
});

Deno.test("array axes: indices of size 1 need no letter, wherever they are", () => {
  const small: Extents = { x: 2, y: 4, z: 5, usual: "zyx" };
  equal(inMemory([4, 2, 1, 2, 5], { extents: small, array: "ycxz" }), "z5 x2 c2 y4");
  equal(inMemory([1, 20, 100, 80, 3]), "c3 x80 y100 z20");
  equal(inMemory([20, 1, 100, 80], { array: "zcyx" }), "x80 y100 c1 z20");
  equal(inMemory([20, 1, 3, 100, 80], { array: "zcyx" }), "x80 y100 c3 z20");
  // What has 30 slices is no slice with 30 components.
  equal(refusal([30, 100, 80], { extents: { ...VOLUME, z: 1 } }).code, "array-does-not-fit");
  const ones = Array.from({ length: 60 }, () => 1);
  refusal([...ones, 2, 3], { extents: { x: 1, y: 1, z: 1, usual: "zyx" } });
});

Deno.test("array axes: every reading of a shape is taken or told", () => {
  // Case by case what the sizes are; volumes, slices, rows and columns may be as many.
  const size = fc.integer({ min: 2, max: 4 });
  const letters = fc.constantFrom(
    ...["zyx", "yxz", "xyz"].flatMap((spatial) => [spatial, `t${spatial}`, `${spatial}t`]),
    "ztyx",
    "zyxc",
    "czyx",
    "cyxz",
    "tzyxc",
  );
  const ones = fc.array(fc.nat(5), { maxLength: 2 });
  const extents = fc.record({ x: size, y: size, z: size, t: size });
  fc.assert(fc.property(extents, size, letters, ones, (sizes, components, array, ones) => {
    const series: Extents = { ...sizes, usual: "tzyx" };
    const lengths: Record<string, number> = { ...sizes, c: components };
    const shape = [...array].map((name) => lengths[name]!);
    for (const place of ones) shape.splice(Math.min(place, shape.length), 0, 1);
    const named = (found: { axes: readonly { name: string; size: number }[] }) =>
      found.axes.filter(({ size }) => size > 1).map(({ name }) => name).reverse().join("");
    equal(named(describe(shape, { array, extents: series })), array);
    let found;
    try {
      found = describe(shape, { extents: series });
    } catch (error) {
      // Slices that are not first are never assumed; that they would fit is said.
      const { fits } = (error as HeaderError).details as { fits: readonly string[] };
      ok(fits.includes(array), `(${shape}) by ${array}: ${fits}`);
      return;
    }
    const told = [named(found), ...found.alternatives];
    // Components in front of everything are none where DICOM has as many volumes.
    const inFront = array.startsWith("c") && told.includes(array.replace("c", "t"));
    ok(told.includes(array) || inFront, `(${shape}) by ${array}: ${told}`);
  }));
});

Deno.test("array axes: as many volumes as slices, as rows, as components are told", () => {
  const series: Extents = { x: 6, y: 5, z: 4, t: 4, usual: "tzyx" };
  const read = (shape: number[], extents: Extents) => {
    const { array, alternatives } = describe(shape, { extents });
    return [array, ...alternatives];
  };
  deepEqual(read([4, 4, 5, 6], series), ["tzyx", "ztyx"]);
  deepEqual(read([4, 4, 5, 6], { ...series, usual: "ztyx" }), ["ztyx", "tzyx"]);
  deepEqual(read([4, 5, 6, 3], { ...series, t: 3 }), ["zyxt", "zyxc"]);
  deepEqual(read([4, 5, 6, 3], { ...series, t: 3, last: "c" }), ["zyxc", "zyxt"]);
  deepEqual(read([3, 4, 5, 6], { ...series, t: 3 }), ["tzyx"]);
  deepEqual(read([3, 2, 7, 3], { x: 7, y: 2, z: 3, usual: "zyx" }), ["zyxc", "cyxz"]);
});

Deno.test("array axes: a shape that does not fit shows both, and what would fit", () => {
  const { message, details } = refusal([100, 80, 20]);
  equal(
    message,
    "the array has the shape (100, 80, 20); with array=zyx the volume has (20, 100, 80), but array=yxz would fit",
  );
  deepEqual(details["fits"], ["yxz"]);
  equal(refusal([80, 100, 20]).details["help"], "array=xyz");
  deepEqual(refusal([3, 80, 100, 20]).details["fits"], ["cxyz"]);
  equal(refusal([20, 100, 80], { array: "xyz" }).details["help"], "array=zyx");
  deepEqual(refusal([19, 100, 80]).details["fits"], []);
  match(String(refusal([160000]).details["help"]), /reshape\(20, 100, 80\)/);
});

Deno.test("array axes: frames stacked as they were sent need to say so", () => {
  match(String(refusal([100, 100, 80], { extents: SERIES }).details["help"]), /^order=given/);
  const stacked = (usual: string) =>
    inMemory([100, 100, 80], { extents: { ...SERIES, usual }, order: "given" });
  equal(stacked("tzyx"), "x80 y100 z20 t5");
  equal(stacked("ztyx"), "x80 y100 t5 z20");
});

Deno.test("array axes: frames of several volumes stacked in Fortran order are refused", () => {
  // Frame n is slice n % 20 of volume n / 20, and n is fastest: slices lie before volumes in memory.
  const options = { extents: SERIES, order: "given", fortranOrder: true } as const;
  const { code, details } = refusal([100, 100, 80], options);
  equal(code, "array-does-not-fit");
  match(String(details["help"]), /numpy\.ascontiguousarray\(array\)/);
});

Deno.test("array axes: an array that would fit in several ways says which", () => {
  const square = { ...VOLUME, x: 64, y: 64 };
  const cube = { ...square, z: 64 };
  // What numpy.dstack and nibabel would have made.
  deepEqual(describe([64, 64, 64], { extents: cube }).alternatives, ["yxz", "xyz"]);
  deepEqual(describe([64, 64, 64], { extents: cube, array: "xyz" }).alternatives, []);
  // One slice as a pixel array or, from nibabel, transposed.
  deepEqual(describe([64, 64], { extents: { ...square, z: 1 } }).alternatives, ["xyz"]);
  const slab = { ...VOLUME, y: 20 };
  deepEqual(describe([20, 20, 80], { extents: slab }).alternatives, []);
  deepEqual(describe([20, 100, 80]).alternatives, []);
});

Deno.test("array axes: square slices alone make no doubt: no library transposes each of them", () => {
  const square = { ...VOLUME, x: 64, y: 64 };
  deepEqual(describe([20, 64, 64], { extents: square }).alternatives, []);
  // Slices last can be rows first or columns first; neither is assumed.
  deepEqual(refusal([64, 64, 20], { extents: square }).details["fits"], ["yxz", "xyz"]);
});

Deno.test("array axes: an array still to be made has the volume's sizes", () => {
  const text = (extents: Extents, array?: string) =>
    axesOfVolume(extents, array).axes.map(({ name, size }) => `${name}${size}`).join(" ");
  const color = { ...SERIES, c: 3, usual: "tzyxc" };
  equal(text(VOLUME), "x80 y100 z20");
  equal(text(VOLUME, "xyz"), "z20 y100 x80");
  equal(text(color), "c3 x80 y100 z20 t5");
  equal(text(color, "yxz"), "c3 z20 x80 y100 t5");
  equal(text(color, "czyxt"), "t5 x80 y100 z20 c3");
  throws(() => text(VOLUME, "tzyx"), refusedWith("array-does-not-fit", /fourth axis/));
  throws(() => text(VOLUME, "zyxc"), refusedWith("array-does-not-fit", /components/));
});

Deno.test("isArrayOrder() takes each axis once", () => {
  for (const good of ["zyx", "xyz", "tzyx", "zyxc", "tyxzc"]) equal(isArrayOrder(good), true, good);
  for (const bad of ["", "zy", "zzyx", "abc", "zyxw", "ZYX", "tctzyx", "tzy"]) {
    equal(isArrayOrder(bad), false, bad);
  }
});
