import type { HeaderOptions } from "../../../lib/options/types.ts";
import { deepEqual, equal, match, nearAll, ok, throws } from "../../assert.ts";
import { threeTimes, tilted } from "../../support/cases.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { refusedWith } from "../../support/reply.ts";
import { makeSeries, OBLIQUE, RGB_PIXELS } from "../../support/series.ts";
import { corners, planesOf } from "../../support/truth.ts";
import { formOf, formOfDatasets, type WrittenForm } from "../../support/written_form.ts";

/** Doubles, after a product and a sum, mm. */
const EXACT = 1e-9;

/** Fields in order; what follows the last is `rest`. */
function read({ bytes }: WrittenForm) {
  const text = new TextDecoder().decode(bytes);
  ok(/^[\n -~]*\n$/.test(text), "ASCII, LF");
  const [head, rest = ""] = text.split(/(?<=ElementDataFile = [^\n]*)\n/);
  const fields = head!.split("\n").map((line) => line.split(" = ") as [string, string]);
  equal(fields.at(-1)![0], "ElementDataFile");
  const field = (name: string) => new Map(fields).get(name);
  const numbers = (name: string) => field(name)!.split(" ").map(Number);
  return { field, numbers, rest };
}

const slices = (values: Values = {}): Values[] => [0, 2, 4].map((z) => sliceAt([5, 6, z], values));

Deno.test("the corners of every slice lie where DICOM has them, sheared and left-handed", () => {
  for (const files of [makeSeries(OBLIQUE), tilted(true)]) {
    for (const [order, given] of [["position", files], ["given", files.toReversed()]] as const) {
      const form = formOf(given, "metaimage", { order, space: "RAS" });
      const { numbers } = read(form);
      const [spacing, matrix] = [numbers("ElementSpacing"), numbers("TransformMatrix")];
      for (const { given: sent, index } of form.volume.slices) {
        for (const { i, j, lps } of corners(planesOf(given[sent]!.bytes)[0]!)) {
          const place = numbers("Offset").map((start, c) =>
            // Each three numbers are the direction of one axis.
            [i, j, index[0]].reduce(
              (sum, n, axis) => sum + n * spacing[axis]! * matrix[3 * axis + c]!,
              start,
            )
          );
          nearAll(place, lps, EXACT);
        }
      }
    }
  }
});

Deno.test("text, types and order of bytes", () => {
  const types: Record<string, string> = {
    int8: "CHAR",
    uint8: "UCHAR",
    int16: "SHORT",
    uint16: "USHORT",
    int32: "INT",
    uint32: "UINT",
    int64: "LONG_LONG",
    uint64: "ULONG_LONG",
    float32: "FLOAT",
    float64: "DOUBLE",
  };
  for (const [type, name] of Object.entries(types)) {
    for (const endian of ["little", "big"] as const) {
      const form = formOfDatasets(slices(), "metaimage", { type, endian });
      ok(form.fileName.endsWith(".mha"));
      const { field, rest } = read(form);
      deepEqual(
        [field("ElementType"), field("BinaryDataByteOrderMSB"), field("DimSize"), rest],
        [`MET_${name}`, endian === "big" ? "True" : "False", "4 3 3", ""],
      );
      deepEqual([field("NDims"), field("CenterOfRotation")], ["3", "0 0 0"]);
      deepEqual([field("ElementDataFile"), field("CompressedData")], ["LOCAL", "False"]);
    }
  }
});

