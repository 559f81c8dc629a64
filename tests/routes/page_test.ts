import { createApp } from "../../routes/app.ts";
import { PAGE_PATHS } from "../../routes/page.ts";
import { deepEqual, equal, match, ok, throws } from "../assert.ts";

const app = createApp();

const TYPES: Readonly<Record<string, string>> = {
  "/": "text/html; charset=utf-8",
  "/page.js": "text/javascript; charset=utf-8",
  "/page1.js": "text/javascript; charset=utf-8",
  "/page.css": "text/css; charset=utf-8",
  "/worker.js": "text/javascript; charset=utf-8",
  "/worker1.js": "text/javascript; charset=utf-8",
  "/worker2.js": "text/javascript; charset=utf-8",
  "/worker3.js": "text/javascript; charset=utf-8",
  "/worker4.js": "text/javascript; charset=utf-8",
  "/worker5.js": "text/javascript; charset=utf-8",
};

Deno.test("the page and its files are served with a tag, and not sent twice", async () => {
  deepEqual([...PAGE_PATHS].sort(), Object.keys(TYPES).sort());
  for (const path of PAGE_PATHS) {
    const response = await app.request(path);
    equal(response.status, 200);
    equal(response.headers.get("Content-Type"), TYPES[path]!);
    ok((await response.text()).length > 900);
    const tag = response.headers.get("ETag")!;
    match(tag, /^"[0-9a-f]{24}"$/);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const again = await app.request(path, { headers: { "If-None-Match": known } });
      equal(again.status, 304, known);
      equal(await again.text(), "");
    }
    const other = await app.request(path, { headers: { "If-None-Match": '"other"' } });
    equal(other.status, 200);
    await other.body?.cancel();
    equal((await app.request(path, { method: "POST" })).status, 405);
    equal((await app.request(path, { method: "HEAD" })).status, 200);
  }
});

Deno.test("the policy lets the page use its own files and nothing else", async () => {
  const { headers } = await app.request("/");
  const policy = Object.fromEntries(
    headers.get("Content-Security-Policy")!.split(/;\s*/).map((directive) => {
      const [name, ...values] = directive.split(" ");
      return [name, values];
    }),
  );
  deepEqual(policy["default-src"], ["'none'"]);
  deepEqual(policy["script-src"], ["'self'"]);
  deepEqual(policy["style-src"], ["'self'"]);
  for (const name of ["base-uri", "form-action", "frame-ancestors"]) {
    deepEqual(policy[name], ["'none'"], name);
  }
  ok(!/unsafe|\*(?!$)/.test(JSON.stringify(policy["script-src"])));
});

Deno.test("whoever serves the page can let it read from servers of plain http", async () => {
  const connect = ["http://orthanc.hospital:8042", "http://pacs:80/"];
  const served = await createApp({ page: { connect } }).request("/worker.js");
  match(
    served.headers.get("Content-Security-Policy")!,
    /connect-src 'self' https: http:\/\/localhost:\* http:\/\/127\.0\.0\.1:\* http:\/\/orthanc\.hospital:8042 http:\/\/pacs;/,
  );
  const usual = await app.request("/");
  ok(!usual.headers.get("Content-Security-Policy")!.includes("orthanc"));
  for (
    const address of [
      "http:",
      "*",
      "orthanc:8042",
      "http://pacs/dicom-web",
      "http://a; script-src *",
      "ftp://pacs",
    ]
  ) {
    throws(() => createApp({ page: { connect: [address] } }), (error) => {
      return error instanceof TypeError && error.message.includes("page.connect");
    }, address);
  }
});

Deno.test("what is seen first is small; what reads DICOM comes when it is needed", async () => {
  const sizes: Record<string, number> = {};
  for (const path of PAGE_PATHS) {
    const { body } = await app.request(path);
    const packed = body!.pipeThrough(new CompressionStream("gzip"));
    sizes[path] = (await new Response(packed).arrayBuffer()).byteLength;
  }
  const sumOf = (named: (path: string) => boolean) =>
    Object.keys(sizes).filter(named).reduce((sum, path) => sum + sizes[path]!, 0);
  // What a script imports at once, and they in turn: the rest comes when something is asked of it.
  const neededBy = async (script: string) => {
    const needed = new Set([script]);
    for (const path of needed) {
      const text = await (await app.request(path)).text();
      for (const [, other] of text.matchAll(/(?:from|import)"\.(\/\w+\.js)"/g)) needed.add(other!);
    }
    return needed;
  };
  const page = (await neededBy("/page.js")).add("/").add("/page.css");
  ok(!page.has("/page1.js"));
  const first = sumOf((path) => page.has(path));
  ok(first < 40_000, JSON.stringify(sizes));
  ok(sumOf((path) => path.includes("worker")) < 180_000, JSON.stringify(sizes));
  const needed = await neededBy("/worker.js");
  ok(first + sumOf((path) => needed.has(path)) < 165_000, JSON.stringify(sizes));
  ok(needed.size < PAGE_PATHS.filter((path) => path.includes("worker")).length);
  ok(!(await (await app.request("/")).text()).includes("worker.js"));
});

Deno.test("every part that a script of the page imports is served", async () => {
  for (const path of PAGE_PATHS) {
    const text = await (await app.request(path)).text();
    for (const [, part] of text.matchAll(/(?:from|import)\(?"\.(\/\w+\.js)"/g)) {
      ok(PAGE_PATHS.includes(part!), `${path}: ${part}`);
    }
  }
});

Deno.test("the markup has no script and no style of its own, and names no other host", async () => {
  const html = await (await app.request("/")).text();
  equal(/<script(?![^>]*src="\/page\.js")/.test(html), false);
  equal(/<style|\sstyle=|\son\w+=/.test(html), false);
  for (const [, address] of html.matchAll(/\s(?:src|href)="([^"]*)"/g)) {
    ok(/^(\/|#|data:)/.test(address!) && !address!.startsWith("//"), address);
  }
  match(html, /<html lang="en">/);
  match(html, /Nothing is uploaded/);
  match(html, /dcm2nhdr \d+\.\d+\.\d+/);
});
