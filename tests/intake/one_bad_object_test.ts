/** One object beyond a limit, or without an image, among slices: it takes none of them with it. */

import * as fflate from "fflate";
import { DEFAULT_LIMITS, type Limits } from "../../lib/limits.ts";
import { Intake } from "../../lib/intake/intake.ts";
import { openEntry } from "../../lib/intake/entry.ts";
import { feed } from "../../lib/intake/feed.ts";
import { createApp } from "../../routes/app.ts";
import { type File, form, series, tar, TRUE_LINES, zip } from "../routes/support.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { type Attributes, writeDicom } from "../support/dicom_writer.ts";
import { makeSeries } from "../support/series.ts";

const STORAGE = "1.2.840.10008.5.1.4.1.1";

/** Far less than the defaults, so that little is beyond them; the slices stay within. */
const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  headerBytes: 20_000,
  elements: 500,
  nesting: 5,
  jsonDepth: 5,
};

/** An object that has no image, and more bytes before its end than any header may have. */
function imageless(sopClass: string, attributes: Attributes, meta = true): Uint8Array<ArrayBuffer> {
  return writeDicom({ SOPClassUID: sopClass, ...attributes }, { meta }).slice();
}

const LONG = { vr: "OB", value: new Uint8Array(50_000) };

/** Sequences within sequences. */
function nested(depth: number): Attributes {
  return { ReferencedSeriesSequence: [depth === 1 ? { Modality: "CT" } : nested(depth - 1)] };
}

function slice(attributes: Attributes): Uint8Array<ArrayBuffer> {
  return makeSeries({ count: 1, attributes })[0]!.bytes.slice();
}

const several = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, k) => [
      `0009${(0x1000 + k).toString(16)}`,
      { vr: "LO", value: "x" },
    ]),
  );

/** What is bad about an object, and what is said of it. */
const BAD: Readonly<
  Record<string, [bytes: Uint8Array<ArrayBuffer>, said: Record<string, unknown>]>
> = {
  "contours of an RT structure set": [
    imageless(`${STORAGE}.481.3`, { Modality: "RTSTRUCT", "30060039": LONG }),
    { reason: "unsupported-object", object: "RT structure set" },
  ],
  "a document, without meta information": [
    imageless(`${STORAGE}.104.1`, { "00420011": LONG }, false),
    { reason: "unsupported-object", object: "encapsulated document" },
  ],
  "a deep report": [
    imageless(`${STORAGE}.88.33`, nested(9)),
    { reason: "unsupported-object", object: "structured report" },
  ],
  "a long header": [
    slice({ "00091010": LONG }),
    { reason: "limit-exceeded", limit: "header bytes per object", maximum: 20_000 },
  ],
  "deep sequences": [
    slice(nested(9)),
    { reason: "limit-exceeded", limit: "nesting", maximum: 5 },
  ],
  "many elements": [
    slice(several(600)),
    { reason: "limit-exceeded", limit: "elements per object", maximum: 500 },
  ],
  "deep JSON": [
    new TextEncoder().encode(`{"Rows":${"[".repeat(9)}${"]".repeat(9)}}`),
    { reason: "limit-exceeded", limit: "JSON depth", maximum: 5 },
  ],
};

const CONTAINERS: Readonly<Record<string, (files: readonly File[]) => BodyInit>> = {
  form,
  zip,
  tar,
  "gzip in a form": (files) =>
    form(files.map(({ name, bytes }) => ({ name, bytes: fflate.gzipSync(bytes).slice() }))),
};

/** The place of the bad one: among the slices, so that whatever comes after it counts too. */
const PLACE = 2;

for (const [what, [bytes, said]] of Object.entries(BAD)) {
  const files = series.toSpliced(PLACE, 0, { name: "bad", bytes });
  for (const [container, pack] of Object.entries(CONTAINERS)) {
    Deno.test(`${what}, in a ${container}: named and passed over`, async () => {
      const response = await createApp({ limits: LIMITS }).request("/v1/header?format=json", {
        method: "POST",
        body: pack(files),
      });
      const reply = await response.json();
      equal(response.status, 200, JSON.stringify(reply));
      for (const line of TRUE_LINES) ok(reply.volumes[0].header.includes(`\n${line}\n`), line);
      const [{ given, file, reason, details }] = reply.skipped;
      const { object, limit, maximum } = details;
      deepEqual(
        { given, file, ...said },
        JSON.parse(JSON.stringify({ given: PLACE, file: "bad", reason, object, limit, maximum })),
      );
    });
  }

  Deno.test(`${what}, alone: the answer is about it`, async () => {
    const response = await createApp({ limits: LIMITS }).request("/v1/header", {
      method: "POST",
      body: bytes,
    });
    const { code, object, limit, maximum } = await response.json();
    deepEqual(JSON.parse(JSON.stringify({ reason: code, object, limit, maximum })), said);
  });
}

Deno.test("of an object without image the beginning is read, whoever reads it", async () => {
  const bytes = imageless(`${STORAGE}.481.3`, {
    "30060039": { vr: "OB", value: new Uint8Array(2e6) },
  });
  const intake = new Intake();
  let read = 0;
  const sink = openEntry(intake, { file: "x", archives: true, gzip: true });
  await feed(sink, intake.budget, bytes.length, (from, length) => {
    const piece = bytes.subarray(from, from + length);
    read += piece.length;
    return Promise.resolve(piece);
  });
  ok(read < 20_000, `${read} bytes`);
  equal(intake.objects[0]!.byteLength, bytes.length);
  deepEqual(intake.objects[0]!.dataset.strings("SOPClassUID"), [`${STORAGE}.481.3`]);
});

/** What is too much for the whole request, and comes up at its third entry. */
const TOO_MUCH: Readonly<
  Record<string, [limits: Partial<Limits>, bytes: Uint8Array<ArrayBuffer>, status: number]>
> = {
  "objects per request": [{ objects: PLACE }, series[0]!.bytes, 422],
  "header bytes per request": [
    { requestHeaderBytes: 10_000 },
    slice({ GridFrameOffsetVector: Array.from({ length: 5000 }, (_, k) => k) }),
    413,
  ],
  "JSON bytes per request": [
    { jsonBytes: 99 },
    new TextEncoder().encode(" ".repeat(99) + "{}"),
    413,
  ],
  "inflate ratio": [
    { inflateRatio: 100 },
    fflate.gzipSync(new Uint8Array(17 * 2 ** 20)).slice(),
    413,
  ],
};

for (const [limit, [limits, bytes, status]] of Object.entries(TOO_MUCH)) {
  Deno.test(`${limit}: ends the request, and names the entry at which that happened`, async () => {
    const response = await createApp({ limits }).request("/v1/header", {
      method: "POST",
      body: form(series.toSpliced(PLACE, 0, { name: "here", bytes })),
    });
    const problem = await response.json();
    deepEqual(
      [response.status, problem.limit, problem.file],
      [status, limit, "here"],
      problem.detail,
    );
    ok(problem.detail.endsWith(" It was passed at here."), problem.detail);
  });
}
