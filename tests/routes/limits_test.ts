/** One request for every limit: just within it is answered, just beyond it names it. */

import { DEFAULT_LIMITS, LIMIT_NAMES, type Limits } from "../../lib/limits.ts";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { growsLinearly } from "../support/growth.ts";
import { type Attributes, concat, writeDicom } from "../support/dicom_writer.ts";
import { makeSeries } from "../support/series.ts";
import { tarHeader } from "../support/tar_writer.ts";
import { dictionaries, form, inPieces, series } from "./support.ts";

const json = JSON.stringify(dictionaries);
const headerBytes = series.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** A slice with a sequence within a sequence, and so on, all of undefined length. */
function nested(depth: number): Uint8Array<ArrayBuffer> {
  const [slice] = makeSeries({ count: 1, pixelBytes: 0 });
  const plain = { preamble: false, meta: false };
  const one = writeDicom({ PerFrameFunctionalGroupsSequence: { items: [{}] } }, plain);
  const opening = Array(depth).fill(one.subarray(0, 20));
  const closing = Array(depth).fill(one.subarray(20));
  return concat([slice!.bytes, ...opening, ...closing]).slice();
}

/** A slice with many items that have nothing in them. */
function withItems(count: number): Uint8Array<ArrayBuffer> {
  const ReferencedSeriesSequence = Array.from({ length: count }, () => ({}));
  return makeSeries({ count: 1, attributes: { ReferencedSeriesSequence } })[0]!.bytes.slice();
}

/** An RT dose grid. */
function doseGrid(frames: number): Uint8Array<ArrayBuffer> {
  const [grid] = makeSeries({
    count: 1,
    attributes: {
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
      Modality: "RTDOSE",
      NumberOfFrames: frames,
      GridFrameOffsetVector: Array.from({ length: frames }, (_, k) => 2 * k),
    },
  });
  return grid!.bytes.slice();
}

const deflated = () => {
  const blank = { vr: "OB", value: new Uint8Array(3_000_000) };
  const [slice] = makeSeries({ count: 1, attributes: { "00091010": blank } });
  return writeDicom(slice!.attributes, { transferSyntax: "deflated" }).slice();
};

/** The slices as JSON, a piece at a time with pauses between. */
function slow(pieces: number, milliseconds: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(json);
  const source = inPieces(bytes, Math.ceil(bytes.length / pieces)).getReader();
  let timer: ReturnType<typeof setTimeout>;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((done) => timer = setTimeout(done, milliseconds));
      const { value } = await source.read();
      if (value) controller.enqueue(value);
      else controller.close();
    },
    cancel: () => clearTimeout(timer),
  });
}

/** The slices, each a volume of its own, with three segments each. */
const segmented = JSON.stringify({
  instances: dictionaries.map((one, k) => ({ ...one, Rows: 5 + k })),
  options: { as: "segmentation", order: "position", segments: { 1: "one", 2: "two", 3: "three" } },
});

/** The slices twice, at two echo times. */
const twice = JSON.stringify(
  [10, 20].flatMap((EchoTime) =>
    dictionaries.map((one) => ({ ...one, SOPInstanceUID: undefined, EchoTime }))
  ),
);

/** Reconstructed slices of nuclear medicine that only their number tells. */
const tomogram = (frames: number) =>
  JSON.stringify({
    ...dictionaries[0],
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.20",
    ImageType: ["ORIGINAL", "PRIMARY", "RECON TOMO"],
    SpacingBetweenSlices: 1,
    NumberOfFrames: frames,
  });

interface Case {
  readonly status: 413 | 422;
  readonly body: () => BodyInit;
  /** A limit that the body keeps, and one that it does not. */
  readonly enough: number;
  readonly tooLittle: number;
}

