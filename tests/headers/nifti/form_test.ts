import type { FormName } from "../../../lib/options/table.ts";
import type { HeaderOptions } from "../../../lib/options/types.ts";
import { deepEqual, equal, match, near, nearAll, ok, throws } from "../../assert.ts";
import { threeTimes, tilted } from "../../support/cases.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { type Nifti, readNifti } from "../../support/nifti.ts";
import { fc } from "../../support/property.ts";
import { refusedWith } from "../../support/reply.ts";
import { makeSeries, OBLIQUE, RGB_PIXELS, type Triple } from "../../support/series.ts";
import { asked } from "../../support/stated.ts";
import { corners, planesOf } from "../../support/truth.ts";
import { formOf, formOfDatasets, type WrittenForm } from "../../support/written_form.ts";

/** Doubles, after a sum or two, mm. */
const EXACT = 1e-9;
/** What single precision keeps of places within half a metre, mm. */
const SINGLE = 1e-4;
/** How far a qform may be from the sform, mm. */
const QFORM = 0.01;

const VERSIONS = [["nifti", SINGLE], ["nifti2", EXACT]] as const;
const slices = (values: Values = {}): Values[] => [0, 2, 4].map((z) => sliceAt([5, 6, z], values));

function read(form: WrittenForm): Nifti {
  return readNifti(form.bytes);
}

/** One field of the header of these datasets, in both versions the same. */
function field(name: string, datasets: readonly Values[], options: Partial<HeaderOptions> = {}) {
  const [one, two] = VERSIONS.map(([version]) =>
    read(formOfDatasets(datasets, version, options)).numbers(name)
  );
  nearAll(one!, two!, 1e-6, name);
  return two!;
}

/** Place of a voxel by columns of steps and origin. */
const placeOf = (columns: readonly Triple[], index: readonly number[]): number[] =>
  [0, 1, 2].map((c) =>
    columns[3]![c]! + index.reduce((sum, i, axis) => sum + i * columns[axis]![c]!, 0)
  );

Deno.test("the corners of every slice lie where DICOM has them, in both versions and transforms", () => {
  const series = { oblique: makeSeries(OBLIQUE), sheared: tilted(true) };
  for (const [name, files] of Object.entries(series)) {
    for (const [version, tolerance] of VERSIONS) {
      for (const [order, given] of [["position", files], ["given", files.toReversed()]] as const) {
        const form = formOf(given, version, { order });
        const { sform, qform } = read(form);
        equal(qform === undefined, name === "sheared", `${name} ${version}`);
        for (const { given: sent, index } of form.volume.slices) {
          for (const { i, j, lps } of corners(planesOf(given[sent]!.bytes)[0]!)) {
            nearAll(placeOf(sform, [i, j, index[0]]), lps, tolerance, `${name} ${version} sform`);
            if (qform) nearAll(placeOf(qform, [i, j, index[0]]), lps, QFORM, "qform");
          }
        }
      }
    }
  }
});

Deno.test("qform by hand: axial LPS is half a turn about z, reversed slices have qfac -1", () => {
  for (const [version] of VERSIONS) {
    const { numbers, sform } = read(formOfDatasets(slices(), version));
    // RAS: x and y turned round, z kept. That is 180° about z: a = b = c = 0, d = 1.
    deepEqual(numbers("quatern").map(Math.abs), [0, 0, 1]);
    deepEqual(numbers("pixdim").slice(0, 4), [1, 1, 1, 2]);
    deepEqual(numbers("qoffset"), [-5, -6, 0]);
    deepEqual(numbers("srow"), [-1, 0, 0, -5, 0, -1, 0, -6, 0, 0, 2, 0].map((n) => n + 0));
    deepEqual(sform[3], [5, 6, 0]);
    const left = read(formOfDatasets(slices().toReversed(), version, { order: "given" }));
    deepEqual(left.numbers("quatern").map(Math.abs), [0, 0, 1]);
    deepEqual(left.numbers("pixdim").slice(0, 4), [-1, 1, 1, 2]);
    deepEqual(left.sform[2], [0, 0, -2]);
    // Coronal: rows to the left, columns down, slices to the front, which is left-handed. In RAS the
    // axes are -x, -z and y, the third of them turned round -y: half a turn about (0, 1, -1).
    const coronal = read(formOfDatasets(
      [0, -2].map((y) => sliceAt([0, y, 0], { ImageOrientationPatient: [1, 0, 0, 0, 0, -1] })),
      version,
      { order: "given" },
    ));
    const [b, c, d] = coronal.numbers("quatern") as [number, number, number];
    equal(coronal.numbers("pixdim")[0], -1);
    near(Math.abs(b), 0, 1e-7);
    near(c * d, -0.5, 1e-7);
    near(Math.abs(c), Math.SQRT1_2, 1e-7);
  }
});

