import { compressedExtension } from "../../lib/headers/named_format.ts";
import { FORM_NAMES, type FormName } from "../../lib/options/table.ts";
import { readOptions } from "../../lib/options/read.ts";
import { claimedHeader } from "../../page/claimed.ts";
import { offeredFormats, PAGE_FORMATS } from "../../page/formats.ts";
import type { ReadResult, ShownForm } from "../../page/protocol.ts";
import { jsonText, shownForm } from "../../page/shown_form.ts";
import { deepEqual, equal, near, ok } from "../assert.ts";
import { concat } from "../support/dicom_writer.ts";
import { readNifti } from "../support/nifti.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { collect } from "../support/objects.ts";
import { fc } from "../support/property.ts";
import { Random } from "../support/random.ts";
import { makeReply } from "../support/reply.ts";
import { makeSeries } from "../support/series.ts";
import { STRAIGHT, TWO_SHELLS, VENDORS, weightedSeries } from "../support/weighted_series.ts";
import { formOf } from "../support/written_form.ts";
import { desk, sourceOf } from "./desk.ts";
import { Watched } from "./watched.ts";

/** Slices of 8 × 6 that lie askew, stored from the top down, each full of its number. */
const series = makeSeries({
  first: [-10, -20, 50],
  step: [0, 0, -2.5],
  count: 12,
  pixels: (k) => new Uint8Array(96).fill(k + 1),
});

/** Formats whose files have the samples behind the header. */
const COMPLETE = FORM_NAMES.filter((name) => PAGE_FORMATS[name].holds === "header");

async function gunzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("a complete file is the header of its format and the samples behind it, in every format", async () => {
  ok(COMPLETE.length >= 5, COMPLETE.join());
  const data = Uint8Array.from({ length: 12 * 48 }, (_, k) => k % 251);
  const mask = { name: "mask.npy", bytes: writeNpy({ shape: [12, 6, 8], data }) };
  const ask = desk();
  const { arrays: [array] } = await ask({
    task: "read",
    source: sourceOf([...series, mask]),
  }) as ReadResult;
  const { shape, dtype, fortranOrder, offset } = array!;
  const npy = JSON.stringify({ shape, dtype, fortran_order: fortranOrder, offset });
  const pixels = concat(series.map(({ bytes }) => bytes.slice(-96)).reverse());
  const options = [["npy", npy], ["order", "given"]] as const;
  const { header } = readOptions(options);
  for (const form of COMPLETE) {
    const saved = async (file: Parameters<typeof ask>[0]): Promise<Uint8Array> => {
      const bytes = new Uint8Array(await (await ask(file) as Blob).arrayBuffer());
      return compressedExtension(form) !== undefined ? await gunzipped(bytes) : bytes;
    };
    // What closes XML is no sample.
    const end = form === "vtk" ? "\n  </AppendedData>\n</VTKFile>\n" : "";
    const behind = (samples: Uint8Array) => concat([samples, new TextEncoder().encode(end)]);

    const image = await saved({ task: "file", options: [], volume: 0, form, data: "pixels" });
    deepEqual(image, concat([formOf(series, form).bytes, behind(pixels)]), form);
    const own = await saved({ task: "file", options, volume: 0, form, data: array! });
    deepEqual(own, concat([formOf(series, form, header).bytes, behind(data)]), form);
  }
});

Deno.test("formats about something that a volume lacks are not offered", () => {
  const offered = (files: Parameters<typeof collect>[0]): readonly FormName[] =>
    offeredFormats(makeReply(collect(files).objects, [], readOptions([]).header).volumes[0]!);
  const rare: readonly FormName[] = ["bval", "bvec", "mrtrix", "grid"];
  const common = FORM_NAMES.filter((name) => !rare.includes(name));
  deepEqual([...offered(series)].sort(), [...common].sort());
  equal(offered(series)[0], "text");
  const tilted = offered(makeSeries({ count: 7, step: [0, 0.5, 2] }));
  deepEqual([...tilted].sort(), [...common, "grid"].sort());
  const weighted = offered(
    weightedSeries({
      vendor: VENDORS[0]!,
      placed: { plane: "axial", axes: STRAIGHT.axial, phase: "COL" },
      weightings: TWO_SHELLS,
    }).files,
  );
  deepEqual([...weighted].sort(), [...common, "bval", "bvec", "mrtrix"].sort());
});

