/** What is served is made of the sources that are here, and what is up to date is not made again. */

import { createApp } from "../../routes/app.ts";
import { firstLine } from "../../tools/generated_module.ts";
import { hashOfSources, target } from "../../tools/sources.ts";
import { deepEqual, equal } from "../assert.ts";
import { runWell } from "../support/programs.ts";

const FILES = ["clients.ts", "docs.ts", "openapi.ts", "page.ts"].map((name) =>
  new URL(name, target)
);

Deno.test("routes/generated is of these sources", async () => {
  const expected = firstLine(await hashOfSources());
  for (const file of FILES) {
    const [found] = (await Deno.readTextFile(file)).split("\n");
    equal(found, expected, "deno task generate makes it anew");
  }
});

Deno.test("what is up to date is left alone", async () => {
  const times = () => FILES.map((file) => Deno.statSync(file).mtime?.getTime());
  const before = times();
  await runWell(Deno.execPath(), ["task", "generate"]);
  deepEqual(times(), before);
  const names = [...Deno.readDirSync(target)].map(({ name }) => name).sort();
  deepEqual(names, ["clients.ts", "docs.ts", "openapi.ts", "page.ts"]);
});

Deno.test("a tag is a hash of what is sent", async () => {
  for (const path of ["/openapi.json", "/", "/page.js", "/page.css", "/worker.js"]) {
    const response = await createApp().request(path);
    const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
    equal(response.headers.get("ETag"), `"${hex.slice(0, 24)}"`, path);
  }
});
