import * as fflate from "fflate";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { makeSeries } from "../support/series.ts";
import { createApp } from "./checked_app.ts";
import { form, series, TRUE_LINES } from "./support.ts";

const app = createApp();

const post = (query = "", headers: Record<string, string> = {}, body = form()) =>
  app.request(`/v1/header${query}`, { method: "POST", body, headers });

Deno.test("text replies are the header, named and not to be stored", async () => {
  const response = await post();
  const { headers } = response;
  equal(headers.get("Content-Type"), "text/plain; charset=utf-8");
  equal(headers.get("Content-Disposition"), 'attachment; filename="volume.nrrd"');
  equal(headers.get("Cache-Control"), "no-store");
  equal(headers.get("Vary"), "Accept, Accept-Encoding");
  equal(headers.get("X-Content-Type-Options"), "nosniff");
  // Of the hosts below this one, nothing is said.
  equal(headers.get("Strict-Transport-Security"), "max-age=15552000");
  match(headers.get("Server-Timing")!, /^read;dur=[\d.]+, header;dur=[\d.]+$/);
  match(headers.get("X-Request-Id")!, /^[0-9a-f-]{36}$/);
  const text = await response.text();
  match(text, /^NRRD000\d\n/);
  match(text, /\n\n$/);
  // deno-lint-ignore no-control-regex
  match(text, /^[\x00-\x7f]*$/);
  const detached = await post("?data=mask.raw");
  equal(detached.headers.get("Content-Disposition"), 'attachment; filename="volume.nhdr"');
  match(await detached.text(), /\ndata file: mask\.raw\n/);
});

Deno.test("what is asked past the router is answered as through it", async () => {
  const answers = await Promise.all(
    ["/v1/header", "/v1/header/", "/v1/%68eader"].map(async (path) => {
      const headers = { "X-Request-Id": "1", "Accept-Encoding": "gzip" };
      const response = await app.request(path, { method: "POST", body: form(), headers });
      const { "server-timing": _, ...fields } = Object.fromEntries(response.headers);
      return { status: response.status, fields, text: await response.text() };
    }),
  );
  deepEqual(answers[1], answers[0]);
  deepEqual(answers[2], answers[0]);
});

