/** The vendors' rules on cases calculated by hand. */

import { type Diffusion, diffusionOf } from "../../../lib/frames/diffusion/mod.ts";
import { deepEqual, equal, near, nearAll } from "../../assert.ts";
import type { Values } from "../../support/dataset.ts";
import { PLANES, weightedFrame } from "../../support/weighted_frame.ts";

const h = Math.SQRT1_2;

function weightingOf(values: Values): Diffusion | undefined {
  return diffusionOf(weightedFrame(values));
}

function isDirectional(values: Values, b: number, gradient: readonly number[]): void {
  const found = weightingOf(values)!;
  equal(found.kind, "directional");
  near(found.b, b, 1e-9, "b");
  const sign = Math.sign(found.gradient!.reduce((sum, value, k) => sum + value * gradient[k]!, 0));
  nearAll(found.gradient!.map((value) => sign * value), gradient, 1e-9, "gradient");
}

function is(values: Values, kind: Diffusion["kind"], b: number): void {
  const found = weightingOf(values)!;
  deepEqual([found.kind, found.b, found.gradient], [kind, b, undefined]);
}

Deno.test("nothing is said of diffusion", () => {
  equal(weightingOf({}), undefined);
  equal(weightingOf({ ImageComments: "b=" }), undefined);
  equal(weightingOf({ DiffusionBValue: 3.4e38 }), undefined);
  equal(weightingOf({ DiffusionBValue: -1 }), undefined);
  equal(weightingOf({ GeBValue: [NaN] }), undefined);
});

Deno.test("standard attributes: the gradient stands in the patient, however the slice is turned", () => {
  for (const ImageOrientationPatient of Object.values(PLANES)) {
    const DiffusionGradientOrientation = [0, 0.6, -0.8];
    isDirectional(
      { ImageOrientationPatient, DiffusionBValue: 1000, DiffusionGradientOrientation },
      1000,
      [0, 0.6, -0.8],
    );
  }
});

Deno.test("standard attributes: what has no direction", () => {
  is({ DiffusionBValue: 0, DiffusionGradientOrientation: [1, 0, 0] }, "none", 0);
  is({ DiffusionBValue: 0, DiffusionDirectionality: "NONE" }, "none", 0);
  is({ DiffusionDirectionality: "NONE" }, "none", 0);
  is({ DiffusionBValue: 1.25, DiffusionGradientOrientation: [0, 0, 0] }, "none", 1.25);
  is({ DiffusionBValue: 1000 }, "isotropic", 1000);
  is({ DiffusionBValue: 1000, DiffusionDirectionality: "ISOTROPIC" }, "isotropic", 1000);
  is({ DiffusionBValue: 1000, DiffusionGradientOrientation: [0, 0, 0] }, "isotropic", 1000);
  const items = [[1, 0, 0], [0, 1, 0]].map((DiffusionGradientOrientation) => ({
    DiffusionGradientOrientation,
  }));
  is(
    {
      DiffusionBValue: 1000,
      DiffusionDirectionality: "DIRECTIONAL",
      DiffusionGradientOrientation: [1, 0, 0],
      DiffusionGradientDirectionSequence: items,
    },
    "isotropic",
    1000,
  );
});

Deno.test("standard attributes: a b-matrix has its gradient along the principal axis", () => {
  // 1000 · g gᵀ with g = (0.6, 0, −0.8), and 30 s/mm² of imaging gradients across it
  const matrix = {
    DiffusionDirectionality: "BMATRIX",
    DiffusionBValueXX: 360,
    DiffusionBValueXY: 0,
    DiffusionBValueXZ: -480,
    DiffusionBValueYY: 30,
    DiffusionBValueYZ: 0,
    DiffusionBValueZZ: 640,
  };
  isDirectional(matrix, 1030, [0.6, 0, -0.8]);
  const zeros = Object.keys(matrix).slice(1).map((keyword) => [keyword, 0]);
  is({ DiffusionDirectionality: "BMATRIX", ...Object.fromEntries(zeros) }, "none", 0);
  isDirectional({ ...matrix, DiffusionBValue: 1000 }, 1000, [0.6, 0, -0.8]);
  const even = { DiffusionBValueXX: 300, DiffusionBValueYY: 300, DiffusionBValueZZ: 300 };
  is(
    { ...matrix, ...even, DiffusionBValueXZ: 10, DiffusionBValue: 900 },
    "isotropic",
    900,
  );
});