Deno.test("of bytes every field is shown as it is", async () => {
  const tilted = makeSeries({ first: [3.3, -1 / 3, 7], count: 5, step: [0, 0.7, 1.9] });
  const ask = desk();
  await ask({ task: "read", source: sourceOf(tilted) });
  for (const form of ["nifti", "nifti2"] as const) {
    const { shown, content } = await ask({
      task: "form",
      options: [],
      volume: 0,
      form,
    }) as ShownForm;
    const truth = readNifti(content as Uint8Array);
    const lines = new Map(
      shown.trimEnd().split("\n").map((line) => {
        const [name, value] = line.split(": ") as [string, string];
        return [name, value.replace(/ \(.*\)$/, "")];
      }),
    );
    const numbers = (name: string) => lines.get(name)!.split(" ").map(Number);
    for (const name of ["dim", "pixdim", "datatype", "bitpix", "sform_code", "xyzt_units"]) {
      numbers(name).forEach((value, k) => near(value, truth.numbers(name)[k]!, 1e-6, name));
      equal(numbers(name).length, truth.numbers(name).length, name);
    }
    const rows = ["srow_x", "srow_y", "srow_z"].flatMap(numbers);
    rows.forEach((value, k) => near(value, truth.numbers("srow")[k]!, 1e-6, `srow ${k}`));
    equal(lines.get("magic"), `n+${truth.version}`);
    // What says nothing is left out.
    ok(!lines.has("intent_name") && !lines.has("qform_code"), shown);
  }
});

Deno.test("of several volumes the header is that of the one that was asked for", async () => {
  const file = (series: number, height: number) =>
    makeSeries({ count: 4, first: [0, 0, height], attributes: { SeriesNumber: series } })
      .map(({ name, bytes }) => ({ name: `${series}/${name}`, bytes }));
  const ask = desk();
  await ask({ task: "read", source: sourceOf([...file(1, 0), ...file(2, 70)]) });
  for (const [volume, height] of [0, 70].entries()) {
    const asked = { task: "form", options: [], volume, form: "nifti2" } as const;
    const { content, fileName } = await ask(asked) as ShownForm;
    equal(readNifti(content as Uint8Array).sform[3][2], height);
    equal(fileName, `series_${volume + 1}.nii`);
  }
});

Deno.test("JSON is shown with a row of a matrix on a line, and stays what it is", () => {
  equal(
    jsonText({ affine: [[1, 0], [0, 1]], names: ["a", "[ b ]"], none: [], empty: {} }),
    `{
  "affine": [
    [1, 0],
    [0, 1]
  ],
  "names": ["a", "[ b ]"],
  "none": [],
  "empty": {}
}`,
  );
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = JSON.stringify(value);
    const shown = shownForm({ content: text, mediaType: "application/json" });
    equal(JSON.stringify(JSON.parse(shown)), JSON.stringify(JSON.parse(text)));
  }));
});

Deno.test("of a header's file no more is read than its beginning, compressed or not", async () => {
  const { bytes } = formOf(series, "nifti");
  // What does not compress, so that the file stays long.
  const random = new Random(1);
  const noise = Uint8Array.from({ length: 2_000_000 }, () => random.below(256));
  const plain = new Blob([bytes.slice(), noise]);
  const packed = await new Response(plain.stream().pipeThrough(new CompressionStream("gzip")))
    .blob();
  for (const [name, content] of [["a.nii", plain], ["a.nii.gz", packed]] as const) {
    const file = new Watched([content], name);
    ok(file.size > 1_900_000);
    const { sizes, directions, origin, space } = await claimedHeader(file);
    ok(file.bytesRead <= 20_000, `${name}: ${file.bytesRead} bytes were read`);
    deepEqual(sizes, [8, 6, 12]);
    // By hand: LPS steps (1,0,0), (0,1,0), (0,0,2.5) from (-10,-20,22.5), in RAS.
    equal(space, "RAS");
    deepEqual(directions.flat().map((value) => value + 0), [-1, 0, 0, 0, -1, 0, 0, 0, 2.5]);
    deepEqual(origin, [10, 20, 22.5]);
  }
});
