import dicomParser from "dicom-parser";
import { fc } from "../support/property.ts";
import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import { parseCsa, thinCsa } from "../../lib/dicom/csa.ts";
import { csaImageHeader, withCsa } from "../../lib/dicom/siemens.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { csaBytes, type CsaWritten } from "../support/csa_writer.ts";
import { datasetOf } from "../support/dataset.ts";
import { collect } from "../support/objects.ts";

const ELEMENTS: readonly CsaWritten[] = [
  { name: "EchoLinePosition", vr: "IS", multiplicity: 1, values: ["32      "] },
  { name: "B_value", vr: "IS", multiplicity: 1, values: [] },
  { name: "SliceNormalVector", vr: "FD", multiplicity: 3, values: ["0.1", "-0.5", "0.86"] },
  { name: "MosaicRefAcqTimes", vr: "FD", multiplicity: 0, values: "0 1 2 3 4 5 6 7".split(" ") },
  { name: "Comp_JobID", vr: "LT", multiplicity: 3, values: ["", "between", ""] },
  { name: "NumberOfImagesInMosaic", vr: "US", multiplicity: 1, values: ["35", "36"] },
];

const READ = [
  ["EchoLinePosition", { vr: "IS", values: ["32"] }],
  ["B_value", { vr: "IS", values: [] }],
  ["SliceNormalVector", { vr: "FD", values: ["0.1", "-0.5", "0.86"] }],
  ["MosaicRefAcqTimes", { vr: "FD", values: ["0", "1", "2", "3", "4", "5", "6", "7"] }],
  ["Comp_JobID", { vr: "LT", values: ["", "between"] }],
  ["NumberOfImagesInMosaic", { vr: "US", values: ["35"] }],
];

for (const form of ["old", "new"] as const) {
  const whole = csaBytes(form, ELEMENTS);

  Deno.test(`csa, ${form} form: names, VRs and values`, () => {
    deepEqual([...parseCsa(whole)!], READ);
  });

  Deno.test(`csa, ${form} form: of cut bytes the elements before the cut`, () => {
    const counts = Array.from(whole, (_, length) => {
      const found = parseCsa(whole.subarray(0, length));
      if (found !== undefined) deepEqual([...found], READ.slice(0, found.size));
      return found?.size ?? -1;
    });
    deepEqual([...new Set(counts)], [-1, 0, 1, 2, 3, 4, 5, 6]);
    deepEqual([...counts].sort((a, b) => a - b), counts);
  });

  Deno.test(`csa, ${form} form: counts and lengths that lie end the reading`, () => {
    const view = new DataView(whole.buffer);
    const start = form === "new" ? 16 : 8;
    const lies: readonly (readonly [offset: number, elements: number])[] = [
      [start - 8, 6], // number of elements
      [start + 76, 0], // number of items of the first element
      [start + 84 + 4, 0], // length of its first item
    ];
    for (const [offset, elements] of lies) {
      const truth = view.getUint32(offset, true);
      for (const lie of [0x7fffffff, 0xffffffff]) {
        view.setUint32(offset, lie, true);
        deepEqual([...parseCsa(whole)!], READ.slice(0, elements), `${lie} at ${offset}`);
      }
      view.setUint32(offset, truth, true);
    }
  });
}

Deno.test("csa: damaged bytes never throw", () => {
  const start = csaBytes("new", ELEMENTS);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: start.length - 1 }), fc.uint8Array(), (at, damage) => {
      const bytes = start.slice();
      bytes.set(damage.subarray(0, bytes.length - at), at);
      parseCsa(bytes);
      parseCsa(damage);
    }),
  );
});

Deno.test("csa: other bytes are none", () => {
  for (const text of ["", "SV10", "<XProtocol> {}  ", "0123456789abcdef".repeat(20)]) {
    equal(parseCsa(new TextEncoder().encode(text)), undefined, text);
  }
});

