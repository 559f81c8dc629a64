import { Validator } from "@seriousme/openapi-schema-validator";
import type { CheckReply } from "../../lib/check/mod.ts";
import { honoApp } from "../../routes/hono_app.ts";
import { PAGE_PATHS } from "../../routes/page.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { createApp } from "../routes/checked_app.ts";
import { operationOf, operations } from "./support.ts";

const app = createApp();
const { operation: makeHeader } = operationOf("POST", "/v1/header")!;
const asked = operations.filter(({ operation }) => operation.requestBody);

/** Sends one of the document's own examples. */
async function send(path: string, type: string, body: unknown, accept = "*/*"): Promise<Response> {
  return await app.request(path, {
    method: "POST",
    headers: { "Content-Type": type, "Accept": accept },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Every example of a request. */
const requests = asked.flatMap(({ path, operation }) =>
  Object.entries(operation.requestBody!.content).flatMap(([type, { examples }]) =>
    Object.entries(examples ?? {})
      .map(([name, { value }]) => ({ path, responses: operation.responses, type, name, value }))
  )
);

Deno.test("GET /openapi.json is OpenAPI 3.1 to a validator of its own", async () => {
  const response = await app.request("/openapi.json");
  equal(response.headers.get("Content-Type"), "application/json");
  const document = await response.json();
  match(document.openapi, /^3\.1\./);
  const { valid, errors } = await new Validator().validate(document);
  ok(valid, JSON.stringify(errors, null, 1));
});

Deno.test("GET /openapi.json is sent once and then only compared", async () => {
  const response = await app.request("/openapi.json");
  const etag = response.headers.get("ETag")!;
  match(etag, /^"[0-9a-f]+"$/);
  match(response.headers.get("Cache-Control")!, /max-age=\d+/);
  const again = await app.request("/openapi.json", { headers: { "If-None-Match": etag } });
  deepEqual([again.status, await again.text()], [304, ""]);
  equal(again.headers.get("ETag"), etag);
  equal(again.headers.get("Access-Control-Allow-Origin"), "*");
  const other = await app.request("/openapi.json", { headers: { "If-None-Match": '"other"' } });
  equal(other.status, 200);
});

const QUESTIONS = ["/v1/header", "/v1/check"];

Deno.test("every path of the document is served, and everything that is served is in it", async () => {
  for (const { path, method } of operations) {
    const url = path.replace("{code}", "missing-slices").replace("{file}", "questions.html");
    const response = await app.request(url, { method: method.toUpperCase() });
    ok(response.status !== 404 && response.status !== 405, `${method} ${path}`);
  }
  const ofPages = PAGE_PATHS.filter((path) => /\.(js|css)$/.test(path));
  const served = honoApp(new Map(QUESTIONS.map((path) => [path, app.fetch]))).routes
    .filter(({ method, path }) => method !== "ALL" && !ofPages.includes(path))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/, "{$1}")}`);
  const documented = operations.map(({ method, path }) => `${method} ${path}`);
  deepEqual([...new Set(served)].sort(), documented.sort());
});

for (const { path, responses, type, name, value } of requests) {
  Deno.test(`${path}: the example ${name} (${type}) is answered as documented`, async () => {
    const replies = Object.entries(responses).flatMap(([status, { content }]) =>
      Object.entries(content ?? {}).flatMap(([type, { examples }]) =>
        examples?.[name] ? [{ status: Number(status), type, value: examples[name].value }] : []
      )
    );
    ok(replies.length > 0, "it has no reply");
    for (const reply of replies) {
      const accept = reply.type === "application/problem+json" ? "*/*" : reply.type;
      const response = await send(path, type, value, accept);
      equal(response.status, reply.status);
      deepEqual(
        reply.type === "text/plain" ? await response.text() : await response.json(),
        reply.value,
      );
    }
  });
}

Deno.test("the replies of the examples are right, by hand", () => {
  const examples = (status: number, type: string) =>
    makeHeader.responses[status]!.content![type]!.examples!;
  const downward = examples(200, "text/plain")["downward"]!.value as string;
  // 0.75 mm between columns, 0.5 mm between rows, each slice 2.5 mm below the one before.
  ok(downward.includes("\nspace directions: (0.75,0,0) (0,0.5,0) (0,0,-2.5)\n"), downward);
  ok(downward.includes("\nspace origin: (-10,-20,-22.5)\n"), downward);
  ok(downward.includes("\nsizes: 64 48 3\n"), downward);
  const hole = examples(422, "application/problem+json")["hole"]!.value as { code: string };
  equal(hole.code, "missing-slices");
  const { operation: checkHeader } = operationOf("POST", "/v1/check")!;
  const { value } = checkHeader.responses[200]!.content!["application/json"]!
    .examples!["thickness"]!;
  const { status, error, diagnoses } = value as CheckReply;
  // The last of three slices lies 2 × 2.5 mm from where the header puts it.
  deepEqual([status, error, diagnoses.map(({ code }) => code)], [
    "wrong",
    5,
    ["thickness-used-as-spacing"],
  ]);
});

for (const { name, schema } of makeHeader.parameters!) {
  Deno.test(`the option ${name} takes what the document says, and nothing else`, async () => {
    const { type, value } = requests.find(({ name }) => name === "lines")!;
    const ask = async (option: string) => {
      const query = new URLSearchParams([[name, option]]);
      const response = await send(`/v1/header?${query}`, type, value);
      const text = await response.text();
      return response.ok ? undefined : JSON.parse(text).code;
    };
    const valid = schema.enum ?? (schema.default === undefined ? [] : [schema.default]);
    for (const option of valid) ok(await ask(option) !== "bad-option", option);
    // Nearly everything is the name of a file.
    if (name !== "data") equal(await ask("no such value!"), "bad-option");
  });
}
