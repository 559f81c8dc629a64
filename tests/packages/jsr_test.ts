/**
 * What JSR counts, as far as files can show it: documents of every entry and symbol, types that need no
 * inference, a README with examples, a publication that is signed. Description and runtimes are set on
 * its site.
 */

import { deepEqual, match, ok } from "../assert.ts";
import { runWell } from "../support/programs.ts";

const root = new URL("../../", import.meta.url);
const config = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
const entries: Readonly<Record<string, string>> = config.exports;

interface Documented {
  readonly module_doc?: { readonly doc?: string };
  readonly symbols: readonly {
    readonly name: string;
    readonly declarations: readonly { readonly jsDoc?: { readonly doc?: string } }[];
  }[];
}

Deno.test("every entry says what it is, and every symbol what it does", async () => {
  deepEqual(Object.keys(entries).sort(), [".", "./app", "./client", "./program"]);
  for (const path of Object.values(entries)) {
    const text = await runWell(Deno.execPath(), ["doc", "--json", path], { cwd: root });
    const nodes = Object.values(JSON.parse(text).nodes as Record<string, Documented>);
    const [entry] = nodes;
    ok((entry?.module_doc?.doc ?? "").length > 50, `${path} says nothing of itself`);
    const silent = nodes.flatMap(({ symbols }) => symbols)
      .filter(({ declarations }) => declarations.every(({ jsDoc }) => !jsDoc?.doc))
      .map(({ name }) => name);
    deepEqual(silent, [], path);
  }
});

Deno.test("JSR takes the package, without types that it would have to infer", async () => {
  // Slow types would fail it: they are not allowed.
  const flags = ["publish", "--dry-run", "--allow-dirty", "--no-check"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: flags,
    cwd: root,
  }).output();
  const said = new TextDecoder().decode(stderr);
  ok(success, said.slice(-2000));
  for (const path of [...Object.values(entries), "./README.md", "./LICENSE", "./deno.json"]) {
    ok(said.includes(new URL(path, root).href), `${path} is not in the package`);
  }
  ok(!/\/(tests|docs|bench|conformance)\//.test(said.replace(/^.*worktree.*$/gm, "")));
});

Deno.test("the README that JSR shows has examples, and the workflow signs", () => {
  match(Deno.readTextFileSync(new URL("README.md", root)), /^```(ts|python|sh)/m);
  const workflow = Deno.readTextFileSync(new URL(".github/workflows/release.yml", root));
  const [, job = ""] = workflow.split(/^ {2}jsr:$/m);
  match(job, /^ {6}id-token: write/m);
});