Deno.test("findings stand in the header and as codes in Dcm2nhdr-Findings", async () => {
  const files = makeSeries({ thickness: 5, count: 4 })
    .map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
  const response = await post("", {}, form(files));
  const codes = response.headers.get("Dcm2nhdr-Findings")!.split(", ");
  ok(codes.includes("thickness-is-not-spacing"));
  equal(new Set(codes).size, codes.length);
  match(await response.text(), /^# thickness-is-not-spacing: /m);
});

Deno.test("JSON replies hold every volume, or the one asked for", async () => {
  const other = makeSeries({ rows: 9, count: 3 });
  const files = [...series, ...other.map(({ name, bytes }) => ({ name, bytes: bytes.slice() }))];
  const headers = { Accept: "application/json" };
  const all = await post("", headers, form(files));
  equal(all.headers.get("Content-Type"), "application/json");
  const { volumes, skipped, refused } = await all.json();
  deepEqual([volumes.length, skipped, refused], [2, [], []]);
  const index = volumes.findIndex(({ sizes }: { sizes: number[] }) => sizes[2] === 3);
  const one = await (await post(`?volume=${index}`, headers, form(files))).json();
  deepEqual(one.volumes, [volumes[index]]);
  const text = await (await post(`?volume=${index}`, {}, form(files))).text();
  equal(text, volumes[index].header);
});

Deno.test("zip replies hold every header and the JSON", async () => {
  const other = makeSeries({ rows: 9, count: 3 });
  const files = [...series, ...other.map(({ name, bytes }) => ({ name, bytes: bytes.slice() }))];
  const response = await post("", { Accept: "application/zip" }, form(files));
  equal(response.headers.get("Content-Type"), "application/zip");
  const bytes = new Uint8Array(await response.arrayBuffer());
  const unpacked = fflate.unzipSync(bytes);
  const reply = JSON.parse(new TextDecoder().decode(unpacked["reply.json"]));
  equal(Object.keys(unpacked).length, 3);
  for (const { fileName, header } of reply.volumes) {
    equal(new TextDecoder().decode(unpacked[fileName]), header);
  }
  const again = await post("?format=zip", {}, form(files));
  deepEqual(new Uint8Array(await again.arrayBuffer()), bytes);
});

Deno.test("names of files in replies are the service's, whatever files and data are called", async () => {
  const sent = [
    'a"; filename="b.exe',
    "../../c",
    "x\r\nSet-Cookie: d",
    "reply.json",
    "/e",
    "%2e%2e/f",
  ];
  const ours = /^(volume(_\d+)?(\.(seg|seq))?\.(nrrd|nhdr)|reply\.json|headers\.zip)$/;
  const files = [...series, ...makeSeries({ rows: 9, count: 2 })]
    .map(({ bytes }, k) => ({ name: sent[k % sent.length]!, bytes: bytes.slice() }));
  for (const query of ["?format=zip", "?format=zip&data=reply.json", "?volume=0&data=a%22b.raw"]) {
    const response = await post(query, {}, form(files));
    equal(response.status, 200, query);
    const [, name] = /^attachment; filename="(.*)"$/.exec(
      response.headers.get("Content-Disposition")!,
    )!;
    match(name!, ours);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const names = query.includes("zip") ? Object.keys(fflate.unzipSync(bytes)) : [];
    for (const entry of names) match(entry, ours);
  }
});

Deno.test("the option format wins over Accept, wherever it stands", async () => {
  const headers = { Accept: "image/png" };
  equal((await (await post("?format=json", headers)).json()).volumes.length, 1);
  const fields = form(series, { format: "text" });
  match(await (await post("", { Accept: "application/json" }, fields)).text(), /^NRRD/);
});

Deno.test("CORS lets every origin ask and read, without credentials", async () => {
  const preflight = await app.request("/v1/header", {
    method: "OPTIONS",
    headers: {
      "Origin": "https://observablehq.com",
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "content-type, accept",
    },
  });
  equal(preflight.status, 204);
  equal(preflight.headers.get("Access-Control-Allow-Origin"), "*");
  equal(preflight.headers.get("Access-Control-Allow-Credentials"), null);
  match(preflight.headers.get("Access-Control-Allow-Methods")!, /POST/);
  match(preflight.headers.get("Access-Control-Allow-Headers")!, /Content-Type/);
  const response = await post("", { Origin: "https://observablehq.com" });
  equal(response.headers.get("Access-Control-Allow-Origin"), "*");
  equal(response.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
  const exposed = response.headers.get("Access-Control-Expose-Headers")!;
  for (
    const name of ["Dcm2nhdr-Findings", "Content-Disposition", "Server-Timing", "X-Request-Id"]
  ) {
    ok(exposed.includes(name), exposed);
  }
});

Deno.test("GET / is a page, GET /health says ok, HEAD has no body", async () => {
  const page = await app.request("/");
  match(page.headers.get("Content-Type")!, /^text\/html/);
  match(await page.text(), /POST \/v1\/header/);
  deepEqual(await (await app.request("/health")).json(), { status: "ok" });
  const head = await app.request("/health", { method: "HEAD" });
  deepEqual([head.status, await head.text()], [200, ""]);
});

Deno.test("other methods are 405 with Allow, OPTIONS says what is allowed", async () => {
  const asked = [
    ["GET", "/v1/header", "POST, OPTIONS"],
    ["PUT", "/v1/header", "POST, OPTIONS"],
    ["DELETE", "/v1/header", "POST, OPTIONS"],
    ["POST", "/health", "GET, HEAD, OPTIONS"],
    ["POST", "/", "GET, HEAD, OPTIONS"],
  ] as const;
  for (const [method, path, allowed] of asked) {
    const response = await app.request(path, { method });
    deepEqual([response.status, response.headers.get("Allow")], [405, allowed]);
    equal(response.headers.get("Content-Type"), "application/problem+json");
    equal((await response.json()).code, "method-not-allowed");
    const options = await app.request(path, { method: "OPTIONS" });
    deepEqual([options.status, options.headers.get("Allow")], [204, allowed]);
  }
  const head = await app.request("/v1/header", { method: "HEAD" });
  deepEqual([head.status, await head.text()], [405, ""]);
});

Deno.test("everything else is 404 as problem+json, and does not repeat the path", async () => {
  for (
    const path of [
      "/v1",
      "/v1/header/x",
      "/v1/header//",
      "/DOE%5EJANE",
      "/%zz",
      "//x",
      "/v1/header/../x",
    ]
  ) {
    const response = await app.request(path);
    const text = await response.text();
    equal(response.status, 404, path);
    equal(JSON.parse(text).code, "not-found");
    equal(text.includes("DOE"), false);
  }
});

Deno.test("apps do not share anything", async () => {
  const strict = createApp({ limits: { objects: 1 } });
  const request = () => new Request("http://x/v1/header", { method: "POST", body: form() });
  const [refused, answered] = await Promise.all([
    strict.fetch(request()),
    app.fetch(request()),
  ]);
  equal(refused.status, 422);
  const text = await answered.text();
  for (const line of TRUE_LINES) ok(text.includes(`\n${line}\n`));
});

Deno.test("many requests at once do not mix", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async (_, k) => {
    const files = makeSeries({ count: 3, first: [k, 2 * k, 3 * k] })
      .map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
    return (await post("", {}, form(files))).text();
  }));
  answers.forEach((text, k) =>
    ok(text.includes(`\nspace origin: (${k},${2 * k},${3 * k})\n`), text)
  );
});