const cases: Record<keyof Limits, Case> = {
  bodyBytes: { status: 413, body: () => json, enough: json.length, tooLittle: json.length - 1 },
  headerBytes: { status: 413, body: form, enough: 4096, tooLittle: 300 },
  requestHeaderBytes: {
    status: 413,
    body: form,
    enough: 2 * headerBytes,
    tooLittle: headerBytes / 2,
  },
  jsonBytes: { status: 413, body: () => json, enough: json.length, tooLittle: json.length - 1 },
  // Values take more than a byte each, and less than what is free of the ratio.
  jsonMemory: { status: 422, body: () => json, enough: 2 ** 20, tooLittle: 100 },
  jsonDepth: { status: 422, body: () => json, enough: 3, tooLittle: 2 },
  objects: { status: 422, body: form, enough: 4, tooLittle: 3 },
  elements: { status: 422, body: form, enough: 100, tooLittle: 10 },
  itemsPerKilobyte: { status: 422, body: () => withItems(30_000), enough: 128, tooLittle: 20 },
  nesting: { status: 422, body: () => nested(7), enough: 7, tooLittle: 6 },
  frames: { status: 422, body: () => doseGrid(5), enough: 5, tooLittle: 4 },
  countedFrames: { status: 422, body: () => tomogram(5), enough: 5, tooLittle: 4 },
  objectFrames: { status: 422, body: () => doseGrid(5), enough: 5, tooLittle: 4 },
  comparisons: { status: 422, body: () => twice, enough: 2000, tooLittle: 100 },
  volumes: {
    status: 422,
    body: () => JSON.stringify(dictionaries.map((one, k) => ({ ...one, Rows: 5 + k }))),
    enough: 4,
    tooLittle: 3,
  },
  volumeSegments: { status: 422, body: () => segmented, enough: 3, tooLittle: 2 },
  segments: { status: 422, body: () => segmented, enough: 12, tooLittle: 11 },
  replyBytes: { status: 422, body: () => json, enough: 20_000, tooLittle: 2000 },
  inflateRatio: { status: 413, body: deflated, enough: 2000, tooLittle: 100 },
  seconds: { status: 422, body: () => slow(20, 15), enough: 60, tooLittle: 0.1 },
  idleSeconds: { status: 422, body: () => slow(2, 300), enough: 60, tooLittle: 0.1 },
};

for (const [key, { status, body, enough, tooLittle }] of Object.entries(cases)) {
  Deno.test(`the limit ${key} is kept, and named when it is not`, async () => {
    const ask = (limit: number) =>
      createApp({ limits: { [key]: limit } }).request("/v1/header?format=json", {
        method: "POST",
        body: body(),
      });
    const answered = await ask(enough);
    const text = await answered.text();
    equal(answered.status, 200, text);
    const refused = await ask(tooLittle);
    const problem = await refused.json();
    deepEqual(
      [refused.status, problem.code, problem.limit, problem.maximum],
      [status, "limit-exceeded", LIMIT_NAMES[key as keyof Limits], tooLittle],
    );
    match(problem.detail, new RegExp(`^The limit for ${problem.limit} is ${tooLittle};`));
  });
}

Deno.test("a body that announces that it is too long is refused unread", async () => {
  let read = false;
  const body = new ReadableStream({
    pull(controller) {
      read = true;
      controller.enqueue(new Uint8Array(1));
    },
  }, { highWaterMark: 0 });
  const headers = { "Content-Length": String(17 * 2 ** 30) };
  const response = await createApp().request("/v1/header", { method: "POST", body, headers });
  equal(response.status, 413);
  equal((await response.json()).limit, "body bytes");
  equal(read, false);
});

Deno.test("frames are counted over all objects, and copies of them too", async () => {
  const limits = { frames: 9 };
  const grid = doseGrid(5);
  const send = (files: Uint8Array<ArrayBuffer>[]) =>
    createApp({ limits }).request("/v1/header", {
      method: "POST",
      body: form(files.map((bytes, k) => ({ name: `${k}.dcm`, bytes }))),
    });
  equal((await send([grid])).status, 200);
  for (const second of [grid, doseGrid(5)]) {
    const response = await send([grid, second]);
    const { limit, maximum, found } = await response.json();
    deepEqual([limit, maximum, found], ["frames per request", 9, 10]);
  }
});

