/** Requests that the four ways in must answer alike. */

import { dictionaries, type File, series, zip } from "../routes/support.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { tarBytes } from "../support/tar_writer.ts";

/** One request, told without a transport. */
export interface Told {
  readonly name: string;
  readonly question: "header" | "check";
  /** What is sent, in this order. */
  readonly files: readonly File[];
  /** Options: in the query of HTTP, in arguments, in the form of the page. */
  readonly options?: Readonly<Record<string, string>>;
  /** Over HTTP the options are fields of the form. */
  readonly asFields?: true;
  /** The header that is to be checked. */
  readonly header?: string;
  /** The code that the Python client refuses with: a file that is named is no DICOM. */
  readonly inPython?: string;
  /** The page has the bytes of arrays: it unpacks them, and asks which one of several is meant. */
  readonly pageGoesOn?: true;
  /** The code that everybody has to refuse with; undefined for an answer. */
  readonly code?: string;
}

const utf8 = new TextEncoder();

/** A JSON document as a file. */
function json(value: unknown, name = "series.json"): File[] {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return [{ name, bytes: utf8.encode(text) }];
}

const npy = (shape: readonly number[], descr = "|u1"): File => ({
  name: "mask.npy",
  bytes: new Uint8Array(
    writeNpy({ shape, descr, data: new Uint8Array(shape.reduce((size, n) => size * n, 1)) }),
  ),
});

/** What numpy.savez writes. */
const npz: File = { name: "mask.npz", bytes: zip([{ ...npy([4, 5, 7]), name: "arr_0.npy" }]) };

/** From the head down, which is against row × column. */
const downward = [...series].reverse();
const downwardDictionaries = [...dictionaries].reverse();
const archive = tarBytes(series);
const holed = series.filter((_, k) => k !== 2);

/** The DICOM JSON Model of a slice at a height. */
const model = (z: number) => ({
  "00200032": { vr: "DS", Value: [-10, -20, z] },
  "00200037": { vr: "DS", Value: [1, 0, 0, 0, 1, 0] },
  "00280010": { vr: "US", Value: [5] },
  "00280011": { vr: "US", Value: [7] },
  "00280030": { vr: "DS", Value: [0.5, 0.75] },
  "00280100": { vr: "US", Value: [16] },
  "00280103": { vr: "US", Value: [1] },
});

/** A slice in the words of ITK. */
const itk = (z: number) => ({
  "0020|0032": `-10\\-20\\${z}`,
  "0020|0037": "1\\0\\0\\0\\1\\0",
  "0028|0010": "5",
  "0028|0011": "7",
  "0028|0030": "0.5\\0.75",
});

const SORTED = `NRRD0004
type: short
dimension: 3
space: left-posterior-superior
sizes: 7 5 4
space directions: (0.75,0,0) (0,0.5,0) (0,0,2.5)
kinds: domain domain domain
endian: little
encoding: raw
space origin: (-10,-20,-30)
`;

/** The header of the same array if it is stacked from the head down. */
const REVERSED = SORTED.replace("(0,0,2.5)", "(0,0,-2.5)").replace("-30)", "-22.5)");

const enhanced = makeEnhanced({ positions: [[0, 0, 0], [0, 0, 3], [0, 0, 6]] });

