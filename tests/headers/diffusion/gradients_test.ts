/** Gradients as FSL and MRtrix3 have them, worked out from what DICOM says of them in the patient. */

import { describe } from "../../../lib/mod.ts";
import { deepEqual, equal, near, nearAll, ok } from "../../assert.ts";
import type { Values } from "../../support/dataset.ts";
import { fc } from "../../support/property.ts";
import type { Triple } from "../../support/series.ts";
import {
  degreesBetween,
  STRAIGHT,
  turned,
  TWO_SHELLS,
  VENDORS,
  weightedSeries,
  type Weighting,
} from "../../support/weighted_series.ts";
import type { Form } from "../programs/places.ts";

/** Digits of the doubles that the arithmetic of a few products costs. */
const ARITHMETIC = 1e-9;

const LETTERS = ["zyx", "zxy", "yzx", "yxz", "xzy", "xyz"]
  .flatMap((order) => [`t${order}`, `${order}t`]);
const FORMS = ["bval", "bvec", "mrtrix", "nibabel"] as const;

/** A slice with DICOM's own attributes, which say gradients in the patient, LPS. */
function slice(
  axes: readonly [Triple, Triple, Triple],
  position: readonly number[],
  { b, gradient }: Weighting,
  instance: number,
): Values {
  return {
    ImagePositionPatient: position,
    ImageOrientationPatient: [...axes[0], ...axes[1]],
    PixelSpacing: [0.9, 0.5],
    Rows: 4,
    Columns: 5,
    BitsAllocated: 16,
    PixelRepresentation: 0,
    InstanceNumber: instance,
    DiffusionBValue: b,
    DiffusionDirectionality: b === 0 ? "NONE" : "DIRECTIONAL",
    ...(b === 0 ? {} : { DiffusionGradientOrientation: gradient }),
  };
}

interface Series {
  readonly axes: readonly [Triple, Triple, Triple];
  /** Of the slices, LPS mm. */
  readonly step: Triple;
  readonly weightings: readonly Weighting[];
}

function seriesOf({ axes, step, weightings }: Series): Values[] {
  return weightings.flatMap((weighting, t) =>
    [0, 1, 2].map((z) =>
      slice(axes, [5, -7, 11].map((start, c) => start + z * step[c]!), weighting, 1 + z + 3 * t)
    )
  );
}

/** All forms of the only volume. */
function formsOf(values: unknown, options: object = {}): Record<(typeof FORMS)[number], Form> {
  const { volumes } = describe(values as never, { forms: FORMS, ...options } as never);
  equal(volumes.length, 1);
  return volumes[0]!.forms as never;
}

const table = (text: string): number[][] => {
  ok(text.endsWith("\n"));
  return text.trimEnd().split("\n").map((line) => line.split(" ").map(Number));
};

/**
 * FSL's vectors back to the patient, by the words of its FAQ: components along the voxel axes of the
 * image; where the storage is neurological (the determinant of the affine is positive), the first one
 * counts from the other side.
 */
function toPatient(rows: readonly (readonly number[])[], axes: readonly Triple[]): Triple[] {
  const [i, j, k] = axes as [Triple, Triple, Triple];
  const determinant = i[0] * (j[1] * k[2] - j[2] * k[1]) - j[0] * (i[1] * k[2] - i[2] * k[1]) +
    k[0] * (i[1] * j[2] - i[2] * j[1]);
  const sign = determinant > 0 ? -1 : 1;
  return rows[0]!.map((_, t) =>
    [0, 1, 2].map((c) =>
      sign * rows[0]![t]! * i[c]! + rows[1]![t]! * j[c]! + rows[2]![t]! * k[c]!
    ) as unknown as Triple
  );
}

const unit = (vector: Triple): Triple =>
  vector.map((c) => c / Math.hypot(...vector)) as unknown as Triple;
const times = (vector: Triple, by: number): Triple =>
  vector.map((c) => c * by) as unknown as Triple;

const planes = fc.constantFrom("axial" as const, "sagittal" as const, "coronal" as const);
const part = fc.double({ min: -1, max: 1, noNaN: true });
/** b-values that no rounding makes one. */
const weighted = fc.tuple(fc.integer({ min: 1, max: 16 }), part, part, part)
  .filter(([, ...gradient]) => Math.hypot(...gradient) > 0.1)
  .map(([n, ...gradient]): Weighting => ({ b: 250 * n, gradient: unit(gradient) }));