Deno.test("an object that has too much is ignored and named, and all others are used", async () => {
  const grid = doseGrid(5);
  const files = [...series, { name: "grid.dcm", bytes: grid }];
  const app = createApp({ limits: { objectFrames: 4 } });
  const response = await app.request("/v1/header?format=json", {
    method: "POST",
    body: form(files),
  });
  const { volumes, skipped } = await response.json();
  equal(response.status, 200);
  equal(volumes.length, 1);
  deepEqual(skipped.map(({ file, reason, details }: Attributes) => [file, reason, details]), [
    ["grid.dcm", "limit-exceeded", { limit: "frames per object", maximum: 4, found: 5 }],
  ]);
  // Raised, a limit is what it says.
  const frames = DEFAULT_LIMITS.objectFrames + 1;
  const raised = createApp({
    limits: { frames: 4 * frames, objectFrames: frames, countedFrames: frames },
  });
  const body = tomogram(frames);
  const answered = await raised.request("/v1/header", { method: "POST", body });
  equal(answered.status, 200, await answered.text());
});

Deno.test("one of thousands of segments too many is named before anything else is wrong", async () => {
  const segments = Array.from({ length: 4097 }, () => ({ value: 1, unheard: "of" }));
  const body = JSON.stringify({
    instances: dictionaries,
    options: { as: "segmentation", order: "position", segments },
  });
  const response = await createApp().request("/v1/header", { method: "POST", body });
  const { limit, maximum, found } = await response.json();
  deepEqual([response.status, limit, maximum, found], [422, "segments per volume", 4096, 4097]);
});

Deno.test("of thousands of volumes with thousands of segments one is written", async () => {
  const instances = Array.from({ length: 200 }, (_, k) => ({ ...dictionaries[0], Rows: 5 + k }));
  const segments = Array.from({ length: 4096 }, (_, k) => ({ value: k + 1 }));
  const options = { as: "segmentation", order: "position", segments };
  const body = JSON.stringify({ instances, options });
  const ask = (query: string) =>
    createApp().request(`/v1/header?${query}`, { method: "POST", body });
  const one = await ask("format=text&volume=7");
  equal(one.status, 200);
  match(await one.text(), /^Segment4095_LabelValue:=4096$/m);
  for (const query of ["format=json", "format=zip", "format=json&volume=7", "format=text"]) {
    const { limit } = await (await ask(query)).json();
    equal(limit, "segments per request", query);
  }
});

Deno.test("a body that stands still is let go of", async () => {
  let cancelled = false;
  const body = new ReadableStream({
    pull: () => new Promise<void>(() => {}),
    cancel() {
      cancelled = true;
    },
  });
  // Who waits for the body waits for ever.
  const app = createApp({ limits: { idleSeconds: 0.05 } });
  const response = await app.request("/v1/header", { method: "POST", body });
  const { limit, maximum } = await response.json();
  deepEqual([limit, maximum], ["seconds without a byte", 0.05]);
  equal(cancelled, true);
});

Deno.test("a body that is all there takes its time, too: that of reading it", async () => {
  // Nothing is waited for, so that no timer goes off.
  const ask = (seconds: number) =>
    createApp({ limits: { seconds } }).request("/v1/header", { method: "POST", body: json });
  const { limit, maximum } = await (await ask(0)).json();
  deepEqual([limit, maximum], ["seconds per request", 0]);
  equal((await ask(900)).status, 200);
});

/** A stream of single bytes, without the cost of lending memory for each of them. */
function byteByByte(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, ++at));
      else controller.close();
    },
  });
}

