import { PROBLEMS } from "../../lib/codes/errors.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { createApp } from "./checked_app.ts";
import { form, series } from "./support.ts";

const app = createApp();

Deno.test("the type of a problem leads to what it means and what helps", async () => {
  const body = form(series.toSpliced(1, 1));
  const problem = await (await app.request("/v1/header", { method: "POST", body })).json();
  const page = await app.request(problem.type);
  equal(page.status, 200);
  equal(page.headers.get("Content-Type"), "text/plain; charset=utf-8");
  match(page.headers.get("Cache-Control")!, /max-age=\d+/);
  const text = await page.text();
  match(text, /^Missing slices \(missing-slices, HTTP 422\)\n/);
  match(text, /uneven=fill/);
});

Deno.test("every code has a page, and nothing else has", async () => {
  for (const code of Object.keys(PROBLEMS)) {
    const text = await (await app.request(`/problems/${code}`)).text();
    ok(text.includes(`(${code}, HTTP `), text);
  }
  for (const other of ["nothing", "toString", "__proto__", "%3Cscript%3E", "missing-slices/x"]) {
    const response = await app.request(`/problems/${other}`);
    deepEqual([response.status, (await response.json()).code], [404, "not-found"]);
  }
  const head = await app.request("/problems/no-geometry", { method: "HEAD" });
  deepEqual([head.status, await head.text()], [200, ""]);
  const post = await app.request("/problems/no-geometry", { method: "POST" });
  deepEqual([post.status, post.headers.get("Allow")], [405, "GET, HEAD, OPTIONS"]);
  await post.body?.cancel();
});
