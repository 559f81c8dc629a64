/** Clients that generators make of the OpenAPI document: they are made, type-check and work. */

import { createApp } from "../../routes/app.ts";
import { deepEqual, equal } from "../assert.ts";
import { dictionaries } from "../routes/support.ts";
import { withLocalServer } from "../support/local_server.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { lacksTools, NODE_FIRST, tool } from "./support.ts";

/** Runs with the document in a folder. */
async function withDocument(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const document = await createApp().request("/openapi.json");
    await Deno.writeTextFile(`${folder}/openapi.json`, await document.text());
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What somebody writes who has the types alone. */
const TYPESCRIPT = `
import type { components, operations, paths } from "./types";

type Header = paths["/v1/header"]["post"];
type Reply = Header["responses"][200]["content"]["application/json"];

export function thirdDirection({ volumes: [volume] }: Reply): [number, number, number] | undefined {
  return volume?.geometry.directions[2];
}
const order: NonNullable<Header["parameters"]["query"]>["order"] = "given";
// @ts-expect-error There is no such order.
const backwards: NonNullable<Header["parameters"]["query"]>["order"] = "backwards";
// @ts-expect-error A vector has three numbers.
const flat: components["schemas"]["Slice"]["position"] = [0, 0];
export const body: operations["makeHeader"]["requestBody"]["content"]["application/json"] = {
  instances: [{ Rows: 4 }],
  options: { order, plane: { orientation: "axial", spacing: [1, 1] } },
};
export const code: components["schemas"]["Problem"]["code"] = "no-geometry";
console.log(backwards, flat);
`;

const lacksGenerator = await lacksTools(["openapi-typescript", "tsc"]);
if (lacksGenerator !== undefined) {
  skipped("openapi-typescript", lacksGenerator);
} else {
  Deno.test("openapi-typescript makes types that a program checks against", async () => {
    await withDocument(async (cwd) => {
      const env = NODE_FIRST;
      await runWell(tool("openapi-typescript"), ["openapi.json", "--output", "types.d.ts"], {
        cwd,
        env,
      });
      await Deno.writeTextFile(`${cwd}/program.ts`, TYPESCRIPT);
      const flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes"];
      await runWell(tool("tsc"), [...flags, "program.ts"], { cwd, env });
    });
  });
}

/** What somebody writes who has the generated client alone. */
const PYTHON = `
import json, sys
from generated import Client
from generated.api.default import health, make_header
from generated.models import Dataset, JsonBodyType0, MakeHeaderFormat, MakeHeaderOrder, Reply

client = Client(base_url=sys.argv[1])
body = JsonBodyType0(instances=[Dataset.from_dict(one) for one in json.loads(sys.argv[2])])
asked = dict(client=client, format_=MakeHeaderFormat.JSON, order=MakeHeaderOrder.GIVEN)
reply = Reply.from_dict(json.loads(make_header.sync_detailed(body=body, **asked).content))
empty = JsonBodyType0(instances=[Dataset.from_dict({"Rows": 4, "Columns": 3})])
print(json.dumps([
    health.sync(client=client).status,
    reply.volumes[0].geometry.directions,
    make_header.sync(body=empty, **asked).code,
]))
`;

const lacks = pythonLacks(["openapi_python_client", "ruff"]);
if (lacks !== undefined) {
  skipped("openapi-python-client", lacks);
} else {
  Deno.test("openapi-python-client makes a client that asks the service", async () => {
    await withDocument(async (cwd) => {
      // It formats what it wrote with the ruff beside its Python.
      const bin = await runWell(python!, [
        "-c",
        "import sysconfig; print(sysconfig.get_path('scripts'))",
      ]);
      const env = { PATH: `${bin.trim()}:${Deno.env.get("PATH")}` };
      const made = ["--path", "openapi.json", "--output-path", "generated", "--meta", "none"];
      await runWell(python!, ["-m", "openapi_python_client", "generate", ...made], { cwd, env });
      await withLocalServer(async (origin) => {
        const args = ["-c", PYTHON, origin, JSON.stringify(dictionaries)];
        const said = JSON.parse(await runWell(python!, args, { cwd }));
        equal(said[0], "ok");
        deepEqual(said[1], [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2.5]]);
        equal(said[2], "no-geometry");
      });
    });
  });
}