Deno.test("any rotation has a qform that says the same, and any shear has none", () => {
  const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
  fc.assert(fc.property(angle, angle, angle, fc.boolean(), (alpha, beta, gamma, left) => {
    const [ca, sa, cb, sb] = [Math.cos(alpha), Math.sin(alpha), Math.cos(beta), Math.sin(beta)];
    const [cg, sg] = [Math.cos(gamma), Math.sin(gamma)];
    const row: Triple = [ca * cb, sa * cb, -sb];
    const column: Triple = [ca * sb * sg - sa * cg, sa * sb * sg + ca * cg, cb * sg];
    const normal: Triple = [ca * sb * cg + sa * sg, sa * sb * cg - ca * sg, cb * cg];
    const at = (k: number, shift = 0) =>
      normal.map((n, c) => 10 * c - 30 + 3 * k * n + shift * k * row[c]!);
    const stack = (shift: number) =>
      [0, 1, 2, 3].map((k) =>
        sliceAt(at(left ? -k : k, shift), {
          ImageOrientationPatient: [...row, ...column],
          Rows: 200,
          Columns: 300,
        })
      );
    for (const [version] of VERSIONS) {
      const { sform, qform, numbers } = read(
        formOfDatasets(stack(0), version, { order: "given" }),
      );
      if (qform === undefined) {
        // Near half a turn a hair in b, c and d is much in a, and nifti_clib takes a² < 1e-7 for 0.
        const trace = -row[0] - column[1] + normal[2];
        ok(Math.sqrt(Math.max(0, 1 + trace)) / 2 < 0.01, "only near half a turn");
        continue;
      }
      equal(numbers("pixdim")[0], left ? -1 : 1);
      for (const index of [[0, 0, 0], [299, 0, 0], [0, 199, 3], [299, 199, 3]]) {
        const tolerance = version === "nifti" ? QFORM : 1e-5;
        nearAll(placeOf(qform, index), placeOf(sform, index), tolerance, `${version} ${index}`);
      }
      equal(
        read(formOfDatasets(stack(0.3), version, { order: "given", tilt: "keep" })).qform,
        undefined,
      );
    }
  }));
});

Deno.test("every tilt about x is half a turn in RAS, of which single precision holds a = 0 too", () => {
  for (let degrees = 1; degrees < 90; degrees++) {
    const [c, s] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
    const tilted = [0, 2, 4].map((k) =>
      sliceAt([0, -k * s, k * c], {
        ImageOrientationPatient: [1, 0, 0, 0, c, s],
        Columns: 300,
        Rows: 200,
      })
    );
    const { sform, qform } = read(formOfDatasets(tilted, "nifti"));
    ok(qform, `${degrees}°`);
    for (const index of [[299, 0, 0], [0, 199, 0], [299, 199, 2]]) {
      nearAll(placeOf(qform, index), placeOf(sform, index), 1e-3, `${degrees}°`);
    }
  }
});

Deno.test("no qform stands where nifti_clib would read another one", () => {
  // Turned about z by 180° and 2·10⁻⁴ in RAS: a² is 10⁻⁸, which counts as 0 there, 0.06 mm off.
  const angle = 2e-4;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turned = (columns: number) =>
    slices({ ImageOrientationPatient: [c, s, 0, -s, c, 0], Columns: columns, Rows: 3 });
  equal(read(formOfDatasets(turned(300), "nifti2")).qform, undefined);
  ok(read(formOfDatasets(turned(20), "nifti2")).qform !== undefined);
});

Deno.test("sizes and steps are those of the array's axes, whatever their order", () => {
  const npy = (shape: number[], dtype = "<i2") => ({ shape, dtype, fortranOrder: false });
  const files = makeSeries({ ...OBLIQUE, columns: 4, rows: 3, count: 2 });
  const straight = read(formOf(files, "nifti2"));
  for (
    const [array, axes] of [["yxz", [2, 0, 1]], ["xyz", [2, 1, 0]], ["zxy", [1, 0, 2]]] as const
  ) {
    const shape = [...array].map((name) => ({ x: 4, y: 3, z: 2 })[name]!);
    const { numbers, sform } = read(formOf(files, "nifti2", { npy: npy(shape), array }));
    deepEqual(numbers("dim").slice(0, 4), [3, ...shape.toReversed()]);
    deepEqual(sform.slice(0, 3), axes.map((axis) => straight.sform[axis]), array);
    deepEqual(sform[3], straight.sform[3]);
    deepEqual(
      numbers("pixdim").slice(1, 4),
      axes.map((axis) => straight.numbers("pixdim")[axis + 1]),
    );
  }
});

