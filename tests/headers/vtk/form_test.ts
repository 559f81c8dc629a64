import { VTK_END } from "../../../lib/headers/vtk/form.ts";
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

/** Attributes by element; the elements nest and close but for the data appended. */
function read({ bytes }: WrittenForm) {
  const text = new TextDecoder().decode(bytes.subarray(0, -8));
  ok(/^<\?xml version="1.0"\?>\n[\n -~]*\n {4}_$/.test(text), "ends with the mark");
  const elements = new Map<string, Map<string, string>>();
  const open: string[] = [];
  for (const tag of (text + VTK_END).matchAll(/<(\/?)(\w+)([^>]*?)(\/?)>/g)) {
    const [, closes, name, attributes, empty] = tag as unknown as string[];
    if (closes) equal(open.pop(), name);
    else {
      elements.set(
        name!,
        new Map(
          [...attributes!.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
        ),
      );
      if (!empty) open.push(name!);
    }
  }
  deepEqual(open, []);
  const attribute = (element: string, name: string) => elements.get(element)!.get(name)!;
  const numbers = (name: string) => attribute("ImageData", name).split(" ").map(Number);
  const little = attribute("VTKFile", "byte_order") === "LittleEndian";
  const count = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8);
  return { text, attribute, numbers, count: Number(count.getBigUint64(0, little)) };
}

const slices = (values: Values = {}): Values[] => [0, 2, 4].map((z) => sliceAt([5, 6, z], values));

Deno.test("the corners of every slice lie where DICOM has them, in LPS or RAS", () => {
  for (const files of [makeSeries(OBLIQUE), tilted(true)]) {
    for (const [order, given] of [["position", files], ["given", files.toReversed()]] as const) {
      for (const space of ["LPS", "RAS"] as const) {
        const form = formOf(given, "vtk", { order, space });
        const { numbers, text } = read(form);
        ok(text.includes(`<!-- ${space} millimetres`));
        const [spacing, rows] = [numbers("Spacing"), numbers("Direction")];
        for (const { given: sent, index } of form.volume.slices) {
          for (const { i, j, lps } of corners(planesOf(given[sent]!.bytes)[0]!)) {
            const place = numbers("Origin").map((start, c) =>
              [i, j, index[0]].reduce(
                (sum, n, axis) => sum + n * spacing[axis]! * rows[3 * c + axis]!,
                start,
              )
            );
            const sign = space === "RAS" ? -1 : 1;
            nearAll([sign * place[0]!, sign * place[1]!, place[2]!], lps, EXACT);
          }
        }
      }
    }
  }
});

Deno.test("types, components, extent and number of bytes", () => {
  const types: Record<string, [string, number]> = {
    int8: ["Int8", 1],
    uint8: ["UInt8", 1],
    int16: ["Int16", 2],
    uint16: ["UInt16", 2],
    int32: ["Int32", 4],
    uint32: ["UInt32", 4],
    int64: ["Int64", 8],
    uint64: ["UInt64", 8],
    float32: ["Float32", 4],
    float64: ["Float64", 8],
  };
  for (const [type, [name, bytes]] of Object.entries(types)) {
    for (const endian of ["little", "big"] as const) {
      const { attribute, count } = read(formOfDatasets(slices(), "vtk", { type, endian }));
      equal(attribute("DataArray", "type"), name);
      equal(attribute("DataArray", "NumberOfComponents"), "1");
      equal(attribute("VTKFile", "byte_order"), endian === "big" ? "BigEndian" : "LittleEndian");
      equal(attribute("ImageData", "WholeExtent"), "0 3 0 2 0 2");
      equal(attribute("Piece", "Extent"), "0 3 0 2 0 2");
      equal(count, 4 * 3 * 3 * bytes);
    }
  }
  const rgb = read(formOfDatasets(slices(RGB_PIXELS), "vtk"));
  deepEqual([rgb.attribute("DataArray", "NumberOfComponents"), rgb.count], ["3", 108]);
  const npy = { shape: [3, 3, 4], dtype: "<c8", fortranOrder: false };
  const complex = read(formOfDatasets(slices(), "vtk", { npy }));
  deepEqual([complex.attribute("DataArray", "NumberOfComponents"), complex.count], ["2", 288]);
});

Deno.test("what VTK cannot hold is refused with help", () => {
  const refuses = (options: Partial<HeaderOptions>, help: RegExp, datasets = slices()) =>
    throws(() => formOfDatasets(datasets, "vtk", options), (error) => {
      match((error as { details: { help: string } }).details.help, help);
      return refusedWith("format-cannot-hold")(error);
    });
  refuses({ data: { file: "a.raw" } }, /data=attached/);
  refuses({ encoding: "gzip" }, /encoding=raw/);
  refuses(
    { array: "czyx" },
    /numpy\.transpose\(array, \(1, 2, 3, 0\)\)\), and array=zyxc/,
    slices(RGB_PIXELS),
  );
  throws(() => formOf(threeTimes(), "vtk"), refusedWith("format-cannot-hold", /one time/));
});
