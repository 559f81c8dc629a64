import { DIAGNOSES } from "../../lib/codes/diagnoses.ts";
import { PROBLEMS } from "../../lib/codes/errors.ts";
import { FINDINGS } from "../../lib/codes/findings.ts";
import { DEFAULT_LIMITS, LIMIT_NAMES } from "../../lib/limits.ts";
import { OPTIONS } from "../../lib/options/table.ts";
import { exportOf } from "../../routes/docs.ts";
import * as generated from "../../routes/generated/docs.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { faultsOf, idsOf, linksOf } from "../docs/html.ts";
import { createApp } from "./checked_app.ts";

const app = createApp();

/** What browsers accept of a page. */
const BROWSER = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

const textOf = async (path: string) => await (await app.request(path)).text();

/** Every page, by its name: those that the first one leads to, and on. */
async function pages(): Promise<ReadonlyMap<string, string>> {
  const found = new Map([["index.html", await textOf("/docs/")]]);
  for (const html of found.values()) {
    for (const link of linksOf(html)) {
      const [name = ""] = link.split("#");
      if (!name.endsWith(".html") || name.includes("/") || found.has(name)) continue;
      found.set(name, await textOf(`/docs/${name}`));
    }
  }
  return found;
}

const all = await pages();

Deno.test("the documentation is a folder of files with tags", async () => {
  const types = {
    "/docs/": "text/html",
    "/docs/index.html": "text/html",
    "/docs/slice-order.html": "text/html",
    "/docs/style.css": "text/css",
    "/docs/try.js": "text/javascript",
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await app.request(path);
    equal(response.status, 200);
    equal(response.headers.get("Content-Type"), `${type}; charset=utf-8`);
    await response.body?.cancel();
    const headers = { "If-None-Match": response.headers.get("ETag")! };
    equal((await app.request(path, { headers })).status, 304);
    equal((await app.request(path, { method: "POST" })).headers.get("Allow"), "GET, HEAD, OPTIONS");
  }
  const moved = await app.request("/docs");
  deepEqual([moved.status, moved.headers.get("Location")], [308, "/docs/"]);
  for (const none of ["nothing.html", "style_css", "_style_css", "toString", "constructor.html"]) {
    equal((await app.request(`/docs/${none}`)).status, 404, none);
  }
});

Deno.test("every page is reached from the first, and no two share a name in the module", () => {
  const { codes: _, ...files } = generated;
  const reached = [...all.keys(), "404.html", "style.css", "try.js"].map(exportOf);
  equal(new Set(reached).size, reached.length);
  deepEqual(Object.keys(files).sort(), reached.sort());
});

Deno.test("every code, option and limit is explained, and codes can be linked to", async () => {
  const tables = {
    "errors.html": PROBLEMS,
    "findings.html": FINDINGS,
    "diagnoses.html": DIAGNOSES,
  };
  for (const [name, table] of Object.entries(tables)) {
    const ids = idsOf(all.get(name)!);
    for (const code of Object.keys(table)) ok(ids.includes(code), `${name}: ${code}`);
  }
  const ids = idsOf(all.get("options.html")!);
  for (const option of Object.keys(OPTIONS)) ok(ids.includes(option), option);
  for (const limit of Object.keys(DEFAULT_LIMITS) as (keyof typeof LIMIT_NAMES)[]) {
    ok(all.get("limits.html")!.includes(`<code>${LIMIT_NAMES[limit]}</code>`), limit);
  }
  const errors = all.get("errors.html")!;
  const section = errors.slice(errors.indexOf('id="missing-slices"'));
  match(section.slice(0, section.indexOf("<h2", 1)), /uneven=fill/);
  const check = await app.request("/docs/usable");
  equal(check.headers.get("Location"), "/docs/checking-a-header.html#usable");
  for (const code of Object.keys({ ...PROBLEMS, ...FINDINGS, ...DIAGNOSES })) {
    const response = await app.request(`/docs/${code}`);
    const page = code in PROBLEMS ? "errors" : code in FINDINGS ? "findings" : "diagnoses";
    deepEqual(
      [response.status, response.headers.get("Location")],
      [303, `/docs/${page}.html#${code}`],
    );
  }
});

Deno.test("every link leads somewhere", async () => {
  let count = 0;
  for (const [name, html] of all) {
    for (const link of linksOf(html)) {
      count++;
      const [target = "", fragment] = link.split("#");
      if (/^(https:\/\/|data:image)/.test(link)) continue;
      if (target.startsWith("/")) equal((await app.request(target)).status, 200, link);
      else if (/\.(css|js)$/.test(target)) {
        equal((await app.request(`/docs/${target}`)).status, 200);
      } else {
        const page = all.get(target === "" ? name : target);
        ok(page !== undefined, `${name}: ${link}`);
        if (fragment !== undefined) ok(idsOf(page).includes(fragment), `${name}: ${link}`);
      }
    }
  }
  ok(count > 1000);
});

Deno.test("pages are whole, and have no script and no style of their own", () => {
  for (const [name, html] of all) deepEqual(faultsOf(html), [], name);
  deepEqual(
    [...all].filter(([, html]) => html.includes("<script")).map(([name]) => name),
    ["try.html"],
  );
});

Deno.test("the page of the API has every path, parameter and schema", async () => {
  const { paths, components } = await (await app.request("/openapi.json")).json();
  const page = all.get("api.html")!;
  const ids = idsOf(page);
  for (const name of Object.keys(components.schemas)) ok(ids.includes(name.toLowerCase()), name);
  const operations = Object.entries<Record<string, { parameters?: { name: string }[] }>>(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map((entry) => [path, ...entry] as const)
    );
  ok(operations.length > 10);
  for (const [path, method, { parameters = [] }] of operations) {
    const section = page.slice(page.indexOf(`>${method.toUpperCase()} ${path}<`));
    ok(section.length < page.length, path);
    const own = section.slice(0, section.indexOf("<h2", 1));
    for (const { name } of parameters) {
      ok(own.includes(`<td><code>${name}</code>`), `${path} ${name}`);
    }
  }
});

Deno.test("browsers get from a problem's type to its place in the documentation", async () => {
  for (const code of Object.keys(PROBLEMS)) {
    const response = await app.request(`/problems/${code}`, { headers: BROWSER });
    deepEqual(
      [response.status, response.headers.get("Location")],
      [303, `/docs/errors.html#${code}`],
    );
    equal(response.headers.get("Vary"), "Accept, Accept-Encoding");
    await response.body?.cancel();
  }
  const list = await app.request("/problems", { headers: BROWSER });
  deepEqual([list.status, list.headers.get("Location")], [303, "/docs/errors.html"]);
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
    match(page, /<a href="\/docs\/">/);
    const code = status === 405 ? "method-not-allowed" : "not-found";
    ok(page.includes(`<a href="/docs/errors.html#${code}">`));
    equal(/<script|<style|\sstyle=/.test(page), false);
  }
  // Programs get what they get everywhere, and so do forms.
  for (const init of [{}, { headers: { Accept: "*/*" } }, { method: "PUT", headers: BROWSER }]) {
    const response = await app.request("/v1/header", init);
    equal(response.headers.get("Content-Type"), "application/problem+json");
    await response.body?.cancel();
  }
});
