/** The mistakes that are made most often, and the sentence that helps with each. */

import { ERRORS, HTTP_ERRORS } from "../../lib/codes/errors.ts";
import { equal, match, ok } from "../assert.ts";
import { createApp } from "./checked_app.ts";
import { dictionaries, form, gzip, series, tar, zip } from "./support.ts";

const app = createApp();

/** What `curl -d @file` and `--data-ascii` send of a file: its bytes without NUL, CR and LF. */
const byCurlD = (bytes: Uint8Array<ArrayBuffer>) =>
  bytes.filter((byte) => byte !== 0 && byte !== 0x0a && byte !== 0x0d);

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

const AS_FORM = "application/x-www-form-urlencoded";

async function problemOf(body: BodyInit | null, type?: string, path = "/v1/header") {
  const headers: Record<string, string> = type === undefined ? {} : { "Content-Type": type };
  const response = await app.request(path, { method: "POST", body, headers });
  ok(response.status >= 400 && response.status < 500, `${response.status}`);
  return await response.json() as { code: string; detail: string; help: string; found?: string };
}

/** A file that begins as others do: other bytes behind it, so that it is no path. */
const beginning = (text: string) =>
  Uint8Array.from(text.padEnd(600, "\x03"), (character) => character.charCodeAt(0));

Deno.test("curl -d in place of --data-binary is named, whatever the file was", async () => {
  const files: [code: string, file: Uint8Array<ArrayBuffer>][] = [
    ["not-dicom", series[0]!.bytes],
    ["bad-archive", zip()],
    ["bad-archive", await bytesOf(await gzip(tar()))],
    ["not-dicom", beginning("MATRIX72v: something else")],
  ];
  for (const [code, file] of files) {
    const problem = await problemOf(byCurlD(file), AS_FORM);
    equal(problem.code, code);
    match(problem.help, /--data-binary @file/);
  }
  // With a type of one's own, the bytes alone tell.
  match((await problemOf(byCurlD(series[0]!.bytes), "application/dicom")).help, /--data-binary/);
  const lines = dictionaries.map((one) => JSON.stringify(one)).join("\n");
  const text = new TextDecoder().decode(byCurlD(new TextEncoder().encode(lines)));
  match((await problemOf(text, AS_FORM)).help, /--data-binary/);
});

Deno.test("curl -d is not blamed where bytes are not lost", async () => {
  ok(!(await problemOf("%PDF-1.7", AS_FORM)).help.includes("--data-binary"));
  ok(!(await problemOf(series[0]!.bytes.slice(0, 400))).help.includes("--data-binary"));
  // One document of JSON without line breaks is the same document.
  const init = { method: "POST", headers: { "Content-Type": AS_FORM } };
  const json = await app.request("/v1/header", { ...init, body: JSON.stringify(dictionaries) });
  equal(json.status, 200);
  // Whole bytes come whole, even under that type.
  const whole = await app.request("/v1/header", { ...init, body: series[0]!.bytes });
  equal(whole.status, 200);
});

Deno.test("a path in place of a file is told that files are to be sent", async () => {
  const bodies: [body: string, type?: string][] = [
    ["/data/series"],
    ["/data/series", AS_FORM],
    ["C:\\DICOM\\CT"],
    ["@IM0001.dcm"],
    ["series/IM0001.dcm", "application/dicom"],
    ["https://example.org/wado"],
    ['{"folder": "/data"}', "application/json"],
    ['{"instances": ["/data/a.dcm", "/data/b.dcm"]}', "application/json"],
    ['["a.dcm", "b.dcm"]', "application/json"],
    ['"/data"', "application/json"],
  ];
  for (const [body, type] of bodies) {
    const problem = await problemOf(body, type);
    equal(problem.code, "not-dicom", body);
    match(problem.help, /^send the files themselves/, body);
  }
  ok(!/themselves/.test((await problemOf('{"study": "a long story"}')).help));
});

Deno.test("no body, no objects and no DICOM are told what to send", async () => {
  match((await problemOf(null)).help, /tar -cf - series\/ \| curl .*\/v1\/header/);
  match((await problemOf(new FormData())).help, /DICOM file/);
  const text = { name: "notes.txt", bytes: new TextEncoder().encode("notes") };
  const folder = await problemOf(tar([text, { ...text, name: "more.md" }]));
  equal(folder.code, "not-dicom");
  match(folder.help, /at least one DICOM file/);
});

