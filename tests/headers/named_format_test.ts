/** File names that say what is to be written, beside what the formats themselves are called. */

import {
  compressedExtension,
  extensionsOf,
  formatOfName,
  holdsSamples,
  namesSamples,
} from "../../lib/headers/named_format.ts";
import { headerFile } from "../../lib/mod.ts";
import { FORM_NAMES, type FormName } from "../../lib/options/table.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { makeSeries } from "../support/series.ts";
import { STRAIGHT, TWO_SHELLS, VENDORS, weightedSeries } from "../support/weighted_series.ts";

Deno.test("a name says format, stem and where the samples are", () => {
  const cases = [
    ["a/mask.nrrd", "text", "a/mask", "behind"],
    ["tumor.seg.nrrd", "text", "tumor.seg", "behind"],
    ["x.NHDR", "text", "x", "named"],
    ["sub-01.T1w.nii.gz", "nifti", "sub-01.T1w", "behind"],
    ["x.nii", "nifti", "x", "behind"],
    ["x.mha", "metaimage", "x", "behind"],
    ["x.mhd", "metaimage", "x", "named"],
    ["x.vti", "vtk", "x", "behind"],
    ["dwi.bval", "bval", "dwi", "none"],
    ["dwi.bvec", "bvec", "dwi", "none"],
    ["dwi.b", "mrtrix", "dwi", "none"],
    ["dwi.grad", "mrtrix", "dwi", "none"],
    ["x.json", "json", "x", "none"],
    ["x.itk-wasm.json", "itk-wasm", "x", "none"],
    ["x.zip", "zip", "x", "none"],
  ] as const;
  for (const [name, format, stem, samples] of cases) {
    const found = formatOfName(name)!;
    deepEqual([found.formats[0], found.stem, found.samples], [format, stem, samples], name);
  }
  deepEqual(formatOfName("x.hdr")!.samples, { beside: ".img" });
  for (const name of ["x", "x.gz", "x.img", "nii", "x.nii.txt", "x.nrrd/y"]) {
    equal(formatOfName(name), undefined, name);
  }
  const compressed = ["x.nii.gz", "x.nii", "x.nrrd"].map((name) => formatOfName(name)!.gzip);
  deepEqual(compressed, [true, undefined, undefined]);
  deepEqual([compressedExtension("nifti2"), compressedExtension("text")], [".nii.gz", undefined]);
});

Deno.test("every format writes files that its own names say", () => {
  const { files } = weightedSeries({
    vendor: VENDORS[0]!,
    placed: { plane: "axial", axes: STRAIGHT.axial, phase: "COL" },
    weightings: TWO_SHELLS,
  });
  const plain = makeSeries();
  for (const name of FORM_NAMES) {
    // One of them is what the format can hold: VTK has one volume, gradients take several.
    const { fileName } = [plain, files].flatMap((series) => fileOf(series, name))[0]!;
    const found = formatOfName(fileName)!;
    ok(found.formats.includes(name), `${name}: ${fileName}`);
    ok(extensionsOf(name).some((end) => fileName.endsWith(end)), fileName);
    equal(found.samples === "behind", holdsSamples(name), name);
  }
});

Deno.test("headers that name files are those that can be pointed at one", () => {
  const series = makeSeries();
  for (const name of FORM_NAMES) {
    const [file] = fileOf(series, name, "mask.raw");
    const text = typeof file?.content === "string" ? file.content : "";
    equal(namesSamples(name), text.includes("mask.raw"), name);
  }
});

function fileOf(series: Parameters<typeof headerFile>[0], name: FormName, data?: string) {
  try {
    return [headerFile(series, name, data === undefined ? {} : { data })];
  } catch (error) {
    if (isHeaderError(error, "format-cannot-hold")) return [];
    throw error;
  }
}