Deno.test("times are a fourth dimension in seconds, components are channels", () => {
  const times = [0, 1].flatMap((t) =>
    [0, 2, 4].map((z) => sliceAt([5, 6, z], { TriggerTime: 500 + 40 * t }))
  );
  const { field, numbers } = read(formOfDatasets(times, "metaimage"));
  deepEqual([field("NDims"), field("DimSize")], ["4", "4 3 3 2"]);
  deepEqual(numbers("TransformMatrix"), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  nearAll(numbers("ElementSpacing"), [1, 1, 2, 0.04], EXACT);
  nearAll(numbers("Offset"), [5, 6, 0, 0.5], EXACT);
  equal(read(formOf(threeTimes(), "metaimage")).numbers("ElementSpacing")[3], 1);
  const rgb = read(formOfDatasets(slices(RGB_PIXELS), "metaimage"));
  deepEqual([rgb.field("ElementNumberOfChannels"), rgb.field("DimSize")], ["3", "4 3 3"]);
  const npy = { shape: [3, 3, 4], dtype: "<c8", fortranOrder: false };
  equal(
    read(formOfDatasets(slices(), "metaimage", { npy })).field("ElementNumberOfChannels"),
    "2",
  );
});

Deno.test("samples are in a file, in a .npy or in the DICOM files", () => {
  const of = (options: Partial<HeaderOptions>) =>
    read(formOfDatasets(slices(), "metaimage", options));
  equal(of({ data: { file: "a b.raw" } }).field("ElementDataFile"), "a b.raw");
  equal(of({ data: { file: "LOCAL" } }).field("ElementDataFile"), "./LOCAL");
  const zipped = of({ data: { file: "a.zraw" }, encoding: "gzip" });
  deepEqual([zipped.field("CompressedData"), zipped.field("HeaderSize")], ["True", undefined]);
  const npy = { shape: [3, 3, 4], dtype: "<i2", fortranOrder: false, offset: 128 };
  const inNpy = of({ data: { file: "a.npy" }, npy });
  deepEqual([inNpy.field("HeaderSize"), inNpy.field("ElementDataFile")], ["128", "a.npy"]);

  // Headers are of one length where all UIDs are.
  const files = makeSeries({
    ...{ columns: 11, rows: 8, first: [1, 2, 3], count: 5 },
    attributes: (k) => ({ SOPInstanceUID: `1.2.3.${k}` }),
  });
  const listed = read(formOf(files, "metaimage", { data: "dicom" }));
  equal(listed.field("ElementDataFile"), "LIST");
  equal(listed.rest, files.map(({ name }) => `${name}\n`).join(""));
  const bytes = files[0]!.bytes;
  equal(bytes.length - Number(listed.field("HeaderSize")), 2 * 11 * 8);
  const inTime = formOf(threeTimes(), "metaimage", { data: "dicom" });
  equal(read(inTime).field("ElementDataFile"), "LIST 2");
});

Deno.test("what MetaImage cannot hold is refused with help", () => {
  const refuses = (options: Partial<HeaderOptions>, help: RegExp, datasets = slices()) =>
    throws(() => formOfDatasets(datasets, "metaimage", options), (error) => {
      match((error as { details: { help: string } }).details.help, help);
      return refusedWith("format-cannot-hold")(error);
    });
  refuses({ encoding: "gzip" }, /data=NAME\.zraw/);
  refuses({ encoding: "bzip2" }, /encoding=raw/);
  refuses(
    { array: "czyx" },
    /numpy\.transpose\(array, \(1, 2, 3, 0\)\)\), and array=zyxc/,
    slices(RGB_PIXELS),
  );
  throws(
    () => formOf(threeTimes(), "metaimage", { array: "zyxt" }),
    refusedWith("format-cannot-hold", /array=tzyx/),
  );
  // Behind the pixels of every file stands one more byte, and the headers differ in length.
  const trailing = makeSeries({
    ...OBLIQUE,
    attributes: (k) => ({ SeriesDescription: "x".repeat(2 * k) }),
  });
  const longer = trailing.map((file) => ({ ...file, bytes: Uint8Array.from([...file.bytes, 0]) }));
  throws(
    () => formOf(longer, "metaimage", { data: "dicom" }),
    refusedWith("format-cannot-hold", /1 bytes? before the ends/),
  );
  equal(read(formOf(trailing, "metaimage", { data: "dicom" })).field("HeaderSize"), "-1");
});

Deno.test("findings speak of MetaImage", () => {
  const ct = slices({ RescaleSlope: 2, RescaleIntercept: -1024 });
  const [needed] = formOfDatasets(ct, "metaimage").findings.filter(({ code }) =>
    code === "rescale-needed"
  );
  match(needed!.message, /stored × 2 - 1024, which readers of MetaImage do not apply/);
  const turned = (files: ReturnType<typeof makeSeries>) =>
    formOf(files, "metaimage").findings.some(({ code }) => code === "readers-fail");
  deepEqual([turned(makeSeries(OBLIQUE)), turned(makeSeries())], [true, false]);
});