Deno.test("the patient's gradients come back, for every order of axes and direction of slices", () => {
  const series = fc.record({
    plane: planes,
    angles: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -40, max: 40 }))),
    along: fc.constantFrom(2.5, -2.5),
    weighted: fc.uniqueArray(weighted, { minLength: 1, maxLength: 5, selector: ({ b }) => b }),
    array: fc.constantFrom(...LETTERS),
    fortran_order: fc.boolean(),
    order: fc.constantFrom("position" as const, "given" as const),
    space: fc.constantFrom("LPS" as const, "RAS" as const),
  });
  fc.assert(fc.property(series, ({ plane, angles, along, weighted, array, ...options }) => {
    const axes = turned(plane, angles as never);
    const weightings = [{ b: 0, gradient: [0, 0, 0] as Triple }, ...weighted];
    const values = seriesOf({ axes, step: times(axes[2], along), weightings });
    const lengths: Record<string, number> = { x: 5, y: 4, z: 3, t: weightings.length };
    const shape = [...array].map((name) => lengths[name]!);
    const { order, space, fortran_order } = options;
    const npy = { shape, dtype: "int16", fortran_order };
    const { bval, bvec, mrtrix, nibabel } = formsOf(values, { npy, array, order, space });
    const all = describe(values as never, { npy, array, order, space } as never).volumes[0]!;
    // What lies where, from the grid of a plain reply.
    deepEqual(table(bval.text), [weightings.map(({ b }) => b)]);
    const ups = all.geometry.directions.map(unit);
    const lps = space === "RAS" ? ups.map(([x, y, z]): Triple => [-x, -y, z]) : ups;
    const rows = table(bvec.text);
    deepEqual(rows.map((row) => row.length), [0, 1, 2].map(() => weightings.length));
    const back = toPatient(rows, lps);
    const columns = [0, 1, 2].map((c) =>
      unit([0, 1, 2].map((row) => nibabel.json.affine[row][c]) as unknown as Triple)
    );
    const inNibabel = toPatient(nibabel.json.bvecs, columns)
      .map(([x, y, z]): Triple => [-x, -y, z]);
    deepEqual(nibabel.json.bvals, weightings.map(({ b }) => b));
    const scanner = table(mrtrix.text);
    equal(scanner.length, weightings.length);
    weightings.forEach(({ b, gradient }, t) => {
      nearAll(back[t]!, gradient, ARITHMETIC, `bvec ${t}`);
      nearAll(inNibabel[t]!, gradient, ARITHMETIC, `nibabel ${t}`);
      const [x, y, z] = gradient;
      nearAll(scanner[t]!, [-x, -y, z, b], ARITHMETIC, `mrtrix ${t}`);
    });
  }));
});

Deno.test("by hand: an axial series, as a NIfTI file has it", () => {
  const weightings = [
    { b: 0, gradient: [0, 0, 0] },
    { b: 1000, gradient: [0.6, 0, 0.8] },
    { b: 1000, gradient: [0, -0.8, 0.6] },
  ] as const;
  const values = (along: number) =>
    seriesOf({ axes: STRAIGHT.axial, step: [0, 0, along], weightings });
  // x runs to the left, y back, z up: right-handed, so x is turned round.
  const up = formsOf(values(2.5));
  equal(up.bval.text, "0 1000 1000\n");
  equal(up.bvec.text, "0 -0.6 0\n0 0 -0.8\n0 0.8 0.6\n");
  equal(up.mrtrix.text, "0 0 0 0\n-0.6 0 0.8 1000\n0 0.8 0.6 1000\n");
  // Sent from above and kept so: left-handed.
  const down = formsOf(values(-2.5), { order: "given" });
  equal(down.bvec.text, "0 0.6 0\n0 0 -0.8\n0 -0.8 -0.6\n");
  equal(down.mrtrix.text, up.mrtrix.text);
});

Deno.test("of shifted slices, gradients stand along rows, columns and the normal, which is told", () => {
  const tilt = 12 * Math.PI / 180;
  const weightings = TWO_SHELLS;
  const axes = STRAIGHT.axial;
  const step: Triple = [0, 2.5 * Math.sin(tilt), 2.5 * Math.cos(tilt)];
  const values = seriesOf({ axes, step, weightings });
  for (const array of LETTERS) {
    const { bvec } = formsOf(values, { array });
    const image = [...array].reverse().filter((name) => name !== "t")
      .map((name) => axes["xyz".indexOf(name)]!);
    toPatient(table(bvec.text), image).forEach((vector, t) =>
      nearAll(vector, weightings[t]!.gradient, ARITHMETIC)
    );
    const told = bvec.findings.filter(({ code }: Form) => code === "gradients-by-normal");
    equal(told.length, 1);
    near(told[0].degrees, 12, 1e-6);
  }
  const straight = formsOf(seriesOf({ axes, step: [0, 0, 2.5], weightings }));
  ok(!straight.bvec.findings.some(({ code }: Form) => code === "gradients-by-normal"));
});

