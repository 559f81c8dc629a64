/** Lengths, counts and ends that are not what they say: a refusal that says so, or the right answer. */

import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { growsLinearly } from "../support/growth.ts";
import { concat, writeDicom } from "../support/dicom_writer.ts";
import { makeSeries } from "../support/series.ts";
import { tarContent, tarHeader, withChecksum } from "../support/tar_writer.ts";
import { gzip, series, TRUE_LINES, zip } from "./support.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const text = (content: string): Bytes => new TextEncoder().encode(content);
const view = (bytes: Bytes) => new DataView(bytes.buffer);
const FORM = { "Content-Type": "multipart/form-data; boundary=b" };
const [slice] = makeSeries({
  count: 1,
  pixelSpacing: [0.5, 0.75],
  pixels: () => new Uint8Array(0),
});

/** A zip archive with a number of 32 bits replaced wherever one of these records has it. */
function lyingZip(signature: string, offset: number, value: number): Bytes {
  const archive = zip();
  const latin1 = new TextDecoder("latin1").decode(archive);
  for (let at = latin1.indexOf(signature); at >= 0; at = latin1.indexOf(signature, at + 4)) {
    view(archive).setUint32(at + offset, value, true);
  }
  return archive;
}

const LOCAL = "PK\x03\x04";
const CENTRAL = "PK\x01\x02";

/** A tar archive of one slice whose header says another size. */
function lyingTar(size: string | Uint8Array): Bytes {
  const header = tarHeader("x", 0);
  header.set(typeof size === "string" ? text(size) : size, 124);
  return concat([withChecksum(header), tarContent(slice!.bytes), new Uint8Array(1024)]).slice();
}

/** A tar archive of one slice whose extension says another size. */
function lyingPax(size: string): Bytes {
  const tail = ` size=${size}\n`;
  let length = tail.length + 2;
  length = tail.length + String(length).length;
  const record = text(`${length}${tail}`);
  return concat([
    tarHeader("p", record.length, "x"),
    tarContent(record),
    tarHeader("x", slice!.bytes.length),
    tarContent(slice!.bytes),
  ]).slice();
}

const UNDEFINED = 0xffffffff;
const [ITEM, SEQUENCE_END] = [0xe000, 0xe0dd];

/** The head of (gggg,eeee) with a VR of long lengths. */
function head(group: number, element: number, vr: string, length: number): Bytes {
  const bytes = new Uint8Array(12);
  view(bytes).setUint16(0, group, true);
  view(bytes).setUint16(2, element, true);
  bytes.set(text(vr), 4);
  view(bytes).setUint32(8, length, true);
  return bytes;
}

function mark(element: number, length: number): Bytes {
  const bytes = new Uint8Array(8);
  view(bytes).setUint16(0, 0xfffe, true);
  view(bytes).setUint16(2, element, true);
  view(bytes).setUint32(4, length, true);
  return bytes;
}

/** An object whose geometry is preceded by other bytes, or followed by them. */
const before = (...bytes: Bytes[]) =>
  concat([
    writeDicom({ SOPClassUID: slice!.attributes.SOPClassUID!, Modality: "CT" }),
    ...bytes,
    // Groups 0018 and up: the geometry.
    geometry,
  ]).slice();
const behind = (...bytes: Bytes[]) => concat([slice!.bytes, ...bytes]).slice();
const geometry = (() => {
  const { SOPClassUID: _, SOPInstanceUID: __, Modality: ___, ...others } = slice!.attributes;
  const plain = Object.fromEntries(
    Object.entries(others).filter(([, value]) => value !== undefined),
  );
  return writeDicom(plain, { preamble: false, meta: false });
})();

const noise = new Uint8Array(3_000_000).fill(0x41);

interface Case {
  readonly body: () => BodyInit | Promise<BodyInit>;
  readonly headers?: Record<string, string>;
  readonly answer: [status: number, code?: string];
}