Deno.test("datatype, bitpix and byte order", () => {
  // nifti1.h, DT_*.
  const codes: Record<string, [datatype: number, bitpix: number]> = {
    "|u1": [2, 8],
    "<i2": [4, 16],
    "<i4": [8, 32],
    "<f4": [16, 32],
    "<c8": [32, 64],
    "<f8": [64, 64],
    "|i1": [256, 8],
    "<u2": [512, 16],
    "<u4": [768, 32],
    "<i8": [1024, 64],
    "<u8": [1280, 64],
    "<c16": [1792, 128],
  };
  for (const [dtype, expected] of Object.entries(codes)) {
    for (const order of ["<", ">"]) {
      for (const [version] of VERSIONS) {
        const npy = { shape: [3, 3, 4], dtype: dtype.replace("<", order), fortranOrder: false };
        const header = read(formOfDatasets(slices(), version, { npy }));
        deepEqual([...header.numbers("datatype"), ...header.numbers("bitpix")], expected, dtype);
        equal(header.endian, order === ">" && dtype[0] === "<" ? "big" : "little");
        deepEqual(header.numbers("dim"), [3, 4, 3, 3, 1, 1, 1, 1]);
      }
    }
  }
});

Deno.test("colour is RGB24 where it is adjacent, components are a vector where they are slowest", () => {
  const rgb = slices(RGB_PIXELS);
  deepEqual(field("datatype", rgb), [128]);
  deepEqual(field("bitpix", rgb), [24]);
  deepEqual(field("dim", rgb), [3, 4, 3, 3, 1, 1, 1, 1]);
  deepEqual(field("intent_code", rgb), [0]);
  const vector = { array: "czyx" };
  deepEqual(field("datatype", rgb, vector), [2]);
  deepEqual(field("dim", rgb, vector), [5, 4, 3, 3, 1, 3, 1, 1]);
  deepEqual(field("intent_code", rgb, vector), [1007]);
  const { findings } = formOfDatasets(rgb, "nifti", vector);
  ok(!findings.some(({ code }) => code === "components-not-first"), "which is right here");
  // 16 bits are no RGB24.
  const deep = slices({ ...RGB_PIXELS, BitsAllocated: 16 });
  throws(() => formOfDatasets(deep, "nifti"), refusedWith("format-cannot-hold", /array=czyx/));
  deepEqual(field("dim", deep, vector), [5, 4, 3, 3, 1, 3, 1, 1]);
});

Deno.test("the advice for other orders of axes works", () => {
  const deep = slices({ ...RGB_PIXELS, BitsAllocated: 16 });
  const npy = { shape: [3, 3, 4, 3], dtype: "<u2", fortranOrder: false };
  const helps: string[] = [];
  const refused = (options: Partial<HeaderOptions>) =>
    throws(
      () => formOfDatasets(deep, "nifti", options),
      (error) => {
        helps.push((error as { details: { help: string } }).details.help);
        return refusedWith("format-cannot-hold")(error);
      },
    );
  refused({ npy, array: "zyxc" });
  match(helps[0]!, /numpy\.transpose\(array, \(3, 0, 1, 2\)\)\), and array=czyx/);
  // numpy.transpose counts the indices of the caller's array, which Fortran order does not turn round.
  refused({ npy: { ...npy, shape: [3, 3, 3, 4], fortranOrder: true }, array: "zcyx" });
  match(helps[1]!, /numpy\.transpose\(array, \(1, 3, 2, 0\)\)\), and array=cxyz/);
  const moved = { ...npy, shape: [3, 3, 3, 4] };
  deepEqual(field("dim", deep, { npy: moved, array: "czyx" }), [5, 4, 3, 3, 1, 3, 1, 1]);
  const list = threeTimes();
  throws(
    () => formOf(list, "nifti", { array: "zyxt" }),
    refusedWith("format-cannot-hold", /array=tzyx/),
  );
  equal(read(formOf(list, "nifti", { array: "tzyx" })).numbers("dim")[4], 3);
});

