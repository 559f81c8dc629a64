/** What is loaded before the first request: the fewer, the faster a cold start. */

import { ok } from "../assert.ts";

const root = new URL("../../", import.meta.url);

/** Modules that a module loads at once, and they in turn, as paths from the root. */
function loadedBy(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const code = Deno.readTextFileSync(new URL(path, root));
  // Imports of types alone load nothing, and those within functions come later.
  const imports = code.matchAll(/^(?:import|export|\}) (?!type\b)[^;]*?from "(\.[^"]+)"/gm);
  for (const [, target] of imports) {
    loadedBy(new URL(target!, new URL(path, root)).href.slice(root.href.length), found);
  }
  return found;
}

Deno.test("files and the library are loaded by the first request that needs them", () => {
  const loaded = [...loadedBy("main.ts")];
  ok(loaded.includes("routes/app.ts"), `${loaded}`);
  ok(!loaded.includes("routes/hono_app.ts"), `${loaded}`);
  const tables = ["codes/errors", "errors", "limits", "once", "text"].map((name) =>
    `lib/${name}.ts`
  );
  for (const path of loaded) {
    ok(!path.startsWith("routes/generated/"), path);
    ok(!path.startsWith("lib/") || tables.includes(path), path);
  }
});

Deno.test("a request for a header loads nothing of checks and archives, and no languages", () => {
  const loaded = [...loadedBy("routes/answer.ts")];
  ok(loaded.includes("lib/service.ts"), `${loaded}`);
  for (const path of loaded) {
    ok(!/^lib\/(check|intake\/claimed|written_zip)/.test(path), path);
    const code = Deno.readTextFileSync(new URL(path, root));
    // Constants of a module. Runtimes load tables of languages for one, which takes 12 ms.
    ok(!/^const \w+ = new Intl\./m.test(code), path);
  }
});