const cases: Record<string, Case> = {
  "zip entries longer than the archive": {
    body: () => lyingZip(LOCAL, 18, 2 ** 31),
    answer: [400, "bad-archive"],
  },
  "zip entries of 4 GiB without an extra field": {
    body: () => lyingZip(LOCAL, 18, UNDEFINED),
    answer: [400, "bad-archive"],
  },
  "zip entries shorter than they are": {
    body: () => lyingZip(LOCAL, 18, 10),
    answer: [400, "bad-archive"],
  },
  "zip entries with names longer than the archive": {
    body: () => lyingZip(LOCAL, 26, UNDEFINED),
    answer: [400, "bad-archive"],
  },
  "zip entries that inflate to another size than they say": {
    body: () => lyingZip(LOCAL, 22, 1),
    answer: [200],
  },
  "a zip directory with other sizes": { body: () => lyingZip(CENTRAL, 20, 2 ** 31), answer: [200] },
  "a zip directory with other offsets": { body: () => lyingZip(CENTRAL, 42, 7), answer: [200] },
  "a tar entry longer than the archive": {
    body: () => lyingTar("77777777777\0"),
    answer: [400, "bad-archive"],
  },
  "a tar entry of 2^70 bytes": {
    body: () => lyingTar(Uint8Array.of(0x80, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0)),
    answer: [400, "bad-archive"],
  },
  "a tar entry of negative length": {
    body: () => lyingTar(new Uint8Array(12).fill(0xff)),
    answer: [400, "bad-archive"],
  },
  "a tar entry without bytes that has some": {
    body: () => lyingTar("00000000000\0"),
    answer: [400, "bad-archive"],
  },
  "a tar extension that says 10^15 bytes": {
    body: () => lyingPax(String(10 ** 15)),
    answer: [400, "bad-archive"],
  },
  "a tar extension that says less than nothing": {
    body: () => lyingPax("-5"),
    answer: [400, "bad-archive"],
  },
  "a tar extension that says no number": {
    body: () => lyingPax("NaN"),
    answer: [400, "bad-archive"],
  },
  "gzip that says another length": {
    body: async () => {
      const bytes = new Uint8Array(await (await gzip(slice!.bytes.slice())).arrayBuffer());
      view(bytes).setUint32(bytes.length - 4, 2 ** 31, true);
      return bytes;
    },
    answer: [400, "bad-archive"],
  },
  "an element longer than the file, before the geometry": {
    body: () => before(head(9, 0x1010, "OB", 2 ** 31)),
    answer: [400, "truncated-header"],
  },
  "an element longer than the file, behind the geometry": {
    body: () => behind(head(0x51, 0x1010, "OB", 2 ** 31)),
    answer: [200],
  },
  "a sequence longer than the file": {
    body: () => before(head(8, 0x1140, "SQ", 2 ** 31), noise),
    answer: [400, "truncated-header"],
  },
  "an item longer than its sequence": {
    body: () => before(head(8, 0x1140, "SQ", 16), mark(ITEM, 2 ** 31), mark(ITEM, 0)),
    answer: [200],
  },
  "a sequence that never ends": {
    body: () => before(head(8, 0x1140, "SQ", UNDEFINED), mark(ITEM, 8), mark(0, 0)),
    answer: [400, "truncated-header"],
  },
  "an item that never ends": {
    body: () => before(head(8, 0x1140, "SQ", UNDEFINED), mark(ITEM, UNDEFINED)),
    answer: [400, "truncated-header"],
  },
  "items within items that never end": {
    body: () =>
      before(
        ...Array(60).fill([head(9, 0x1010, "SQ", UNDEFINED), mark(ITEM, UNDEFINED)]).flat(),
        noise,
      ),
    answer: [400, "truncated-header"],
  },
  "unknown bytes that never end": {
    body: () => before(head(9, 0x1010, "UN", UNDEFINED), noise),
    answer: [400, "truncated-header"],
  },
  "fragments longer than the file, before the geometry": {
    body: () => before(head(9, 0x1010, "OB", UNDEFINED), mark(ITEM, 2 ** 31)),
    answer: [400, "truncated-header"],
  },
  "pixels whose fragments never end": {
    body: () => behind(head(0x7fe0, 0x10, "OB", UNDEFINED), mark(ITEM, 2 ** 31), noise),
    answer: [200],
  },
  "pixels longer than the file": {
    body: () => behind(head(0x7fe0, 0x10, "OW", 2 ** 32 - 2)),
    answer: [200],
  },
  "a sequence that ends without having begun": {
    body: () => behind(mark(SEQUENCE_END, 0), noise),
    answer: [200],
  },
  "multipart without an end": {
    body: () => `--b\r\nContent-Type: application/dicom\r\n\r\n${"x".repeat(3_000_000)}`,
    headers: FORM,
    answer: [400, "bad-request"],
  },
  "multipart without a beginning": {
    body: () => "x".repeat(3_000_000),
    headers: FORM,
    answer: [400, "bad-request"],
  },
  "a part whose header never ends": {
    body: () => `--b\r\n${"X-Field: y\r\n".repeat(300_000)}`,
    headers: FORM,
    answer: [400, "bad-request"],
  },
  "a part whose only field never ends": {
    body: () => `--b\r\nContent-Disposition: form-data; name="${"x".repeat(3_000_000)}`,
    headers: FORM,
    answer: [400, "bad-request"],
  },
  "a part that says a shorter length": {
    body: () =>
      new Blob(["--b\r\nContent-Length: 5\r\n\r\n", slice!.bytes.slice(), "\r\n--b--\r\n"]),
    headers: { "Content-Type": "multipart/related; boundary=b" },
    answer: [200],
  },
  "a .npy whose header has 4 GiB": {
    body: () =>
      concat([Uint8Array.of(0x93), text("NUMPY\x02\0"), new Uint8Array(4).fill(255), noise])
        .slice(),
    answer: [400, "bad-array"],
  },
};

