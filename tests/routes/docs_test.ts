import { DIAGNOSES } from "../../lib/codes/diagnoses.ts";
import { PROBLEMS } from "../../lib/codes/errors.ts";
import { FINDINGS } from "../../lib/codes/findings.ts";
import { DEFAULT_LIMITS, LIMIT_NAMES } from "../../lib/limits.ts";
import { OPTIONS } from "../../lib/options/table.ts";
import { DOCS_PATHS } from "../../routes/docs.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { createApp } from "./checked_app.ts";

const app = createApp();

/** What browsers accept of a page. */
const BROWSER = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

const html = await (await app.request("/docs")).text();
const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);

Deno.test("the documentation and its files are served with a tag", async () => {
  const types = {
    "/docs": "text/html; charset=utf-8",
    "/docs.js": "text/javascript; charset=utf-8",
    "/docs.css": "text/css; charset=utf-8",
  };
  deepEqual([...DOCS_PATHS].sort(), Object.keys(types).sort());
  for (const [path, type] of Object.entries(types)) {
    const response = await app.request(path);
    equal(response.status, 200);
    equal(response.headers.get("Content-Type"), type);
    await response.body?.cancel();
    const headers = { "If-None-Match": response.headers.get("ETag")! };
    equal((await app.request(path, { headers })).status, 304);
  }
  equal((await app.request("/docs/")).status, 200);
});

Deno.test("every code, option and limit is explained, and codes can be linked to", () => {
  equal(new Set(ids).size, ids.length);
  for (const code of Object.keys({ ...PROBLEMS, ...FINDINGS, ...DIAGNOSES })) {
    ok(ids.includes(code), code);
  }
  // Errors and findings that share a code are both there.
  for (const code of Object.keys(FINDINGS).filter((code) => code in PROBLEMS)) {
    ok(ids.includes(`findings-${code}`), code);
  }
  for (const name of Object.keys(OPTIONS)) ok(ids.includes(`options-${name}`), name);
  for (const limit of Object.keys(DEFAULT_LIMITS) as (keyof typeof LIMIT_NAMES)[]) {
    ok(html.includes(`<code>${LIMIT_NAMES[limit]}</code>`), limit);
  }
  const section = html.slice(html.indexOf('id="missing-slices"'));
  match(section.slice(0, section.indexOf("<h3", 1)), /uneven=fill/);
});

Deno.test("every link leads somewhere", async () => {
  const links = new Set([...html.matchAll(/\shref="([^"]*)"/g)].map(([, href]) => href!));
  ok(links.size > 50);
  for (const link of links) {
    if (link.startsWith("#")) ok(ids.includes(link.slice(1)), link);
    else if (link.startsWith("/")) equal((await app.request(link)).status, 200, link);
    else match(link, /^(https:\/\/|data:image)/);
  }
});

Deno.test("the page has no script and no style of its own", () => {
  equal([...html.matchAll(/<script/g)].length, 1);
  match(html, /<script type="module" src="\/docs\.js"><\/script>/);
  equal(/<style|\sstyle=|\son\w+=|javascript:/.test(html), false);
});

Deno.test("browsers get from a problem's type to its place in the documentation", async () => {
  for (const code of Object.keys(PROBLEMS)) {
    const response = await app.request(`/problems/${code}`, { headers: BROWSER });
    deepEqual([response.status, response.headers.get("Location")], [303, `/docs#${code}`]);
    equal(response.headers.get("Vary"), "Accept, Accept-Encoding");
    await response.body?.cancel();
  }
  const all = await app.request("/problems", { headers: BROWSER });
  deepEqual([all.status, all.headers.get("Location")], [303, "/docs#errors"]);
  const text = await (await app.request("/problems")).text();
  deepEqual(
    text.trimEnd().split("\n").map((line) => line.replace(/:.*/, "")),
    Object.keys(PROBLEMS),
  );
});

Deno.test("a browser that asks where programs do is shown the way", async () => {
  for (
    const [path, status] of [["/v1/header", 405], ["/v1/check", 405], ["/nothing", 404]] as const
  ) {
    const response = await app.request(path, { headers: BROWSER });
    equal(response.status, status);
    equal(response.headers.get("Content-Type"), "text/html; charset=utf-8");
    equal(response.headers.get("Allow"), status === 405 ? "POST, OPTIONS" : null);
    const page = await response.text();
    match(page, /<a href="\/">/);
    match(page, /<a href="\/docs">/);
    ok(page.includes(`<a href="/docs#${status === 405 ? "method-not-allowed" : "not-found"}">`));
    equal(/<script|<style|\sstyle=/.test(page), false);
  }
  // Programs get what they get everywhere, and so do forms.
  for (const init of [{}, { headers: { Accept: "*/*" } }, { method: "PUT", headers: BROWSER }]) {
    const response = await app.request("/v1/header", init);
    equal(response.headers.get("Content-Type"), "application/problem+json");
    await response.body?.cancel();
  }
});
