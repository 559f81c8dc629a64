/** The static site: it stands alone, wherever it is put, and nothing of it is forgotten. */

import config from "../../deno.json" with { type: "json" };
import * as library from "../../lib/mod.ts";
import { SECTIONS } from "../../tools/site/contents.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { runWell } from "../support/programs.ts";
import { faultsOf, idsOf, linksOf } from "./html.ts";

const root = new URL("../../", import.meta.url);

/** Where it will stand, below a host. */
const BASE = "/somewhere/below/";

/** Its files by their names, written as the task writes them. */
const files = await written();
const pages = new Map([...files].filter(([name]) => name.endsWith(".html")));

async function written(): Promise<ReadonlyMap<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    const command = config.tasks.site.command.replace("--allow-write=build", "--allow-write");
    const [, ...args] = [...command.split(" "), folder, BASE];
    await runWell(Deno.execPath(), args, { cwd: root.pathname });
    const names = filesBelow(`${folder}/`);
    return new Map(names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Files below a folder, as paths from there. */
function filesBelow(folder: string, path = ""): string[] {
  return [...Deno.readDirSync(folder + path)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(folder, `${path}${name}/`) : [`${path}${name}`]
  );
}

const documents = filesBelow(new URL("docs/", root).pathname)
  .filter((path) => path.endsWith(".md"));

Deno.test("every document is a page, once", () => {
  const listed = SECTIONS.flatMap(({ pages }) => pages);
  equal(new Set(listed).size, listed.length);
  for (const path of documents) ok(listed.includes(path), `${path} is in no section`);
  // Beside the documents: the first page, the form, what is not there, the API and the symbols.
  equal(pages.size, documents.length + 5);
});

Deno.test("links are relative and lead somewhere; nothing comes from elsewhere", () => {
  let inside = 0;
  for (const [name, html] of pages) {
    deepEqual(faultsOf(html), [], name);
    for (const link of linksOf(html)) {
      if (/^(https:\/\/|data:image)/.test(link)) continue;
      inside++;
      const own = name === "404.html" && link.startsWith(BASE) ? link.slice(BASE.length) : link;
      const [target = "", fragment] = own.split("#");
      ok(target === "" || files.has(target), `${name}: ${link}`);
      if (fragment === undefined) continue;
      ok(idsOf(pages.get(target === "" ? name : target)!).includes(fragment), `${name}: ${link}`);
    }
  }
  ok(inside > 1000);
});

Deno.test("a picture lies in its page, with words for who does not see it", () => {
  const [, data, words] = /<img src="data:image\/svg\+xml;base64,([^"]*)" alt="([^"]*)">/
    .exec(pages.get("performance.html")!)!;
  const plot = Deno.readTextFileSync(new URL("docs/performance/growth.svg", root));
  equal(new TextDecoder().decode(Uint8Array.from(atob(data!), (c) => c.charCodeAt(0))), plot);
  match(words!, /^Curves /);
});

Deno.test("what is shown for a page that is not there works at any address", () => {
  const links = linksOf(pages.get("404.html")!).filter((link) => !/^(#|data:)/.test(link));
  ok(links.length > 5);
  for (const link of links) match(link, new RegExp(`^${BASE}`));
});

Deno.test("the symbols are those that the entries export", () => {
  const html = pages.get("symbols.html")!;
  const ids = idsOf(html);
  for (const name of Object.keys(library)) ok(ids.includes(name.toLowerCase()), name);
  for (const entry of Object.keys(config.exports)) {
    ok(html.includes(`>dcm2nhdr${entry.slice(1)}</h2>`), entry);
  }
  // By hand from lib/describe.ts and lib/errors.ts.
  match(html, /<code>check\(header: HeaderToCheck, inputs: Iterable&lt;Input&gt; \| Input, /);
  match(html, /<code>type ErrorCode = /);
  equal(/\[object Object\]|undefined\(|UNSUPPORTED/.test(html), false);
});

Deno.test("what pages link to beside each other is the project's own", async () => {
  const copies = {
    "dcm2nhdr.py": "clients/python/dcm2nhdr.py",
    "slicer/Dcm2nhdr.py": "clients/slicer/Dcm2nhdr.py",
  };
  for (const [name, path] of Object.entries(copies)) {
    equal(files.get(name), await Deno.readTextFile(new URL(path, root)));
  }
  ok(linksOf(pages.get("questions.html")!).includes("dcm2nhdr.py"));
  ok(linksOf(pages.get("slicer.html")!).includes("slicer/Dcm2nhdr.py"));
  ok(files.has(".nojekyll"));
  equal(JSON.parse(files.get("openapi.json")!).openapi, "3.1.0");
});
