/** The clients as the service hands them out: each must stand alone. */

import { CLIENT_PATHS } from "../../routes/clients.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { run } from "../support/programs.ts";
import { createApp } from "./checked_app.ts";
import { dictionaries, TRUE_LINES } from "./support.ts";

const app = createApp();

const TYPES: Readonly<Record<string, string>> = {
  "/client.js": "text/javascript; charset=utf-8",
  "/client.d.ts": "text/typescript; charset=utf-8",
  "/dcm2nhdr.py": "text/x-python; charset=utf-8",
};

const textOf = async (path: string) => await (await app.request(path)).text();

Deno.test("the clients are served with a tag, to every origin, and not sent twice", async () => {
  deepEqual([...CLIENT_PATHS].sort(), Object.keys(TYPES).sort());
  for (const path of CLIENT_PATHS) {
    const response = await app.request(path, { headers: { Origin: "https://example.org" } });
    equal(response.status, 200);
    equal(response.headers.get("Content-Type"), TYPES[path]!);
    equal(response.headers.get("Access-Control-Allow-Origin"), "*");
    equal(response.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
    ok((await response.text()).length > 1000);
    const tag = response.headers.get("ETag")!;
    const again = await app.request(path, { headers: { "If-None-Match": tag } });
    deepEqual([again.status, await again.text()], [304, ""]);
    equal((await app.request(path, { method: "POST" })).status, 405);
  }
});

Deno.test("the client for Python is the file of the project", async () => {
  const file = new URL("../../clients/python/dcm2nhdr.py", import.meta.url);
  equal(await textOf("/dcm2nhdr.py"), await Deno.readTextFile(file));
});

Deno.test("the script is a module that needs no other and gets a header", async () => {
  const script = await textOf("/client.js");
  ok(!/\bimport\s*[("'{*]|\bfrom\s*"/.test(script));
  const { Client, ServiceError } = await import(
    `data:text/javascript,${encodeURIComponent(script)}`
  );
  const fetch = (input: string, init: RequestInit) => app.fetch(new Request(input, init));
  const client = new Client("http://127.0.0.1:8000", { fetch });
  const { volumes: [volume] } = await client.header(dictionaries);
  for (const line of TRUE_LINES) ok(volume.header.includes(`\n${line}\n`), line);
  const refused = await client.header(dictionaries.toSpliced(1, 1)).catch((error: Error) => error);
  ok(refused instanceof ServiceError);
  equal(refused.problem.code, "missing-slices");
});

Deno.test("its types are all there: checked in a folder with nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/client.js`, await textOf("/client.js"));
    await Deno.writeTextFile(`${folder}/client.d.ts`, await textOf("/client.d.ts"));
    const check = async (name: string, lines: readonly string[]) => {
      const head = [
        '// @ts-types="./client.d.ts"',
        'import { Client, type Options, ServiceError } from "./client.js";',
        'const client = new Client("http://127.0.0.1:8000");',
      ];
      await Deno.writeTextFile(`${folder}/${name}`, [...head, ...lines, ""].join("\n"));
      const flags = ["--no-config", "--no-lock", "--no-remote", "--no-npm"];
      return await run(Deno.execPath(), ["check", ...flags, name], {
        cwd: folder,
        env: { DENO_DIR: `${folder}/cache`, NO_COLOR: "1" },
      });
    };
    const right = await check("right.ts", [
      'const options: Options = { order: "given", as: "segmentation" };',
      "const { volumes } = await client.header([{ Rows: 1 }], options);",
      "const text: string = volumes[0].header;",
      "const steps: readonly number[] = volumes[0].geometry.directions[2];",
      "const error = new ServiceError(422, undefined);",
      'if (error.code === "missing-slices") console.log(text, steps);',
    ]);
    ok(right.success, right.stderr);
    const wrong = await check("wrong.ts", [
      'await client.header([], { order: "gven" });',
      "const reply = await client.header([]);",
      "const origin: string = reply.volumes[0].geometry.origin;",
      'if (new ServiceError(422, undefined).code === "missing-slice") console.log(origin);',
    ]);
    ok(!wrong.success);
    for (const line of [4, 6, 7]) match(wrong.stderr, new RegExp(`wrong\\.ts:${line}:`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