Deno.test("maps have no weighting, and averages no direction, though they kept a gradient", () => {
  const kept = { SiemensBValue: 1000, SiemensDiffusionGradientDirection: [1, 0, 0] };
  const type = ["DERIVED", "PRIMARY", "DIFFUSION"];
  for (const map of ["ADC", "FA"]) {
    equal(weightingOf({ ...kept, ImageType: [...type, map, "ND"] }), undefined);
  }
  is({ ...kept, ImageType: [...type, "TRACEW", "ND"] }, "isotropic", 1000);
  is({ ...kept, SiemensBValue: 0, ImageType: [...type, "TRACEW", "ND"] }, "none", 0);
});

Deno.test("Siemens: the gradient stands in the patient", () => {
  const siemens = { SiemensMrHeader: "SIEMENS MR HEADER", SiemensBValue: 700 };
  isDirectional(
    {
      ...siemens,
      ImageOrientationPatient: PLANES.coronal,
      SiemensDiffusionDirectionality: "DIRECTIONAL",
      SiemensDiffusionGradientDirection: [h, 0, -h],
    },
    700,
    [h, 0, -h],
  );
  isDirectional({ ...siemens, SiemensBMatrix: [0, 0, 0, 252, 336, 448] }, 700, [0, 0.6, 0.8]);
  is({ ...siemens, SiemensDiffusionDirectionality: "ISOTROPIC" }, "isotropic", 700);
  // With this vector Siemens says that there is no direction.
  const noDirection = [1.0001, 1.0001, 1.0001];
  is({ ...siemens, SiemensDiffusionGradientDirection: noDirection }, "isotropic", 700);
  is({ ...siemens, SiemensBValue: 0, SiemensDiffusionDirectionality: "NONE" }, "none", 0);
});

Deno.test("Siemens: another vendor's element of the same number says nothing", () => {
  const SiemensDiffusionGradientDirection = [1, 0, 0];
  const values = { SiemensBValue: 700, SiemensDiffusionGradientDirection };
  equal(weightingOf({ ...values, SiemensMrHeader: "GEMS_ACQU_01" }), undefined);
});

Deno.test("Philips: private elements alone", () => {
  const gradient = {
    PhilipsDiffusionGradientX: 0.6,
    PhilipsDiffusionGradientY: -0.8,
    PhilipsDiffusionGradientZ: 0,
  };
  const ImageOrientationPatient = PLANES.sagittal;
  isDirectional(
    { ImageOrientationPatient, PhilipsBValue: 800, PhilipsDiffusionDirection: "O", ...gradient },
    800,
    [0.6, -0.8, 0],
  );
  is({ PhilipsBValue: 800, PhilipsDiffusionDirection: "I", ...gradient }, "isotropic", 800);
  is({ PhilipsBValue: 0, PhilipsDiffusionDirection: "O", ...gradient }, "none", 0);
});

Deno.test("Canon: the comment has phase, frequency and slice", () => {
  const canon = (comment: string, phase: string | undefined, plane: keyof typeof PLANES) => ({
    DiffusionBValue: 1500,
    ImageComments: `b=1500(${comment})`,
    ImageOrientationPatient: PLANES[plane],
    ...(phase === undefined ? {} : { InPlanePhaseEncodingDirection: phase }),
  });
  // Along columns the first number is theirs: 0.6 y − 0.8 x.
  isDirectional(canon("0.600,-0.800,0.000", "COL", "axial"), 1500, [-0.8, 0.6, 0]);
  // row +y, column −z: −0.8 y − 0.6 z
  isDirectional(canon("0.600,-0.800,0.000", "COL", "sagittal"), 1500, [0, -0.8, -0.6]);
  // Along rows they are as they stand: 0.6 y + 0.8 z, and row × column −x.
  isDirectional(canon("0.600,-0.800,0.000", "ROW", "sagittal"), 1500, [0, 0.6, 0.8]);
  isDirectional(canon("0.360,-0.480,0.800", "ROW", "sagittal"), 1500, [-0.8, 0.36, 0.48]);
  // row +x, column −z, row × column +y
  isDirectional(canon("0.360,-0.480,0.800", "ROW", "coronal"), 1500, [0.36, 0.8, 0.48]);
  // Across the plane there are no axes to be taken for one another.
  for (const phase of ["ROW", "COL", undefined]) {
    isDirectional(canon("0.000,0.000,-1.000", phase, "coronal"), 1500, [0, -1, 0]);
  }
  is({ DiffusionBValue: 0 }, "none", 0);
  is({ DiffusionBValue: 0, ImageComments: "b=0(0.000,0.000,0.000)" }, "none", 0);
  is({ ImageComments: "b=1500(0.000,0.000,0.000)" }, "isotropic", 1500);
});

