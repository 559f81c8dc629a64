import { GE_IMPLICIT_BIG_PIXELS, hasBigEndianPixels } from "../../lib/dicom/transfer_syntax.ts";
import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { collect } from "../support/objects.ts";
import { makeReply, theVolume } from "../support/reply.ts";
import { makeSeries } from "../support/series.ts";

/** Words that count up, high byte first, as GE's private syntax has them. */
const words = (count: number): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * count));
  for (let n = 0; n < count; n++) view.setUint16(2 * n, n + 1, false);
  return new Uint8Array(view.buffer);
};

/** Names GE's syntax where an object names Implicit VR Little Endian: both take 18 bytes. */
function asGe(bytes: Uint8Array): Uint8Array {
  const implicit = "1.2.840.10008.1.2\0";
  const at = new TextDecoder("latin1").decode(bytes).indexOf(implicit);
  ok(at > 0);
  const copy = bytes.slice();
  copy.set(new TextEncoder().encode(GE_IMPLICIT_BIG_PIXELS), at);
  return copy;
}

Deno.test("GE's private transfer syntax: not compressed, words with the high byte first", () => {
  const files = makeSeries({
    count: 3,
    columns: 4,
    rows: 3,
    transferSyntax: "implicit",
    pixels: () => words(12),
    attributes: (k) => ({ SOPInstanceUID: `1.2.3.${k}` }),
  }).map(({ name, bytes }) => ({ name, bytes: asGe(bytes) }));
  const { objects, skipped } = collect(files);
  equal(objects[0]!.transferSyntax, GE_IMPLICIT_BIG_PIXELS);
  const reply = makeReply(objects, skipped, { ...DEFAULT_OPTIONS, data: "dicom" });
  const { header, findings } = theVolume(reply);
  ok(!findings.some(({ code }) => code === "compressed-pixels"));
  const { endian, byteSkip } = readNrrdGeometry(header);
  equal(endian, "big");
  // Read as the header says, the pixels are those that were written.
  const { buffer, byteOffset } = files[1]!.bytes;
  const view = new DataView(buffer, byteOffset + byteSkip, 24);
  deepEqual(
    Array.from({ length: 12 }, (_, n) => view.getUint16(2 * n, endian !== "big")),
    Array.from({ length: 12 }, (_, n) => n + 1),
  );
});

Deno.test("of a rewritten object with GE's syntax in its meta information the bytes are believed", () => {
  const [file] = makeSeries({ count: 1, transferSyntax: "explicit", pixels: () => words(4) });
  const explicit = "1.2.840.10008.1.2.1\0";
  const at = new TextDecoder("latin1").decode(file!.bytes).indexOf(explicit);
  const bytes = file!.bytes.slice();
  bytes.set(new TextEncoder().encode(`${GE_IMPLICIT_BIG_PIXELS}\0\0`), at);
  const { objects } = collect([{ name: "a.dcm", bytes }]);
  equal(objects[0]!.transferSyntax, "1.2.840.10008.1.2.1");
  equal(hasBigEndianPixels(objects[0]!.transferSyntax), false);
});