Deno.test("what is not DICOM is named, and what it takes said", async () => {
  const sent: [found: string, help: RegExp, body: BodyInit, type?: string][] = [
    ["html", /login/, "<!doctype html><title>Log in</title>"],
    ["html", /login/, "<!doctype html><title>Log in</title>", "application/json"],
    ["html", /login/, "<html><body>Forbidden</body></html>", "application/dicom"],
    ["7z", /zip or tar/, beginning("7z\xbc\xaf\x27\x1c")],
    ["rar", /zip or tar/, beginning("Rar!\x1a\x07")],
    ["xz", /zip or tar/, beginning("\xfd7zXZ\0")],
    ["bzip2", /zip or tar/, beginning("BZh91AY&SY")],
    ["zstd", /zip or tar/, beginning("\x28\xb5\x2f\xfd")],
    ["mp4", /DICOM series/, beginning("\0\0\0\x20ftypisom")],
    ["nifti", /DICOM series/, beginning("\x1c\x02\0\0n+2\0")],
    ["jpeg", /DICOM series/, beginning("\xff\xd8\xff\xe0")],
  ];
  for (const [found, help, body, type] of sent) {
    const problem = await problemOf(body, type);
    equal(`${problem.code} ${problem.found}`, `not-dicom ${found}`);
    match(problem.help, help);
  }
});

Deno.test("a misspelt keyword of the geometry is named by the one that may be meant", async () => {
  const renamed = (from: string, to: string) =>
    JSON.stringify(dictionaries).replaceAll(`"${from}"`, `"${to}"`);
  const slips = [
    ["ImagePositionPatient", "ImagePostionPatient"],
    ["ImageOrientationPatient", "imageOrientatoinPatient"],
    ["PixelSpacing", "PixelSpaceing"],
    ["Rows", "Rws"],
    ["Columns", "Column"],
  ] as const;
  for (const [keyword, slip] of slips) {
    const { detail } = await problemOf(renamed(keyword, slip));
    ok(detail.includes(`is absent; is a key that is nearly ${keyword} misspelt?`), detail);
    ok(!new RegExp(`\\b${slip}\\b`).test(detail), detail);
  }
  // What means something is no slip, nor is what is far away.
  for (const other of ["ImagePositionVolume", "DoeJane", "0020,0030"]) {
    const { detail } = await problemOf(renamed("ImagePositionPatient", other));
    ok(detail.endsWith("Image Position (Patient) (0020,0032) is absent"), detail);
  }
});

Deno.test("every problem says what helps", async () => {
  for (const { helps } of Object.values({ ...ERRORS, ...HTTP_ERRORS })) {
    match(helps, /^[A-Z`a-z].{10,}[.]$/);
  }
  const asked = await Promise.all([
    app.request("/nothing"),
    app.request("/v1/header", { method: "PUT" }),
    app.request("/v1/header", { method: "POST", body: form(series.toSpliced(1, 1)) }),
    app.request("/v1/header?order=gven", { method: "POST", body: form() }),
    app.request("/v1/header", { method: "POST", body: form(), headers: { Accept: "image/png" } }),
  ]);
  for (const response of asked) {
    const { help } = await response.json();
    ok(typeof help === "string" && help.length > 10);
  }
});

Deno.test("a slash at the end of a path is no mistake", async () => {
  const plain = await app.request("/v1/header", { method: "POST", body: form() });
  const slash = await app.request("/v1/header/?space=LPS", { method: "POST", body: form() });
  equal(slash.status, 200);
  equal(await slash.text(), await plain.text());
  for (const path of ["/v1/check/", "/health/", "/openapi.json/", "/problems/bad-json/"]) {
    const options = await app.request(path, { method: "OPTIONS" });
    match(options.headers.get("Allow") ?? "(absent)", /OPTIONS/, path);
    const other = await app.request(path, { method: "DELETE" });
    equal(other.status, 405);
    await other.body?.cancel();
  }
});