Deno.test("every vendor's gradients come back; what a vendor does not say is refused", () => {
  for (const vendor of VENDORS) {
    for (const phase of ["ROW", "COL"] as const) {
      const placed = { plane: "coronal", axes: turned("coronal", [20, -15, 10]), phase } as const;
      const { files } = weightedSeries({ vendor, placed, weightings: TWO_SHELLS, step: -2.5 });
      const { bval, bvec, mrtrix } = formsOf(files);
      const says = TWO_SHELLS.every((weighting) =>
        vendor.saysDirection?.(weighting, placed) ?? true
      );
      deepEqual(table(bval.text), [[0, 1000, 1000, 0, 2500]], vendor.name);
      if (!says) {
        for (const { error } of [bvec, mrtrix]) {
          equal(error.code, "format-cannot-hold", vendor.name);
          equal(error.details.volumes, 5);
          const lacking = TWO_SHELLS.filter((w) => !vendor.saysDirection!(w, placed)).length;
          equal(error.details.without, lacking);
          ok(error.message.includes(`${lacking} of 5 volumes`), error.message);
        }
        continue;
      }
      // Slices come first along the normal: the image has the axes of the planes.
      const back = toPatient(table(bvec.text), placed.axes);
      const scanner = table(mrtrix.text);
      for (const [t, { b, gradient }] of TWO_SHELLS.entries()) {
        if (b === 0) {
          deepEqual([back[t], scanner[t]], [[0, 0, 0], [0, 0, 0, 0]]);
          continue;
        }
        const allowed = (vendor.degrees ?? 0) + 1e-3;
        ok(degreesBetween(back[t]!, gradient) < allowed, `${vendor.name} ${phase} ${t}`);
        const [x, y, z] = scanner[t]!;
        ok(degreesBetween([-x!, -y!, z!], gradient) < allowed, `${vendor.name} ${phase} ${t}`);
      }
    }
  }
});

Deno.test("a b-value without a direction: hardly any is none, a trace image is refused", () => {
  const b0 = { b: 0, gradient: [0, 0, 0] } as const;
  const one = { b: 1000, gradient: [0.6, 0, 0.8] } as const;
  const values = seriesOf({ axes: STRAIGHT.axial, step: [0, 0, 2], weightings: [b0, one, b0] });
  const last = (others: Values) => [
    ...values.slice(0, 6),
    ...values.slice(6).map((value) => ({ ...value, ...others })),
  ];
  const hardly = formsOf(last({ DiffusionBValue: 1.25, DiffusionDirectionality: "NONE" }));
  equal(hardly.bval.text, "0 1000 1.25\n");
  equal(hardly.mrtrix.text, "0 0 0 0\n-0.6 0 0.8 1000\n0 0 0 1.25\n");
  const traces = [0, 400, 800].flatMap((b, t) =>
    values.slice(0, 3).map((value, z): Values => ({
      ...value,
      InstanceNumber: 1 + z + 3 * t,
      DiffusionBValue: b,
      DiffusionDirectionality: b === 0 ? "NONE" : "ISOTROPIC",
    }))
  );
  const trace = formsOf(traces);
  equal(trace.bval.text, "0 400 800\n");
  for (const { text, error } of [trace.bvec, trace.mrtrix]) {
    equal(text, undefined);
    equal(error.code, "format-cannot-hold");
    ok(error.message.includes("2 of 3 volumes"), error.message);
    ok(error.details.help.includes("format=bval"));
  }
  ok(!("bvecs" in trace.nibabel.json));
});

Deno.test("what has no weighted volumes is refused with what helps, and that helps", () => {
  const weightings = TWO_SHELLS.slice(0, 3);
  const values = seriesOf({ axes: STRAIGHT.axial, step: [0, 0, 2], weightings });
  const refusal = (sent: unknown, options: object) => {
    const forms = formsOf(sent, options);
    for (const name of ["bval", "bvec", "mrtrix"] as const) {
      deepEqual(forms[name].error.code, "format-cannot-hold");
      equal(forms[name].error.details.format, name);
    }
    ok(!("bvals" in forms.nibabel.json));
    return forms.mrtrix.error;
  };
  const mask = refusal(values, { as: "labelmap" });
  equal(mask.details.help, "as=image, or array=tzyx, for an array of all volumes");
  for (const options of [{ as: "image" }, { as: "labelmap", array: "tzyx" }]) {
    equal(table(formsOf(values, options).mrtrix.text).length, 3);
  }
  refusal(values.slice(0, 3), {});
  // Sorted by something else, while the weightings would separate them as well.
  const timed = values.map((value, n) => ({
    ...value,
    TemporalPositionIdentifier: 1 + Math.floor(n / 3),
  }));
  const { details } = refusal(timed, { axis4: "TemporalPositionIdentifier" });
  equal(details.help, "axis4=Diffusion");
  equal(table(formsOf(timed, { axis4: "Diffusion" }).mrtrix.text).length, 3);
});
