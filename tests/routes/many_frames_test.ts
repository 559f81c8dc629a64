/**
 * Ten thousand slices that are no volume, each time in another way: what is compared must not be
 * every slice with every other.
 */

import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { createApp } from "../../routes/app.ts";
import { equal } from "../assert.ts";
import { growsLinearly } from "../support/growth.ts";

/** A quarter of the slices of the larger series, and of the frames of the larger object. */
const [SLICES, FRAMES] = [2500, 5000];

type Attributes = Readonly<Record<string, unknown>>;

function series(count: number, attributesOf: (k: number) => Attributes): string {
  return JSON.stringify(Array.from({ length: count }, (_, k) => ({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
    SOPInstanceUID: `2.25.${k}`,
    InstanceNumber: k,
    Rows: 6,
    Columns: 8,
    PixelSpacing: [1, 1],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [0, 0, k],
    BitsAllocated: 16,
    PixelRepresentation: 0,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    ...attributesOf(k),
  })));
}

function object(count: number, position: (k: number) => number[]): string {
  return JSON.stringify({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2.1",
    SOPInstanceUID: "2.25.1",
    Rows: 6,
    Columns: 8,
    BitsAllocated: 16,
    PixelRepresentation: 0,
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    SharedFunctionalGroupsSequence: [{
      PixelMeasuresSequence: [{ PixelSpacing: [1, 1] }],
      PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
    }],
    PerFrameFunctionalGroupsSequence: Array.from({ length: count }, (_, k) => ({
      PlanePositionSequence: [{ ImagePositionPatient: position(k) }],
    })),
  });
}

/** Directions all over the sphere, no two alike. */
function direction(k: number): number[] {
  const z = 1 - (2 * k + 1) / (4 * SLICES);
  const r = Math.sqrt(1 - z * z);
  return [r * Math.cos(2.4 * k), r * Math.sin(2.4 * k), z];
}

const here = { ImagePositionPatient: [0, 0, 0] };

const cases: Record<string, [status: number, attributesOf: (k: number) => Attributes]> = {
  "each turned a little": [200, (k) => {
    const [c, s] = [Math.cos(k / 1000), Math.sin(k / 1000)];
    return { ImageOrientationPatient: [c, s, 0, -s, c, 0] };
  }],
  "each beside the one before": [422, (k) => ({ ImagePositionPatient: [k, 0, 0] })],
  "each of another size": [200, (k) => ({ Rows: k + 1 })],
  "at one place, each weighted in another direction": [200, (k) => ({
    ...here,
    DiffusionBValue: 1000,
    DiffusionGradientOrientation: direction(k),
  })],
  "two at each place, no echo time twice": [200, (k) => ({
    ImagePositionPatient: [0, 0, k >> 1],
    EchoTime: k + 1,
  })],
  // No volume may have two energies and two echo times, so that these are none.
  "at two places, every attribute different": [422, (k) => ({
    ImagePositionPatient: [0, 0, k & 1],
    ...Object.fromEntries(
      ["EchoTime", "FlipAngle", "InversionTime", "RepetitionTime", "TriggerTime", "KVP"]
        .map((keyword) => [keyword, k + 1]),
    ),
  })],
  "at one place, nothing to tell them apart": [422, () => ({ ...here, InstanceNumber: 1 })],
};

/** Frames of one object, in the least favourable orders. */
const frames: Record<string, [status: number, position: (k: number) => number[]]> = {
  "at one place": [422, () => [0, 0, 0]],
  "anywhere": [422, (k) => [k * 7919 % 1000, k * 104_729 % 1000, k * 1_299_709 % 1000]],
  "closer and closer": [422, (k) => [0, 0, 1000 * 0.9999 ** k]],
  "in a row": [200, (k) => [0, 0, k]],
};

for (const [name, [status, position]] of Object.entries(frames)) {
  Deno.test(`${4 * FRAMES} frames, ${name}, take no time that grows with their square`, () =>
    growsLinearly(FRAMES, (count) => ask(status, object(count, position))));
}

Deno.test("as many frames as one object may have are answered", () =>
  ask(200, object(DEFAULT_LIMITS.frames, frames["in a row"]![1]))());

for (const [name, [status, attributesOf]] of Object.entries(cases)) {
  Deno.test(`${4 * SLICES} slices, ${name}, take no time that grows with their square`, () =>
    growsLinearly(SLICES, (count) => ask(status, series(count, attributesOf))));
}

/** No limit of the answer ends it early: its time is what is looked at. */
const limits = { volumes: Infinity, replyBytes: Infinity };

/** Asks for headers, and expects this status. */
function ask(status: number, body: string): () => Promise<void> {
  return async () => {
    const request = { method: "POST", body };
    const response = await createApp({ limits }).request("/v1/header?format=json", request);
    equal(response.status, status, (await response.text()).slice(0, 500));
  };
}