Deno.test("what comes byte by byte takes no time that grows with the square of its length", async () => {
  const utf8 = new TextEncoder();
  const bodies: [path: string, body: (filling: string) => Uint8Array][] = [
    ["/v1/header", (filling) => utf8.encode(`{"PatientComments":"${filling}","Rows":1}`)],
    ["/v1/header", (filling) => {
      // A record counts its own length, digits included.
      const record = ` comment=${filling}\n`;
      const digits = String(record.length + 6).length;
      const bytes = utf8.encode(`${record.length + digits}${record}`);
      return concat([tarHeader("x", bytes.length, "x"), bytes]);
    }],
    ["/v1/check", (filling) => utf8.encode(`NRRD0004\n# ${filling}`)],
  ];
  for (const [path, body] of bodies) {
    await growsLinearly(50_000, (length) => {
      const bytes = body("x".repeat(length));
      return async () => {
        const request = { method: "POST", body: byteByByte(bytes) };
        const response = await createApp().request(path, request);
        ok(response.status >= 400 && response.status < 500, await response.text());
      };
    });
  }
});

/** Requests that cost the sender little. */
const cheapTricks: Record<string, [status: number, problem: string, body: () => BodyInit]> = {
  "a frame count of 2^31": [422, "frames per object", () => {
    const [slice] = makeSeries({
      count: 1,
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
        NumberOfFrames: String(2 ** 31),
        GridFrameOffsetVector: [0, 1],
      },
    });
    return slice!.bytes.slice();
  }],
  "a frame count of 2^31 in JSON": [422, "frames per object", () =>
    JSON.stringify([{
      ...dictionaries[0],
      NumberOfFrames: 2 ** 31,
      GridFrameOffsetVector: [0, 1],
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.2",
    }])],
  "5,000 nested sequences": [422, "nesting", () => nested(5000)],
  "6,100,000 tiny elements": [
    422,
    "elements per object",
    () => concat([writeDicom({ Modality: "OT" }), tinyElements(6_100_000)]).slice(),
  ],
  "100,000 brackets": [422, "JSON depth", () => "[".repeat(100_000) + "]".repeat(100_000)],
  "100,000 braces": [422, "JSON depth", () => '{"a":'.repeat(100_000)],
  "a million numbers": [422, "objects per request", () => `[${"1,".repeat(1_000_000)}1]`],
  "a million strings": [422, "objects per request", () => `[${'"x",'.repeat(1_000_000)}1]`],
  "a million lines": [422, "objects per request", () => `{"Rows":1}\n${"1\n".repeat(1_000_000)}`],
  "a million objects": [
    422,
    "objects per request",
    () => `{"instances":[${'{"Rows":1},'.repeat(1_000_000)}{}]}`,
  ],
  "a table of a million rows": [422, "objects per request", () => {
    const rows = Array.from({ length: 1_000_000 }, (_, k) => `"${k}":1`);
    return `{"Rows":{${rows.join()}}}`;
  }],
  "a million objects in a string": [
    422,
    "objects per request",
    () => JSON.stringify([`[${'{"Rows":1},'.repeat(1_000_000)}{}]`]),
  ],
  "five million empty objects": [
    422,
    "JSON memory per request",
    () => `{"Rows":1,"x":[${"{},".repeat(5_000_000)}{}]}`,
  ],
  "ten million values in a text": [
    422,
    "JSON memory per request",
    () => `{"Rows":1,"GridFrameOffsetVector":"${"0\\\\".repeat(10_000_000)}0"}`,
  ],
  "100,001 frames of nothing": [
    422,
    "frames per object",
    () =>
      `{"SOPClassUID":"1.2.840.10008.5.1.4.1.1.4.1","Rows":1,"PerFrameFunctionalGroupsSequence":[${
        '{"FrameType":1},'.repeat(100_000)
      }{}]}`,
  ],
  "three million keys": [422, "JSON memory per request", () => {
    const keys = Array.from({ length: 3_000_000 }, (_, k) => `"k${k.toString(36)}":1`);
    return `{${keys.join()}}`;
  }],
  "lines of brackets": [422, "JSON depth", () => `{"Rows":1}\n${"[".repeat(65)}${"]".repeat(65)}`],
};