for (const [name, { body, headers = {}, answer: [status, code] }] of Object.entries(cases)) {
  Deno.test(`${name}: ${status}${code ? ` ${code}` : ""}`, async () => {
    const request = { method: "POST", body: await body(), headers };
    const response = await createApp().request("/v1/header", request);
    const reply = await response.text();
    equal(response.status, status, reply.slice(0, 1000));
    if (code) equal(JSON.parse(reply).code, code);
    // What is answered is answered rightly, if only for the one slice that was sent.
    else match(reply, /^space directions: \(0\.75,0,0\) \(0,0\.5,0\) \(0,0,/m);
  });
}

/** What goes on and on, piece after piece, without the end that it announces. */
const endless: Record<string, (count: number) => Pick<Case, "headers"> & { body: BodyInit }> = {
  "a sequence longer than the file": (count) => ({
    body: before(head(8, 0x1140, "SQ", 2 ** 31), noise.slice(0, count)),
  }),
  "unknown bytes": (count) => ({
    body: before(head(9, 0x1010, "UN", UNDEFINED), noise.slice(0, count)),
  }),
  "items within items": (count) => ({
    body: before(
      ...Array(60).fill([head(9, 0x1010, "SQ", UNDEFINED), mark(ITEM, UNDEFINED)]).flat(),
      noise.slice(0, count),
    ),
  }),
  "a part": (count) => ({
    body: `--b\r\nContent-Type: application/dicom\r\n\r\n${"x".repeat(count)}`,
    headers: FORM,
  }),
  "what stands before the parts": (count) => ({ body: "x".repeat(count), headers: FORM }),
  "the header of a part": (count) => ({
    body: `--b\r\n${"X-Field: y\r\n".repeat(count / 12)}`,
    headers: FORM,
  }),
  "a field of the header of a part": (count) => ({
    body: `--b\r\nContent-Disposition: form-data; name="${"x".repeat(count)}`,
    headers: FORM,
  }),
};

for (const [name, make] of Object.entries(endless)) {
  Deno.test(`${name} without an end: refused in a time that grows with its length alone`, () =>
    growsLinearly(noise.length / 4, (count) => {
      const { body, headers = {} } = make(count);
      return async () => {
        const request = { method: "POST", body, headers };
        const response = await createApp().request("/v1/header", request);
        equal(response.status, 400, await response.text());
      };
    }));
}

/** Frame counts that cost the sender nothing, by family. */
const COUNTS = {
  "RT dose": { SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2", GridFrameOffsetVector: [0, 1] },
  "enhanced": {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2.1",
    PerFrameFunctionalGroupsSequence: [{}],
  },
  "segmentation": {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.66.4",
    SegmentationType: "BINARY",
    SegmentSequence: [{ SegmentNumber: 1 }],
    PerFrameFunctionalGroupsSequence: [{}],
  },
  "nuclear medicine": {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.20",
    ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"],
    SliceVector: [1, 2],
    DetectorInformationSequence: [{
      ImagePositionPatient: [0, 0, 0],
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    }],
    SpacingBetweenSlices: 2,
  },
};

for (const [family, attributes] of Object.entries(COUNTS)) {
  Deno.test(`frame counts beyond all measure, ${family}: 422`, async () => {
    // A loop over so many does not come to its end, and memory for them is not there.
    for (const count of [2 ** 31, 2 ** 32 - 1, 1e15, 1e300, "1e400", "99999999999999999999"]) {
      const instance = { ...slice!.attributes, ...attributes, NumberOfFrames: count };
      const request = { method: "POST", body: JSON.stringify(instance) };
      const response = await createApp().request("/v1/header", request);
      const { code, limit } = await response.json();
      equal(response.status, 422, String(count));
      ok(code === "bad-frame-count" || limit === "frames per object", `${count}: ${code}`);
    }
  });
}

Deno.test("the lies above are lies: the same bodies without them are answered", async () => {
  for (const body of [zip(), before(), behind()]) {
    const response = await createApp().request("/v1/header", { method: "POST", body });
    equal(response.status, 200, await response.text());
  }
  const whole = await createApp().request("/v1/header", { method: "POST", body: zip(series) });
  const lines = (await whole.text()).split("\n");
  deepEqual(TRUE_LINES.filter((line) => !lines.includes(line)), []);
});
