/** The forms of programs: every voxel of every kind of array lies where DICOM has it. */

import { describe } from "../../../lib/mod.ts";
import type { FormName } from "../../../lib/options/table.ts";
import { deepEqual, equal, nearAll, ok } from "../../assert.ts";
import { fc } from "../../support/property.ts";
import { type Form, handed, PLACES } from "./places.ts";
import { type Kind, pointOf, SIZES, stack, STEPS, uidOf } from "./series.ts";

/** What the arithmetic of a few products leaves, mm. */
const ARITHMETIC = 1e-9;

type Name = keyof typeof SIZES;

const ORDERS = ["zyx", "zxy", "yzx", "yxz", "xzy", "xyz"];
const ARRANGEMENTS = ["*", "t*", "*t", "*c", "c*", "t*c", "tc*", "*tc", "ct*"];
const arrays = fc.tuple(
  fc.constantFrom(...ORDERS),
  fc.constantFrom(...ARRANGEMENTS),
  fc.boolean(),
  fc.constantFrom("LPS" as const, "RAS" as const),
).map(([order, arrangement, fortran, space]) => ({
  letters: arrangement.replace("*", order),
  fortran,
  space,
}));

/** The reply about an array of a type; its forms by name. */
function formsOf(
  names: readonly FormName[],
  letters: string,
  fortran: boolean,
  kind: Kind = {},
  options: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, Form>> {
  const shape = [...letters].map((name) => SIZES[name as Name]);
  const { volumes: [volume] } = describe(stack(kind) as never, {
    npy: { shape, dtype: letters.includes("c") ? "uint8" : "int16", fortran_order: fortran },
    array: letters,
    forms: names,
    ...options,
  } as never);
  return volume!.forms!;
}

Deno.test("every program gets every voxel of an array at its place", () => {
  fc.assert(fc.property(arrays, fc.nat(1e6), ({ letters, fortran, space }, n) => {
    const kind = { volumes: letters.includes("t"), colour: letters.includes("c") };
    const names = Object.keys(PLACES) as FormName[];
    const forms = formsOf(names, letters, fortran, kind, { space });
    const shape = [...letters].map((name) => SIZES[name as Name]);
    const index = shape.map((size, k) => (n >> 3 * k) % size);
    const at = (name: Name) => index[letters.indexOf(name)] ?? 0;
    for (const name of names) {
      const { json: form, error } = forms[name]!;
      const what = `${name}: array=${letters}${fortran ? " in Fortran order" : ""}`;
      if (error) {
        const refuses = /^(highdicom|pyvista|slicer)$/.test(name) && kind.volumes ||
          name === "highdicom" && kind.colour;
        ok(refuses, `${what}: ${error.message}`);
        equal(error.code, "format-cannot-hold");
        continue;
      }
      equal(form.array, letters, what);
      deepEqual(form.arrayShape, shape, what);
      const place = PLACES[name]!(form, handed(form, shape, index), kind.colour ? SIZES.c : 1);
      nearAll(place.point, pointOf(at("x"), at("y"), at("z")), ARITHMETIC, what);
      deepEqual([place.t, place.c], [at("t"), at("c")], what);
    }
  }));
});

Deno.test("no spatial index is moved, but for highdicom", () => {
  for (const letters of ORDERS) {
    const names = Object.keys(PLACES) as FormName[];
    const forms = formsOf(names, letters, false);
    for (const name of names) {
      const identity = name !== "highdicom" || letters === "zyx";
      equal(forms[name]!.json.transpose.join() === "0,1,2", identity, `${name} ${letters}`);
    }
  }
});

Deno.test("indices of length one may be absent from the array, never from its form", () => {
  const [first] = stack();
  const { volumes: [volume] } = describe([first] as never, {
    npy: { shape: [SIZES.y, SIZES.x], dtype: "uint8" },
    forms: ["nibabel", "simpleitk", "monai"],
  } as never);
  const { nibabel, simpleitk, monai } = volume!.forms as Record<string, Form>;
  deepEqual([nibabel.json.arrayShape, nibabel.json.shape], [
    [1, SIZES.y, SIZES.x],
    [1, SIZES.y, SIZES.x],
  ]);
  deepEqual(simpleitk.json.size, [SIZES.x, SIZES.y, 1]);
  deepEqual(monai.json.shape, [1, 1, SIZES.y, SIZES.x]);
});

Deno.test("nibabel: zooms are the voxel sizes by index, units are given", () => {
  const { nibabel } = formsOf(["nibabel"], "tyxz", true, { volumes: true });
  const { zooms, units, shape, transpose } = nibabel!.json;
  nearAll(zooms, [0.9, 0.5, 2, 1], ARITHMETIC);
  deepEqual(units, ["mm", "unknown"]);
  deepEqual([transpose, shape], [[1, 2, 3, 0], [SIZES.y, SIZES.x, SIZES.z, SIZES.t]]);
});

Deno.test("SimpleITK: types as its enumeration names them", () => {
  const of = (dtype: string, letters: string, kind: Kind = {}) => {
    const shape = [...letters].map((name) => SIZES[name as Name]);
    const options = { npy: { shape, dtype }, array: letters, forms: ["simpleitk"] };
    const { volumes: [volume] } = describe(stack(kind) as never, options as never);
    return (volume!.forms as Record<string, Form>)["simpleitk"];
  };
  const names = {
    "int8": "sitkInt8",
    "|b1": "sitkUInt8",
    ">u2": "sitkUInt16",
    "<i8": "sitkInt64",
    "float32": "sitkFloat32",
    "float64": "sitkFloat64",
    "complex64": "sitkComplexFloat32",
    "complex128": "sitkComplexFloat64",
  };
  for (const [dtype, name] of Object.entries(names)) equal(of(dtype, "zyx").json.pixelId, name);
  equal(of("uint8", "zyxc", { colour: true }).json.pixelId, "sitkVectorUInt8");
  equal(of("complex64", "zyxc").error.code, "format-cannot-hold");
});

Deno.test("complex values go only to programs that have them", () => {
  const npy = { shape: [SIZES.z, SIZES.y, SIZES.x], dtype: "complex64" };
  const names = [...Object.keys(PLACES), "itk-wasm"];
  const { volumes: [volume] } = describe(stack() as never, { npy, forms: names } as never);
  const forms = volume!.forms as Record<string, Form>;
  const refused = names.filter((name) => forms[name].error);
  deepEqual(refused.sort(), ["highdicom", "pyvista", "slicer", "torchio"]);
  for (const name of refused) ok(forms[name].error.details.help.includes("numpy.abs"));
  equal(forms["nibabel"].json.dtype, "complex64");
});

Deno.test("a mask is labels to TorchIO and Slicer, colour is a vector", () => {
  const names = ["torchio", "slicer"] as const;
  const kinds = (forms: Readonly<Record<string, Form>>) => [
    forms["torchio"].json.image,
    forms["slicer"].json.nodeClassName,
  ];
  deepEqual(kinds(formsOf(names, "zyx", false)), ["ScalarImage", "vtkMRMLScalarVolumeNode"]);
  deepEqual(
    kinds(formsOf(names, "zyx", false, {}, { as: "labelmap" })),
    ["LabelMap", "vtkMRMLLabelMapVolumeNode"],
  );
  deepEqual(
    kinds(formsOf(names, "zyxc", false, { colour: true })),
    ["ScalarImage", "vtkMRMLVectorVolumeNode"],
  );
});

Deno.test("MONAI: metadata by its keys", () => {
  const { monai } = formsOf(["monai"], "txyz", false, { volumes: true });
  deepEqual(monai!.json.meta, {
    space: "RAS",
    spatial_shape: [SIZES.x, SIZES.y, SIZES.z],
    original_channel_dim: 0,
  });
});

Deno.test("what refuses volumes says how to get them one by one, and that works", () => {
  for (const name of ["highdicom", "pyvista", "slicer"] as const) {
    const { json, error } = formsOf([name], "tzyx", false, { volumes: true })[name]!;
    equal(json, undefined);
    ok(error.details.help.startsWith("axis4=none"));
    const { volumes } = describe(stack({ volumes: true }) as never, {
      axis4: "none",
      forms: [name],
    });
    equal(volumes.length, SIZES.t);
    for (const volume of volumes) ok((volume.forms as Record<string, Form>)[name].json);
  }
});

Deno.test("highdicom: the frames of the slices, in the order of the array", () => {
  const uids = true;
  const frames = (values: unknown[], options: object = {}) => {
    const forms = ["highdicom"];
    const { volumes: [volume] } = describe(values as never, { forms, ...options } as never);
    return (volume!.forms as Record<string, Form>)["highdicom"].json;
  };
  const names = (order: readonly number[]) =>
    order.map((z) => ({ sopInstanceUID: uidOf(z), frameNumber: 1 }));
  const sent = [1, 2, 0].map((z) => stack({ uids })[z]!);
  // The normal (0.8, 0.6, 0) × (0, 0, −1) = (−0.6, 0.8, 0) runs along the slice step.
  deepEqual(frames(sent).frames, names([0, 1, 2]));
  deepEqual(frames(stack({ uids }).reverse(), { order: "given" }).frames, names([2, 1, 0]));
  // Of several volumes, a mask lies on the first.
  const both = frames(stack({ uids, volumes: true }), { as: "labelmap" });
  deepEqual(both.frames, names([0, 1, 2]));
  // Without names there is nothing to call them by.
  equal(frames(stack()).frames, null);
});

Deno.test("highdicom: empty places have no frame, and shifted slices no affine", () => {
  const forms = ["highdicom"] as const;
  const all = [0, 1, 2, 4].map((z) => ({
    ...stack({ uids: true })[0],
    SOPInstanceUID: uidOf(z),
    ImagePositionPatient: pointOf(0, 0, z),
  }));
  const { volumes: [filled] } = describe(all as never, { uneven: "fill", forms });
  const { frames, shape, affine } = (filled!.forms as Record<string, Form>)["highdicom"].json;
  deepEqual([frames, shape[0]], [null, 5]);
  nearAll([0, 1, 2].map((row) => affine[row][0]), STEPS.z, ARITHMETIC);
  const { volumes: [tilted] } = describe(stack({ tilted: true, uids: true }) as never, { forms });
  const form = (tilted!.forms as Record<string, Form>)["highdicom"].json;
  equal(form.affine, null);
  equal(form.frames.length, SIZES.z);
});

Deno.test("a shear stays in every other affine", () => {
  const names = ["nibabel", "simpleitk", "monai", "torchio", "pyvista", "slicer"] as const;
  const { volumes: [volume] } = describe(stack({ tilted: true }) as never, { forms: names });
  const shape = [SIZES.z, SIZES.y, SIZES.x];
  for (const name of names) {
    const form = (volume!.forms as Record<string, Form>)[name].json;
    const { point } = PLACES[name]!(form, handed(form, shape, [2, 3, 4]), 1);
    nearAll(point, pointOf(4, 3, 2, true), ARITHMETIC, name);
  }
});

Deno.test("ITK-wasm: all values of a voxel are adjacent, or the way to get them so is said", () => {
  fc.assert(fc.property(arrays, ({ letters, fortran }) => {
    const kind = { volumes: letters.includes("t"), colour: letters.includes("c") };
    const { json, error } = formsOf(["itk-wasm"], letters, fortran, kind)["itk-wasm"]!;
    const memory = fortran ? [...letters].reverse().join("") : letters;
    const adjacent = /^[xyz]{3}[tc]*$/.test(memory);
    equal(error === undefined, adjacent, `${letters} ${fortran}`);
    if (adjacent) {
      const components = (kind.volumes ? SIZES.t : 1) * (kind.colour ? SIZES.c : 1);
      equal(json.imageType.components, components);
      deepEqual(json.size, [...memory.slice(0, 3)].reverse().map((name) => SIZES[name as Name]));
      const at = json.size.map((size: number) => size - 1);
      const point = [0, 1, 2].map((row) =>
        at.reduce(
          (sum: number, index: number, k: number) =>
            sum + json.direction[3 * row + k] * json.spacing[k] * index,
          json.origin[row],
        )
      );
      nearAll(point, pointOf(4, 3, 2), ARITHMETIC);
    } else {
      equal(error.code, "format-cannot-hold");
      const advised = /and array=([a-z]+)/.exec(error.details.help)![1]!;
      ok(formsOf(["itk-wasm"], advised, false, kind)["itk-wasm"]!.json, advised);
      const moved = /array, \(([\d, ]+)\)/.exec(error.details.help)![1]!.split(", ").map(Number);
      // For the very array that the caller has, whatever its order in memory.
      equal(moved.map((k) => letters[k]).join(""), advised);
      equal(/axis4=none/.test(error.details.help), kind.volumes, error.details.help);
    }
  }));
});

Deno.test("times of volumes: a zoom and its unit to nibabel, seconds to SimpleITK", () => {
  // Trigger times, ms: even, and not.
  const forms = (last: number) => {
    const values = [100, 150, last].flatMap((time, t) =>
      stack().map((slice, z) => ({ ...slice, TriggerTime: time, InstanceNumber: 1 + z + 3 * t }))
    );
    const { volumes: [volume] } = describe(values as never, { forms: ["nibabel", "simpleitk"] });
    equal(volume!.axis4!.by, "TriggerTime");
    const { nibabel, simpleitk } = volume!.forms as Record<string, Form>;
    return [nibabel.json.zooms[3], nibabel.json.units[1]].concat(
      [simpleitk.json.origin[3], simpleitk.json.spacing[3]],
    );
  };
  deepEqual(forms(200), [50, "msec", 0.1, 0.05]);
  deepEqual(forms(210), [1, "unknown", 0, 1]);
});

Deno.test("nibabel: slope and intercept of stored values, none where slices have their own", () => {
  const of = (slopes: readonly number[], options: object = {}) => {
    const values = stack().map((slice, z) => ({
      ...slice,
      RescaleSlope: slopes[z]!,
      RescaleIntercept: -1024,
    }));
    const { volumes: [volume] } = describe(values as never, { forms: ["nibabel"], ...options });
    const { slope, intercept } = (volume!.forms as Record<string, Form>)["nibabel"].json;
    return [slope, intercept];
  };
  deepEqual(of([2, 2, 2]), [2, -1024]);
  deepEqual(of([2, 3, 2]), [null, null]);
  deepEqual(of([2, 2, 2], { as: "labelmap" }), [1, 0]);
  deepEqual(of([2, 2, 2], { type: "float" }), [1, 0]);
});