Deno.test("Canon: the comment says what the standard attribute of an enhanced object says", () => {
  // dcm_qa_canon_61, sagittal oblique, phase along rows: the first gradients as dcm2niix turns the
  // standard attribute into the image (x along rows, y against columns, z along row × column),
  // and the comments of the same protocol in dcm_qa_canon.
  const ImageOrientationPatient = [0.342076, 0.88288, 0.321724, 0.321866, 0.211578, -0.922842];
  const [row, column] = [ImageOrientationPatient.slice(0, 3), ImageOrientationPatient.slice(3)];
  const normal = [0, 1, 2].map((c) => {
    const [a, b] = [(c + 1) % 3, (c + 2) % 3];
    return row[a]! * column[b]! - row[b]! * column[a]!;
  });
  const pairs = {
    "0.895,0.000,0.445": [-0.895421, 0, -0.44522],
    "0.000,-0.445,0.895": [0, -0.44522, -0.895421],
    "0.445,-0.895,0.000": [-0.44522, -0.895421, 0],
    "0.895,-0.445,0.000": [-0.895421, -0.44522, 0],
    "0.000,-0.895,0.445": [0, -0.895421, -0.44522],
    "0.895,0.000,-0.445": [-0.895421, 0, 0.44522],
  } as const;
  for (const [comment, [x, y, z]] of Object.entries(pairs)) {
    const { gradient } = weightingOf({
      ImageOrientationPatient,
      InPlanePhaseEncodingDirection: "ROW",
      ImageComments: `b=1500(${comment})`,
    })!;
    const expected = [0, 1, 2].map((c) => x * row[c]! - y * column[c]! + z * normal[c]!);
    const cosine = expected.reduce((sum, value, c) => sum + value * gradient![c]!, 0);
    near(Math.abs(cosine), 1, 1e-5, comment);
  }
});

Deno.test("Canon: what the comment leaves open is not written", () => {
  const because = (comment: string, phase: readonly string[]) => {
    const found = weightingOf({
      DiffusionBValue: 1500,
      ImageComments: `b=1500(${comment})`,
      InPlanePhaseEncodingDirection: phase,
    })!;
    deepEqual([found.b, found.gradient], [1500, undefined]);
    return [found.kind, found.uncertainty?.because];
  };
  // AP and PA have the same header, and the slice component has another sign.
  deepEqual(because("0.895,0.000,0.445", ["COL"]), ["uncertain", "slice-sign"]);
  deepEqual(because("0.000,-0.445,0.895", ["COL"]), ["uncertain", "slice-sign"]);
  // A mirror of a third of a degree is one; of what was rounded away it is none.
  deepEqual(because("0.800,0.600,0.003", ["COL"]), ["uncertain", "slice-sign"]);
  for (const phase of [[], ["OTHER"]]) {
    deepEqual(because("0.895,0.445,0.000", phase), ["uncertain", "phase-encoding"]);
    deepEqual(because("0.445,0.000,0.895", phase), ["uncertain", "phase-encoding"]);
  }
});

Deno.test("Canon: the standard attribute comes before the comment", () => {
  const both = { DiffusionBValue: 1500, ImageComments: "b=1500(0.895,0.000,0.445)" };
  const DiffusionGradientOrientation = [0, 0.8, -0.6];
  isDirectional({ ...both, DiffusionGradientOrientation }, 1500, [0, 0.8, -0.6]);
});

Deno.test("United Imaging: the private gradient stands along the image, and is asked first", () => {
  // row +x, column −z, row × column +y
  isDirectional(
    {
      ImageOrientationPatient: PLANES.coronal,
      UihBValue: 929.75,
      UihDiffusionGradientDirection: [0, h, h],
      DiffusionBValue: 1000,
      DiffusionGradientOrientation: [0, h, h],
    },
    929.75,
    [0, h, -h],
  );
  is({ UihBValue: 1.25, UihDiffusionGradientDirection: [0, 0, 0] }, "none", 1.25);
});

Deno.test("United Imaging: the standard attribute alone, which is not turned, is not written", () => {
  const values = { DiffusionBValue: 1000, DiffusionGradientOrientation: [0, h, h] };
  for (const Manufacturer of ["UIH", "United Imaging Healthcare"]) {
    const { kind, b, gradient, uncertainty } = weightingOf({ ...values, Manufacturer })!;
    deepEqual([kind, b, gradient], ["uncertain", 1000, undefined]);
    equal(uncertainty!.because, "not-turned");
    nearAll(uncertainty!.stated, [0, h, h], 1e-12);
    is({ DiffusionBValue: 0, Manufacturer }, "none", 0);
    is({ DiffusionBValue: 1000, Manufacturer }, "isotropic", 1000);
  }
  isDirectional({ ...values, Manufacturer: "TOSHIBA_MEC" }, 1000, [0, h, h]);
});