Deno.test("the fourth axis has its step, unit and start where it is even time, else 1 without a unit", () => {
  const at = (values: (t: number) => Values): Values[] =>
    [0, 1, 2].flatMap((t) => [0, 2, 4].map((z) => sliceAt([0, 0, z], values(t))));
  const of = (datasets: Values[]) => ({
    dim: field("dim", datasets).slice(0, 6),
    step: field("pixdim", datasets)[4],
    start: field("toffset", datasets)[0],
    units: field("xyzt_units", datasets)[0],
  });
  const dim = [4, 4, 3, 3, 3, 1];
  // NIFTI_UNITS_MM 2, SEC 8, MSEC 16.
  const triggers = at((t) => ({ TriggerTime: 12.5 + 40 * t }));
  deepEqual(of(triggers), { dim, step: 40, start: 12.5, units: 2 + 16 });
  const clock = at((t) => ({ AcquisitionTime: `1200${10 + 2 * t}` }));
  deepEqual(of(clock), { dim, step: 2, start: 0, units: 2 + 8 });
  const none = { dim, step: 1, start: 0, units: 2 };
  const backwards = read(formOfDatasets(triggers.toReversed(), "nifti2", { order: "given" }));
  deepEqual([backwards.numbers("pixdim")[4], backwards.numbers("xyzt_units")[0]], [1, 2]);
  deepEqual(of(at((t) => ({ TriggerTime: [0, 40, 100][t]! }))), none);
  deepEqual(of(at((t) => ({ EchoTime: 5 + 5 * t }))), none);
  deepEqual(of(at((t) => ({ TemporalPositionIdentifier: t + 1 }))), none);
});

Deno.test("the rescale is held for stored values, and only for them", () => {
  const ct = { RescaleSlope: 2, RescaleIntercept: -1024 };
  const of = (datasets: Values[], options: Partial<HeaderOptions> = {}) => [
    ...field("scl_slope", datasets, options),
    ...field("scl_inter", datasets, options),
  ];
  deepEqual(of(slices(ct)), [2, -1024]);
  deepEqual(of(slices()), [1, 0]);
  const npy = { shape: [3, 3, 4], dtype: "<i2", fortranOrder: false };
  deepEqual(of(slices(ct), { npy }), [1, 0]);
  deepEqual(of(slices(ct), { as: "labelmap" }), [1, 0]);
  deepEqual(of(slices(ct), { type: "float" }), [1, 0]);
  const varies = slices().map((values, k) => ({ ...values, RescaleSlope: k + 1 }));
  deepEqual(of(varies), [0, 0]);
  const said = (datasets: Values[]) =>
    formOfDatasets(datasets, "nifti").findings.filter(({ code }) => code.startsWith("rescale"));
  deepEqual(said(varies).map(({ code }) => code), ["rescale-varies"]);
  const [needed] = said(slices(ct));
  match(needed!.message, /get_fdata.* stored × 2 - 1024/);
  ok(!needed!.message.includes("NRRD"));
});

Deno.test("dim_info follows the phase encoding to the array's axes", () => {
  const of = (directions: (string | undefined)[], options: Partial<HeaderOptions> = {}) => {
    const datasets = slices().map((values, k) => {
      const InPlanePhaseEncodingDirection = directions[k % directions.length];
      return InPlanePhaseEncodingDirection === undefined
        ? values
        : { ...values, InPlanePhaseEncodingDirection };
    });
    return field("dim_info", datasets, options)[0];
  };
  const info = (frequency: number, phase: number, slice: number) =>
    frequency + 4 * phase + 16 * slice;
  equal(of(["ROW"]), info(2, 1, 3));
  equal(of(["COL"]), info(1, 2, 3));
  equal(of(["COLUMN"]), info(1, 2, 3));
  equal(of(["COL"], { array: "xyz" }), info(3, 2, 1));
  equal(of(["ROW"], { array: "yxz" }), info(3, 2, 1));
  equal(of(["OTHER"]), 0);
  equal(of([undefined]), 0);
  equal(of(["ROW", "COL"]), 0);
  equal(of(["ROW", undefined]), 0);
  equal(of(["ROW"], { as: "labelmap" }), 0);
});