for (const [name, [status, limit, body]] of Object.entries(cheapTricks)) {
  Deno.test(`${name}: refused by name`, async () => {
    const response = await createApp().request("/v1/header", { method: "POST", body: body() });
    const problem = await response.json();
    deepEqual([response.status, problem.limit], [status, limit], JSON.stringify(problem));
  });
}

/** What each is refused by, a fraction of the default where a fraction of the tricks is sent. */
const SMALL_LIMITS = {
  nesting: DEFAULT_LIMITS.nesting,
  jsonDepth: DEFAULT_LIMITS.jsonDepth,
  objects: DEFAULT_LIMITS.objects / 20,
  elements: DEFAULT_LIMITS.elements / 120,
  jsonMemory: DEFAULT_LIMITS.jsonMemory / 20,
};

/** The same with a number of pieces. */
const growing: Record<
  string,
  [limit: keyof typeof SMALL_LIMITS, size: number, body: (count: number) => BodyInit]
> = {
  "nested sequences": ["nesting", 1250, nested],
  "tiny elements": [
    "elements",
    60_000,
    (count) => concat([writeDicom({ Modality: "OT" }), tinyElements(count)]).slice(),
  ],
  brackets: ["jsonDepth", 100_000, (count) => "[".repeat(count) + "]".repeat(count)],
  braces: ["jsonDepth", 100_000, (count) => '{"a":'.repeat(count)],
  numbers: ["objects", 100_000, (count) => `[${"1,".repeat(count)}1]`],
  strings: ["objects", 100_000, (count) => `[${'"x",'.repeat(count)}1]`],
  lines: ["objects", 100_000, (count) => `{"Rows":1}\n${"1\n".repeat(count)}`],
  objects: [
    "objects",
    50_000,
    (count) => `{"instances":[${'{"Rows":1},'.repeat(count)}{}]}`,
  ],
  "rows of a table": ["objects", 50_000, (count) => {
    const rows = Array.from({ length: count }, (_, k) => `"${k}":1`);
    return `{"Rows":{${rows.join()}}}`;
  }],
  "objects in a string": [
    "objects",
    50_000,
    (count) => JSON.stringify([`[${'{"Rows":1},'.repeat(count)}{}]`]),
  ],
  "empty objects": [
    "jsonMemory",
    250_000,
    (count) => `{"Rows":1,"x":[${"{},".repeat(count)}{}]}`,
  ],
};

for (const [name, [key, size, body]] of Object.entries(growing)) {
  Deno.test(`${name}: four times as many are refused in four times the time`, () =>
    growsLinearly(size, (count) => {
      const sent = body(count);
      return async () => {
        const app = createApp({ limits: { [key]: SMALL_LIMITS[key] } });
        const response = await app.request("/v1/header", { method: "POST", body: sent });
        const problem = await response.json();
        deepEqual(
          [response.status, problem.limit],
          [422, LIMIT_NAMES[key]],
          JSON.stringify(problem),
        );
      };
    }));
}

/** JSON of little but a character or two, which a reader may stumble over at each of them. */
const monotonous: Record<string, (count: number) => string> = {
  quotes: (count) => '"'.repeat(count),
  "bare numbers": (count) => `{"Rows":1,"x":[${"NaN,".repeat(count / 4)}1]}`,
  commas: (count) => `[${",".repeat(count)}`,
  blanks: (count) => `[${" ".repeat(count)}]`,
  "blank lines": (count) => `{"Rows":1}${"\n".repeat(count)}{"Rows":1}`,
  backslashes: (count) => `["${"\\".repeat(count)}`,
  "escaped quotes": (count) => `["${'\\"'.repeat(count)}`,
  "broken lines": (count) => `{"Rows":1}\n${'{"Rows":}\n'.repeat(count / 10)}`,
  "lists without a dataset": (count) => `[${`[${" ".repeat(20)}],`.repeat(count / 23)}1]`,
  "containers of nothing": (count) =>
    `{"Modality":"MR","series":[${'{"instances":[]},'.repeat(count / 17)}{}]}`,
  "a list in a text": (count) => `{"ImageType":"[${"(".repeat(count)}"}`,
  "text in text": (count) => JSON.stringify(JSON.stringify(`[${"1".repeat(count)}`)),
};

