/**
 * Requests that can be sent as they stand. The replies beside them in the document are made by the
 * service itself, and tests send them again.
 *
 * @module
 */

import { createApp } from "../../routes/app.ts";

/** A request that shows something. */
export interface Example {
  readonly summary: string;
  readonly contentType: string;
  readonly body: unknown;
}

/** Header of one axial CT slice at a height, as a dictionary of keywords. */
function slice(z: number, number: number): Record<string, unknown> {
  return {
    Rows: 48,
    Columns: 64,
    PixelSpacing: [0.5, 0.75],
    SliceThickness: 5,
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [-10, -20, z],
    InstanceNumber: number,
    BitsAllocated: 16,
    PixelRepresentation: 1,
  };
}

/** The same in the DICOM JSON Model (PS3.18 annex F). */
function model(z: number): Record<string, unknown> {
  return {
    "00180050": { vr: "DS", Value: [5] },
    "00200032": { vr: "DS", Value: [-10, -20, z] },
    "00200037": { vr: "DS", Value: [1, 0, 0, 0, 1, 0] },
    "00280010": { vr: "US", Value: [48] },
    "00280011": { vr: "US", Value: [64] },
    "00280030": { vr: "DS", Value: [0.5, 0.75] },
    "00280100": { vr: "US", Value: [16] },
    "00280103": { vr: "US", Value: [1] },
  };
}

/** Requests to `/v1/header` by name; a reply has the name of its request. */
export const HEADER_EXAMPLES: Readonly<Record<string, Example>> = {
  downward: {
    summary: "Slices sent from the top down, 2.5 mm apart, with an array stacked the same way",
    contentType: "application/json",
    body: {
      instances: [slice(-22.5, 1), slice(-25, 2), slice(-27.5, 3)],
      options: { order: "given" },
    },
  },
  dicomJson: {
    summary: "DICOM JSON Model, as DICOMweb and pydicom give it",
    contentType: "application/dicom+json",
    body: [model(-30), model(-27.5)],
  },
  lines: {
    summary: "A header a line",
    contentType: "application/x-ndjson",
    body: [slice(-30, 1), slice(-27.5, 2)].map((line) => JSON.stringify(line)).join("\n"),
  },
  hole: {
    summary: "The third of four slices is not there",
    contentType: "application/json",
    body: [slice(-30, 1), slice(-27.5, 2), slice(-22.5, 4)],
  },
};

/** Requests to `/v1/check`. */
export const CHECK_EXAMPLES: Readonly<Record<string, Example>> = {
  thickness: {
    summary: "Slice Thickness was used as slice spacing",
    contentType: "application/json",
    body: {
      instances: [slice(-30, 1), slice(-27.5, 2), slice(-25, 3)],
      spaceDirections: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 5]],
      spaceOrigin: [-10, -20, -30],
    },
  },
  affine: {
    summary: "An affine in LPS, where RAS was meant",
    contentType: "application/json",
    body: {
      instances: [slice(-30, 1), slice(-27.5, 2), slice(-25, 3)],
      affine: [[0.75, 0, 0, -10], [0, 0.5, 0, -20], [0, 0, 2.5, -30], [0, 0, 0, 1]],
    },
  },
  simpleItk: {
    summary: "SimpleITK's numbers, the spacings in numpy's order",
    contentType: "application/json",
    body: {
      instances: [slice(-30, 1), slice(-27.5, 2), slice(-25, 3)],
      origin: [-10, -20, -30],
      spacing: [2.5, 0.5, 0.75],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    },
  },
};

/** A reply to an example. */
export interface ExampleReply {
  readonly status: number;
  /** Media type without parameters. */
  readonly type: string;
  readonly body: unknown;
}

/** The body of an example as it goes over the wire. */
function exampleText({ body }: Example): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** What the service answers at a path, as text and as JSON; a problem once. */
export async function exampleReplies(
  path: string,
  example: Example,
): Promise<readonly ExampleReply[]> {
  const app = createApp();
  const replies = await Promise.all(["text/plain", "application/json"].map(async (accept) => {
    const response = await app.request(path, {
      method: "POST",
      headers: { "Content-Type": example.contentType, Accept: accept },
      body: exampleText(example),
    });
    const type = response.headers.get("Content-Type")!.replace(/;.*/, "");
    const text = await response.text();
    return { status: response.status, type, body: type.endsWith("json") ? JSON.parse(text) : text };
  }));
  return replies[0]!.type === replies[1]!.type ? replies.slice(0, 1) : replies;
}