Deno.test("csa: stands in for private elements that are absent, not for those that are there", () => {
  const csa = csaBytes("old", [
    { name: "B_value", vr: "IS", multiplicity: 1, values: ["1000"] },
    { name: "DiffusionGradientDirection", vr: "FD", multiplicity: 3, values: ["0", "0.6", "-0.8"] },
    { name: "B_matrix", vr: "FD", multiplicity: 6, values: [] },
  ]);
  const dataset = withCsa(datasetOf({ SiemensCsaImageHeader: csa, SiemensBValue: 995 }));
  deepEqual(dataset.numbers("SiemensBValue"), [995]);
  deepEqual(dataset.numbers("SiemensDiffusionGradientDirection"), [0, 0.6, -0.8]);
  equal(dataset.has("SiemensBMatrix"), false);
  equal(dataset.bytes("SiemensCsaImageHeader"), undefined);
  deepEqual(withCsa(dataset).numbers("SiemensDiffusionGradientDirection"), [0, 0.6, -0.8]);
  const without = withCsa(datasetOf({ SiemensBValue: 995 }));
  deepEqual(without.strings("SiemensBValue"), ["995"]);
  equal(without.has("SiemensDiffusionGradientDirection"), false);
});

Deno.test("csa: a thin header says the same of what it keeps", () => {
  for (const form of ["old", "new"] as const) {
    const whole = csaBytes(form, ELEMENTS);
    const names = ["B_value", "SliceNormalVector", "NumberOfImagesInMosaic", "Absent"];
    const expected = READ.filter(([name]) => names.includes(name as string));
    const thin = thinCsa(whole, names);
    deepEqual([...parseCsa(thin)!], expected);
    ok(thin.length < whole.length / 2);
    // Of cut bytes it keeps what the whole would be read for.
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      const found = parseCsa(cut);
      const kept = parseCsa(thinCsa(cut, names));
      deepEqual(kept && [...kept], found && [...found].filter(([name]) => names.includes(name)));
    }
  }
  equal(thinCsa(new TextEncoder().encode("no CSA header"), ["B_value"]).length, 0);
});

/** Value of an element of a file, as dicom-parser finds it. */
function elementBytes(file: Uint8Array, tag: string): Uint8Array {
  const { elements } = dicomParser.parseDicom(file, { untilTag: "x7fe00010" });
  const { dataOffset, length } = elements[tag]!;
  return file.subarray(dataOffset, dataOffset + length);
}

/** Elements that real objects have twice: in the CSA header by name, and as attributes. */
const TWICE: readonly (readonly [name: string, keyword: Keyword])[] = [
  ["NumberOfImagesInMosaic", "SiemensNumberOfImagesInMosaic"],
  ["SlicePosition_PCS", "ImagePositionPatient"],
  ["B_value", "SiemensBValue"],
  ["DiffusionDirectionality", "SiemensDiffusionDirectionality"],
  ["DiffusionGradientDirection", "SiemensDiffusionGradientDirection"],
  ["B_matrix", "SiemensBMatrix"],
];
/** The CSA header prints 8 decimals. */
const PRINTED = 1e-8;

for (const { id, kinds, shape } of corpusSets()) {
  if (!kinds.includes("mosaic")) continue;
  Deno.test(`${id}: the CSA header agrees with DICOM's own attributes`, async () => {
    const files = await corpusFiles(id);
    const { objects } = collect(files);
    ok(objects.length > 0);
    for (const { given, dataset } of objects) {
      const whole = elementBytes(files[given]!.bytes, "x00291010");
      const csa = parseCsa(whole)!;
      const kept = csaImageHeader(dataset);
      ok(kept.size > 0 && kept.size < csa.size / 5);
      for (const [name, element] of kept) deepEqual(element, csa.get(name), name);
      deepEqual(csa.get("NumberOfImagesInMosaic")?.values, [String(shape[2])]);
      for (const [name, keyword] of TWICE) {
        const values = csa.get(name)?.values ?? [];
        if (values.length === 0 || !dataset.has(keyword)) continue;
        if (ATTRIBUTES[keyword][1] === "CS") deepEqual(values, dataset.strings(keyword));
        else nearAll(values.map(Number), dataset.numbers(keyword), PRINTED, name);
      }
    }
  });
}