for (const [name, text] of Object.entries(monotonous)) {
  Deno.test(`${name}: an answer in linear time`, () =>
    growsLinearly(500_000, (count) => {
      const body = text(count);
      return async () => {
        const response = await createApp().request("/v1/header", { method: "POST", body });
        const { status } = response;
        ok(status >= 400 && status < 500, `${status} ${await response.text()}`);
      };
    }));
}

Deno.test("keys that nobody asks for take linear time", () =>
  growsLinearly(25_000, (count) => {
    const keys = Array.from({ length: count }, (_, k) => `"k${k.toString(36)}":1`);
    const body = `{${keys.join()}}`;
    return async () => {
      const response = await createApp().request("/v1/header", { method: "POST", body });
      equal((await response.json()).code, "no-geometry");
    };
  }));

/** Empty private elements, as many as asked for. */
function tinyElements(count: number): Uint8Array {
  const tiny = new Uint8Array(8 * count);
  const view = new DataView(tiny.buffer);
  for (let k = 0; k < count; k++) {
    view.setUint32(8 * k, 0x29 + 2 * (k >> 16) + ((k & 0xffff) << 16), true);
    view.setUint16(8 * k + 4, 0x4c4f); // LO
  }
  return tiny;
}

Deno.test("200,000 tiny elements, members or items of an object take linear time", async () => {
  const object = (attributes: Attributes) =>
    makeSeries({ count: 1, pixels: () => new Uint8Array(0), attributes })[0]!;
  const items = (count: number) => ({
    items: Array.from({ length: count / 2 }, () => ({ Rows: 1 })),
  });
  const bodies: Record<string, (count: number) => BodyInit> = {
    elements: (count) => concat([object({}).bytes, tinyElements(count)]).slice(),
    "items that nobody reads": (count) =>
      object({ ReferencedImageSequence: items(count) }).bytes.slice(),
    "items that are read": (count) =>
      object({ DiffusionGradientDirectionSequence: items(count) }).bytes.slice(),
    members: (count) => {
      const members = Array.from({ length: count }, (_, k) => `"x${k}":${k}`);
      return JSON.stringify(object({}).attributes).replace("{", `{${members.join()},`);
    },
  };
  for (const [what, body] of Object.entries(bodies)) {
    await growsLinearly(50_000, (count) => {
      const sent = body(count);
      return async () => {
        const app = createApp({ limits: { itemsPerKilobyte: Infinity } });
        const response = await app.request("/v1/header", { method: "POST", body: sent });
        const text = await response.text();
        equal(response.status, 200, `${what}: ${text}`);
        match(text, /^sizes: 8 6 1$/m);
      };
    });
  }
});

Deno.test("keys that objects inherit are keys like any other", async () => {
  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]) {
    const hostile = `"${key}": {"Rows": 1, "vr": "US", "Value": [1], "polluted": true}`;
    const body = `[${
      dictionaries.map((one) => JSON.stringify(one).replace("{", `{${hostile},`)).join()
    }]`;
    const response = await createApp().request("/v1/header", { method: "POST", body });
    const text = await response.text();
    equal(response.status, 200, text);
    match(text, /^sizes: 7 5 4$/m);
    const bodies = [`{${hostile}}`, `{"instances": {${hostile}}}`, `{"options": {${hostile}}}`];
    for (const body of bodies) {
      const response = await createApp().request("/v1/header", { method: "POST", body });
      ok(response.status >= 400 && response.status < 500, await response.text());
    }
    const query = `?${key}=1`;
    const refused = await createApp().request(`/v1/header${query}`, { method: "POST", body });
    equal((await refused.json()).code, "bad-option");
  }
  equal(({} as Record<string, unknown>)["polluted"], undefined);
});
