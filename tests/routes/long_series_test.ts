import { createApp } from "../../routes/app.ts";
import { Search } from "../../lib/intake/bytes.ts";
import { equal, match, ok } from "../assert.ts";
import { concat } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";

/** Elements that nobody reads, so that a frame has 130 elements and items in all. */
const OTHERS = Object.fromEntries(
  Array.from({ length: 119 }, (_, k) => [
    (0x00189a00 + k).toString(16).padStart(8, "0").toUpperCase(),
    { vr: "DS", value: "1.5" },
  ]),
);

const SLICES = 30;
const TIMES = 1000;
const [POSITION, TIME] = ["0\\0\\1234", "\x78\x56\x34\x12"];

Deno.test("an enhanced series of 30,000 frames of 130 elements each passes", async () => {
  // One frame is written, the others are copies of it with another position and time.
  const { bytes } = makeEnhanced({
    positions: [[0, 0, 1234]],
    content: () => ({ TemporalPositionIndex: 0x12345678 }),
    frame: () => ({ "00189006": { vr: "SQ", value: [OTHERS] } }),
    attributes: { NumberOfFrames: String(SLICES * TIMES) },
  });
  const find = (latin1: string) => {
    const wanted = Uint8Array.from(latin1, (letter) => letter.charCodeAt(0));
    const found = new Search(wanted).in(bytes);
    ok(found > 0, latin1);
    return found;
  };
  const sequence = find("\x00\x52\x30\x92SQ\0\0") + 8;
  const [item, pixels] = [sequence + 4, find("\xe0\x7f\x10\x00")];
  const [position, time] = [find(POSITION) - item, find(TIME) - item];
  const one = bytes.slice(item, pixels);
  const frames = new Uint8Array(SLICES * TIMES * one.length);
  const view = new DataView(frames.buffer);
  for (let k = 0; k < SLICES * TIMES; k++) {
    const at = k * one.length;
    frames.set(one, at);
    const place = `0\\0\\${String(2.5 * (k % SLICES)).padStart(4)}`;
    frames.set(new TextEncoder().encode(place), at + position);
    view.setUint32(at + time, 1 + Math.floor(k / SLICES), true);
  }
  const head = new Uint8Array(bytes.subarray(0, item));
  new DataView(head.buffer).setUint32(sequence, frames.length, true);

  const answer = await createApp().fetch(
    new Request("http://localhost/v1/header", {
      method: "POST",
      headers: { "Content-Type": "application/dicom" },
      body: concat([head, frames, bytes.subarray(pixels)]),
    }),
  );
  const header = await answer.text();
  equal(answer.status, 200, header);
  match(header, /^sizes: 8 6 30 1000$/m);
  match(header, /^space directions: \(1,0,0\) \(0,1,0\) \(0,0,2\.5\) none$/m);
  match(header, /^space origin: \(0,0,0\)$/m);
});
