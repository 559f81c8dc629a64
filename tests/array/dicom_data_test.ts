import { fc } from "../support/property.ts";
import type { HeaderError } from "../../lib/errors.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import { volumeHeader } from "../../lib/headers/nrrd/volume_header.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { Reply } from "../../lib/reply.ts";
import { describeVolumes } from "../../lib/volumes/mod.ts";
import { deepEqual, equal, match, ok, throws } from "../assert.ts";
import { type Attributes, concat, writeDicom } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply, refusedWith, theVolume } from "../support/reply.ts";
import { makeSegmentation, type SegmentFrame } from "../support/segmentation.ts";
import { type MadeObject, makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";

type File = { readonly name: string; readonly bytes: Uint8Array };

const replyTo = (files: readonly File[], options: Partial<HeaderOptions> = {}): Reply => {
  const { objects, skipped } = collect(files);
  return makeReply(objects, skipped, { ...DEFAULT_OPTIONS, data: "dicom", ...options });
};

const headerOf = (files: readonly File[], options: Partial<HeaderOptions> = {}) => {
  const { header, findings } = theVolume(replyTo(files, options));
  return { ...readNrrdGeometry(header), findings: findings.map(({ code }) => code) };
};

/** Pixels that no other place of a file has: a number per object, counting on. */
const marked = (bytes: number) => (k: number) =>
  Uint8Array.from({ length: bytes }, (_, n) => n === 0 ? 200 + k : (n * 13 + k) % 199);

/** Headers of one length: UIDs made by chance have not all the same number of digits. */
const series = ({ attributes, ...options }: SeriesOptions = {}): MadeObject[] =>
  makeSeries({
    columns: 8,
    rows: 6,
    count: 5,
    pixels: marked(96),
    ...options,
    attributes: (k) => ({
      SOPInstanceUID: `2.25.10${k}`,
      ...(typeof attributes === "function" ? attributes(k) : attributes),
    }),
  });

/** The bytes to which a header points, file after file. */
function pointedAt(files: readonly File[], header: ReturnType<typeof readNrrdGeometry>) {
  const names = header.text.list.length > 0 ? header.text.list : [header.dataFile!];
  const total = header.sizes.reduce((a, b) => a * b, header.sampleBytes);
  return concat(names.map((name) => {
    const { bytes } = files.find((file) => file.name === name)!;
    const { byteSkip } = header;
    const length = total / names.length;
    // From the end, -1 is a file that ends with its samples.
    const start = byteSkip < 0 ? bytes.length + byteSkip + 1 - length : byteSkip;
    return bytes.subarray(start, start + length);
  }));
}

for (const transferSyntax of ["implicit", "explicit", "big-endian"] as const) {
  Deno.test(`data=dicom points at the pixels: ${transferSyntax}`, () => {
    const files = series({ transferSyntax });
    const header = headerOf(files);
    deepEqual(header.text.list, files.map(({ name }) => name));
    equal(header.dataFile, "LIST");
    equal(header.endian, transferSyntax === "big-endian" ? "big" : "little");
    deepEqual(pointedAt(files, header), concat(files.map((_, k) => marked(96)(k))));
    ok(header.findings.includes("data-file-list"));
    ok(!header.findings.includes("trailing-bytes"));
  });
}

Deno.test("data=dicom lists files in the order of the slices", () => {
  const files = series().toReversed();
  deepEqual(headerOf(files).text.list, files.map(({ name }) => name).reverse());
  deepEqual(headerOf(files, { order: "given" }).text.list, files.map(({ name }) => name));
});

Deno.test("data=dicom counts from the start, whatever follows the pixels", () => {
  const files: File[] = series();
  files[1] = { ...files[1]!, bytes: concat([files[1]!.bytes, new Uint8Array(1000)]) };
  const header = headerOf(files);
  deepEqual(pointedAt(files, header).subarray(96, 192), marked(96)(1));
  ok(header.byteSkip > 0 && header.findings.includes("trailing-bytes"));
});

Deno.test("data=dicom needs no more of a file than its header", () => {
  const whole = series();
  const cut = whole.map((file) => ({ ...file, bytes: file.bytes.subarray(0, -90) }));
  deepEqual(pointedAt(whole, headerOf(cut)), concat(whole.map((_, k) => marked(96)(k))));
});

Deno.test("data=dicom: LIST 2 for volumes of slices", () => {
  const files = series({
    positions: Array.from({ length: 6 }, (_, n): Triple => [0, 0, n % 3]),
    attributes: (n) => ({ TemporalPositionIdentifier: Math.floor(n / 3) + 1 }),
  });
  const header = headerOf(files);
  equal(header.dataFile, "LIST 2");
  deepEqual(header.sizes, [8, 6, 3, 2]);
  deepEqual(header.text.list, files.map(({ name }) => name));
});

Deno.test("data=dicom: one file of one slice or of many frames needs no list", () => {
  const [only] = series({ count: 1, thickness: 2 });
  const single = headerOf([only!]);
  equal(single.dataFile, "0001.dcm");
  deepEqual(pointedAt([only!], single), marked(96)(0));
  equal(headerOf([{ ...only!, name: "brain_%03d.dcm" }]).dataFile, "LIST");

  const positions = [0, 1, 2].map((z): Triple => [0, 0, z]);
  const file = makeEnhanced({ name: "all.dcm", positions, pixelBytes: marked(288)(0) });
  const multi = headerOf([file]);
  equal(multi.dataFile, "all.dcm");
  deepEqual(pointedAt([file], multi), marked(288)(0));
  equal(headerOf([{ ...file, name: "a%d" }]).dataFile, "LIST 3");
});

Deno.test("data=dicom: several files of many frames", () => {
  const block = (name: string, from: number, count: number, time: number) =>
    makeEnhanced({
      name,
      positions: Array.from({ length: count }, (_, k): Triple => [0, 0, from + k]),
      pixelBytes: marked(96 * count)(from + 10 * time),
      content: () => ({ TemporalPositionIndex: time }),
      attributes: { SOPInstanceUID: `2.25.${10 + from}${time}` },
    });
  const halves = [block("a", 0, 2, 1), block("b", 2, 2, 1)];
  const stacked = headerOf(halves);
  deepEqual([stacked.dataFile, stacked.sizes], ["LIST 3", [8, 6, 4]]);
  deepEqual(pointedAt(halves, stacked), concat([marked(192)(10), marked(192)(12)]));
  const times = [block("1", 0, 3, 1), block("2", 0, 3, 2)];
  const series = headerOf(times);
  deepEqual([series.dataFile, series.sizes], ["LIST", [8, 6, 3, 2]]);
  deepEqual(pointedAt(times, series), concat([marked(288)(10), marked(288)(20)]));
  const uneven = [block("a", 0, 1, 1), block("b", 1, 3, 1)];
  throws(() => replyTo(uneven), refusedWith("frames-not-in-order"));
});

Deno.test("data=dicom: frames in another order than the header's are refused", () => {
  const positions = [2, 1, 0].map((z): Triple => [0, 0, z]);
  const downward = makeEnhanced({ positions, pixelBytes: 288 });
  throws(() => replyTo([downward]), refusedWith("frames-not-in-order", /reverse order/));
  deepEqual(headerOf([downward], { order: "given" }).directions[2], [0, 0, -1]);
});

Deno.test("data=dicom: colour by plane has its components third", () => {
  const color = (planar: number, photometric = "RGB"): SeriesOptions => ({
    pixels: marked(144),
    attributes: {
      SamplesPerPixel: 3,
      PhotometricInterpretation: photometric,
      PlanarConfiguration: planar,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
    },
  });
  const byPixel = headerOf(series(color(0)));
  deepEqual([byPixel.sizes, byPixel.kinds[0]], [[3, 8, 6, 5], "RGB-color"]);
  const byPlane = headerOf(series(color(1)));
  deepEqual([byPlane.sizes, byPlane.kinds[2]], [[8, 6, 3, 5], "RGB-color"]);
  equal(byPlane.dataFile, "LIST");
  const ybr = headerOf(series(color(0, "YBR_FULL")));
  deepEqual([ybr.kinds[0], ybr.findings.includes("not-rgb")], ["vector", true]);
  throws(
    () => replyTo(series(color(0, "YBR_FULL_422"))),
    refusedWith("unsupported-pixel-format", /second pixel/),
  );
});

Deno.test("data=dicom refuses pixels that no header can point at", () => {
  const bits = (BitsAllocated: number, others: Attributes = {}): SeriesOptions => ({
    attributes: { BitsAllocated, BitsStored: BitsAllocated, HighBit: BitsAllocated - 1, ...others },
  });
  const refuses = (code: string, options: SeriesOptions, why?: RegExp) =>
    throws(() => replyTo(series(options)), refusedWith(code, why));
  refuses("compressed-pixels", { transferSyntax: "encapsulated" });
  refuses("compressed-pixels", { transferSyntax: "deflated" }, /deflated/);
  refuses("byte-offset-unknown", { pixelBytes: 0 });
  refuses("bad-frame-count", { pixels: marked(40) }, /40 bytes/);
  refuses("unsupported-pixel-format", bits(1));
  refuses("unsupported-pixel-format", bits(12));
  refuses("unsupported-pixel-format", bits(16, { HighBit: 11, BitsStored: 11 }), /shifted/);
  refuses("unsupported-pixel-format", { ...bits(8), transferSyntax: "big-endian" }, /swapped/);
  const [masks, file] = [[[[0, 0, 0], 1]] as const, { pixelBytes: 6 }];
  throws(
    () => replyTo([makeSegmentation({ frames: masks, ...file })]),
    refusedWith("unsupported-pixel-format", /1 bits/),
  );
  const both: SegmentFrame[] = [[[0, 0, 0], 1], [[0, 0, 0], 2], [[0, 0, 2], 1], [[0, 0, 2], 2]];
  throws(
    () => replyTo([makeSegmentation({ frames: both, pixelBytes: 24, overlap: "YES" })]),
    refusedWith("frames-not-in-order", /2 layers/),
  );
});

/** Descriptions of different lengths move the pixels. */
const described = (lengths: readonly number[]) =>
  series({
    count: lengths.length,
    attributes: (k) => ({ SeriesDescription: "x".repeat(2 * lengths[k]!) }),
  });

Deno.test("data=dicom: pixels that begin at different bytes are counted from the end", () => {
  const files = described([1, 1, 1, 10, 4]);
  const header = headerOf(files);
  equal(header.byteSkip, -1);
  deepEqual(pointedAt(files, header), concat(files.map((_, k) => marked(96)(k))));
  ok(header.findings.includes("skip-from-end"));
  const padded = files.map((file) => ({ ...file, bytes: concat([file.bytes, new Uint8Array(6)]) }));
  equal(headerOf(padded).byteSkip, -7);
  deepEqual(pointedAt(padded, headerOf(padded)), concat(files.map((_, k) => marked(96)(k))));
});

Deno.test("data=dicom: whatever lies before and behind, the samples are pointed at or refused", () => {
  const few = { minLength: 2, maxLength: 6 };
  const files = fc.array(fc.record({ before: fc.nat(3), behind: fc.nat(2) }), few);
  fc.assert(fc.property(files, (parts) => {
    const sent = described(parts.map(({ before }) => before)).map((file, k) => ({
      ...file,
      bytes: concat([file.bytes, new Uint8Array(2 * parts[k]!.behind).fill(7)]),
    }));
    const same = (name: "before" | "behind") =>
      parts.every((part) => part[name] === parts[0]![name]);
    if (!same("before") && !same("behind")) {
      throws(() => replyTo(sent), refusedWith("skips-differ"));
      return;
    }
    const header = headerOf(sent);
    deepEqual(pointedAt(sent, header), concat(sent.map((_, k) => marked(96)(k))));
    equal(header.byteSkip > 0, same("before"));
    equal(header.findings.includes("skip-from-end"), !same("before"));
  }));
});

Deno.test("data=dicom: differing skips and ends are refused with both numbers", () => {
  const files = described([1, 1, 1, 10]).map((file, k): File =>
    k === 1 ? { ...file, bytes: concat([file.bytes, new Uint8Array(2)]) } : file
  );
  throws(() => replyTo(files), (error) => {
    refusedWith(
      "skips-differ",
      /byte \d+ of one file and at byte \d+ of another, and the files do/,
    )(
      error,
    );
    const { smallest, largest } = (error as { details: Record<string, number> }).details;
    return largest! - smallest! === 18;
  });
  // Of a file that was cut nobody knows the end.
  const cut = described([1, 2]).map((file) => ({ ...file, bytes: file.bytes.subarray(0, -90) }));
  throws(() => replyTo(cut), (error) => {
    match((error as { details: { help: string } }).details.help, /^the whole files/);
    return refusedWith("skips-differ", /was not seen/)(error);
  });
});

Deno.test("data=dicom: files of different byte order are refused", () => {
  const files = series().map((file, k) =>
    k % 2 === 0 ? file : {
      ...file,
      bytes: writeDicom(file.attributes, { transferSyntax: "big-endian", pixelBytes: 96 }),
    }
  );
  throws(() => replyTo(files), refusedWith("mixed-pixel-formats"));
});

Deno.test("data=dicom: holes and tiles have no file", () => {
  const files = series({ count: 7 }).filter((_, k) => k !== 3);
  throws(() => replyTo(files, { uneven: "fill" }), refusedWith("missing-slices"));
  const { frames } = readFrames(collect(series()).objects);
  const options: HeaderOptions = { ...DEFAULT_OPTIONS, data: "dicom" };
  const [mosaic] = describeVolumes(frames.map((f) => ({ ...f, tile: true })), options).volumes;
  throws(() => volumeHeader(mosaic!, options), refusedWith("tiled-pixels"));
});

Deno.test("data=dicom needs the names of the files, each once", () => {
  const files = series();
  const { objects } = collect(files);
  const unnamed = objects.map(({ file: _, ...object }) => object);
  const options: HeaderOptions = { ...DEFAULT_OPTIONS, data: "dicom" };
  throws(
    () => makeReply(unnamed, [], options),
    refusedWith("file-names-unusable", /had no name/),
  );
  const same = files.map((file) => ({ ...file, name: "IM0" }));
  throws(
    () => replyTo(same),
    refusedWith("file-names-unusable", /5 files were sent under 1 name;/),
  );
});

Deno.test("data=dicom without bytes needs offset and transfer syntax, both", () => {
  const { objects } = collect(series());
  const options: HeaderOptions = { ...DEFAULT_OPTIONS, data: "dicom" };
  const described = objects.map(({ byteLength: _, ...object }) => object);
  equal(theVolume(makeReply(described, [], options)).sizes.join(), "8,6,5");
  for (const absent of ["pixelData", "transferSyntax"] as const) {
    const less = described.map((object) => ({ ...object, [absent]: undefined }));
    throws(() => makeReply(less, [], options), refusedWith("byte-offset-unknown"));
  }
  const texts = described.map((object, k) => ({ ...object, file: `${k}.json` }));
  throws(() => makeReply(texts, [], options), refusedWith("file-names-unusable"));
});

Deno.test("data=dicom contradicts every option that describes another array", () => {
  const files = series();
  const others: Partial<HeaderOptions>[] = [
    { type: "float" },
    { endian: "big" },
    { encoding: "gzip" },
    { array: "xyz" },
    { npy: { shape: [5, 6, 8], dtype: "<i2", fortranOrder: false, offset: 128 } },
  ];
  for (const option of others) throws(() => replyTo(files, option), refusedWith("bad-option"));
  equal(headerOf(files, { type: "short", endian: "little" }).type, "short");
});

Deno.test("data=dicom: a volume that has no files to point at takes no other with it", () => {
  const good = series();
  const bad = series({
    transferSyntax: "encapsulated",
    attributes: (k) => ({ SOPInstanceUID: `2.25.20${k}` }),
  });
  const files = [...good, ...bad.map((file) => ({ ...file, name: `packed/${file.name}` }))];
  const { volumes, refused } = replyTo(files);
  deepEqual(volumes.map(({ index }) => index), [0]);
  deepEqual(refused.map(({ code, given }) => [code, given.length]), [["compressed-pixels", 5]]);
});

Deno.test("data=dicom: no name becomes a line or a path of its own", () => {
  const files = series();
  const named = (name: string) => files.map((file, k) => k === 2 ? { ...file, name } : file);
  const unusable = [
    "../0001.dcm",
    "a/../../b",
    "/etc/passwd",
    "C:\\x.dcm",
    "c:x.dcm",
    "http://a/b.dcm",
    "volume.nhdr",
    "a/.",
    "a\\b",
    "-",
    "-x",
    "a\nSegment0_ID:=x",
    "a\r",
    "a\0b",
    "x ",
    " x",
    "",
    "ü.dcm",
    "x".repeat(10_000),
  ];
  for (const name of unusable) {
    throws(() => replyTo(named(name)), refusedWith("header-injection"), JSON.stringify(name));
  }
  const plain: [string, string][] = [
    ["LIST", "./LIST"],
    ["LIST 2.dcm", "./LIST 2.dcm"],
    ["#1.dcm", "./#1.dcm"],
    ["a b:=c.dcm", "a b:=c.dcm"],
    ["brain_%03d.dcm", "brain_%03d.dcm"],
    ["SUB dir/im 1", "SUB dir/im 1"],
  ];
  for (const [name, written] of plain) {
    const { list } = headerOf(named(name)).text;
    deepEqual(list, files.map((file, k) => k === 2 ? written : file.name));
  }
});

Deno.test("data=dicom: messages hold no names of files", () => {
  const files = series({ transferSyntax: "encapsulated" })
    .map((file) => ({ ...file, name: `DOE^JANE/${file.name}` }));
  throws(() => replyTo(files), (error: HeaderError) => {
    match(error.message, /compressed/);
    // Which files it is about is said apart from the reason.
    const { series, ...details } = error.details;
    equal(series!.firstFile, files[0]!.name);
    return !JSON.stringify([error.message, details]).includes("DOE");
  });
});
