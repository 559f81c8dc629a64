import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import type { Reply } from "../../lib/reply.ts";
import { deepEqual, equal } from "../assert.ts";
import { type Attributes, freshUid } from "../support/dicom_writer.ts";
import { type EnhancedFile, makeEnhanced } from "../support/enhanced.ts";
import { collect } from "../support/objects.ts";
import { liesAt, makeReply, theVolume } from "../support/reply.ts";
import type { Triple } from "../support/series.ts";

const SLICES = 5;
const VOLUMES = 4;

/** Volume after volume, slice after slice: the place of every frame in the whole image. */
const FRAMES = Array.from({ length: VOLUMES * SLICES }, (_, n) => ({
  k: n % SLICES,
  t: Math.floor(n / SLICES),
}));

const at = (k: number): Triple => [-10, -20, 2.5 * k];

/**
 * Objects of one image: their frames, numbers and offsets as PS3.3 C.7.6.16 has them, one Instance
 * Number for all of them included. Nothing says what the volumes differ in.
 */
function concatenation(
  frames: readonly { k: number }[],
  parts: readonly number[],
  others: Attributes = {},
): EnhancedFile[] {
  const uid = freshUid();
  let offset = 0;
  return parts.map((length, part) => {
    const own = frames.slice(offset, offset + length);
    const file = makeEnhanced({
      name: `part_${part}.dcm`,
      positions: own.map(({ k }) => at(k)),
      attributes: {
        InstanceNumber: 7,
        ConcatenationUID: uid,
        InConcatenationNumber: part + 1,
        InConcatenationTotalNumber: parts.length,
        ConcatenationFrameOffsetNumber: offset,
        ...others,
      },
    });
    offset += length;
    return file;
  });
}

function replyTo(files: readonly EnhancedFile[], options: Partial<HeaderOptions> = {}): Reply {
  const { objects, skipped } = collect(files);
  return makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
}

const findings = (files: readonly EnhancedFile[]) =>
  theVolume(replyTo(files)).findings.filter(({ code }) => code === "concatenation-incomplete");

Deno.test("concatenation: frames count through its objects, in whatever order these are sent", () => {
  const parts = [7, 7, 6];
  const starts = [0, 7, 14];
  const files = concatenation(FRAMES, parts);
  for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
    const volume = theVolume(replyTo(order.map((part) => files[part]!)));
    deepEqual(volume.sizes, [8, 6, SLICES, VOLUMES]);
    deepEqual(
      volume.slices.map(({ given, frame }) => FRAMES[starts[order[given]!]! + frame]),
      FRAMES,
    );
  }
});

Deno.test("concatenation: parts that each hold a volume are no copies of each other", () => {
  const parts = Array(VOLUMES).fill(SLICES);
  // Even where an anonymiser has given all of them one UID.
  for (const others of [{}, { SOPInstanceUID: freshUid() }]) {
    const files = concatenation(FRAMES, parts, { ContentTime: "120000", ...others });
    const volume = theVolume(replyTo([1, 3, 2, 0].map((part) => files[part]!)));
    deepEqual(volume.sizes, [8, 6, SLICES, VOLUMES]);
    deepEqual(volume.order.slice(0, SLICES), [15, 16, 17, 18, 19]);
    deepEqual(volume.order.slice(SLICES, 2 * SLICES), [0, 1, 2, 3, 4]);
  }
});

Deno.test("concatenation: by instance number its frames stand as in the whole image", () => {
  const falling = [4, 3, 2, 1, 0].map((k) => ({ k }));
  const [first, second] = concatenation(falling, [3, 2]);
  const volume = theVolume(replyTo([second!, first!], { order: "instance-number" }));
  liesAt(volume, falling.map(({ k }) => at(k)));
});

Deno.test("concatenation: parts that were not sent are told, where the others say so", () => {
  const stack = [0, 1, 2, 3, 4, 5].map((k) => ({ k }));
  const [first, second, third] = concatenation(stack, [2, 2, 2]) as [
    EnhancedFile,
    EnhancedFile,
    EnhancedFile,
  ];
  deepEqual(findings([first, second, third]), []);
  for (const files of [[first, second], [third, second]]) {
    const [finding, ...others] = findings(files);
    deepEqual([finding?.missing, finding?.parts, others.length], [1, 3, 0]);
  }
  // Without the optional total nobody knows of those behind the last.
  const untold = concatenation(stack, [2, 2, 2], { InConcatenationTotalNumber: [] });
  equal(findings(untold.slice(0, 2)).length, 0);
  equal(findings(untold.slice(1)).length, 1);
});