/** All of them. */
export const REQUESTS: readonly Told[] = [
  { name: "files", question: "header", files: series },
  { name: "files, order stated", question: "header", files: downward, options: { order: "given" } },
  {
    name: "files, options as fields",
    question: "header",
    files: downward,
    options: { order: "given", space: "RAS", type: "uint8" },
    asFields: true,
  },
  { name: "files, order not stated", question: "header", files: downward },
  { name: "tar", question: "header", files: [{ name: "series.tar", bytes: archive }] },
  {
    name: "tar, order by number",
    question: "header",
    files: [{ name: "series.tar", bytes: archive }],
    options: { order: "instance-number", metadata: "acquisition" },
  },
  { name: "zip", question: "header", files: [{ name: "series.zip", bytes: zip() }] },
  { name: "enhanced", question: "header", files: [{ ...enhanced, bytes: enhanced.bytes.slice() }] },
  { name: "keyword dictionaries", question: "header", files: json(dictionaries) },
  {
    name: "keyword dictionaries, order stated",
    question: "header",
    files: json(downwardDictionaries),
    options: { order: "given" },
  },
  {
    name: "options in the body",
    question: "header",
    files: json({ instances: downwardDictionaries, options: { order: "given" } }),
  },
  {
    name: "options in the body, others stated",
    question: "header",
    files: json({ instances: downwardDictionaries, options: { order: "given", space: "RAS" } }),
    options: { space: "LPS", fit: "best" },
  },
  {
    name: "an option beside the instances",
    question: "header",
    files: json({ instances: downwardDictionaries, order: "given" }),
    code: "bad-option",
  },
  {
    name: "another member beside the instances",
    question: "header",
    files: json({ instances: dictionaries, comment: "left alone" }),
  },
  {
    name: "the DICOM JSON Model",
    question: "header",
    files: json([model(-30), model(-27.5), model(-25)]),
  },
  {
    name: "NDJSON",
    question: "header",
    files: json([model(-30), model(-27.5)].map((line) => JSON.stringify(line)).join("\n")),
  },
  { name: "ITK's dictionaries", question: "header", files: json([itk(-30), itk(-27.5)]) },
  {
    name: "datasets by id",
    question: "header",
    files: json({ a: model(-30), b: model(-27.5) }),
  },
  {
    name: "segments as JSON in the body",
    question: "header",
    files: json({
      instances: dictionaries,
      options: { as: "segmentation", segments: [{ value: 1, name: "tumor" }] },
    }),
  },
  {
    name: "a .npy beside the files, order stated",
    question: "header",
    files: [...series, npy([4, 5, 7])],
    options: { order: "given" },
  },
  {
    name: "a .npy of another shape",
    question: "header",
    files: [...series, npy([9, 5, 7])],
    options: { order: "given" },
    code: "array-does-not-fit",
  },
  {
    name: "a .npy and the option npy",
    question: "header",
    files: [...series, npy([4, 5, 7])],
    options: { npy: '{"shape": [4, 5, 7], "dtype": "uint8"}' },
    code: "bad-option",
  },
  {
    name: "an array in memory",
    question: "header",
    files: series,
    options: {
      npy: '{"shape": [5, 7, 4], "dtype": "<i2"}',
      array: "yxz",
      data: "mask.raw",
      order: "position",
    },
  },
  {
    name: "a .npy, order not stated where it matters",
    question: "header",
    files: [...downward, npy([4, 5, 7])],
    code: "order-not-stated",
  },
  {
    name: "a .npy, order stated as by position",
    question: "header",
    files: [...downward, npy([4, 5, 7])],
    options: { order: "position" },
  },
  {
    name: "a .npy, both orders agree",
    question: "header",
    files: [...series, npy([4, 5, 7])],
  },
  {
    name: "a label map, order not stated where it matters",
    question: "header",
    files: downward,
    options: { as: "labelmap" },
    code: "order-not-stated",
  },
  {
    name: "a label map, order stated in the body",
    question: "header",
    files: json({ instances: downwardDictionaries, options: { order: "given", as: "labelmap" } }),
  },
  {
    name: "an array in memory, order not stated in the body either",
    question: "header",
    files: json({
      instances: downwardDictionaries,
      options: { npy: { shape: [4, 5, 7], dtype: "uint8" } },
    }),
    code: "order-not-stated",
  },
  {
    name: "axes of an array, order not stated where it matters",
    question: "header",
    files: downward,
    options: { array: "yxz" },
    code: "order-not-stated",
  },
  {
    name: "a .npz beside the files",
    question: "header",
    files: [...series, npz],
    code: "bad-array",
    pageGoesOn: true,
  },
  {
    name: "a .npz, and the file that will hold its array",
    question: "header",
    files: [...series, npz],
    options: { data: "mask.npy" },
  },
  {
    name: "a .npy in a tar",
    question: "header",
    files: [{ name: "all.tar", bytes: tarBytes([...series, npy([4, 5, 7])]) }],
    code: "bad-array",
    pageGoesOn: true,
  },
  {
    name: "two .npy",
    question: "header",
    files: [...series, npy([4, 5, 7]), { ...npy([4, 5, 7]), name: "other.npy" }],
    code: "bad-array",
    pageGoesOn: true,
  },
  { name: "a missing slice", question: "header", files: holed, code: "missing-slices" },
  {
    name: "a missing slice, filled",
    question: "header",
    files: holed,
    options: { uneven: "fill" },
  },
  {
    name: "a missing slice, split",
    question: "header",
    files: [...series, ...series.map(({ name, bytes }) => ({ name: `again/${name}`, bytes }))],
    options: { uneven: "split" },
  },
  {
    name: "an unknown option",
    question: "header",
    files: series,
    options: { ordre: "given" },
    code: "bad-option",
  },
  {
    name: "an unknown value",
    question: "header",
    files: series,
    options: { tilt: "yes" },
    code: "bad-option",
  },
  {
    name: "a path out of the folder",
    question: "header",
    files: series,
    options: { data: "../mask.raw" },
    code: "header-injection",
  },
  {
    name: "no such volume",
    question: "header",
    files: series,
    options: { volume: "3" },
    code: "no-such-volume",
  },
  {
    name: "no DICOM",
    question: "header",
    files: [{ name: "a.pdf", bytes: utf8.encode("%PDF-1.7 and so on") }],
    code: "not-dicom",
  },
  {
    name: "no geometry",
    question: "header",
    files: json([{ Rows: 5, Columns: 7 }]),
    code: "no-geometry",
  },
  {
    name: "something else beside the series",
    question: "header",
    files: [...series, { name: "notes.txt", bytes: utf8.encode("not an image") }],
    inPython: "not-dicom",
  },
  { name: "a right header", question: "check", files: series, header: SORTED },
  {
    name: "a reversed header, order not stated",
    question: "check",
    files: downward,
    header: SORTED,
  },
  {
    name: "a sorted header, order stated as sent",
    question: "check",
    files: downward,
    header: SORTED,
    options: { order: "given" },
  },
  {
    name: "a sorted header, order stated in the body",
    question: "check",
    files: json({ instances: downwardDictionaries, options: { order: "given" } }),
    header: SORTED,
  },
  {
    name: "a header of the order sent, stated in the body",
    question: "check",
    files: json({ instances: downwardDictionaries, options: { order: "given" } }),
    header: REVERSED,
  },
  {
    name: "a check with an option beside the instances",
    question: "check",
    files: json({ instances: downwardDictionaries, order: "given" }),
    header: SORTED,
    code: "bad-option",
  },
  {
    name: "a wrong header",
    question: "check",
    files: series,
    header: SORTED.replace("(0.75,0,0) (0,0.5,0)", "(1,0,0) (0,1,0)"),
  },
  {
    name: "no header",
    question: "check",
    files: series,
    header: "NRRD0004\ntype: short\n",
    code: "bad-header",
  },
  {
    name: "a header for no series",
    question: "check",
    files: holed,
    header: SORTED,
    code: "missing-slices",
  },
];