Deno.test("labels, coordinates of their own, and nothing personal", () => {
  deepEqual(field("intent_code", slices(), { as: "labelmap" }), [1002]);
  deepEqual(field("intent_code", slices()), [0]);
  deepEqual(field("sform_code", slices()), [1]);
  deepEqual(field("qform_code", slices()), [1]);
  const personal = { PatientName: "Nobody^Special", StudyDate: "20240229" } as Values;
  for (const [version] of VERSIONS) {
    const header = read(formOfDatasets(slices(personal), version));
    equal(header.text("descrip"), "dcm2nhdr");
    for (const empty of ["aux_file", "intent_name"]) equal(header.text(empty), "");
    const unset = [
      "slice_start",
      "slice_end",
      "slice_code",
      "slice_duration",
      "cal_min",
      "cal_max",
    ];
    for (const name of unset) deepEqual(header.numbers(name), [0], name);
  }
});

Deno.test("what the caller states is marked, and coordinates that nobody scanned are called aligned", () => {
  const cine: Values = {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
    NumberOfFrames: 3,
    Rows: 3,
    Columns: 4,
    BitsAllocated: 8,
  };
  const plane = { orientation: "axial", position: [10, 20, 30], spacing: [0.5, 0.25] };
  for (const [version] of VERSIONS) {
    // NIFTI_XFORM_SCANNER_ANAT is 1, ALIGNED_ANAT 2.
    const step = read(formOfDatasets([sliceAt([1, 2, 3])], version, asked({ step: 2.5 })));
    deepEqual([...step.numbers("sform_code"), ...step.numbers("qform_code")], [1, 1]);
    match(step.text("descrip"), /stated by the caller/);
    const both = read(formOfDatasets([cine], version, asked({ plane, step: 2 })));
    deepEqual([...both.numbers("sform_code"), ...both.numbers("qform_code")], [2, 2]);
    match(both.text("descrip"), /stated by the caller/);
    deepEqual(both.sform, [[0.25, 0, 0], [0, 0.5, 0], [0, 0, 2], [10, 20, 30]]);
  }
});

Deno.test("a pair has a header without flags, and is told under which name", () => {
  for (const [version] of VERSIONS) {
    const form = formOfDatasets(slices(), version, { data: { file: "mask.img" } });
    ok(form.fileName.endsWith(".hdr"));
    const header = read(form);
    equal(header.text("magic"), version === "nifti" ? "ni1" : "ni2");
    equal(form.bytes.length, version === "nifti" ? 348 : 540);
    const [said] = form.findings.filter(({ code }) => code === "named-as-data");
    equal(said?.fileName, "mask.hdr");
  }
  equal(formOfDatasets(slices(), "nifti").bytes.length, 352);
  equal(formOfDatasets(slices(), "nifti2").bytes.length, 544);
});

Deno.test("what the formats cannot hold is refused with help", () => {
  const refuses = (
    form: FormName,
    options: Partial<HeaderOptions>,
    help: RegExp,
    datasets = slices(),
  ) =>
    throws(() => formOfDatasets(datasets, form, options), (error) => {
      match((error as { details: { help: string } }).details.help, help);
      return refusedWith("format-cannot-hold")(error);
    });
  refuses("nifti", { data: { file: "mask.raw" } }, /data=attached, or data=NAME\.img/);
  refuses("nifti2", { encoding: "gzip" }, /encoding=raw, and then gzip/);
  throws(
    () => formOf(makeSeries(OBLIQUE), "nifti", { data: "dicom" }),
    refusedWith("format-cannot-hold"),
  );
  const wide = slices({ Columns: 32768 });
  refuses("nifti", {}, /format=nifti2/, wide);
  deepEqual(read(formOfDatasets(wide, "nifti2")).numbers("dim")[1], 32768);
});

Deno.test("single precision is told where it moves a corner by more than 0.0001 mm", () => {
  const far = (x: number) => [0, 2, 4].map((z) => sliceAt([x, 0.1, z]));
  const of = (datasets: Values[], form: FormName = "nifti") =>
    formOfDatasets(datasets, form).findings.find(({ code }) => code === "single-precision");
  equal(of(far(100.1)), undefined);
  // 5000.0003 stands between two singles that are 2⁻¹¹ mm apart.
  const told = of(far(5000.0003))!;
  near(Number(told.sform), Math.abs(Math.fround(5000.0003) - 5000.0003), 1e-6);
  equal(told.severity, "warning");
  match(told.message, /format=nifti2/);
  equal(of(far(5000.0003), "nifti2"), undefined);
  // 20001 columns are 20000 steps.
  const fine = [0, 2, 4].map((z) => sliceAt([0, 0, z], { PixelSpacing: [1, 1.1], Columns: 20001 }));
  near(Number(of(fine)!.sform), 20000 * Math.abs(Math.fround(1.1) - 1.1), 1e-12);
});
