/**
 * `deno task site [FOLDER] [BASE]`: the documentation as a static site, in `build/site/` if nothing
 * else is said; FOLDER is one below `build/`, where alone the task may write. BASE is where it will stand, such as `/dcm2nhdr/`: the page for what is not there is
 * shown below any address, so that its links cannot be relative.
 *
 * @module
 */

import { apiReference } from "./api_reference.ts";
import { API, contents, SYMBOLS } from "./contents.ts";
import { siteFiles } from "./files.ts";
import { symbolsPage } from "./symbols.ts";
import { makeDocument } from "../openapi/document.ts";

/** Files of the project that the site has beside its pages. */
const COPIED: Readonly<Record<string, string>> = {
  "clients/python/dcm2nhdr.py": "dcm2nhdr.py",
  // In a folder: where case does not count, its name is that of the client.
  "clients/slicer/Dcm2nhdr.py": "slicer/Dcm2nhdr.py",
};

/** Where `deno task start` serves. */
const SERVICE = "http://127.0.0.1:8000/";

const root = new URL("../../", import.meta.url);

/** Writes the site. */
export async function writeSite(folder: URL, base: string): Promise<void> {
  const sections = await contents({
    [API]: await apiReference(),
    [SYMBOLS]: await symbolsPage(),
  });
  const files = await siteFiles(sections, {
    service: SERVICE,
    files: COPIED,
    top: { "API": "api.html", "OpenAPI": "openapi.json" },
  });
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, text] of files) {
    const written = name === "404.html" ? based(text, base) : text;
    await Deno.writeTextFile(new URL(name, folder), written);
  }
  for (const [path, name] of Object.entries(COPIED)) {
    const copy = new URL(name, folder);
    await Deno.mkdir(new URL("./", copy), { recursive: true });
    await Deno.copyFile(new URL(path, root), copy);
  }
  const document = JSON.stringify(await makeDocument());
  await Deno.writeTextFile(new URL("openapi.json", folder), document);
  // GitHub makes no site of its own of it.
  await Deno.writeTextFile(new URL(".nojekyll", folder), "");
}

/** Links of a page as they are from anywhere. */
function based(text: string, base: string): string {
  return text.replace(/ (href|src)="(?![a-z]+:|#|\/)([^"]*)"/g, ` $1="${base}$2"`);
}

if (import.meta.main) {
  const [folder = "build/site", base = ""] = Deno.args;
  if (base !== "" && !/^\/([\w.-]+\/)*$/.test(base)) throw new Error(`${base} is no path: /name/`);
  await writeSite(new URL(`${folder.replace(/\/?$/, "/")}`, `file://${Deno.cwd()}/`), base);
}
